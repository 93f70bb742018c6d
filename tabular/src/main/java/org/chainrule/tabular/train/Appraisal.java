package org.chainrule.tabular.train;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.chainrule.tabular.encode.LeftOut;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.outcome.TargetChoice;
import org.chainrule.tabular.remark.Cause;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.remark.TrainingRemark;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;

/// The comparison of a trained model with its baselines, and the most likely cause if it learned nothing.
///
/// @param testTable the table that the test rows are in
public record Appraisal(Choices choices, TargetChoice choice, Codec codec, Table table, int[] train, Table testTable,
        int[] test) {
    private static final int FEW_ROWS = 50;
    private static final int FEW_IN_CLASS = 10;

    /// Returns remarks on the measures of the model beside those of its baselines.
    ///
    /// @param measure   the measure that decides
    /// @param own       the measures of the model on the test rows; empty if it was not measured
    /// @param baselines the measures of `constant`, `linear` and `neighbors`
    /// @param best      the best epoch
    /// @param epochs    the number of epochs trained
    public List<Remark> remarks(String measure, Map<String, Double> own, Map<String, Map<String, Double>> baselines,
            int best, int epochs) {
        if (!own.containsKey(measure)) {
            return List.of();
        }
        // as errors, of which the lower is better
        double sign = codec.aim().deciding(codec.target()).higherIsBetter() ? -1 : 1;
        ToDoubleFunction<String> errors = name -> {
            Double known = baselines.getOrDefault(name, Map.of()).get(measure);
            return known == null ? Double.POSITIVE_INFINITY : sign * known;
        };
        double error = sign * own.getOrDefault(measure, 0.0);
        Optional<Cause.FarValue> far = far();
        if (error >= errors.applyAsDouble("constant")) {
            return List.of(new TrainingRemark.NothingLearned(measure,
                    far.isPresent() ? far.get() : cause(best, epochs)));
        }
        if (far.isPresent()) {
            return List.of(new TrainingRemark.Outweighed(far.get()));
        }
        if (error > errors.applyAsDouble("linear")) {
            return List.of(new TrainingRemark.LinearAhead(measure));
        }
        return error > errors.applyAsDouble("neighbors")
                ? List.of(new TrainingRemark.NeighborsAhead(measure))
                : List.of();
    }

    private Cause cause(int best, int epochs) {
        List<LeftOut> leftOut = codec.schema().leftOut();
        if (codec.target() instanceof Target.Classes classes) {
            Optional<Cause> rare = ofClasses(classes);
            if (rare.isPresent()) {
                return rare.get();
            }
        }
        Column values = testTable.column(choice.column());
        String first = values.text(test[0]);
        if (Arrays.stream(test).allMatch(row -> values.text(row).equals(first))) {
            return new Cause.SameTarget(choice.column(), first);
        }
        if (choices.learningRate > 0) {
            return new Cause.LearningRate(choices.learningRate);
        }
        if (best == epochs && epochs == choices.epochs) {
            return new Cause.TooFewEpochs(epochs);
        }
        if (train.length < FEW_ROWS) {
            return new Cause.FewRows(train.length);
        }
        if (choices.task == null && choice.task().isClasses() && choice.labels().size() > 2
                && table.column(choice.column()) instanceof NumberColumn) {
            return new Cause.NumbersAsClasses(choice.column());
        }
        if (!leftOut.isEmpty() && leftOut.size() >= codec.schema().encodings().size()) {
            return new Cause.LeftOutColumns(leftOut.stream().map(LeftOut::column).toList());
        }
        return new Cause.OtherColumns();
    }

    private Optional<Cause> ofClasses(Target.Classes classes) {
        int[] trained = counts(classes, table, train);
        int[] tested = counts(classes, testTable, test);
        List<String> fresh = IntStream.range(0, trained.length).filter(k -> trained[k] == 0 && tested[k] > 0)
                .mapToObj(classes.labels()::get).toList();
        if (!fresh.isEmpty()) {
            return Optional.of(new Cause.NewClasses(fresh));
        }
        if (trained.length > 2) {
            return Optional.empty();
        }
        int rare = trained[0] < trained[1] ? 0 : 1;
        return trained[rare] < FEW_IN_CLASS
                ? Optional.of(new Cause.RareClass(classes.labels().get(rare), trained[rare]))
                : Optional.empty();
    }

    /// Returns the number of rows of each class.
    static int[] counts(Target.Classes classes, Table table, int[] rows) {
        int[] counts = new int[classes.labels().size()];
        Arrays.stream(classes.classes(table, rows)).filter(label -> label >= 0).forEach(label -> counts[label]++);
        return counts;
    }

    /// Returns the farthest value of the target among the test rows.
    private Optional<Cause.FarValue> far() {
        if (!(codec.target() instanceof Target.Numbers numbers)) {
            return Optional.empty();
        }
        NumberColumn values = numbers.values(testTable);
        return FarTargets.among(choice, table, testTable, test).map(row -> new Cause.FarValue(values.name(),
                values.text(row), FarTargets.place(table, testTable, row)));
    }
}
