package org.chainrule.excel;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the number format of a cell tells about its number.
///
/// @param date   whether it is shown as a date
/// @param time   whether it is shown as a time
/// @param span   whether it is shown as a span of time, which may be longer than a day
/// @param digits the number of digits that it is filled up to by zeros in front, as in a postal code; 0 if it is not
///
/// Source: ECMA-376, part 1, sections 18.8.30 and 18.8.31.
record NumberFormat(boolean date, boolean time, boolean span, int digits) {
    /// A number that is only a number.
    static final NumberFormat GENERAL = new NumberFormat(false, false, false, 0);
    private static final NumberFormat DATE = new NumberFormat(true, false, false, 0);
    private static final NumberFormat TIME = new NumberFormat(false, true, false, 0);
    private static final NumberFormat MOMENT = new NumberFormat(true, true, false, 0);
    private static final NumberFormat SPAN = new NumberFormat(false, true, true, 0);
    /// Text in quotes, escaped characters, and the widths of characters.
    private static final Pattern LITERAL = Pattern.compile("\"[^\"]*\"?|\\\\.|_.|\\*.");
    private static final Pattern BRACKETS = Pattern.compile("\\[[^\\]]*\\]?");
    private static final Pattern SPAN_UNIT = Pattern.compile("\\[(h+|m+|s+)\\]");
    private static final Pattern FILLED = Pattern.compile("0{2,15}");

    boolean isMoment() {
        return date || time;
    }

    /// Returns a format by its number, if it is one of those that every workbook has.
    static NumberFormat builtIn(int number) {
        return switch (number) {
            case 14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58 -> DATE;
            case 18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56 -> TIME;
            case 22 -> MOMENT;
            case 46 -> SPAN;
            default -> GENERAL;
        };
    }

    /// Returns the format that a code describes.
    static NumberFormat of(String code) {
        String shown = LITERAL.matcher(code.toLowerCase(Locale.ROOT)).replaceAll("");
        int end = shown.indexOf(';');
        String positive = end < 0 ? shown : shown.substring(0, end);
        Matcher span = SPAN_UNIT.matcher(positive);
        boolean spans = span.find();
        String bare = BRACKETS.matcher(positive).replaceAll("").replace("general", "");
        if (spans) {
            return SPAN;
        }
        boolean time = bare.contains("h") || bare.contains("s");
        boolean date = bare.contains("y") || bare.contains("d") || bare.contains("m") && !time;
        if (date || time) {
            return date ? time ? MOMENT : DATE : TIME;
        }
        return FILLED.matcher(bare).matches() ? new NumberFormat(false, false, false, bare.length()) : GENERAL;
    }
}
