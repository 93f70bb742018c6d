package org.chainrule.tabular.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.chainrule.tabular.assess.ConfidentLearning;
import org.chainrule.tabular.assess.FarErrors;
import org.chainrule.tabular.assess.TargetLimit;
import org.chainrule.tabular.outcome.Estimand;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.value.Phrases;

/// Where the model errs. The error of a row is 1 if its class is wrong and 0 if it is right, or the absolute error of its
/// number.
///
/// @param rows     the number of rows
/// @param overall  the mean error of all rows
/// @param slices   the groups of rows with the clearest excess of error
/// @param compared the number of groups that were compared
/// @param columns  the columns whose values are shown with rows
/// @param worst    the rows whose prediction is most wrong
/// @param suspects the rows whose label is probably wrong, the most suspicious first
/// @param doubtful the number of such rows, of which the first are shown
/// @param limits   the ends of the target that many rows have exactly, as if numbers were cut off there; empty for classes
public record ErrorAnalysis(int rows, double overall, List<Slice> slices, int compared, List<String> columns,
        List<Row> worst,
        List<Row> suspects, int doubtful, List<Limited> limits) {
    private static final int SLICES = 8;
    private static final int WORST = 10;
    private static final int SUSPECTS = 12;
    private static final int LEAST = 5;
    private static final int NAMED = 3;
    private static final int DIGITS = 3;

    /// Creates an analysis; copies the lists.
    public ErrorAnalysis {
        slices = List.copyOf(slices);
        columns = List.copyOf(columns);
        worst = List.copyOf(worst);
        suspects = List.copyOf(suspects);
        limits = List.copyOf(limits);
    }

    /// Rows at an end of the target.
    ///
    /// @param largest  whether it is the largest number of the target, or the smallest
    /// @param value    the number
    /// @param all      the rows of the whole table that have it
    /// @param rows     those of them in the report
    /// @param residual their mean residual, the true number minus the predicted one; NaN if there are none
    /// @param sentence what it means, as sentences without the last full stop
    public record Limited(boolean largest, double value, int all, int rows, double residual, String sentence) {
        private static Limited of(TargetLimit limit, int rows, double residual) {
            return new Limited(limit.largest(), limit.value(), limit.rows(), rows, residual,
                    limit.sentence() + (rows == 0
                            ? ""
                            : ". The " + Phrases.count(rows, "such row") + " in this report "
                                    + (rows == 1 ? "is" : "are") + " predicted too " + (residual > 0 ? "low" : "high")
                                    + " by " + Phrases.grouped(Math.abs(residual), DIGITS)
                                    + (rows == 1 ? "" : " on average")));
        }
    }

    /// A group of rows by the value of a column.
    ///
    /// @param column the column
    /// @param values which values, such as `is "female"` or `is above 22, up to 28`
    /// @param rows   the number of rows
    /// @param error  their mean error
    /// @param z      how far the error is above that of all rows, in standard errors of a random group of this size
    public record Slice(String column, String values, int rows, double error, double z) {
        /// Of a hundred groups without a difference, none usually reaches this.
        private static final double CLEAR = 3;

        /// Returns whether chance hardly explains the excess.
        public boolean clear() {
            return z >= CLEAR;
        }

        /// Returns the group in few words, for a chart: `age 22 to 28`.
        String label() {
            return column + " " + values.replaceFirst("^is above (.*), up to (.*)$", "$1 to $2");
        }

        /// Returns the group in words: `"age" is above 22, up to 28`.
        public String name() {
            return Phrases.quoted(column) + " " + values;
        }
    }

    /// A row.
    ///
    /// @param line      the line of the file, from 1
    /// @param truth     the label or the number in the table
    /// @param predicted the predicted class or number
    /// @param score     the probability of the true class, or the true number minus the predicted one; of suspects, the probability of the predicted class
    ///                  minus that of the label, or the error in units of the usual error of similar rows
    /// @param values    the values of some columns
    public record Row(int line, String truth, String predicted, double score, List<String> values) {
        /// Creates a row; copies the values.
        public Row {
            values = List.copyOf(values);
        }
    }

    /// @param table the whole table
    /// @param shown columns whose values are shown with rows
    static ErrorAnalysis of(Scored scored, Table table, List<String> shown) {
        double[] errors = IntStream.range(0, scored.size()).mapToDouble(scored::error).toArray();
        RowGroups slices = RowGroups.of(scored, errors);
        int[] worst = IntStream.range(0, scored.size()).boxed()
                .sorted(Comparator.comparingDouble(i -> -scored.loss()[i])).limit(WORST)
                .filter(i -> errors[i] > 0).mapToInt(Integer::intValue).toArray();
        List<Row> suspects = suspects(scored, shown);
        return new ErrorAnalysis(errors.length,
                IntStream.range(0, errors.length).mapToDouble(i -> errors[i]).average().orElse(0),
                slices.worst(SLICES), slices.all().size(), shown,
                IntStream.of(worst)
                        .mapToObj(i -> row(scored, i, predicted(scored, i),
                                scored.target() instanceof Target.Classes
                                        ? StrictMath.exp(-scored.loss()[i])
                                        : scored.truth()[i] - scored.number(i),
                                shown))
                        .toList(),
                suspects.subList(0, Math.min(SUSPECTS, suspects.size())), suspects.size(), limits(scored, table));
    }

    private static List<Limited> limits(Scored scored, Table table) {
        if (!(scored.target() instanceof Target.Numbers numbers)) {
            return List.of();
        }
        NumberColumn values = numbers.values(table);
        double[] all = new double[table.size()];
        Arrays.setAll(all, values::value);
        List<Limited> limits = new ArrayList<>();
        for (boolean largest : new boolean[]{true, false}) {
            TargetLimit.of(numbers.column(), all, largest)
                    // that many things happen not even once is no limit of a count
                    .filter(limit -> limit.value() != 0 || !(numbers.estimand() instanceof Estimand.Counts))
                    .ifPresent(limit -> {
                        int[] rows = IntStream.range(0, scored.size()).filter(i -> scored.truth()[i] == limit.value())
                                .toArray();
                        limits.add(Limited.of(limit, rows.length, IntStream.of(rows)
                                .mapToDouble(i -> scored.truth()[i] - scored.number(i)).average().orElse(Double.NaN)));
                    });
        }
        return limits;
    }

    private static String predicted(Scored scored, int i) {
        return scored.target() instanceof Target.Classes classes
                ? classes.labels().get(scored.predicted(i))
                : Phrases.grouped(scored.number(i), 4);
    }

    private static Row row(Scored scored, int i, String predicted, double score, List<String> shown) {
        Table table = scored.table();
        int row = scored.rows()[i];
        List<String> values = new ArrayList<>();
        for (String name : shown) {
            Column column = table.column(name);
            values.add(column.missing(row) ? "" : column.text(row));
        }
        return new Row(table.line(row), table.column(scored.target().column()).text(row), predicted, score, values);
    }

    private static List<Row> suspects(Scored scored, List<String> shown) {
        return switch (scored.target()) {
            case Target.Classes classes -> ConfidentLearning.suspects(scored.outputs(),
                    IntStream.range(0, scored.size()).map(i -> (int) scored.truth()[i]).toArray(), scored.width(),
                    LEAST).stream()
                    .map(found -> row(scored, found.row(), classes.labels().get(found.label()), found.margin(), shown))
                    .toList();
            case Target.Numbers _ -> FarErrors.of(scored.truth(),
                    IntStream.range(0, scored.size()).mapToDouble(scored::number).toArray()).stream()
                    .map(far -> row(scored, far.row(), predicted(scored, far.row()), far.error(), shown)).toList();
        };
    }

    /// Returns where the model errs most, as sentences without the last full stop.
    public String sentence(boolean classes) {
        List<Slice> clear = new ArrayList<>();
        for (Slice slice : slices) {
            if (slice.clear() && clear.size() < NAMED
                    && clear.stream().noneMatch(other -> other.column.equals(slice.column))) {
                clear.add(slice);
            }
        }
        if (clear.isEmpty()) {
            return "No group of rows stands out: " + Phrases.count(compared, "group")
                    + " were compared, each of rows with similar values in one column, and chance can explain their differences";
        }
        Slice worst = clear.getFirst();
        String first = "Errors stand out most where " + worst.name() + ": "
                + (classes
                        ? Phrases.percent(worst.error) + " of these " + Phrases.count(worst.rows, "row")
                                + " are predicted wrong, compared with " + Phrases.percent(overall) + " of all rows"
                        : "on these " + Phrases.count(worst.rows, "row") + ", predictions are off by "
                                + Phrases.grouped(worst.error, DIGITS) + " on average, compared with "
                                + Phrases.grouped(overall, DIGITS) + " on all rows");
        List<String> others = clear.stream().skip(1).map(slice -> slice.name() + " ("
                + (classes ? Phrases.percent(slice.error) : Phrases.grouped(slice.error, DIGITS)) + ")").toList();
        return others.isEmpty() ? first : first + ". They also stand out where " + String.join(" or ", others);
    }
}
