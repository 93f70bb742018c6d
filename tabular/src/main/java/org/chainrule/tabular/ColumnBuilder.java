package org.chainrule.tabular;

import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A column while it is read: numbers until the first word, from then on text.
///
/// Only one form is stored at a time, so when the first word comes after numbers, the spelling of those numbers is
/// gone: the builder is then [stale][#stale()] and the file has to be read once more with the column known as text.
final class ColumnBuilder {
    private static final List<String> MISSING = List.of("NA", "N/A", "?", "null", "NaN", "-");

    private final String name;
    private final Column.@Nullable Kind known;
    private final List<String> missing;
    private final double[] missingNumbers;
    private final boolean numbersOnly;
    private boolean text;
    private boolean stale;
    private String strayWord = "";
    private long strayLine;
    private int numbers;
    private int size;
    private double[] values = {};
    private int[] codes = {};
    private final Map<String, Integer> index = new HashMap<>();
    private final List<String> dictionary = new ArrayList<>();

    /// A builder that finds out what the column holds, or knows it when `format` says it.
    ColumnBuilder(String name, TableFormat format) {
        Column.Kind kind = format.kinds().get(name);
        this.name = name;
        this.known = kind;
        this.missing = format.missing();
        this.missingNumbers = missing.stream()
                .mapToDouble(word -> Decimal.parse(word.toCharArray(), 0, word.length()))
                .filter(number -> !Double.isNaN(number)).toArray();
        this.numbersOnly = kind == Column.Kind.NUMBER;
        this.text = kind == Column.Kind.TEXT || kind == Column.Kind.DATE;
    }

    String name() {
        return name;
    }

    /// Adds the value in `buffer[from, to)`. False when a column known to hold numbers meets a word.
    boolean add(char[] buffer, int from, int to, long line) {
        int start = from;
        int end = to;
        while (start < end && Character.isWhitespace(buffer[start])) {
            start++;
        }
        while (start < end && Character.isWhitespace(buffer[end - 1])) {
            end--;
        }
        boolean missing = missing(buffer, start, end);
        if (text) {
            addText(missing ? null : new String(buffer, start, end - start));
            return true;
        }
        double value = missing ? Double.NaN : Decimal.parse(buffer, start, end);
        for (double number : missingNumbers) {
            if (value == number) {
                value = Double.NaN;
                missing = true;
            }
        }
        if (missing || !Double.isNaN(value)) {
            addNumber(value);
            return true;
        }
        if (numbersOnly) {
            return false;
        }
        becomeText(new String(buffer, start, end - start), line);
        return true;
    }

    /// Whether the column turned out to be text after its first rows were stored as numbers.
    boolean stale() {
        return stale;
    }

    /// What to say about a column that would be numeric but for a word: the word, its line and the numbers before it.
    String note() {
        return "column " + Phrases.quoted(name) + " is text because line " + strayLine + " holds "
                + Phrases.quoted(strayWord) + " after " + Phrases.count(numbers, "number");
    }

    Column build() {
        if (text && known != Column.Kind.TEXT) {
            double[] dates = dates();
            boolean all = dates.length > 0 && Arrays.stream(dates).noneMatch(Double::isNaN);
            if (all || known == Column.Kind.DATE) {
                return DateColumn.of(name, IntStream.range(0, size)
                        .mapToDouble(i -> codes[i] < 0 ? Double.NaN : dates[codes[i]]).toArray());
            }
        }
        return text
                ? TextColumn.owning(name, List.copyOf(dictionary), Arrays.copyOf(codes, size))
                : NumberColumn.owning(name, Arrays.copyOf(values, size));
    }

    /// The dates that the words of the dictionary are; NaN for a word that is no date.
    private double[] dates() {
        return dictionary.stream().mapToDouble(DateColumn::parse).toArray();
    }

    private void addNumber(double value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, Math.max(256, size + (size >> 1)));
        }
        values[size++] = value;
        numbers += Double.isNaN(value) ? 0 : 1;
    }

    private void addText(@Nullable String value) {
        if (stale) {
            return;
        }
        if (size == codes.length) {
            codes = Arrays.copyOf(codes, Math.max(256, size + (size >> 1)));
        }
        codes[size++] = value == null ? -1 : index.computeIfAbsent(value, this::enter);
    }

    private Integer enter(String value) {
        dictionary.add(value);
        return dictionary.size() - 1;
    }

    private void becomeText(String word, long line) {
        text = true;
        stale = numbers > 0;
        strayWord = word;
        strayLine = line;
        codes = new int[values.length];
        Arrays.fill(codes, 0, size, -1);
        values = new double[0];
        addText(word);
    }

    private boolean missing(char[] buffer, int from, int to) {
        int length = to - from;
        if (length == 0) {
            return true;
        }
        for (String word : missing) {
            if (word.contentEquals(CharBuffer.wrap(buffer, from, length))) {
                return true;
            }
        }
        if (length > 4 || (buffer[from] >= '0' && buffer[from] <= '9')) {
            return false;
        }
        for (String word : MISSING) {
            if (word.length() == length && word.equalsIgnoreCase(new String(buffer, from, length))) {
                return true;
            }
        }
        return false;
    }
}
