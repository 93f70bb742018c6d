package org.chainrule.tabular.value;

import java.util.List;
import java.util.Locale;

/// Words for true and false, which mean the same in any letter case.
public final class BooleanWords {
    private static final List<List<String>> PAIRS = List.of(List.of("false", "true"), List.of("no", "yes"),
            List.of("f", "t"), List.of("n", "y"));

    private BooleanWords() {
    }

    /// Whether a word is one of them.
    public static boolean isTruth(String word) {
        return PAIRS.stream().anyMatch(pair -> pair.contains(word.toLowerCase(Locale.ROOT)));
    }

    /// Whether words are a pair of them, or one of a pair.
    public static boolean isPair(List<String> words) {
        List<String> folded = words.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
        return PAIRS.stream().anyMatch(pair -> pair.containsAll(folded));
    }

    /// The place of a word among those of a pair, letter case aside; -1 when it is not there.
    public static int place(String word, List<String> words) {
        for (int i = 0; i < words.size() && words.size() <= 2; i++) {
            if (words.get(i).equalsIgnoreCase(word)) {
                return i;
            }
        }
        return -1;
    }
}
