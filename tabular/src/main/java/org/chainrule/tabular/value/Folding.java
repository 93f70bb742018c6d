package org.chainrule.tabular.value;

import java.text.Normalizer;
import java.util.Locale;

/// Forms of words in which spellings that mean the same are equal.
public final class Folding {
    /// Shorter words are often codes in which the case matters, such as `Co` and `CO`, or the alleles `a` and `A`.
    private static final int LETTERS_OF_A_WORD = 3;

    private Folding() {
    }

    /// Returns a word with a single ordinary blank for each run of blanks, without blanks at its ends and without
    /// invisible characters, with composed letters, and with ordinary letters for full-width ones. Two words that look
    /// alike become equal.
    public static String tidy(String word) {
        if (isPlain(word)) {
            return word;
        }
        StringBuilder out = new StringBuilder();
        Normalizer.normalize(word, Normalizer.Form.NFC).codePoints().forEach(c -> {
            if (isBlank(c)) {
                if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ') {
                    out.append(' ');
                }
            } else if (c >= 0xFF00 && c <= 0xFFEF) {
                out.append(Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC));
            } else if (Character.getType(c) != Character.FORMAT) {
                out.appendCodePoint(c);
            }
        });
        int end = out.length();
        return out.substring(0, end > 0 && out.charAt(end - 1) == ' ' ? end - 1 : end);
    }

    /// Returns the [tidy][#tidy(String)] form in lower case.
    public static String folded(String word) {
        return tidy(word).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    /// Returns the form in which the spellings of one value are equal: the [folded][#folded(String)] form of a word with
    /// at least three letters in a row, and the [tidy][#tidy(String)] form of any other text.
    public static String key(String word) {
        String folded = folded(word);
        int run = 0;
        for (int i = 0; i < folded.length() && run < LETTERS_OF_A_WORD; i++) {
            run = Character.isLetter(folded.charAt(i)) ? run + 1 : 0;
        }
        return run == LETTERS_OF_A_WORD ? folded : tidy(word);
    }

    private static boolean isPlain(String word) {
        boolean blank = true;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c < ' ' || c > '~' || c == ' ' && blank) {
                return false;
            }
            blank = c == ' ';
        }
        return !blank || word.isEmpty();
    }

    private static boolean isBlank(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
