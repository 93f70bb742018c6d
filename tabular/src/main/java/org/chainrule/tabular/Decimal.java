package org.chainrule.tabular;

/// Decimal numbers as tables hold them: an optional sign, digits with at most one point, an optional exponent.
/// Nothing else that `Double.parseDouble` accepts is a number here: no `1f`, no `0x1p3`, no `Infinity`; a number too
/// large for a double is none either.
final class Decimal {
    private static final long EXACT = 1L << 53;
    private static final double[] POWERS = powers();

    private Decimal() {
    }

    /// The double nearest to the number in `text[from, to)`, as `Double.parseDouble` rounds it; NaN when the characters
    /// are no number.
    ///
    /// A digit string below 2^53 and a power of ten up to 10^22 are both exact doubles, so one multiplication or
    /// division of them is correctly rounded (Clinger 1990); everything else goes to `Double.parseDouble`.
    static double parse(char[] text, int from, int to) {
        int i = from;
        boolean negative = i < to && text[i] == '-';
        if (i < to && (negative || text[i] == '+')) {
            i++;
        }
        long digits = 0;
        int count = 0;
        int exponent = 0;
        boolean exact = true;
        boolean point = false;
        for (; i < to; i++) {
            char c = text[i];
            if (c >= '0' && c <= '9') {
                count++;
                if (digits <= (EXACT - 9) / 10) {
                    digits = digits * 10 + (c - '0');
                    exponent -= point ? 1 : 0;
                } else {
                    exact = false;
                }
            } else if (c == '.' && !point) {
                point = true;
            } else {
                break;
            }
        }
        if (count == 0) {
            return Double.NaN;
        }
        if (i < to) {
            if (!exponentFollows(text, i, to)) {
                return Double.NaN;
            }
            exact = false;
        }
        if (exact && exponent >= -22) {
            double value = digits / POWERS[-exponent];
            return negative ? -value : value;
        }
        double value = Double.parseDouble(new String(text, from, to - from));
        return Double.isInfinite(value) ? Double.NaN : value;
    }

    private static boolean exponentFollows(char[] text, int from, int to) {
        int i = from;
        if (text[i] != 'e' && text[i] != 'E') {
            return false;
        }
        i++;
        if (i < to && (text[i] == '-' || text[i] == '+')) {
            i++;
        }
        if (i == to) {
            return false;
        }
        for (; i < to; i++) {
            if (text[i] < '0' || text[i] > '9') {
                return false;
            }
        }
        return true;
    }

    private static double[] powers() {
        double[] powers = new double[23];
        for (int i = 0; i < powers.length; i++) {
            powers[i] = Double.parseDouble("1e" + i);
        }
        return powers;
    }
}
