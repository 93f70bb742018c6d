package org.chainrule.tabular.number;

/// Replaces characters that people use in numbers by plain ones, so that a parser needs to know only the latter: digits
/// of other scripts, all kinds of blanks and minus signs, apostrophes, full-width characters and Arabic marks.
public final class Glyphs {
    /// The fraction slash U+2044, which separates the parts of `½`.
    static final char FRACTION = '\u2044';

    private static final String VULGAR = "½¼¾⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞";
    private static final String[] PARTS = {"1/2", "1/4", "3/4", "1/3", "2/3", "1/5", "2/5", "3/5", "4/5", "1/6", "5/6",
            "1/8", "3/8", "5/8", "7/8"};

    private Glyphs() {
    }

    /// Returns a text in plain characters, without blanks around it and with a single blank for several. The Arabic
    /// marks become those of the style. A `½` becomes `1`, a fraction slash and `2`, after a blank.
    public static String plain(String text, NumberStyle style) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length();) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            int vulgar = VULGAR.indexOf(c);
            if (vulgar >= 0) {
                blank(plain).append(PARTS[vulgar].replace('/', FRACTION));
                continue;
            }
            int d = c < 0x80 ? c : fold(c, style);
            if (d == ' ' || Character.isWhitespace(d)) {
                blank(plain);
            } else if (d >= 0) {
                plain.appendCodePoint(d);
            }
        }
        int length = plain.length();
        if (length > 0 && plain.charAt(length - 1) == ' ') {
            plain.setLength(length - 1);
        }
        return plain.toString();
    }

    private static StringBuilder blank(StringBuilder plain) {
        if (!plain.isEmpty() && plain.charAt(plain.length() - 1) != ' ') {
            plain.append(' ');
        }
        return plain;
    }

    /// Returns the plain character for another one; -1 if it is invisible.
    private static int fold(int c, NumberStyle style) {
        int digit = Character.digit(c, 10);
        if (digit >= 0) {
            return '0' + digit;
        }
        if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
            return ' ';
        }
        if (Character.getType(c) == Character.FORMAT) {
            return -1;
        }
        if (c >= 0xFF01 && c <= 0xFF5E) {
            return c - 0xFEE0;
        }
        return switch (c) {
            case 0x2212, 0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2043, 0xFE63 -> '-';
            case 0xFE62 -> '+';
            case 0x2018, 0x2019, 0x02BC, 0x00B4, 0x2032 -> '\'';
            case 0x201C, 0x201D, 0x201E, 0x2033 -> '"';
            case 0x066A -> '%';
            case 0x0609, 0x060A -> '‰';
            case 0x066B -> style.decimal();
            case 0x066C -> style.other().decimal();
            case 0x223C -> '~';
            case 0xFF04, 0xFE69 -> '$';
            case 0xFFE0 -> '¢';
            case 0xFFE1, 0x20A4 -> '£';
            case 0xFFE5 -> '¥';
            case 0xFFE6 -> '₩';
            case 0x03BC -> 'µ';
            case 0x2113 -> 'l';
            default -> c;
        };
    }
}
