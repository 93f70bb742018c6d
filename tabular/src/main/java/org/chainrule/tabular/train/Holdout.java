package org.chainrule.tabular.train;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.assess.Folds;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.outcome.TargetChoice;
import org.chainrule.tabular.outcome.Task;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.DateColumn;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.RowSplit;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.chainrule.tabular.value.Phrases;
import org.jspecify.annotations.Nullable;

/// The way in which rows are held out: at random, by time, or in whole groups.
public sealed interface Holdout {
    /// The largest number of folds for statistics of the target.
    int STATISTICS_FOLDS = 5;

    /// At random; class by class if the target has classes.
    record Random() implements Holdout {
    }

    /// The latest rows by a column.
    record Latest(String column) implements Holdout {
    }

    /// Whole groups of rows with the same value in a column.
    record Groups(String column) implements Holdout {
    }

    /// Splits rows of a table, each with a target, in two.
    default RowSplit split(TargetChoice choice, Table table, int[] rows, double fraction, long seed) {
        int[] classes = this instanceof Random && choice.fit(rows) instanceof Target.Classes target
                ? target.classes(table, rows)
                : new int[rows.length];
        return split(classes, table, rows, fraction, seed);
    }

    /// Splits rows of a table in two.
    ///
    /// @param classes the class of each row, from 0; the same for all rows of a target without classes
    default RowSplit split(int[] classes, Table table, int[] rows, double fraction, long seed) {
        return switch (this) {
            case Random _ -> RowSplit.stratified(rows, classes, fraction, seed);
            case Latest(String name) ->
                named(table, name, () -> RowSplit.latest(rows, times(table, name, rows), fraction));
            case Groups(String name) ->
                named(table, name, () -> RowSplit.grouped(rows, groups(table, name, rows), fraction, seed));
        };
    }

    /// Returns the way in words, such as `drawn at random class by class`.
    default String words(Task task) {
        return switch (this) {
            case Random _ -> "drawn at random" + (task.isClasses() ? " class by class" : "");
            case Latest(String name) -> "the latest by " + Phrases.quoted(name);
            case Groups(String name) -> "in whole groups of " + Phrases.quoted(name);
        };
    }

    /// Returns the group of each row, from 0, if whole groups are held out and the table has their column; null otherwise,
    /// because each row then stands for itself.
    default int @Nullable [] units(Table table, int[] rows) {
        return this instanceof Groups(String name) && table.has(name) ? groups(table, name, rows) : null;
    }

    /// Divides rows of a table, each with a target, into folds in the same way: at random class by class, in whole groups,
    /// or by forward chaining, in which each fold tests on rows later than those it learns from.
    ///
    /// @throws ArgumentException named `folds` if there are fewer than two folds, or too few rows, groups or times for them
    default List<Folds> folds(TargetChoice choice, Table table, int[] rows, int folds, long seed) {
        return folds(choice.fit(rows), table, rows, folds, seed);
    }

    private List<Folds> folds(Target target, Table table, int[] rows, int folds, long seed) {
        List<Folds> divided = switch (this) {
            case Random _ -> switch (target) {
                case Target.Classes classes -> Folds.stratified(classes.classes(table, rows), folds, seed);
                case Target.Numbers _ -> Folds.stratified(new int[rows.length], folds, seed);
            };
            case Latest(String name) -> named(table, name, () -> Folds.chained(times(table, name, rows), folds));
            case Groups(String name) -> named(table, name, () -> Folds.grouped(groups(table, name, rows), folds, seed));
        };
        return divided.stream().map(fold -> fold.of(rows)).toList();
    }

    /// Returns folds of rows for statistics of the target: in each, the held rows get the statistics of the kept ones. The
    /// rows are held out as test rows are, so that the statistic of a training row knows as little of its group or of later
    /// rows. There are five, or as many as the rows, groups or times allow; none if they allow not even two.
    default List<RowSplit> statisticsFolds(Target target, Table table, int[] rows, long seed) {
        for (int count = STATISTICS_FOLDS; count >= 2; count--) {
            try {
                return folds(target, table, rows, count, seed).stream()
                        .map(fold -> RowSplit.of(fold.train(), fold.test())).toList();
            } catch (ArgumentException _) {
                // too few for as many folds
            }
        }
        return List.of();
    }

    /// Checks that each fold tests on each class.
    ///
    /// @throws ArgumentException named `folds` if a class has fewer rows than there are folds, unless whole groups or the
    ///     latest rows are held out
    default void checkClasses(TargetChoice choice, Table table, int[] rows, int folds) {
        if (this instanceof Random && choice.fit(rows) instanceof Target.Classes classes) {
            enough(classes, table, classes.classes(table, rows), folds);
        }
    }

    /// Returns the largest number of folds.
    default int mostFolds(Table table, int[] rows) {
        return this instanceof Groups(String name)
                ? IntStream.of(groups(table, name, rows)).max().orElse(-1) + 1
                : rows.length;
    }

    private static void enough(Target.Classes classes, Table table, int[] labels, int folds) {
        int[] counts = new int[classes.labels().size()];
        IntStream.of(labels).forEach(label -> counts[label]++);
        int rarest = IntStream.range(0, counts.length).reduce((a, b) -> counts[b] < counts[a] ? b : a).orElseThrow();
        if (counts[rarest] < folds) {
            throw new ArgumentException("folds", table.source() + ": class "
                    + Phrases.quoted(classes.labels().get(rarest)) + " has "
                    + Phrases.count(counts[rarest], "row") + ", fewer than the " + folds + " folds; "
                    + (counts[rarest] < 2 ? "" : "use at most " + counts[rarest] + " folds, ")
                    + "add rows with it, or remove it");
        }
    }

    private static <T> T named(Table table, String name, Supplier<T> split) {
        try {
            return split.get();
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
                            + ", not times; choose a column of dates or numbers");
        };
    }

    /// Returns the group of each row; a row without a value is a group of its own.
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
