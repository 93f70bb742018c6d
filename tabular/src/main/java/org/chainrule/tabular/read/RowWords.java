package org.chainrule.tabular.read;

import java.util.Map;
import java.util.TreeMap;

/// The words of rows that may be totals or notes, kept while the file is read: a column of numbers does not keep the
/// words in it.
final class RowWords {
    private static final int MOST_TOTALS = 10_000;
    private static final int MOST_NOTES = 64;

    private final TreeMap<Integer, String> totals = new TreeMap<>();
    private final TreeMap<Integer, String> notes = new TreeMap<>();

    /// Adds a row whose first or second value is a word for totals.
    void total(int row, String word) {
        if (totals.size() < MOST_TOTALS) {
            totals.putIfAbsent(row, word);
        }
    }

    /// Adds a row that has only a first value. The last few of these rows are kept.
    void note(int row, String text) {
        notes.put(row, text);
        if (notes.size() > MOST_NOTES) {
            notes.pollFirstEntry();
        }
    }

    /// Returns the words for totals by row.
    Map<Integer, String> totals() {
        return totals;
    }

    /// Returns the only value of a row; empty if it has several.
    String note(int row) {
        return notes.getOrDefault(row, "");
    }
}
