package org.chainrule.tabular.ensemble;

import java.util.Arrays;
import java.util.Optional;
import org.chainrule.metric.Metric;
import org.chainrule.tabular.outcome.Aim;
import org.chainrule.tabular.outcome.Criterion;
import org.chainrule.tabular.outcome.Measures;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.train.Codec;
import org.chainrule.tabular.train.RowScores;
import org.jspecify.annotations.Nullable;

/// The error of predictions for the rows that all candidates held out, which the selection lowers: the metric of the aim,
/// negated if a higher one is better; without one, the log loss, the squared error, or the measure of counts or quantiles.
final class SelectionError {
    /// Saving less than this share of the error of a constant prediction is of no use.
    private static final double USELESS = 1e-3;

    private final Codec codec;
    /// The class of each row, or the number that measures compare predictions with.
    private final float[] truth;
    private final float @Nullable [] weights;
    /// The metric; empty for the log loss or the squared error.
    private final Optional<Metric> metric;

    private SelectionError(Codec codec, float[] truth, float @Nullable [] weights, Optional<Metric> metric) {
        this.codec = codec;
        this.truth = truth;
        this.weights = weights;
        this.metric = metric;
    }

    static SelectionError of(Codec codec, Table table, int[] rows) {
        Target target = codec.target();
        Aim aim = codec.aim();
        float[] truth = RowScores.truths(target, table, rows);
        Optional<Metric> metric = aim.metric().map(criterion -> criterion.metric(target));
        SelectionError measured = new SelectionError(codec, truth, aim.of(table, rows), metric);
        return metric.isPresent() && !Double.isNaN(measured.of(measured.constant(), metric.get()))
                ? measured
                : new SelectionError(codec, truth, aim.learning(target, table, rows),
                        isMean(target) || target instanceof Target.Classes
                                ? Optional.empty()
                                : Optional.of(Criterion.usual(target).metric(target)));
    }

    private static boolean isMean(Target target) {
        return target instanceof Target.Numbers numbers && numbers.isMean();
    }

    private float[] constant() {
        float[] constant = new float[truth.length * codec.outputs()];
        Arrays.fill(constant, codec.target() instanceof Target.Classes ? 1f / codec.outputs() : 0);
        return constant;
    }

    /// Returns what [#of(float\[\])] reads of the outputs of a candidate: the probability of the true class for the log loss,
    /// finished means, and all outputs otherwise.
    float[] predictions(float[] outputs) {
        return switch (codec.target()) {
            case Target.Classes _ -> metric.isPresent() ? outputs : chosen(outputs);
            case Target.Numbers numbers when numbers.isMean() -> {
                float[] finished = outputs.clone();
                numbers.finish(finished);
                yield finished;
            }
            // an average of networks is that of their outputs
            case Target.Numbers _ -> outputs;
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

    /// Returns the share of the error of predictions that better ones save, where the error of a metric of which a higher value
    /// is better is its distance from 1, the best value. Returns 0 if they save less than a thousandth of the error of a
    /// prediction that is the same for all rows: if hardly an error is left, even its half is nothing.
    double saved(float[] reached, float[] better) {
        double best = metric.isPresent() && metric.get().higherIsBetter() ? -1 : 0;
        double error = of(reached) - best;
        double gain = error - (of(better) - best);
        return error > 0 && gain > USELESS * (of(predictions(constant())) - best) ? gain / error : 0;
    }

    private double of(float[] predictions, Metric own) {
        int width = codec.outputs();
        Metric.Score score = own.start(Measures.kind(codec.target()));
        float[] row = new float[width];
        float[] label = new float[1];
        for (int i = 0; i < truth.length; i++) {
            System.arraycopy(predictions, i * width, row, 0, width);
            if (codec.target() instanceof Target.Numbers numbers && !numbers.isMean()) {
                numbers.finish(row);
            }
            label[0] = truth[i];
            score.add(row, label, weights == null ? 1 : weights[i]);
        }
        return own.higherIsBetter() ? -score.value() : score.value();
    }
}
