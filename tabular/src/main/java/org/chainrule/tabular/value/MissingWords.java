package org.chainrule.tabular.value;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// The words that say that a value is missing: the empty one, `NA`, `N/A`, `?`, `null`, `NaN` and `-` in any letter case,
/// and others given for a file. One of these that is a number stands for every spelling of it. A `-` among words is a value
/// where `+` is one, or where all other words are marks too.
public final class MissingWords {
    private static final byte[][] ALWAYS = bytes(List.of("na", "n/a", "?", "null", "nan", "-"));

    /// What every table takes for missing.
    public static final String SENTENCE = "an empty value, NA, N/A, ?, null, NaN and - mean missing";

    private static final byte[] DASH = {'-'};

    private final byte[][] words;
    private final double[] numbers;

    public MissingWords(List<String> more) {
        this.words = bytes(more);
        this.numbers = more.stream().mapToDouble(Decimal::of).filter(number -> !Double.isNaN(number)).toArray();
    }

    /// Whether a text, without blanks around it, says that a value is missing.
    public boolean contains(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return contains(bytes, 0, bytes.length);
    }

    /// Whether `text[from, to)` says that a value is missing.
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

    /// Whether a number says that a value is missing.
    public boolean contains(double number) {
        for (double missing : numbers) {
            if (number == missing) {
                return true;
            }
        }
        return false;
    }

    /// Whether `text[from, to)` is the `-` that says so unless `+` stands in the same column, and that nobody named.
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
