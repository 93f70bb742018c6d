package org.chainrule.tabular.text;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.chainrule.tabular.table.TextColumn;

/// The check whether a column of words holds sentences.
///
/// The values are mostly different, have several words on average, and consist mostly of letters. Many of the words
/// occur in several values, unlike those of identifiers, hashes and addresses of web pages, most of which also lack
/// blanks.
public final class FreeText {
    private static final int SAMPLE = 2000;
    private static final double WORDS = 3;
    /// The least share of the values that have several words.
    private static final double SEVERAL = 0.8;
    /// The least share of the characters that are letters.
    private static final double LETTERS = 0.6;
    /// The least share of the words that occur in several values.
    private static final double REPEATED = 0.3;

    private FreeText() {
    }

    /// Returns whether a column holds sentences in the training rows.
    public static boolean is(TextColumn column, int[] rows) {
        int[] present = IntStream.of(rows).filter(row -> !column.missing(row)).toArray();
        long distinct = IntStream.of(present).map(column::code).distinct().count();
        if (!TextColumn.identifyRows((int) distinct, present.length)) {
            return false;
        }
        int most = Math.min(SAMPLE, present.length);
        Map<String, Integer> counts = new HashMap<>();
        long words = 0;
        long several = 0;
        long letters = 0;
        long characters = 0;
        for (int i = 0; i < most; i++) {
            String text = column.text(present[(int) ((long) i * present.length / most)]);
            List<String> found = Words.of(text).stream().filter(FreeText::hasLetter).toList();
            new HashSet<>(found).forEach(word -> counts.merge(word, 1, Integer::sum));
            words += found.size();
            several += found.size() > 1 && isSpaced(text, found.size()) ? 1 : 0;
            letters += text.codePoints().filter(Character::isLetter).count();
            characters += text.codePoints().filter(c -> !Character.isWhitespace(c)).count();
        }
        long uses = counts.values().stream().mapToInt(Integer::intValue).sum();
        long repeated = counts.values().stream().mapToInt(count -> count > 1 ? count : 0).sum();
        return words >= WORDS * most && several >= SEVERAL * most && letters >= LETTERS * characters
                && repeated >= REPEATED * uses;
    }

    private static boolean hasLetter(String word) {
        return word.codePoints().anyMatch(Character::isLetter);
    }

    /// Returns whether a text has blanks between its words, or is written in a script without them.
    private static boolean isSpaced(String text, int words) {
        return text.strip().codePoints().anyMatch(Character::isWhitespace) || words > text.length() / 2;
    }
}
