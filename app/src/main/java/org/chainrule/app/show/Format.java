package org.chainrule.app.show;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.chainrule.error.Quote;
import org.chainrule.tabular.outcome.MeasureText;

/// Numbers formatted for people, the same in every locale.
public final class Format {
    private Format() {
    }

    /// Returns a whole number with thousands separators: `52,874`.
    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /// Returns a count with its noun: `1 row`, `360 rows`.
    public static String count(long value, String noun) {
        return count(value) + " " + noun + (value == 1 ? "" : "s");
    }

    /// Returns a number of rows that the training did not use: `on 12 test rows that were not used in training`.
    static String untouched(int rows) {
        return "on " + count(rows, "test row") + (rows == 1 ? " that was" : " that were") + " not used in training";
    }

    /// Returns a metric: four significant digits for those that have the scale of the target, such as `rmse`, and four
    /// decimals for others. `undefined` for an `r2`, `auc` or `kappa` that is NaN, because the rows have a single number or
    /// class.
    public static String measure(String name, double value) {
        return MeasureText.of(name, value);
    }

    /// Returns metrics in words: `accuracy 0.9722, logLoss 0.1035`.
    public static String measures(Map<String, Double> measures) {
        return measures.entrySet().stream().map(e -> e.getKey() + " " + measure(e.getKey(), e.getValue()))
                .collect(Collectors.joining(", "));
    }

    /// Returns a short time: `850 ns`, `4.2 µs`, `1.3 ms`.
    public static String duration(long nanoseconds) {
        return nanoseconds < 1000
                ? nanoseconds + " ns"
                : nanoseconds < 1_000_000
                        ? significant(nanoseconds / 1e3, 3) + " \u00b5s"
                        : significant(nanoseconds / 1e6, 3) + " ms";
    }

    /// Returns a time in seconds: `0.8 s`, `75 s`.
    public static String seconds(double value) {
        return String.format(Locale.ROOT, value < 9.95 ? "%.1f s" : "%.0f s", value);
    }

    /// Returns an estimated time to one or two digits: `8 seconds`, `40 seconds`, `3 minutes`.
    public static String estimate(double seconds) {
        if (seconds >= 90) {
            return count(Math.round(seconds / 60), "minute");
        }
        return count(seconds < 10 ? Math.max(1, Math.round(seconds)) : 10 * Math.round(seconds / 10), "second");
    }

    /// Returns a number with at most the given number of significant digits.
    public static String significant(double value, int digits) {
        return MeasureText.significant(value, digits);
    }

    /// Returns a number with at most six significant digits and without trailing zeros: `0.001`, `152.133`.
    public static String plain(double value) {
        String six = significant(value, 6);
        return six.contains(".") && !six.contains("e") ? six.replaceAll("0+$", "").replaceAll("\\.$", "") : six;
    }

    /// Returns the first numbers of an array: `0.123  -4.56  0  ...`.
    public static String first(float[] values, int count) {
        String shown = IntStream.range(0, Math.min(count, values.length)).mapToObj(i -> significant(values[i], 3))
                .collect(Collectors.joining("  "));
        return values.length > count ? shown + "  ..." : shown;
    }

    /// Returns the Euclidean norm.
    public static double norm(float[] values) {
        double squares = 0;
        for (float value : values) {
            squares += (double) value * value;
        }
        return Math.sqrt(squares);
    }

    /// Returns the first names, each shortened if it is long, and the number of others: `red, green, and 7 more`.
    public static String names(List<String> names, int count) {
        return few(names, count).stream().map(Quote::clip).collect(Collectors.joining(", "));
    }

    /// Returns the first items, followed by `and 7 more` if there are others.
    public static List<String> few(List<String> items, int count) {
        return items.size() <= count
                ? items
                : IntStream.rangeClosed(0, count)
                        .mapToObj(i -> i < count ? items.get(i) : "and " + count(items.size() - count) + " more")
                        .toList();
    }
}
