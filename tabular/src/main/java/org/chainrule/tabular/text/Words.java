package org.chainrule.tabular.text;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/// The words of a text and what they are made of.
///
/// A text is normalized (Unicode NFKC) and set in lower case. A word is a run of letters, digits and marks, with
/// apostrophes inside. A letter of a script without blanks between words, such as Chinese, is a word of its own, and so
/// is a symbol such as a smiley.
public final class Words {
    /// Later words of a text are ignored.
    private static final int MOST = 1000;
    private static final int SHORTEST_GRAM = 3;
    private static final int LONGEST_GRAM = 5;
    private static final Set<UnicodeScript> WITHOUT_BLANKS = EnumSet.of(UnicodeScript.HAN, UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA, UnicodeScript.THAI, UnicodeScript.LAO, UnicodeScript.KHMER, UnicodeScript.MYANMAR);

    private Words() {
    }

    /// Returns the words of a text, in order.
    public static List<String> of(String text) {
        String normal = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        List<String> words = new ArrayList<>();
        int start = -1;
        for (int i = 0; i < normal.length() && words.size() < MOST;) {
            int c = normal.codePointAt(i);
            int next = i + Character.charCount(c);
            boolean alone = isAlone(c);
            while (alone && next < normal.length() && isMark(normal.codePointAt(next))) {
                next += Character.charCount(normal.codePointAt(next));
            }
            boolean inside = !alone
                    && (Character.isLetterOrDigit(c) || isMark(c) || start >= 0 && isApostrophe(normal, i));
            if (start >= 0 && !inside) {
                words.add(word(normal, start, i));
                start = -1;
            }
            if (alone) {
                words.add(normal.substring(i, next));
            } else if (inside && start < 0) {
                start = i;
            }
            i = next;
        }
        if (start >= 0 && words.size() < MOST) {
            words.add(word(normal, start, normal.length()));
        }
        return words;
    }

    private static String word(String text, int from, int to) {
        return text.substring(from, to).replace('’', '\'');
    }

    private static boolean isAlone(int c) {
        return Character.getType(c) == Character.OTHER_SYMBOL
                || c >= 0x0E00 && Character.isLetter(c) && WITHOUT_BLANKS.contains(UnicodeScript.of(c));
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }

    private static boolean isApostrophe(String text, int i) {
        char c = text.charAt(i);
        return (c == '\'' || c == '’') && i + 1 < text.length() && Character.isLetter(text.charAt(i + 1));
    }

    /// Passes the features of a text to a consumer, each as often as it occurs: every word, every pair of neighboring
    /// words, and every n-gram of 3 to 5 characters of a word. `<` and `>` stand for the ends of a word, and an n-gram
    /// begins with `~`: `good`, `very good`, `~<goo`, `~ood>`.
    public static void features(List<String> words, Consumer<String> out) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            out.accept(word);
            if (i > 0) {
                out.accept(words.get(i - 1) + " " + word);
            }
            grams(word, out);
        }
    }

    private static void grams(String word, Consumer<String> out) {
        // an n-gram must not split a character of two code units
        if (word.length() < SHORTEST_GRAM || word.chars().anyMatch(c -> Character.isSurrogate((char) c))) {
            return;
        }
        String bounded = "<" + word + ">";
        for (int length = SHORTEST_GRAM; length <= LONGEST_GRAM && length < bounded.length(); length++) {
            for (int from = 0; from + length <= bounded.length(); from++) {
                out.accept("~" + bounded.substring(from, from + length));
            }
        }
    }
}
