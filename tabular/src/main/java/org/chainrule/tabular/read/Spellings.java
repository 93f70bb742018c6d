package org.chainrule.tabular.read;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.tabular.value.Decimal;
import org.chainrule.tabular.value.NumberStyle;

/// How the numbers of a column are written where that is not as [Decimal#spell] writes them: `007`, `+1`, `1.0`, `1e5`.
/// A number that is a class is called as it is written.
///
/// Columns of many such numbers are no classes, and their spellings are given up: from more than a few on where they have
/// decimal marks, from as many as there may be classes on where they have none, as codes.
final class Spellings {
    private static final int MOST_DECIMALS = 256;
    /// As many as there may be classes.
    private static final int MOST_CODES = 10_000;

    private final WordIndex words;
    private int[] counts = new int[16];

    Spellings(Charset charset) {
        this.words = new WordIndex(charset);
    }

    /// Adds the number in `text[from, to)`; false if there are too many by now.
    ///
    /// @throws java.nio.charset.CharacterCodingException if the bytes are no text in the character set
    boolean add(byte[] text, int from, int to, boolean marked) throws IOException {
        int code = words.code(text, from, to);
        if (code >= counts.length) {
            counts = Arrays.copyOf(counts, 2 * code);
        }
        counts[code]++;
        return words.size() <= (marked ? MOST_DECIMALS : MOST_CODES);
    }

    /// By number, how it is written: all spellings, most frequent first; [Decimal#spell] is one of them where it makes
    /// up what is left of the number's rows, and the first of those that are as frequent.
    ///
    /// @param rows how many rows have each of the numbers
    Map<Double, List<String>> byNumber(NumberStyle style, Map<Double, Integer> rows) {
        Map<Double, Map<String, Integer>> found = new HashMap<>();
        Decimal decimal = new Decimal();
        for (int code = 0; code < words.size(); code++) {
            // Adding 0 makes -0.0 the same value as 0.0.
            double number = words.number(code, style, decimal) + 0.0;
            String word = words.word(code);
            if (rows.containsKey(number) && NumberStyle.either(word) == number) {
                found.computeIfAbsent(number, _ -> new HashMap<>()).put(word, counts[code]);
            }
        }
        Map<Double, List<String>> spelled = new HashMap<>();
        found.forEach((number, spellings) -> {
            int plain = rows.getOrDefault(number, 0) - spellings.values().stream().mapToInt(Integer::intValue).sum();
            String usual = Decimal.spell(number);
            if (plain > 0) {
                spellings.put(usual, plain);
            }
            spelled.put(number, spellings.keySet().stream()
                    .sorted((a, b) -> order(a, b, usual, spellings)).toList());
        });
        return spelled;
    }

    private static int order(String a, String b, String usual, Map<String, Integer> counts) {
        int more = Integer.compare(counts.getOrDefault(b, 0), counts.getOrDefault(a, 0));
        int plain = Boolean.compare(b.equals(usual), a.equals(usual));
        return more != 0 ? more : plain != 0 ? plain : a.compareTo(b);
    }
}
