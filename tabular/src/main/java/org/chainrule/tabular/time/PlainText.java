package org.chainrule.tabular.time;

import java.text.Normalizer;

/// Text in one spelling: ASCII digits, hyphens and blanks instead of their many variants, and no invisible marks.
final class PlainText {
    private PlainText() {
    }

    /// Returns a text in plain characters, without surrounding blanks.
    static String of(String text) {
        String plain = text.strip();
        for (int i = 0; i < plain.length(); i++) {
            if (plain.charAt(i) < ' ' || plain.charAt(i) > '~') {
                return translated(plain).strip();
            }
        }
        return plain;
    }

    private static String translated(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        Normalizer.normalize(text, Normalizer.Form.NFC).codePoints().forEach(c -> {
            int digit = Character.digit(c, 10);
            if (digit >= 0) {
                plain.append((char) ('0' + digit));
            } else if (Character.isSpaceChar(c) || Character.isWhitespace(c)) {
                plain.append(' ');
            } else if (c == '\u2212' || c >= '\u2010' && c <= '\u2014') {
                plain.append('-');
            } else if (c == '\uFF1A' || c == '\u2236') {
                plain.append(':');
            } else if (Character.getType(c) != Character.FORMAT) {
                plain.appendCodePoint(c);
            }
        });
        return plain.toString();
    }
}
