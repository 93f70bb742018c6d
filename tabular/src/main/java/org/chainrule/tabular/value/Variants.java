package org.chainrule.tabular.value;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The values of a column of words that differ only in case or blanks. Those that mean the same are merged.
///
/// @param counts the number of rows of each value that is left, in the order of the values
/// @param merged the spellings of each merged value, the most frequent first
/// @param apart  the values that differ only in case or blanks and are not merged
public record Variants(SortedMap<String, Integer> counts, List<List<String>> merged, List<List<String>> apart) {
    /// More values than this are hardly written by people, and are kept as they are.
    private static final int MOST = 20_000;

    /// Creates variants; copies the lists.
    public Variants {
        counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
        merged = merged.stream().map(List::copyOf).toList();
        apart = apart.stream().map(List::copyOf).toList();
    }

    /// Finds the variants among values.
    ///
    /// @param rows  the number of rows of each value
    /// @param merge whether variants with the same [key][Folding#key(String)] are one value
    public static Variants of(Map<String, Integer> rows, boolean merge) {
        if (rows.size() > MOST) {
            return new Variants(new TreeMap<>(rows), List.of(), List.of());
        }
        SortedMap<String, Integer> counts = new TreeMap<>();
        List<List<String>> merged = new ArrayList<>();
        List<String> left = new ArrayList<>();
        for (List<String> same : groups(rows.keySet(), rows, merge)) {
            String usual = same.getFirst();
            counts.put(usual, same.stream().mapToInt(spelling -> rows.getOrDefault(spelling, 0)).sum());
            left.add(usual);
            if (same.size() > 1) {
                merged.add(same);
            }
        }
        List<List<String>> apart = new ArrayList<>();
        Map<String, List<String>> folded = new TreeMap<>();
        // the most frequent spelling first
        left.sort(byRows(rows));
        left.forEach(word -> folded.computeIfAbsent(Folding.folded(word), _ -> new ArrayList<>()).add(word));
        folded.values().stream().filter(same -> same.size() > 1).forEach(apart::add);
        return new Variants(counts, merged, apart);
    }

    private static List<List<String>> groups(Iterable<String> words, Map<String, Integer> rows, boolean merge) {
        Map<String, List<String>> groups = new TreeMap<>();
        words.forEach(word -> groups.computeIfAbsent(merge ? Folding.key(word) : word, _ -> new ArrayList<>())
                .add(word));
        groups.values().forEach(same -> same.sort(byRows(rows)));
        return List.copyOf(groups.values());
    }

    private static Comparator<String> byRows(Map<String, Integer> rows) {
        Comparator<String> byRows = Comparator.comparingInt(word -> -rows.getOrDefault(word, 0));
        return byRows.thenComparing(Comparator.naturalOrder());
    }
}
