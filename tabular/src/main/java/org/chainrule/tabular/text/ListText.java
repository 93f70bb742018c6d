package org.chainrule.tabular.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.chainrule.tabular.number.NumberStyle;
import org.chainrule.tabular.table.TextColumn;

/// Lists written as text, such as `a;b`, `a | b`, `["a", "b"]` and `{a,b}`.
///
/// A column holds lists if enough values have several items and the items repeat: there are fewer different items than
/// different values, and each occurs in several rows. Names such as `Smith, John`, places such as `Paris, France` and
/// sentences do not pass, because they have more different parts than values.
public final class ListText {
    private static final String SEPARATORS = ";|,/+";
    private static final List<String> BRACKETS = List.of("[]", "{}", "()");
    private static final String QUOTES = "\"'";
    /// The least share of the rows that have several items.
    private static final double SEVERAL = 0.3;
    private static final int ROWS_PER_ITEM = 3;
    private static final int MOST_DIFFERENT = 1000;

    private final char separator;
    private final Map<String, Integer> rows = new HashMap<>();
    private int several;
    private int largest;
    private int uses;
    private boolean numbers = true;
    private boolean bracketed;
    private String example = "";

    private ListText(char separator) {
        this.separator = separator;
    }

    /// Returns the lists of a column in the training rows; empty if it does not hold lists.
    public static Optional<ListText> of(TextColumn column, int[] training) {
        int[] counts = column.counts(training);
        int[] codes = IntStream.range(0, counts.length).filter(code -> counts[code] > 0).toArray();
        int present = IntStream.of(counts).sum();
        return SEPARATORS.chars().mapToObj(separator -> new ListText((char) separator))
                .filter(list -> list.reads(column, codes, counts, present))
                .max(Comparator.comparingInt(list -> list.several));
    }

    private boolean reads(TextColumn column, int[] codes, int[] counts, int present) {
        for (int code : codes) {
            String text = column.dictionary().get(code);
            Collection<String> items = items(text, separator);
            if (items.size() > 1) {
                several += counts[code];
                example = example.isEmpty() ? text : example;
                bracketed |= unwrapped(text).length() < text.length();
            }
            largest = Math.max(largest, items.size());
            uses += items.size() * counts[code];
            for (String item : items) {
                numbers &= rows.containsKey(item) || !Double.isNaN(NumberStyle.either(item));
                rows.merge(item, counts[code], Integer::sum);
            }
            if (rows.size() > MOST_DIFFERENT) {
                return false;
            }
        }
        // 1,5 and 1/2 are numbers rather than lists
        boolean number = numbers && !bracketed && ",/".indexOf(separator) >= 0;
        return several >= SEVERAL * present && rows.size() > 1 && rows.size() < codes.length
                && uses >= ROWS_PER_ITEM * rows.size() && !number;
    }

    /// Returns the character between items.
    public char separator() {
        return separator;
    }

    /// Returns a list with several items.
    public String example() {
        return example;
    }

    /// Returns the number of items of the largest list.
    public int largest() {
        return largest;
    }

    /// Returns the number of different items.
    public int different() {
        return rows.size();
    }

    /// Returns the most frequent items, in the order of `String.compareTo`.
    public List<String> mostFrequent(int most) {
        Comparator<String> mostFrequentFirst = Comparator.comparingInt(item -> -rows.getOrDefault(item, 0));
        return rows.keySet().stream().sorted(mostFrequentFirst.thenComparing(Comparator.naturalOrder())).limit(most)
                .sorted().toList();
    }

    /// Returns the different items of a list, in order, without brackets around the list and quotes around items.
    public static Set<String> items(String text, char separator) {
        String inner = unwrapped(text);
        Set<String> items = new LinkedHashSet<>();
        int from = 0;
        while (from <= inner.length()) {
            int to = end(inner, from, separator);
            String item = unquoted(inner.substring(from, to).strip());
            if (!item.isEmpty()) {
                items.add(item);
            }
            from = to + 1;
        }
        return items;
    }

    /// Returns the index of the separator behind the item that starts at an index. A separator inside quotes does not
    /// count.
    private static int end(String text, int from, char separator) {
        int first = from;
        while (first < text.length() && text.charAt(first) == ' ') {
            first++;
        }
        int start = first;
        if (first < text.length() && QUOTES.indexOf(text.charAt(first)) >= 0) {
            int closing = text.indexOf(text.charAt(first), first + 1);
            start = closing < 0 ? first : closing;
        }
        int end = text.indexOf(separator, start);
        return end < 0 ? text.length() : end;
    }

    private static String unwrapped(String text) {
        String trimmed = text.strip();
        int last = trimmed.length() - 1;
        for (String pair : BRACKETS) {
            if (last > 0 && trimmed.charAt(0) == pair.charAt(0) && trimmed.indexOf(pair.charAt(1)) == last) {
                return trimmed.substring(1, last);
            }
        }
        return trimmed;
    }

    private static String unquoted(String item) {
        int last = item.length() - 1;
        return last > 0 && item.charAt(0) == item.charAt(last) && QUOTES.indexOf(item.charAt(0)) >= 0
                ? item.substring(1, last).strip()
                : item;
    }
}
