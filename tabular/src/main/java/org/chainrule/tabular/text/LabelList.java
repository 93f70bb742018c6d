package org.chainrule.tabular.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.Reading;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.chainrule.tabular.value.JsonFields;

/// A target column of lists, such as `red;big`, whose items are labels: each is predicted as present or absent. It keeps how
/// the lists are written, so that a predicted list is written alike.
///
/// @param column    the name of the column
/// @param separator the character between items
/// @param between   the separator with the blanks around it
/// @param brackets  the brackets around a list, such as `[]`; empty if there are none
/// @param quote     the quote around an item; empty if there is none
/// @param labels    the labels, in the order of `String.compareTo`
public record LabelList(String column, char separator, String between, String brackets, String quote,
        List<String> labels) {
    /// The words for a label that is absent and one that is present, in this order.
    public static final List<String> WORDS = List.of("no", "yes");
    private static final List<String> BRACKETS = List.of("[]", "{}", "()");

    /// Creates a description; copies the labels.
    public LabelList {
        labels = List.copyOf(labels);
    }

    /// Returns the labels of a column that enough rows have and enough rows lack, the most common ones if there are many;
    /// empty if the column does not hold lists.
    ///
    /// @param rows   the rows with a list
    /// @param fewest the least number of rows with a label, and without it
    /// @param most   the largest number of labels
    public static Optional<LabelList> of(TextColumn column, int[] rows, int fewest, int most) {
        return ListText.of(column, rows).map(lists -> {
            Map<String, Integer> counts = counts(column, rows, lists.separator());
            Comparator<Map.Entry<String, Integer>> common = Comparator.comparingInt(entry -> -entry.getValue());
            List<String> labels = counts.entrySet().stream()
                    .filter(entry -> entry.getValue() >= fewest && rows.length - entry.getValue() >= fewest)
                    .sorted(common.thenComparing(Map.Entry.comparingByKey())).limit(most).map(Map.Entry::getKey)
                    .sorted().toList();
            return written(column.name(), lists.separator(), lists.example(), labels);
        });
    }

    private static LabelList written(String column, char separator, String example, List<String> labels) {
        String text = example.strip();
        int last = text.length() - 1;
        String brackets = BRACKETS.stream()
                .filter(pair -> text.charAt(0) == pair.charAt(0) && text.charAt(last) == pair.charAt(1)).findFirst()
                .orElse("");
        String inner = brackets.isEmpty() ? text : text.substring(1, last).strip();
        String quote = inner.startsWith("\"") || inner.startsWith("'") ? inner.substring(0, 1) : "";
        String between = (inner.contains(" " + separator) ? " " : "") + separator
                + (inner.contains(separator + " ") ? " " : "");
        return new LabelList(column, separator, between, brackets, quote, labels);
    }

    /// Returns in how many rows each item occurs.
    private static Map<String, Integer> counts(TextColumn column, int[] rows, char separator) {
        int[] uses = column.counts(rows);
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (int code = 0; code < uses.length; code++) {
            int count = uses[code];
            if (count > 0) {
                ListText.items(column.dictionary().get(code), separator)
                        .forEach(item -> counts.merge(item, count, Integer::sum));
            }
        }
        return counts;
    }

    /// Returns the number of different items of a column that are no labels.
    public int others(TextColumn lists, int[] rows) {
        return (int) counts(lists, rows, separator).keySet().stream().filter(item -> !labels.contains(item)).count();
    }

    /// Returns the name of the column that tells whether a list has a label: `tags=red`.
    public String name(String label) {
        return column + "=" + label;
    }

    /// Returns a table with one more column, the [name][#name] of a label, with `yes` for a list that has the label and `no`
    /// for one that does not. It is missing where the list is.
    ///
    /// @throws org.chainrule.error.ArgumentException if the table lacks the column of the lists
    public Table with(Table table, String label) {
        Column lists = table.column(column);
        int[] codes = new int[table.size()];
        if (lists instanceof TextColumn words) {
            int[] known = words.dictionary().stream()
                    .mapToInt(text -> ListText.items(text, separator).contains(label) ? 1 : 0).toArray();
            for (int row = 0; row < codes.length; row++) {
                codes[row] = words.code(row) < 0 ? -1 : known[words.code(row)];
            }
        } else {
            for (int row = 0; row < codes.length; row++) {
                codes[row] = lists.missing(row)
                        ? -1
                        : ListText.items(lists.text(row), separator).contains(label) ? 1 : 0;
            }
        }
        List<Column> columns = new ArrayList<>(table.columns());
        columns.add(TextColumn.over(name(label), WORDS, codes));
        Reading reading = table.reading();
        return Table.of(columns, IntStream.range(0, codes.length).map(table::line).toArray(), reading);
    }

    /// Returns a list of labels, written as the lists of the column are.
    public String write(Collection<String> present) {
        String items = present.stream().map(label -> quote + label + quote).collect(Collectors.joining(between));
        return brackets.isEmpty() ? items : brackets.charAt(0) + items + brackets.charAt(1);
    }

    /// Returns which labels the lists of rows have: `[rows][labels]`.
    public boolean[][] present(Table table, int[] rows) {
        Column lists = table.column(column);
        boolean[][] present = new boolean[rows.length][labels.size()];
        for (int i = 0; i < rows.length; i++) {
            Set<String> items = ListText.items(lists.text(rows[i]), separator);
            for (int k = 0; k < labels.size(); k++) {
                present[i][k] = items.contains(labels.get(k));
            }
        }
        return present;
    }

    /// Returns the description as a tree for JSON.
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("column", column);
        json.put("separator", String.valueOf(separator));
        json.put("between", between);
        json.put("brackets", brackets);
        json.put("quote", quote);
        json.put("labels", labels);
        return json;
    }

    /// Returns the description in a field of a tree; empty if there is no such field.
    ///
    /// @throws org.chainrule.error.FormatException if [#toJson] does not write such a tree
    public static Optional<LabelList> find(JsonFields tree, String key) {
        return tree.keys().contains(key) ? Optional.of(read(tree.object(key))) : Optional.empty();
    }

    private static LabelList read(JsonFields fields) {
        String separator = fields.text("separator");
        String brackets = fields.text("brackets");
        if (separator.length() != 1 || !brackets.isEmpty() && !BRACKETS.contains(brackets)) {
            throw fields.refuse("should have a single character as \"separator\" and a pair of \"brackets\", or none");
        }
        return new LabelList(fields.text("column"), separator.charAt(0), fields.text("between"), brackets,
                fields.text("quote"), fields.texts("labels"));
    }
}
