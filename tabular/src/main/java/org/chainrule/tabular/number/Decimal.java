package org.chainrule.tabular.number;

import java.nio.charset.StandardCharsets;

/// A parser for decimal numbers in tables: an optional sign, digits with at most one decimal mark, and an optional
/// exponent, or `inf` or `infinity` in any letter case. It rejects everything else that `Double.parseDouble` accepts,
/// such as `1f` and `0x1p3`.
public final class Decimal {
    private static final long EXACT = 1L << 53;
    /// Whole numbers with more digits may be written with an exponent.
    private static final int PLAIN = 15;
    private static final double[] POWERS = powers();

    private boolean marked;
    private boolean plain;

    /// Returns the number in a text with a decimal point, like [#parse(byte[], int, int, char)].
    public static double of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Decimal().parse(bytes, 0, bytes.length, '.');
    }

    /// Returns a number as text: whole numbers below 10^15 without a point, all others like `Double.toString`.
    public static String spell(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /// Returns whether the last parsed number had a decimal mark.
    public boolean marked() {
        return marked;
    }

    /// Returns whether the last parsed number was whole and written as [#spell] writes it: without a plus sign, leading
    /// zeros or an exponent.
    public boolean plain() {
        return plain;
    }

    /// Records that the last number was assembled from a text with group separators, and so was not written plainly.
    public void regrouped() {
        plain = false;
    }

    /// Returns the double nearest to the number in `text[from, to)`, rounded like `Double.parseDouble`. Returns an
    /// infinity if the number is too large for a double, NaN if the bytes are not a number.
    ///
    /// A digit string below 2^53 and a power of ten up to 10^22 are both exact doubles, so one multiplication or
    /// division of them is correctly rounded (Clinger 1990). Other numbers of up to 18 digits are rounded by
    /// [EiselLemire], and what that leaves undecided by `Double.parseDouble`.
    public double parse(byte[] text, int from, int to, char mark) {
        int i = from;
        marked = false;
        boolean negative = i < to && text[i] == '-';
        if (i < to && (negative || text[i] == '+')) {
            i++;
        }
        long digits = 0;
        int first = i;
        int fraction = 0;
        boolean exact = true;
        for (; i < to; i++) {
            int digit = text[i] - '0';
            if (digit >= 0 && digit <= 9) {
                if (digits <= (Long.MAX_VALUE - 9) / 10) {
                    digits = digits * 10 + digit;
                    fraction += marked ? 1 : 0;
                } else {
                    exact = false;
                }
            } else if (text[i] == mark && !marked) {
                marked = true;
            } else {
                break;
            }
        }
        if (i - first == (marked ? 1 : 0)) {
            return infinity(text, i, to, negative);
        }
        plain = !marked && i == to && i - first <= PLAIN && text[from] != '+'
                && (text[first] != '0' || i - first == 1 && !negative);
        int power = -fraction;
        if (i < to) {
            int exponent = exponent(text, i, to);
            if (exponent == NONE) {
                return Double.NaN;
            }
            power += exponent;
        }
        if (exact) {
            double value = digits <= EXACT && power >= -22 && power <= 22
                    ? power < 0 ? digits / POWERS[-power] : digits * POWERS[power]
                    : digits == 0 ? 0 : EiselLemire.of(digits, power);
            if (!Double.isNaN(value)) {
                return negative ? -value : value;
            }
        }
        String number = new String(text, from, to - from, StandardCharsets.ISO_8859_1);
        return Double.parseDouble(mark == '.' ? number : number.replace(mark, '.'));
    }

    private static final int NONE = Integer.MIN_VALUE;
    private static final int FAR = 100_000;

    /// Returns the exponent in `text[from, to)`; `NONE` if it is not an exponent. Large exponents are clamped far
    /// beyond the range of a double.
    private static int exponent(byte[] text, int from, int to) {
        int i = from;
        if (text[i] != 'e' && text[i] != 'E') {
            return NONE;
        }
        i++;
        boolean negative = i < to && text[i] == '-';
        if (i < to && (negative || text[i] == '+')) {
            i++;
        }
        if (i == to) {
            return NONE;
        }
        int exponent = 0;
        for (; i < to; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return NONE;
            }
            exponent = Math.min(FAR, exponent * 10 + digit);
        }
        return negative ? -exponent : exponent;
    }

    private static double infinity(byte[] text, int from, int to, boolean negative) {
        int length = to - from;
        if (length == 3 || length == 8) {
            String word = new String(text, from, length, StandardCharsets.ISO_8859_1);
            if (word.equalsIgnoreCase("inf") || word.equalsIgnoreCase("infinity")) {
                return negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            }
        }
        return Double.NaN;
    }

    private static double[] powers() {
        double[] powers = new double[23];
        for (int i = 0; i < powers.length; i++) {
            powers[i] = Double.parseDouble("1e" + i);
        }
        return powers;
    }
}
