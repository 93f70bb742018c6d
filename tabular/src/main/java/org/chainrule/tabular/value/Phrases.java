package org.chainrule.tabular.value;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.chainrule.error.Quote;

/// Phrases that sentences about tables share.
public final class Phrases {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,12}([.][0-9]{1,12})?");
    private static final int SHOWN = 8;

    private Phrases() {
    }

    /// Returns a count with its noun: `1 row`, `1,797 rows`.
    public static String count(long count, String noun) {
        return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? noun : plural(noun));
    }

    /// Returns a number with four significant digits: `152.1`, `0.001234`, `1500000`.
    public static String rounded(double value) {
        BigDecimal four = new BigDecimal(value).round(new MathContext(4, RoundingMode.HALF_EVEN)).stripTrailingZeros();
        int exponent = four.precision() - four.scale();
        return exponent > 12 || exponent < -6 ? four.toString() : four.toPlainString();
    }

    /// Returns a number with two significant digits and thousands separators: `880,000`, `-2.5`.
    public static String about(double value) {
        BigDecimal two = new BigDecimal(value).round(new MathContext(2, RoundingMode.HALF_EVEN)).stripTrailingZeros();
        return two.scale() > 0 ? two.toPlainString() : String.format(Locale.ROOT, "%,d", two.toBigInteger());
    }

    /// Returns a number with at most the given number of significant digits: `0.00123`, `152`, `1.50e+12`.
    public static String significant(double value, int digits) {
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

    /// Returns a number like [significant][#significant], with thousands separators for sentences: `55,410`.
    public static String grouped(double value, int digits) {
        String plain = significant(value, digits);
        return plain.matches("-?[0-9]{4,}") ? String.format(Locale.ROOT, "%,d", Long.valueOf(plain)) : plain;
    }

    /// Returns a share in percent: `93 %`, `0.4 %`, `less than 0.1 %`.
    ///
    /// @param share the share, from 0 to 1
    public static String percent(double share) {
        double percent = 100 * share;
        if (percent > 0 && percent < 0.1) {
            return "less than 0.1 %";
        }
        return percent >= 1 || percent == 0
                ? Math.round(percent) + " %"
                : String.format(Locale.ROOT, "%.1f %%", percent);
    }

    /// Returns a number with at most six significant digits and no trailing zeros: `0.001`, `152.133`.
    public static String plain(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        BigDecimal six = new BigDecimal(value).round(new MathContext(6, RoundingMode.HALF_UP));
        if (six.signum() == 0) {
            return "0";
        }
        int exponent = six.precision() - six.scale();
        if (exponent > 9 || exponent < -4) {
            return String.format(Locale.ROOT, "%.5e", value);
        }
        return six.stripTrailingZeros().toPlainString();
    }

    /// Returns the first names, truncated if they are long, and the number of others: `red, green, and 7 more`.
    public static String first(List<String> names, int count) {
        String shown = names.stream().limit(count).map(Quote::clip).collect(Collectors.joining(", "));
        return names.size() <= count
                ? shown
                : shown + String.format(Locale.ROOT, ", and %,d more", names.size() - count);
    }

    /// Returns a name or value in quotes, truncated if it is long.
    public static String quoted(String value) {
        return Quote.of(value);
    }

    /// Returns that a column has a value: `"sex" is "female"`, `"survived" is 1`.
    public static String equal(String column, String value) {
        return quoted(column) + " is " + value(value);
    }

    /// Returns a value: a number as it is, and anything else in quotes.
    public static String value(String value) {
        return NUMBER.matcher(value).matches() ? value : quoted(value);
    }

    /// Returns the items as a list in words: `a`, `a and b`, `a, b and c`. Items after the eighth are only counted.
    public static String list(List<String> items) {
        if (items.size() > SHOWN) {
            return String.join(", ", items.subList(0, SHOWN)) + " and "
                    + String.format(Locale.ROOT, "%,d more", items.size() - SHOWN);
        }
        int last = items.size() - 1;
        return last < 1
                ? String.join("", items)
                : String.join(", ", items.subList(0, last)) + " and " + items.get(last);
    }

    /// Returns the names in quotes, like [list][#list(List)].
    public static String names(List<String> names) {
        return list(names.stream().map(Phrases::quoted).collect(Collectors.toList()));
    }

    private static String plural(String noun) {
        if (noun.endsWith("s")) {
            return noun + "es";
        }
        return noun.endsWith("y") ? noun.substring(0, noun.length() - 1) + "ies" : noun + "s";
    }
}
