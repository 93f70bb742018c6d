package org.chainrule.tabular.outcome;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.remark.ReadingRemark.Dropped;
import org.chainrule.tabular.remark.Refusal;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.remark.Remedy;
import org.chainrule.tabular.remark.Wording;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.chainrule.tabular.value.MissingWords;
import org.chainrule.tabular.value.Moments;
import org.chainrule.tabular.value.Notation;
import org.chainrule.tabular.value.Phrases;
import org.jspecify.annotations.Nullable;

/// The decision about a target column: its task, the rows with a target, and the reason.
///
/// Text means classification. Numbers mean classification if they are whole and have at most two distinct values, or at
/// most 20 that each occur in at least two rows; otherwise they mean regression. A task given by the user overrides
/// this. Rows without a target are left out.
public final class TargetChoice {
    static final int MOST_NUMBERS = 20;
    static final int MOST_CLASSES = 10_000;

    private final Table table;
    private final Column column;
    private final Task task;
    private final Reason reason;
    private final int[] rows;
    private final List<Dropped> dropped;
    private final List<String> labels;
    private final boolean written;
    private final List<Remark> remarks;
    private final FarValues far;

    /// The classes of a target.
    ///
    /// @param labels  the labels as the table writes them; empty for numbers
    /// @param written whether each spelling of a word is a class of its own
    /// @param remarks remarks on how the labels are written
    private record Classes(List<String> labels, boolean written, List<Remark> remarks) {
        static final Classes NONE = new Classes(List.of(), false, List.of());
    }

    /// The reason for a task.
    ///
    /// @param words  the reason in words
    /// @param change the setting that leads to another task; empty if none would, or if the task was requested
    record Reason(String words, Optional<Remedy> change) {
        static final Reason REQUESTED = new Reason("that was requested", Optional.empty());
    }

    private TargetChoice(Table table, Column column, Task task, Reason reason, int[] rows, Classes classes) {
        this.table = table;
        this.column = column;
        this.task = task;
        this.reason = reason;
        this.rows = rows;
        this.dropped = dropped(table, column);
        this.labels = classes.labels;
        this.written = classes.written;
        this.remarks = classes.remarks;
        this.far = !task.isClasses() ? FarValues.of(numbers(table, column.name()), rows) : FarValues.NONE;
    }

    /// Chooses the task from the column.
    ///
    /// @throws ArgumentException if there is no such column (the message suggests the nearest names), or if it has no
    ///     values, a single distinct value, or too many distinct words for classes
    public static TargetChoice of(Table table, String column) {
        return of(table, column, false);
    }

    /// Same as [#of(Table, String)].
    ///
    /// @param written whether each spelling of a word is a class of its own; otherwise spellings that differ only in
    ///                case or blanks are one class
    public static TargetChoice of(Table table, String column, boolean written) {
        TargetValues values = TargetValues.of(table, column, written);
        Task task = values.task();
        return choice(values, task, values.reason(task));
    }

    /// Returns the decision for a given task.
    ///
    /// @throws ArgumentException as for [#of(Table, String)], and if the task is regression and the column is text
    public static TargetChoice of(Table table, String column, Task task) {
        return of(table, column, task, false);
    }

    /// Same as [#of(Table, String, Task)].
    ///
    /// @param written whether each spelling of a word is a class of its own
    public static TargetChoice of(Table table, String column, Task task, boolean written) {
        return of(table, column, task, written, List.of());
    }

    /// Same as [#of(Table, String, Task, boolean)].
    ///
    /// @param order the labels of ordered classes in their order; empty if they are numbers
    /// @throws ArgumentException if the classes are words without an order, the order does not name each of them once, or a
    ///     count is negative
    public static TargetChoice of(Table table, String column, Task task, boolean written, List<String> order) {
        TargetValues values = TargetValues.of(table, column, written);
        if (!task.isClasses() && values.column instanceof TextColumn words) {
            Refusal.WordsForNumbers refusal = WordsAmongNumbers.of(table, words, values.rows).forRegression();
            throw ArgumentException.because("task", refusal.sentence(), refusal);
        }
        TargetChoice choice = choice(values, task, Reason.REQUESTED);
        if (task == Task.COUNTS) {
            checkCounts(table, numbers(table, column), choice.rows);
        }
        return task == Task.ORDERED ? choice.ordered(order) : choice;
    }

    /// Checks that no count is negative.
    ///
    /// @throws ArgumentException if one is
    static void checkCounts(Table table, NumberColumn counts, int[] rows) {
        for (int row : rows) {
            if (counts.value(row) < 0) {
                throw new ArgumentException("task", table.source() + ", line " + table.line(row) + ": the target "
                        + Phrases.quoted(counts.name()) + " is " + counts.text(row)
                        + ", but a count is at least 0; correct it, or predict the number by a regression");
            }
        }
    }

    private TargetChoice ordered(List<String> order) {
        List<String> sorted = ClassOrder.of(table, column, labels, order);
        return new TargetChoice(table, column, task, reason, rows, new Classes(sorted, written, remarks));
    }

    /// Returns the name of the column.
    public String column() {
        return column.name();
    }

    /// Returns the task.
    public Task task() {
        return task;
    }

    /// Returns the reason, such as `it is text with 3 distinct values`.
    public String reason() {
        return reason.words;
    }

    /// Returns a sentence such as `regression of "price", because it is numeric with 3,842 distinct values`, with the
    /// setting that would change the task, if there is one, as a method of the Java API.
    public String sentence() {
        return sentence(Wording.JAVA);
    }

