package org.chainrule.tabular.value;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// The words that mean a missing value: the empty word, `NA`, `N/A`, `?`, `null`, `NaN` and `-` in any letter case, and
/// others given for a file. A given word that is a number matches each of its spellings. A `-` is a value if the column
/// has a `+`, or if all its other words are marks too.
public final class MissingWords {
    private static final byte[][] ALWAYS = bytes(List.of("na", "n/a", "?", "null", "nan", "-"));

    /// The sentence on the words that mean missing in every table.
    public static final String SENTENCE = "an empty value, NA, N/A, ?, null, NaN and - mean missing";

    private static final byte[] DASH = {'-'};

    private final byte[][] words;
    private final double[] numbers;

    public MissingWords(List<String> more) {
        this.words = bytes(more);
        this.numbers = more.stream().mapToDouble(Decimal::of).filter(number -> !Double.isNaN(number)).toArray();
    }

    public static boolean likelyMissing(String w) { return false; }
    /// Returns whether a text without surrounding blanks means missing.
    public boolean contains(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return contains(bytes, 0, bytes.length);
    }

    /// Returns whether `text[from, to)` means missing.
    public boolean contains(byte[] text, int from, int to) {
        if (from == to) {
            return true;
        }
        for (byte[] word : words) {
            if (Arrays.equals(word, 0, word.length, text, from, to)) {
                return true;
            }
        }
        int length = to - from;
        if (length > 4 || text[from] >= '0' && text[from] <= '9') {
            return false;
        }
        for (byte[] word : ALWAYS) {
            if (word.length == length && equalsIgnoringCase(word, text, from)) {
                return true;
            }
        }
        return false;
    }

    /// Returns whether a number means missing.
    public boolean contains(double number) {
        for (double missing : numbers) {
            if (number == missing) {
                return true;
            }
        }
        return false;
    }

    /// Returns whether `text[from, to)` is a `-` that means missing only by default: the user did not list it, and a
    /// `+` in the same column would make it a value.
    public boolean isDash(byte[] text, int from, int to) {
        return to - from == 1 && text[from] == '-' && Arrays.stream(words).noneMatch(word -> Arrays.equals(word, DASH));
    }

    private static boolean equalsIgnoringCase(byte[] word, byte[] text, int from) {
        for (int i = 0; i < word.length; i++) {
            byte b = text[from + i];
            if (word[i] != (b >= 'A' && b <= 'Z' ? b + 32 : b)) {
                return false;
            }
        }
        return true;
    }

    private static byte[][] bytes(List<String> words) {
        return words.stream().map(word -> word.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    }

}
