package org.chainrule.tabular.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chainrule.metric.Metric;
import org.chainrule.metric.Scores;
import org.chainrule.model.Model;
import org.chainrule.tabular.outcome.Estimand;
import org.chainrule.tabular.outcome.Measures;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.jspecify.annotations.Nullable;

/// The measures of outputs for rows of a table, each with a target, added one row at a time. They are weighted by the
/// weights of the rows, use the decision threshold of the target, and include the criteria of the aim.
public final class RowScores {
    /// The measures of all rows that are the mean of a value of each row; of `rmse`, the root of the mean of its squares.
    private static final Set<String> OF_ROWS = Set.of("accuracy", "logLoss", "brier", "rankError", "rmse", "mae",
            "poissonDeviance", "pinball", "coverage", "intervalWidth");

    private final Codec codec;
    private final List<Metric> metrics;
    private final Scores scores;
    /// The class of each row, or its number.
    private final float[] truth;
    private final float @Nullable [] weights;
    private final float[] label = new float[1];

    private RowScores(Codec codec, float[] truth, float @Nullable [] weights) {
        this.codec = codec;
        this.metrics = Measures.of(codec.target(), truth, codec.aim().more());
        this.scores = Scores.of(metrics, Measures.kind(codec.target()));
        this.truth = truth;
        this.weights = weights;
    }

    static RowScores of(Codec codec, Table table, int[] rows) {
        return new RowScores(codec, truths(codec.target(), table, rows), codec.aim().of(table, rows));
    }

    /// Returns the class of each row, or the [number][Target.Numbers#truths] that measures compare predictions with.
    public static float[] truths(Target target, Table table, int[] rows) {
        return switch (target) {
            case Target.Classes classes -> {
                int[] labels = Codec.known(classes, table, rows, classes.classes(table, rows));
                float[] truth = new float[labels.length];
                for (int i = 0; i < truth.length; i++) {
                    truth[i] = labels[i];
                }
                yield truth;
            }
            case Target.Numbers numbers -> numbers.truths(table, rows);
        };
    }

    /// Adds the output for a row: the probabilities, or the numbers of [Target.Numbers#finish].
    ///
    /// @param i the place of the row
    void add(int i, float[] output) {
        label[0] = truth[i];
        scores.add(output, label, weights == null ? 1 : weights[i]);
    }

    /// Returns the measures in the units of the target.
    Map<String, Double> values() {
        return codec.inUnits(scores.values());
    }

    /// Returns those measures of a model that are a mean over rows, by name, for each single row and in the units of the
    /// target; of `rmse`, the absolute error.
    ///
    /// @param rows rows of the table, each with a target
    public static Map<String, double[]> parts(Codec codec, Model network, Table table, int[] rows) {
        RowScores all = of(codec, table, rows);
        Metric.Kind kind = Measures.kind(codec.target());
        Map<String, double[]> parts = new LinkedHashMap<>();
        float[] output = new float[codec.outputs()];
        List<Metric> means = all.metrics.stream().filter(metric -> OF_ROWS.contains(metric.name())).toList();
        means.forEach(metric -> parts.put(metric.name(), new double[rows.length]));
        codec.each(network, table, rows, (from, count, outputs) -> {
            for (int i = 0; i < count; i++) {
                System.arraycopy(outputs, i * output.length, output, 0, output.length);
                codec.finish(output);
                for (Metric metric : means) {
                    Metric.Score score = metric.start(kind);
                    score.add(output, new float[]{all.truth[from + i]}, 1);
                    parts.getOrDefault(metric.name(), new double[0])[from + i] = score.value();
                }
            }
            if (codec.target() instanceof Target.Numbers numbers
                    && !(numbers.estimand() instanceof Estimand.Quantiles)) {
                // in float64, as the bounds of intervals are, which some of these errors equal
                NumberColumn values = numbers.values(table);
                for (int i = 0; i < count; i++) {
                    double error = Math.abs(numbers.restore(outputs[i]) - values.value(rows[from + i]));
                    for (String name : List.of("rmse", "mae")) {
                        parts.getOrDefault(name, new double[0])[from + i] = error;
                    }
                }
            }
        });
        return parts;
    }

    /// Returns the squares of numbers.
    public static double[] squares(double[] values) {
        double[] squares = new double[values.length];
        for (int i = 0; i < squares.length; i++) {
            squares[i] = values[i] * values[i];
        }
        return squares;
    }
}
