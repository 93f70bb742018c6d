package org.chainrule.tabular.table;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A column of words, stored as codes into a dictionary of its distinct values. The code of a missing value is -1.
public final class TextColumn implements Column {
    /// Text with more distinct values than this, in more than half of the rows with a value, is an identifier or prose.
    private static final int FEW_VALUES = 50;

    private final String name;
    private final List<String> dictionary;
    private final int[] codes;

    private TextColumn(String name, List<String> dictionary, int[] codes) {
        this.name = name;
        this.dictionary = dictionary;
        this.codes = codes;
    }

    /// Returns a column of the given values, unchanged; an empty string marks a missing value.
    public static TextColumn of(String name, String... values) {
        Map<String, Integer> index = new LinkedHashMap<>();
        int[] codes = new int[values.length];
        for (int row = 0; row < codes.length; row++) {
            String value = values[row];
            codes[row] = value.isEmpty() ? -1 : index.computeIfAbsent(value, v -> index.size());
        }
        return over(name, List.copyOf(index.keySet()), codes);
    }

    /// Returns a column backed by the caller's codes, which are not copied and must not change afterwards.
    ///
    /// @param dictionary the distinct values
    /// @param codes      the index of each row's value in the dictionary; -1 if it is missing
    public static TextColumn over(String name, List<String> dictionary, int[] codes) {
        return new TextColumn(name, dictionary, codes);
    }

    /// Returns whether this many distinct values in this many rows identify rows rather than kinds of rows.
    public static boolean identifyRows(int distinct, int rows) {
        return distinct > FEW_VALUES && distinct > rows / 2;
    }

    /// Returns the distinct values in the order of their first row.
    public List<String> dictionary() {
        return dictionary;
    }

    /// Returns the index of a row's value in the dictionary; -1 if the value is missing.
    public int code(int row) {
        return codes[row];
    }

    /// Returns, for each value of the dictionary, the number of the given rows that have it.
    public int[] counts(int[] rows) {
        int[] counts = new int[dictionary.size()];
        Arrays.stream(rows).map(row -> codes[row]).filter(code -> code >= 0).forEach(code -> counts[code]++);
        return counts;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return codes.length;
    }

    @Override
    public Kind kind() {
        return Kind.TEXT;
    }

    @Override
    public boolean missing(int row) {
        return codes[row] < 0;
    }

    @Override
    public String text(int row) {
        return missing(row) ? "" : dictionary.get(codes[row]);
    }

    @Override
    public TextColumn select(int[] rows) {
        Map<Integer, Integer> index = new LinkedHashMap<>();
        int[] chosen = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            int code = codes[rows[i]];
            chosen[i] = code < 0 ? -1 : index.computeIfAbsent(code, _ -> index.size());
        }
        return new TextColumn(name, index.keySet().stream().map(dictionary::get).toList(), chosen);
    }
}