    /// Same as [#sentence()].
    ///
    /// @param wording how to name the setting
    public String sentence(Wording wording) {
        return task.title() + " of " + Phrases.quoted(column.name()) + ", because " + reason.words
                + reason.change.map(change -> " (" + wording.of(change) + " changes that)").orElse("");
    }

    /// Returns the rows that have a target, in ascending order.
    public int[] rows() {
        return rows.clone();
    }

    /// Returns the rows left out because they have no target: one entry, or none if every row has a target.
    public List<Dropped> dropped() {
        return dropped;
    }

    /// Returns the classes as the table writes them: in their order if they have one, otherwise numbers by size, words by
    /// `String.compareTo`; empty for numbers.
    public List<String> labels() {
        return labels;
    }

    /// Returns the values of a numeric target that are far from all others.
    public FarValues far() {
        return far;
    }

    /// Returns the remarks on the classes.
    public List<Remark> remarks() {
        return remarks;
    }

    /// Returns the index of the positive class of two: the given label, or, if it is null, `+` beside a dash and otherwise
    /// the last.
    ///
    /// @throws ArgumentException if there is no such class, or the target does not have two classes
    public int positive(@Nullable String label) {
        if (label == null) {
            return MissingWords.arePlusAndDash(labels) ? 0 : 1;
        }
        String target = table.source() + ": the target " + Phrases.quoted(column.name());
        if (labels.size() != 2) {
            throw new ArgumentException("positive", target
                    + (!task.isClasses()
                            ? " is predicted as a number"
                            : " has " + Phrases.count(labels.size(), "class"))
                    + ", but only one of two classes can be the positive class; leave it out");
        }
        int place = labels.indexOf(label);
        if (place < 0 && column instanceof NumberColumn) {
            place = places(labels).getOrDefault(Notation.ofLabel(label), -1);
        }
        if (place < 0) {
            throw new ArgumentException("positive", target + " has no class " + Phrases.quoted(label)
                    + "; its classes are " + Phrases.names(labels));
        }
        return place;
    }

    /// Returns the target, with statistics from the training rows and from no others, in which a far value counts as the
    /// nearest value that is not far. The classes are those of the whole table.
    public Target fit(int[] trainingRows) {
        if (task.isClasses()) {
            Target.Classes classes = new Target.Classes(column.name(), column.kind(), labels, 1, 0.5, written);
            return task == Task.ORDERED ? classes.inOrder() : classes;
        }
        NumberColumn numbers = numbers(table, column.name());
        Moments moments = Moments
                .of(IntStream.of(trainingRows).mapToDouble(row -> far.clip(numbers.value(row))).toArray());
        if (!Double.isFinite(moments.deviation())) {
            throw new ArgumentException("target", table.source() + ": the values of the target "
                    + Phrases.quoted(column.name()) + " are too large to be standardized; use larger units, or "
                    + "remove rows where it is infinite or absurd");
        }
        return new Target.Numbers(column.name(), moments.mean(), moments.deviation() > 0 ? moments.deviation() : 1)
                .estimating(task == Task.COUNTS ? new Estimand.Counts() : new Estimand.Mean());
    }

    /// Returns a copy of a numeric target whose predictions are clamped to the range of the training rows. Far values do
    /// not count.
    public Target.Numbers clamped(Target.Numbers target, int[] trainingRows) {
        NumberColumn numbers = numbers(table, column.name());
        double low = IntStream.of(trainingRows).mapToDouble(row -> far.clip(numbers.value(row))).min().orElse(0);
        double high = IntStream.of(trainingRows).mapToDouble(row -> far.clip(numbers.value(row))).max().orElse(0);
        return target.clamped(low, high);
    }

    /// Returns a target column as numbers.
    public static NumberColumn numbers(Table table, String name) {
        if (table.column(name) instanceof NumberColumn numbers) {
            return numbers;
        }
        throw new ArgumentException("target",
                table.source() + ": the target " + Phrases.quoted(name)
                        + " should hold numbers, but here it is text; use numbers, and leave missing values empty");
    }

    /// Returns the index of each label that is a number, by that number.
    static Map<Double, Integer> places(List<String> labels) {
        Map<Double, Integer> places = new HashMap<>();
        for (int place = 0; place < labels.size(); place++) {
            double number = Notation.ofLabel(labels.get(place));
            if (!Double.isNaN(number)) {
                places.putIfAbsent(number, place);
            }
        }
        return places;
    }

    private static List<Dropped> dropped(Table table, Column column) {
        int[] missing = IntStream.range(0, table.size()).filter(column::missing).toArray();
        if (missing.length == 0) {
            return List.of();
        }
        List<Integer> lines = Arrays.stream(missing).limit(Dropped.MOST_LINES).map(table::line).boxed().toList();
        return List.of(
                new Dropped("the target " + Phrases.quoted(column.name()) + " is missing", missing.length, lines));
    }

    private static TargetChoice choice(TargetValues values, Task task, Reason reason) {
        Table table = values.table;
        Column column = values.column;
        int[] rows = values.rows;
        int count = values.count();
        if (!task.isClasses()) {
            return new TargetChoice(table, column, task, reason, rows, Classes.NONE);
        }
        if (values.tooMany()) {
            Refusal refusal = column instanceof TextColumn text
                    ? WordsAmongNumbers.of(table, text, rows).forClasses(count, MOST_CLASSES)
                    : new Refusal.NumbersForClasses(table.source(), column.name(), count, rows.length);
            throw ArgumentException.because("target", refusal.sentence(), (Record) refusal);
        }
        List<String> labels = IntStream.range(0, count).mapToObj(values::label).toList();
        return new TargetChoice(table, column, task, reason, rows,
                new Classes(labels, values.written, values.merged()));
    }
}
