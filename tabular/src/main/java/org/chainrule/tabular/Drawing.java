package org.chainrule.tabular;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;

/// How rows are chosen to be held out: at random, the latest ones, or in whole groups.
sealed interface Drawing {
    /// At random, class by class where classes are predicted.
    record Random() implements Drawing {
    }

    /// The latest rows by a column.
    record Latest(String column) implements Drawing {
    }

    /// In whole groups of rows that have the same value in a column.
    record Groups(String column) implements Drawing {
    }

    /// Cuts rows of a table, each with a target, in two.
    default Split cut(TargetChoice choice, Table table, int[] rows, double fraction, long seed) {
        return switch (this) {
            case Random _ -> switch (choice.fit(rows)) {
                case Target.Classes classes -> Split.stratified(rows, classes.classes(table, rows), fraction, seed);
                case Target.Numbers _ -> Split.random(rows, fraction, seed);
            };
            case Latest(String name) ->
                named(table, name, () -> Split.latest(rows, times(table, name, rows), fraction));
            case Groups(String name) ->
                named(table, name, () -> Split.grouped(rows, groups(table, name, rows), fraction, seed));
        };
    }

    /// What to say of rows held out in this way: `drawn at random class by class`.
    default String words(Task task) {
        return switch (this) {
            case Random _ -> "drawn at random" + (task == Task.CLASSIFICATION ? " class by class" : "");
            case Latest(String name) -> "the latest by " + Phrases.quoted(name);
            case Groups(String name) -> "in whole groups of " + Phrases.quoted(name);
        };
    }

    private static Split named(Table table, String name, Supplier<Split> cut) {
        try {
            return cut.get();
        } catch (ArgumentException e) {
            throw new ArgumentException(e.argument(),
                    table.source() + ", column " + Phrases.quoted(name) + ": " + e.getMessage());
        }
    }

    private static double[] times(Table table, String name, int[] rows) {
        return switch (table.column(name)) {
            case NumberColumn numbers -> IntStream.of(rows).mapToDouble(numbers::value).toArray();
            case DateColumn dates -> IntStream.of(rows).mapToDouble(dates::seconds).toArray();
            case TextColumn words -> throw new ArgumentException("timeColumn",
                    "it holds words" + (words.dictionary().isEmpty()
                            ? ""
                            : ", such as " + Phrases.quoted(words.dictionary().get(0)))
                            + ", and no times; choose a column of dates or numbers");
        };
    }

    /// A row without a value is a group of its own.
    private static int[] groups(Table table, String name, int[] rows) {
        Column column = table.column(name);
        Map<Object, Integer> index = new HashMap<>();
        int[] groups = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            int row = rows[i];
            Object value = column.missing(row)
                    ? "row " + row
                    : column instanceof TextColumn words ? (Object) words.code(row) : List.of(column.text(row));
            groups[i] = index.computeIfAbsent(value, _ -> index.size());
        }
        return groups;
    }
}
