package org.chainrule.tabular.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.chainrule.model.Model;
import org.chainrule.tabular.assess.Bootstrap;
import org.chainrule.tabular.assess.ConfidenceBins;
import org.chainrule.tabular.assess.Statistic;
import org.chainrule.tabular.assess.Temperature;
import org.chainrule.tabular.outcome.Assessment;
import org.chainrule.tabular.outcome.Criterion;
import org.chainrule.tabular.outcome.ErrorQuantiles;
import org.chainrule.tabular.outcome.Estimand;
import org.chainrule.tabular.outcome.Interval;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;

/// The predictions for the test rows, row by row, and what they tell about the model.
public final class TestScores {
    private static final double LEAST = Math.ulp(1f) / 2;

    private final Map<String, Statistic> measures = new LinkedHashMap<>();
    private final int rows;
    private Optional<Assessment.Calibration> calibration = Optional.empty();
    private Optional<Assessment.Coverage> coverage = Optional.empty();
    /// Whether all classes are predicted correctly.
    private boolean faultless;

    private TestScores(int rows) {
        this.rows = rows;
    }

    /// Returns what the test rows tell about a model; nothing if the training was stopped, because the user is waiting.
    ///
    /// @param tests the table that the test rows are in, each with a target
    public static Assessment assess(Codec codec, Model network, Table tests, int[] test, Choices choices) {
        if (codec.stop().asked()) {
            return Assessment.NONE;
        }
        TestScores scores = new TestScores(test.length);
        switch (codec.target()) {
            case Target.Classes classes -> scores.classes(classes, codec, network, tests, test);
            case Target.Numbers numbers -> scores.numbers(numbers, codec, network, tests, test);
        }
        int[] groups = choices.holdout.units(tests, test);
        Bootstrap bootstrap = Bootstrap.of(test.length, groups, codec.aim().of(tests, test), scores.measures,
                choices.seed);
        Map<String, Interval> intervals = new LinkedHashMap<>();
        if (scores.faultless && bootstrap.resamples() > 0) {
            intervals.put("accuracy",
                    Bootstrap.ofAll(groups == null ? test.length : Arrays.stream(groups).max().orElse(0) + 1));
        }
        intervals.putAll(bootstrap.intervals());
        return new Assessment(intervals, bootstrap.resamples(), 0, scores.calibration, scores.coverage);
    }

    private void classes(Target.Classes target, Codec codec, Model network, Table table, int[] test) {
        int width = target.labels().size();
        int[] truth = target.classes(table, test);
        int[] predicted = new int[rows];
        double[] right = new double[rows];
        double[] loss = new double[rows];
        double[] squares = new double[rows];
        float[] second = new float[rows];
        boolean[] positive = new boolean[rows];
        ConfidenceBins before = new ConfidenceBins();
        ConfidenceBins after = new ConfidenceBins();
        double bound = target.errors().at(ErrorQuantiles.USUAL);
        long[] sizes = new long[2];
        codec.with(target.calibrated(1)).each(network, table, test, (from, count, outputs) -> {
            for (int i = 0; i < count; i++) {
                before.add(outputs, i * width, width, truth[from + i]);
            }
            Temperature.apply(outputs, width, target.temperature());
            for (int i = 0; i < count; i++) {
                int row = from + i;
                after.add(outputs, i * width, width, truth[row]);
                predicted[row] = target.decide(outputs, i * width);
                right[row] = predicted[row] == truth[row] ? 1 : 0;
                loss[row] = -StrictMath.log(Math.max(outputs[i * width + truth[row]], LEAST));
                squares[row] = squaredError(outputs, i * width, width, truth[row]);
                second[row] = outputs[i * width + 1];
                positive[row] = truth[row] == 1;
                int[] set = target.set(outputs, i * width, bound);
                sizes[0] += set.length;
                sizes[1] += Arrays.binarySearch(set, truth[row]) >= 0 ? 1 : 0;
            }
        });
        coverage = covered(bound, sizes[1], (double) sizes[0] / rows);
        calibration = Optional.of(new Assessment.Calibration(target.temperature(), before.error(), after.error()));
        faultless = Arrays.stream(right).allMatch(value -> value == 1);
        measures.put("accuracy", Statistic.mean(right));
        measures.put("logLoss", Statistic.mean(loss));
        measures.put("macroF1", Statistic.macroF1(truth, predicted, width));
        if (width == 2) {
            measures.put("auc", Statistic.area(second, positive));
        }
        if (target.ordered()) {
            measures.put("rankError", Statistic.mean(IntStream.range(0, rows)
                    .mapToDouble(row -> Math.abs(predicted[row] - truth[row])).toArray()));
            measures.put("kappa", Statistic.quadraticKappa(truth, predicted));
        }
        if (codec.aim().more().contains(Criterion.BRIER)) {
            measures.put(Criterion.BRIER.reported(), Statistic.mean(squares));
        }
        if (codec.aim().more().contains(Criterion.BALANCED_ACCURACY)) {
            measures.put(Criterion.BALANCED_ACCURACY.reported(), Statistic.balancedAccuracy(truth, predicted, width));
        }
    }

    /// Returns the sum of the squared errors of the probabilities of a row; for two classes, that of the second.
    private static double squaredError(float[] probabilities, int at, int width, int truth) {
        double sum = 0;
        for (int k = width == 2 ? 1 : 0; k < width; k++) {
            double error = probabilities[at + k] - (k == truth ? 1.0 : 0.0);
            sum += error * error;
        }
        return sum;
    }

    private void numbers(Target.Numbers target, Codec codec, Model network, Table table, int[] test) {
        Map<String, double[]> parts = RowScores.parts(codec, network, table, test);
        parts.forEach((name, values) -> measures.put(name, name.equals("rmse")
                ? Statistic.rootMean(RowScores.squares(values))
                : Statistic.mean(values)));
        double[] errors = parts.getOrDefault("mae", new double[0]);
        if (target.isMean() || codec.aim().more().contains(Criterion.R2)) {
            NumberColumn truth = target.values(table);
            measures.put("r2", Statistic.explained(RowScores.squares(errors),
                    IntStream.of(test).mapToDouble(truth::value).toArray()));
        }
        if (!(target.estimand() instanceof Estimand.Quantiles)) {
            double margin = target.margin();
            coverage = covered(margin, Arrays.stream(errors).filter(error -> error <= margin).count(), margin);
        }
    }

    private Optional<Assessment.Coverage> covered(double bound, long count, double size) {
        return Double.isInfinite(bound)
                ? Optional.empty()
                : Optional.of(new Assessment.Coverage(ErrorQuantiles.USUAL, (double) count / rows, size));
    }
}
