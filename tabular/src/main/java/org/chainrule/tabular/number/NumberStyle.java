package org.chainrule.tabular.number;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// The way in which the numbers of a column are written: `1,234.5` or `1.234,5`. A blank, a no-break space or an
/// apostrophe may separate thousands in both.
public enum NumberStyle {
    /// A decimal point.
    POINT('.', ','),
    /// A decimal comma.
    COMMA(',', '.');

    private final char decimal;
    private final char thousands;

    NumberStyle(char decimal, char thousands) {
        this.decimal = decimal;
        this.thousands = thousands;
    }

    /// Returns the style with a decimal mark: a point or a comma.
    public static NumberStyle of(char mark) {
        return mark == ',' ? COMMA : POINT;
    }

    /// Returns the number in a text, read with a decimal point or else with a decimal comma; NaN if it is not a number
    /// in either style.
    public static double either(String text) {
        double point = POINT.of(text);
        // Adding 0 turns -0.0 into 0.0.
        return (Double.isNaN(point) ? COMMA.of(text) : point) + 0.0;
    }

    /// Returns the style with the other decimal mark.
    public NumberStyle other() {
        return this == POINT ? COMMA : POINT;
    }

    /// Returns the decimal mark.
    public char decimal() {
        return decimal;
    }

    /// Returns the number in a text; NaN if it is not a number in this style.
    public double of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return parse(new Decimal(), bytes, 0, bytes.length, StandardCharsets.UTF_8);
    }

    /// Returns the number in `text[from, to)`: an infinity if it is too large for a double, NaN if the bytes are not a
    /// number in this style.
    public double parse(Decimal decimal, byte[] text, int from, int to, Charset charset) {
        double value = decimal.parse(text, from, to, this.decimal);
        return Double.isNaN(value) && to > from && mayBeGrouped(text, from, to)
                ? grouped(decimal, text, from, to, charset)
                : value;
    }

    private static boolean mayBeGrouped(byte[] text, int from, int to) {
        int first = text[from] == '-' || text[from] == '+' ? from + 1 : from;
        return first < to && text[first] > '0' && text[first] <= '9' && text[to - 1] >= '0' && text[to - 1] <= '9';
    }

    /// Parses digits in groups of three, of which the first may be shorter, and an optional fraction.
    private double grouped(Decimal decimal, byte[] text, int from, int to, Charset charset) {
        String number = new String(text, from, to - from, charset);
        int whole = number.indexOf(this.decimal);
        int end = whole < 0 ? number.length() : whole;
        StringBuilder plain = new StringBuilder(number.length());
        char mark = 0;
        int group = 0;
        for (int i = 0; i < end; i++) {
            char c = number.charAt(i);
            if (c >= '0' && c <= '9') {
                group++;
                plain.append(c);
            } else if (i == 0) {
                plain.append(c);
            } else if ((mark == 0 ? group <= 3 : group == 3) && (mark == 0 ? isMark(c) : c == mark)) {
                mark = c;
                group = 0;
            } else {
                return Double.NaN;
            }
        }
        if (mark == 0 || group != 3) {
            return Double.NaN;
        }
        byte[] bytes = plain.append(number, end, number.length()).toString()
                .getBytes(StandardCharsets.UTF_8);
        double value = decimal.parse(bytes, 0, bytes.length, this.decimal);
        decimal.regrouped();
        return value;
    }

    private boolean isMark(char c) {
        return c == thousands || c == ' ' || c == '\'' || c == '\u2019' || c == '\u00A0' || c == '\u202F';
    }
}
