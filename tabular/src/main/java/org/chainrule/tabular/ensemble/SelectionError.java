package org.chainrule.tabular.ensemble;

import java.util.Arrays;
import java.util.Optional;
import org.chainrule.metric.Metric;
import org.chainrule.tabular.outcome.Aim;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.train.Codec;
import org.jspecify.annotations.Nullable;

/// The error of predictions for the rows that all candidates held out, which the selection lowers: the log loss or the
/// squared error, or the metric of the aim, negated if a higher one is better.
final class SelectionError {
    private final Codec codec;
    /// The class of each row, or its standardized number.
    private final float[] truth;
    private final float @Nullable [] weights;
    /// The metric of the aim; empty if there is none, or if it is not defined for the rows.
    private final Optional<Metric> metric;

    private SelectionError(Codec codec, float[] truth, float @Nullable [] weights, Optional<Metric> metric) {
        this.codec = codec;
        this.truth = truth;
        this.weights = weights;
        this.metric = metric;
    }

    static SelectionError of(Codec codec, Table table, int[] rows) {
        float[] truth = switch (codec.target()) {
            case Target.Classes classes -> floats(classes.classes(table, rows));
            case Target.Numbers numbers -> numbers.standardized(table, rows);
        };
        Aim aim = codec.aim();
        Optional<Metric> metric = aim.metric().map(criterion -> criterion.metric(codec.target()));
        SelectionError measured = new SelectionError(codec, truth, aim.of(table, rows), metric);
        return metric.isPresent() && !Double.isNaN(measured.of(measured.constant(), metric.get()))
                ? measured
                : new SelectionError(codec, truth, aim.learning(codec.target(), table, rows), Optional.empty());
    }

    private static float[] floats(int[] labels) {
        float[] values = new float[labels.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = labels[i];
        }
        return values;
    }

    private float[] constant() {
        float[] constant = new float[truth.length * codec.outputs()];
        Arrays.fill(constant, codec.target() instanceof Target.Classes ? 1f / codec.outputs() : 0);
        return constant;
    }

    /// Returns what [#of(float\[\])] reads of the outputs of a candidate: the probability of the true class for the log loss,
    /// and all finished outputs otherwise.
    float[] predictions(float[] outputs) {
        return switch (codec.target()) {
            case Target.Classes _ -> metric.isPresent() ? outputs : chosen(outputs);
            case Target.Numbers numbers -> {
                float[] finished = outputs.clone();
                for (int i = 0; i < finished.length; i++) {
                    finished[i] = numbers.finished(finished[i]);
                }
                yield finished;
            }
        };
    }

    private float[] chosen(float[] probabilities) {
        float[] chosen = new float[truth.length];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = probabilities[i * codec.outputs() + (int) truth[i]];
        }
        return chosen;
    }

    /// Returns the error of predictions; infinite if the metric is not defined for them.
    double of(float[] predictions) {
        if (metric.isEmpty()) {
            return codec.target() instanceof Target.Classes
                    ? GreedySelection.logLoss(predictions, weights)
                    : GreedySelection.squaredError(predictions, truth, weights);
        }
        double error = of(predictions, metric.get());
        return Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
    }

    private double of(float[] predictions, Metric own) {
        int width = codec.outputs();
        Metric.Score score = own.start(codec.target() instanceof Target.Classes
                ? Metric.Kind.ofClasses(width)
                : Metric.Kind.ofNumbers(width));
        float[] row = new float[width];
        float[] label = new float[1];
        for (int i = 0; i < truth.length; i++) {
            System.arraycopy(predictions, i * width, row, 0, width);
            label[0] = truth[i];
            score.add(row, label, weights == null ? 1 : weights[i]);
        }
        return own.higherIsBetter() ? -score.value() : score.value();
    }
}
