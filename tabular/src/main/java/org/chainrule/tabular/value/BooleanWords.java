package org.chainrule.tabular.value;

import java.util.List;
import java.util.Locale;

/// Words for true and false, in any letter case.
public final class BooleanWords {
    private static final List<List<String>> PAIRS = List.of(List.of("false", "true"), List.of("no", "yes"),
            List.of("f", "t"), List.of("n", "y"));

    private BooleanWords() {
    }

    /// Returns whether a word means true or false.
    public static boolean isTruth(String word) {
        return PAIRS.stream().anyMatch(pair -> pair.contains(word.toLowerCase(Locale.ROOT)));
    }

    /// Returns whether the words are a pair of opposite words, or one word of such a pair.
    public static boolean isPair(List<String> words) {
        List<String> folded = words.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
        return PAIRS.stream().anyMatch(pair -> pair.containsAll(folded));
    }

    /// Returns the index of a word in a list of one or two words, ignoring case; -1 if it is not there.
    public static int place(String word, List<String> words) {
        for (int i = 0; i < words.size() && words.size() <= 2; i++) {
            if (words.get(i).equalsIgnoreCase(word)) {
                return i;
            }
        }
        return -1;
    }
}
