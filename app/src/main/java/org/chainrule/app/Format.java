package org.chainrule.app;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.chainrule.error.Quote;

/// Numbers as people read them.
final class Format {
    private Format() {
    }

    /// A whole number with its thousands apart: `52,874`.
    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /// A count with its noun: `1 row`, `360 rows`.
    static String count(long value, String noun) {
        return count(value) + " " + noun + (value == 1 ? "" : "s");
    }

    /// A measure: four decimals where the scale is known, otherwise four significant digits.
    static String measure(String name, double value) {
        return name.equals("rmse") || name.equals("mae")
                ? significant(value, 4)
                : String.format(Locale.ROOT, "%.4f", value);
    }

    /// Measures in words: `accuracy 0.9722, logLoss 0.1035`.
    static String measures(Map<String, Double> measures) {
        return measures.entrySet().stream().map(e -> e.getKey() + " " + measure(e.getKey(), e.getValue()))
                .collect(Collectors.joining(", "));
    }

    /// A short time: `850 ns`, `4.2 µs`, `1.3 ms`.
    static String duration(long nanoseconds) {
        return nanoseconds < 1000
                ? nanoseconds + " ns"
                : nanoseconds < 1_000_000
                        ? significant(nanoseconds / 1e3, 3) + " \u00b5s"
                        : significant(nanoseconds / 1e6, 3) + " ms";
    }

    /// Seconds: `0.8 s`, `75 s`.
    static String seconds(double value) {
        return String.format(Locale.ROOT, value < 9.95 ? "%.1f s" : "%.0f s", value);
    }

    /// A number with some significant digits and no more.
    static String significant(double value, int digits) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits));
        if (rounded.signum() == 0) {
            return "0";
        }
        int exponent = rounded.precision() - rounded.scale();
        if (exponent > 9 || exponent < -4) {
            return String.format(Locale.ROOT, "%." + (digits - 1) + "e", value);
        }
        return (rounded.scale() < 0 ? rounded.setScale(0) : rounded).toPlainString();
    }

    /// A number with six significant digits at most and no zeros behind them: `0.001`, `152.133`.
    static String plain(double value) {
        String six = significant(value, 6);
        return six.contains(".") && !six.contains("e") ? six.replaceAll("0+$", "").replaceAll("\\.$", "") : six;
    }

    /// The first numbers of many: `0.123  -4.56  0  ...`.
    static String first(float[] values, int count) {
        String shown = IntStream.range(0, Math.min(count, values.length)).mapToObj(i -> significant(values[i], 3))
                .collect(Collectors.joining("  "));
        return values.length > count ? shown + "  ..." : shown;
    }

    /// The Euclidean norm.
    static double norm(float[] values) {
        double squares = 0;
        for (float value : values) {
            squares += (double) value * value;
        }
        return Math.sqrt(squares);
    }

    /// The first names, each cut when it is long, and how many more there are: `red, green, and 7 more`.
    static String names(List<String> names, int count) {
        return few(names, count).stream().map(Quote::clip).collect(Collectors.joining(", "));
    }

    /// The first items, one a line, and how many more there are.
    static List<String> few(List<String> items, int count) {
        return items.size() <= count
                ? items
                : IntStream.rangeClosed(0, count)
                        .mapToObj(i -> i < count ? items.get(i) : "and " + count(items.size() - count) + " more")
                        .toList();
    }
}
