package org.chainrule.tabular.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.chainrule.tabular.assess.ConfidentLearning;
import org.chainrule.tabular.assess.FarErrors;
import org.chainrule.tabular.outcome.MeasureText;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.value.Phrases;

/// Where the model errs. The error of a row is 1 if its class is wrong and 0 if it is right, or the absolute error of its
/// number.
///
/// @param overall  the mean error of all rows
/// @param slices   the groups of rows with the clearest excess of error
/// @param compared the number of groups that were compared
/// @param columns  the columns whose values are shown with rows
/// @param worst    the rows whose prediction is most wrong
/// @param suspects the rows whose label is probably wrong, the most suspicious first
/// @param doubtful the number of such rows, of which the first are shown
public record ErrorAnalysis(double overall, List<Slice> slices, int compared, List<String> columns, List<Row> worst,
        List<Row> suspects, int doubtful) {
    private static final int SLICES = 8;
    private static final int WORST = 10;
    private static final int SUSPECTS = 12;
    private static final int LEAST = 5;

    /// Creates an analysis; copies the lists.
    public ErrorAnalysis {
        slices = List.copyOf(slices);
        columns = List.copyOf(columns);
        worst = List.copyOf(worst);
        suspects = List.copyOf(suspects);
    }

    /// A group of rows by the value of a column.
    ///
    /// @param column the column
    /// @param values which values, such as `= "female"` or `above 22 up to 28`
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

        /// Returns the group in words: `"age" is above 22 up to 28`.
        public String name() {
            return Phrases.quoted(column) + " " + values;
        }
    }

    /// A row.
    ///
    /// @param line      the line of the file, from 1
    /// @param truth     the label or the number in the table
    /// @param predicted the predicted class or number
    /// @param score     the probability of the true class, or the error; of suspects, the probability of the predicted class
    ///                  minus that of the label, or the error in units of the usual error of similar rows
    /// @param values    the values of some columns
    public record Row(int line, String truth, String predicted, double score, List<String> values) {
        /// Creates a row; copies the values.
        public Row {
            values = List.copyOf(values);
        }
    }

    /// @param shown columns whose values are shown with rows
    static ErrorAnalysis of(Scored scored, List<String> shown) {
        double[] errors = IntStream.range(0, scored.size()).mapToDouble(scored::error).toArray();
        RowGroups slices = RowGroups.of(scored, errors);
        int[] worst = IntStream.range(0, scored.size()).boxed()
                .sorted(Comparator.comparingDouble(i -> -scored.loss()[i])).limit(WORST)
                .filter(i -> errors[i] > 0).mapToInt(Integer::intValue).toArray();
        List<Row> suspects = suspects(scored, shown);
        return new ErrorAnalysis(IntStream.range(0, errors.length).mapToDouble(i -> errors[i]).average().orElse(0),
                slices.worst(SLICES), slices.all().size(), shown,
                IntStream.of(worst)
                        .mapToObj(i -> row(scored, i, predicted(scored, i),
                                scored.target() instanceof Target.Classes
                                        ? StrictMath.exp(-scored.loss()[i])
                                        : scored.number(i) - scored.truth()[i],
                                shown))
                        .toList(),
                suspects.subList(0, Math.min(SUSPECTS, suspects.size())), suspects.size());
    }

    private static String predicted(Scored scored, int i) {
        return scored.target() instanceof Target.Classes classes
                ? classes.labels().get(scored.predicted(i))
                : MeasureText.significant(scored.number(i), 4);
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

    /// Returns where the model errs most, as a sentence without a full stop.
    public String sentence(boolean classes) {
        List<Slice> clear = slices.stream().filter(Slice::clear).toList();
        if (clear.isEmpty()) {
            return "No group of rows stands out: of " + compared
                    + " groups by the value of a column, none has an error that chance does not explain";
        }
        Slice worst = clear.getFirst();
        return "The model errs most where " + worst.name() + ": "
                + (classes
                        ? Phrases.percent(worst.error()) + " of " + Phrases.count(worst.rows(), "row")
                                + " are wrong, compared with " + Phrases.percent(overall) + " of all"
                        : "the mean absolute error of " + Phrases.count(worst.rows(), "row") + " is "
                                + MeasureText.significant(worst.error(), 3) + ", compared with "
                                + MeasureText.significant(overall, 3) + " of all");
    }
}
