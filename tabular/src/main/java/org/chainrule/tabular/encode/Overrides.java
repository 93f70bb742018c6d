package org.chainrule.tabular.encode;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.DateColumn;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.chainrule.tabular.value.NameList;
import org.chainrule.tabular.value.Phrases;

/// Column settings given by the user, which override detection. A name with commas may be a list of names until the
/// settings are [resolved][#resolved].
///
/// @param ignored    the columns to leave out
/// @param kinds      the types of columns
/// @param group      the column of the groups that a split keeps together, which is also left out; empty if there is
///                   none
/// @param categories the largest number of categories of a column; the rarest of more values are merged. 0 stands for
///                   the default
/// @param texts      the columns of sentences, whose type is text
/// @param weights    the column of the weights of the rows, which is also left out; empty if there is none
/// @param targets    those of the ignored columns that are targets of their own
public record Overrides(Set<String> ignored, Map<String, Column.Kind> kinds, String group, int categories,
        Set<String> texts, String weights, Set<String> targets) {
    /// The largest number of categories, unless it is set.
    static final int CATEGORIES = 4096;
    /// No settings: everything is detected.
    public static final Overrides NONE = new Overrides(Set.of(), Map.of(), "", 0, Set.of(), "", Set.of());

    /// Returns a copy with more columns to leave out.
    public Overrides ignore(String... columns) {
        Set<String> more = new LinkedHashSet<>(ignored);
        more.addAll(List.of(columns));
        return new Overrides(more, kinds, group, categories, texts, weights, targets).consistent(List.of(columns));
    }

    /// Returns a copy in which columns have the given type.
    public Overrides kind(Column.Kind kind, String... columns) {
        Map<String, Column.Kind> more = new LinkedHashMap<>(kinds);
        for (String column : columns) {
            Column.Kind before = more.put(column, kind);
            if (before != null && (before != kind || texts.contains(column))) {
                throw twice(column, texts.contains(column) ? "text" : word(before), word(kind));
            }
        }
        return new Overrides(ignored, more, group, categories, texts, weights, targets).consistent(List.of(columns));
    }

    /// Returns a copy in which columns are texts, whose words are inputs.
    public Overrides text(String... columns) {
        Map<String, Column.Kind> more = new LinkedHashMap<>(kinds);
        Set<String> read = new LinkedHashSet<>(texts);
        for (String column : columns) {
            Column.Kind before = more.put(column, Column.Kind.TEXT);
            if (read.add(column) && before != null) {
                throw twice(column, word(before), "text");
            }
        }
        return new Overrides(ignored, more, group, categories, read, weights, targets).consistent(List.of(columns));
    }

    /// Returns a copy with a column of groups.
    public Overrides grouped(String column) {
        return new Overrides(ignored, kinds, column, categories, texts, weights, targets);
    }

    /// Returns a copy with a column of weights of the rows.
    public Overrides weighted(String column) {
        return new Overrides(ignored, kinds, group, categories, texts, column, targets);
    }

    /// Returns a copy that leaves out columns that are targets of their own, whatever was set for them.
    public Overrides without(Collection<String> columns) {
        Map<String, Column.Kind> fewer = new LinkedHashMap<>(kinds);
        Set<String> read = new LinkedHashSet<>(texts);
        Set<String> more = new LinkedHashSet<>(ignored);
        columns.forEach(fewer::remove);
        read.removeAll(columns);
        more.addAll(columns);
        return new Overrides(more, fewer, group, categories, read, weights, Set.copyOf(columns));
    }

    /// Returns a copy with another largest number of categories.
    public Overrides categories(int most) {
        return new Overrides(ignored, kinds, group, most, texts, weights, targets);
    }

    /// Returns the largest number of categories, or its default.
    int most() {
        return categories == 0 ? CATEGORIES : categories;
    }

    /// Returns whether the user declared the type of a column.
    public boolean declares(String column) {
        return kinds.containsKey(column);
    }

    private Overrides consistent(List<String> columns) {
        for (String column : columns) {
            Column.Kind kind = kinds.get(column);
            if (kind != null && ignored.contains(column)) {
                throw twice(column, "ignored", texts.contains(column) ? "text" : word(kind));
            }
        }
        return this;
    }

    private static ArgumentException twice(String column, String one, String other) {
        return new ArgumentException("column", "column " + Phrases.quoted(column) + " is set to be both " + one
                + " and " + other + "; choose one");
    }

    private static String word(Column.Kind kind) {
        return switch (kind) {
            case NUMBER -> "numeric";
            case TEXT -> "categorical";
            case DATE -> "a date";
        };
    }

    /// Returns a copy in which each list of names is replaced by the columns of the table that it names.
    public Overrides resolved(Table table) {
        Overrides resolved = new Overrides(Set.of(), Map.of(), group, categories, Set.of(), weights, targets)
                .ignore(NameList.names(ignored, table::has).toArray(String[]::new));
        for (Map.Entry<String, Column.Kind> entry : kinds.entrySet()) {
            String[] names = NameList.names(List.of(entry.getKey()), table::has).toArray(String[]::new);
            resolved = texts.contains(entry.getKey()) ? resolved.text(names) : resolved.kind(entry.getValue(), names);
        }
        return resolved;
    }

    /// Returns the types of all columns that the settings may name, for the reader of the table, which does not know its
    /// columns yet.
    public Map<String, Column.Kind> possibleKinds() {
        Map<String, Column.Kind> possible = new LinkedHashMap<>(kinds);
        kinds.forEach((list, kind) -> NameList.possible(list).forEach(name -> possible.putIfAbsent(name, kind)));
        return possible;
    }

    /// Checks that the table has all named columns, and that the target is not left out.
    public void check(Table table, String target) {
        List<String> named = new ArrayList<>(ignored);
        named.addAll(kinds.keySet());
        named.forEach(table::column);
        if (ignored.contains(target)) {
            throw new ArgumentException("column",
                    "the target " + Phrases.quoted(target) + " cannot be ignored; choose another column to ignore");
        }
    }

    /// Returns whether the user left out a column.
    boolean leavesOut(String column) {
        return ignored.contains(column) || column.equals(group) || column.equals(weights);
    }

    /// Returns whether the user declared a column as text.
    boolean readsText(String column) {
        return texts.contains(column);
    }

    /// Returns the encoding of a column, or the reason to leave it out.
    EncodingChoice fitting(Table table, Column column, int[] rows, NumberScaling scaling) {
        if (column.name().equals(group)) {
            return new EncodingChoice.Unused("its groups are kept together in the split, and new rows have others");
        }
        if (column.name().equals(weights)) {
            return new EncodingChoice.Unused("it holds the weights of the rows");
        }
        if (readsText(column.name())) {
            return TextEncoding.fit(words(column), rows, 0, _ -> new double[0]);
        }
        return ignored.contains(column.name())
                ? new EncodingChoice.Unused(targets.contains(column.name()) ? "it is a target" : "that was requested")
                : EncodingChoice.of(apply(table, column), rows, declares(column.name()), most(), scaling);
    }

    private Column apply(Table table, Column column) {
        Column.Kind kind = kinds.getOrDefault(column.name(), column.kind());
        return switch (kind) {
            case TEXT -> words(column);
            case NUMBER -> numbers(table, column);
            case DATE -> dates(table, column);
        };
    }

    static TextColumn words(Column column) {
        if (column instanceof TextColumn words) {
            return words;
        }
        String[] values = new String[column.size()];
        for (int row = 0; row < values.length; row++) {
            values[row] = column.text(row);
        }
        return TextColumn.of(column.name(), values);
    }

    private static DateColumn dates(Table table, Column column) {
        if (column instanceof DateColumn dates) {
            return dates;
        }
        double[] seconds = new double[column.size()];
        int found = 0;
        for (int row = 0; row < seconds.length; row++) {
            seconds[row] = DateColumn.parse(column.text(row));
            found += Double.isNaN(seconds[row]) ? 0 : 1;
        }
        if (found == 0 && column.size() > 0) {
            int row = IntStream.range(0, column.size()).filter(i -> !column.missing(i)).findFirst().orElse(0);
            throw new ArgumentException("column", table.source() + ": column " + Phrases.quoted(column.name())
                    + " holds " + Phrases.quoted(column.text(row)) + ", which is not a date; "
                    + "write dates such as 2026-01-31, or do not declare it as dates");
        }
        return DateColumn.of(column.name(), seconds);
    }

    private static NumberColumn numbers(Table table, Column column) {
        return switch (column) {
            case NumberColumn numbers -> numbers;
            case DateColumn _ -> throw new ArgumentException("column", table.source() + ": column "
                    + Phrases.quoted(column.name()) + " holds dates and cannot be read as numbers; "
                    + "do not declare it as numeric");
            case TextColumn words -> throw new ArgumentException("column", table.source() + ": column "
                    + Phrases.quoted(column.name()) + " holds words"
                    + (words.dictionary().isEmpty() ? "" : ", such as " + Phrases.quoted(words.dictionary().get(0)))
                    + ", and cannot be read as numbers; declare it as categorical");
        };
    }
}
