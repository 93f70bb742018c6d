package org.chainrule.error;

import java.util.Locale;

/// Foreign text as it stands in a message: a name or value from a file, a model or a command line. It stays on one line,
/// shows what a terminal would obey or hide instead of doing it, and is never longer than a line.
///
/// What does not show is written as in JSON, `\n` or `\u001b`: control characters, line and paragraph separators, marks
/// that turn the direction of text, other characters without a shape, and halves of surrogate pairs. JSON text stays the
/// same JSON. The joiners U+200C and U+200D are left, since words and signs are spelled with them.
public final class Quote {
    private static final int LONGEST = 60;

    private Quote() {
    }

    /// The text in double quotes, cut after 60 characters.
    public static String of(String text) {
        return '"' + clip(text) + '"';
    }

    /// The text without quotes, cut after 60 characters.
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

    /// The whole text, with what does not show made visible.
    public static String visible(String text) {
        if (text.codePoints().allMatch(Quote::shows)) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> append(out, c));
        return out.toString();
    }

    /// One character in single quotes, or its code, such as `U+0009`, when it would not show.
    public static String character(int c) {
        return shows(c) ? "'" + Character.toString(c) + "'" : String.format(Locale.ROOT, "U+%04X", c);
    }

    /// Whether a character has a shape, or is a blank between words.
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
