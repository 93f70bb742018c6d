package org.chainrule.tabular.number;

import org.jspecify.annotations.Nullable;

/// The digits of one number within a text of plain characters: digits in groups or without, an optional fraction and an
/// optional exponent.
///
/// @param digits   the number with a point and without group marks, as `Double.parseDouble` reads it
/// @param end      the index after its last character
/// @param whole    the count of digits before the decimal mark
/// @param decimals the count of digits after the decimal mark
/// @param grouped  whether the number has group marks
/// @param exponent whether the number has an exponent
record DigitRun(String digits, int end, int whole, int decimals, boolean grouped, boolean exponent) {
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /// Returns the index of the first digit of a text, or of a decimal mark before it; -1 if there is none. A point
    /// after a letter ends an abbreviation: `Rs.500`.
    static int start(String text, char decimal) {
        int i = 0;
        while (i < text.length() && !digit(text, i)) {
            i++;
        }
        if (i == text.length()) {
            return -1;
        }
        boolean marked = i > 0 && text.charAt(i - 1) == decimal && (i == 1 || !Character.isLetter(text.charAt(i - 2)));
        return marked ? i - 1 : i;
    }

    /// Returns the number that starts at an index; null if its groups of digits are not those of a number.
    static @Nullable DigitRun at(String text, int from, NumberStyle style) {
        char decimal = style.decimal();
        StringBuilder digits = new StringBuilder();
        int i = run(text, from, digits);
        int first = i - from;
        boolean grouped = false;
        if (first > 0 && first <= 3 && text.charAt(from) != '0' && i < text.length()) {
            char mark = text.charAt(i);
            int end = groups(text, i, mark, style.other().decimal(), digits);
            if (end < 0) {
                return null;
            }
            grouped = end > i;
            i = end;
        } else if (i < text.length() && text.charAt(i) == style.other().decimal() && digit(text, i + 1)) {
            return null;
        }
        int whole = digits.length();
        int decimals = 0;
        if (i < text.length() && text.charAt(i) == decimal) {
            int end = run(text, i + 1, digits.append('.'));
            decimals = end - i - 1;
            i = end;
        }
        int end = digits.toString().equals("10") ? tenToThe(text, i, digits) : exponent(text, i, digits);
        return new DigitRun(digits.toString(), end, whole, decimals, grouped, end > i);
    }

    /// Returns a whole number of digits alone that starts at an index; null if no digit is there.
    static @Nullable DigitRun plain(String text, int from) {
        StringBuilder digits = new StringBuilder();
        int end = run(text, from, digits);
        return end == from ? null : new DigitRun(digits.toString(), end, end - from, 0, false, false);
    }

    /// Returns whether the number has neither a fraction nor an exponent.
    boolean integer() {
        return decimals == 0 && !exponent;
    }

    /// Returns whether the number has a decimal mark.
    boolean marked() {
        return digits.indexOf('.') >= 0;
    }

    /// Returns whether the number starts with a needless zero.
    boolean zeroFirst() {
        return whole > 1 && digits.charAt(0) == '0';
    }

    /// Appends the groups that follow, each after the same mark: groups of three, or with commas groups of two and a
    /// last one of three, as in India. Returns the index after them; -1 if a thousands mark stands in a wrong place. A
    /// blank or an apostrophe in a wrong place ends the number.
    private static int groups(String text, int from, char mark, char thousands, StringBuilder digits) {
        if (mark != thousands && mark != ' ' && mark != '\'' && mark != '_') {
            return from;
        }
        int first = digits.length();
        int i = from;
        int twos = 0;
        int last = 0;
        int groups = 0;
        while (i < text.length() && text.charAt(i) == mark && digit(text, i + 1)) {
            int length = digits.length();
            int end = run(text, i + 1, digits);
            last = digits.length() - length;
            if (last != 3 && (last != 2 || mark != ',')) {
                digits.setLength(length);
                return mark == thousands ? -1 : i;
            }
            twos += last == 2 ? 1 : 0;
            groups++;
            i = end;
        }
        boolean indian = last == 3 && twos == groups - 1 && first <= 2;
        return twos > 0 && !indian ? -1 : i;
    }

    /// Replaces ten by its power if an exponent follows: `10^6`.
    private static int tenToThe(String text, int from, StringBuilder digits) {
        // A minus sign alone makes a range: 10-20.
        if (!text.startsWith("-", from) && !text.startsWith("+", from)) {
            digits.setLength(1);
            int end = power(text, from, from, digits);
            if (end > from) {
                return end;
            }
            digits.append('0');
        }
        return exponent(text, from, digits);
    }

    /// Appends an exponent: `e5`, `E-4`, `D+03`, `×10^3`, `x10³` or, as text loses its superscripts, `x10-3`.
    /// Returns the index after it, or `from` if there is none.
    private static int exponent(String text, int from, StringBuilder digits) {
        if (from >= text.length()) {
            return from;
        }
        char c = text.charAt(from);
        int i = from + 1;
        // Fortran writes 1.5D+03.
        boolean fortran = (c == 'd' || c == 'D') && digits.indexOf(".") >= 0
                && (text.startsWith("+", i) || text.startsWith("-", i));
        if (c == 'e' || c == 'E' || fortran) {
            StringBuilder exponent = new StringBuilder("e");
            i = sign(text, i, exponent);
            int end = run(text, i, exponent);
            digits.append(end == i ? "" : exponent);
            return end == i ? from : end;
        }
        if (c == ' ' && i < text.length()) {
            c = text.charAt(i++);
        }
        if ("×x*·✕X".indexOf(c) < 0) {
            return from;
        }
        i += i < text.length() && text.charAt(i) == ' ' ? 1 : 0;
        return text.startsWith("10", i) ? power(text, from, i + 2, digits) : from;
    }

    /// Appends the power of ten at an index; returns `from` if there is none.
    private static int power(String text, int from, int at, StringBuilder digits) {
        StringBuilder exponent = new StringBuilder("e");
        int caret = text.startsWith("^", at) ? 1 : text.startsWith("**", at) ? 2 : 0;
        int i = sign(text, at + caret, exponent);
        boolean marked = i > at;
        int end = i;
        while (end < text.length() && SUPERSCRIPTS.indexOf(text.charAt(end)) >= 0) {
            exponent.append(SUPERSCRIPTS.indexOf(text.charAt(end++)));
        }
        if (end == i && marked) {
            end = run(text, i, exponent);
        }
        digits.append(end == i ? "" : exponent);
        return end == i ? from : end;
    }

    private static int sign(String text, int at, StringBuilder exponent) {
        int sign = at < text.length() ? "+-⁺⁻".indexOf(text.charAt(at)) : -1;
        exponent.append(sign % 2 == 0 || sign < 0 ? '+' : '-');
        return sign < 0 ? at : at + 1;
    }

    private static int run(String text, int from, StringBuilder digits) {
        int i = from;
        while (digit(text, i)) {
            digits.append(text.charAt(i++));
        }
        return i;
    }

    private static boolean digit(String text, int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }
}
