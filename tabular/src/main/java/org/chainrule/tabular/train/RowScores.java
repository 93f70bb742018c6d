package org.chainrule.tabular.train;

import java.util.List;
import java.util.Map;
import org.chainrule.metric.Metric;
import org.chainrule.metric.Metrics;
import org.chainrule.metric.Scores;
import org.chainrule.tabular.outcome.Criterion;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.table.Table;
import org.jspecify.annotations.Nullable;

/// The measures of outputs for rows of a table, each with a target, added one row at a time. They are weighted by the
/// weights of the rows, use the decision threshold of the target, and include the criteria of the aim.
final class RowScores {
    private final Codec codec;
    private final Scores scores;
    /// The class of each row, or its standardized number.
    private final float[] truth;
    private final float @Nullable [] weights;
    private final float[] label = new float[1];

    private RowScores(Codec codec, List<Metric> metrics, float[] truth, float @Nullable [] weights) {
        this.codec = codec;
        this.scores = Scores.of(metrics, kind(codec));
        this.truth = truth;
        this.weights = weights;
    }

    static Metric.Kind kind(Codec codec) {
        return codec.target() instanceof Target.Classes
                ? Metric.Kind.ofClasses(codec.outputs())
                : Metric.Kind.ofNumbers(1);
    }

    static RowScores of(Codec codec, Table table, int[] rows) {
        Target target = codec.target();
        List<Criterion> more = codec.aim().more();
        float[] weights = codec.aim().of(table, rows);
        return switch (target) {
            case Target.Classes classes -> {
                int[] labels = Codec.known(classes, table, rows, classes.classes(table, rows));
                float[] truth = new float[labels.length];
                for (int i = 0; i < truth.length; i++) {
                    truth[i] = labels[i];
                }
                yield new RowScores(codec, Criterion.with(Metrics.usual(codec.outputs(), labels), target, more), truth,
                        weights);
            }
            case Target.Numbers numbers ->
                new RowScores(codec, Criterion.with(Metrics.usual(kind(codec)), target, more),
                        numbers.standardized(table, rows), weights);
        };
    }

    /// Adds the output for a row: the probabilities, or the standardized number.
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
}
