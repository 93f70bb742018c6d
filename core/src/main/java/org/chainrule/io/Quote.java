package org.chainrule.io;

/// Foreign text as it stands in a message: on one line, in ASCII quotes, and never longer than a line.
final class Quote {
    private static final int LONGEST = 60;

    private Quote() {
    }

    /// The text in double quotes, control characters as `U+000A`, cut after 60 characters.
    static String of(String text) {
        return '"' + clip(text) + '"';
    }

    static String clip(String text) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        for (int shown = 0; at < text.length() && shown < LONGEST; shown++) {
            int c = text.codePointAt(at);
            out.append(printable(c) ? Character.toString(c) : code(c));
            at += Character.charCount(c);
        }
        return at < text.length() ? out + "..." : out.toString();
    }

    /// One character in single quotes, or its code when it would not show.
    static String character(int c) {
        return printable(c) ? "'" + Character.toString(c) + "'" : code(c);
    }

    private static boolean printable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            default -> true;
        };
    }

    private static String code(int c) {
        return String.format("U+%04X", c);
    }
}
