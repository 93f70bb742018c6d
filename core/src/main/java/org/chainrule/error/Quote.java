package org.chainrule.error;

import java.util.Locale;

/// Formats foreign text for messages: names and values from a file, a model or a command line. The result fits on one
/// line, is clipped if it is long, and shows control characters as escapes, so that a terminal neither obeys nor hides
/// them.
///
/// Invisible characters are written as in JSON, such as `\n` or `\u001b`: control characters, line and paragraph
/// separators, marks that change the text direction, other characters without a glyph, and lone surrogates. JSON text
/// stays equivalent JSON. The joiners U+200C and U+200D remain, because words and symbols are spelled with them.
public final class Quote {
    private static final int LONGEST = 60;

    private Quote() {
    }

    /// Returns the text in double quotes, clipped to 60 characters.
    public static String of(String text) {
        return '"' + clip(text) + '"';
    }

    /// Returns the text without quotes, clipped to 60 characters.
    public static String clip(String text) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        for (int shown = 0; at < text.length() && shown < LONGEST; shown++) {
            int c = text.codePointAt(at);
            append(out, c);
            at += Character.charCount(c);
        }
        return at < text.length() ? out + "..." : out.toString();
    }

    /// Returns the whole text with invisible characters escaped.
    public static String visible(String text) {
        if (text.codePoints().allMatch(Quote::shows)) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> append(out, c));
        return out.toString();
    }

    /// Returns a character in single quotes, or its code, such as `U+0009`, if it is invisible.
    public static String character(int c) {
        return shows(c) ? "'" + Character.toString(c) + "'" : String.format(Locale.ROOT, "U+%04X", c);
    }

    /// Returns whether a character has a glyph or is a space between words.
    public static boolean shows(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            case Character.FORMAT -> c == 0x200C || c == 0x200D;
            default -> true;
        };
    }

    private static void append(StringBuilder out, int c) {
        switch (c) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (shows(c)) {
                    out.appendCodePoint(c);
                } else {
                    for (char unit : Character.toChars(c)) {
                        out.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                    }
                }
            }
        }
    }
}
