package org.chainrule.tabular.assess;

import org.chainrule.metric.Metric;
import org.chainrule.metric.ScoredRows;

/// The refinement of predicted classes: the log loss that is left once the probabilities are calibrated by a
/// [Temperature] (Berta, Holzmüller, Jordan and Bach, "Rethinking early stopping: refine, then calibrate", 2025).
///
/// It chooses a later epoch than the log loss does if the network still learns to tell classes apart, but has become too
/// sure of itself. The temperature then corrects that.
public final class Refinement {
    /// The metric `refinement`; lower is better.
    public static final Metric METRIC = Metric.ofAll("refinement", false, Refinement::of);

    private Refinement() {
    }

    private static double of(ScoredRows all) {
        int classes = all.kind().outputs();
        float[] probabilities = new float[all.rows() * classes];
        int[] truth = new int[all.rows()];
        float[] weights = new float[all.rows()];
        for (int row = 0; row < truth.length; row++) {
            for (int k = 0; k < classes; k++) {
                probabilities[row * classes + k] = all.prediction(row, k);
            }
            truth[row] = (int) all.target(row, 0);
            weights[row] = all.weight(row);
        }
        return Temperature.leastLoss(probabilities, classes, truth, weights);
    }
}
