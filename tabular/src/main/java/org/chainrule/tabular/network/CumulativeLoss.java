package org.chainrule.tabular.network;

import org.chainrule.Tensor;
import org.chainrule.nn.Loss;
import org.chainrule.nn.Losses;
import org.chainrule.type.Shape;

/// The loss of classes in an order, from a logit for each class: the [ordinal loss][Losses#ordinal] of the cumulative logits
/// of their softmax, `log(sum(p_j, j > k) / sum(p_j, j <= k))`. A prediction far from the true class costs more than one near
/// to it. The probabilities of all classes come from one softmax, so the thresholds are always consistent.
public record CumulativeLoss() implements Loss {
    /// Keeps a logarithm finite.
    private static final double SMALLEST = 1e-30;

    @Override
    public Tensor apply(Tensor prediction, Tensor target) {
        int classes = prediction.shape().size(-1);
        int thresholds = classes - 1;
        float[] above = new float[classes * thresholds]; // [classes, thresholds]
        float[] below = new float[above.length];
        for (int i = 0; i < above.length; i++) {
            boolean larger = i / thresholds > i % thresholds;
            above[i] = larger ? 1 : 0;
            below[i] = larger ? 0 : 1;
        }
        Shape shape = Shape.of(classes, thresholds);
        Tensor probabilities = prediction.softmax(-1); // [n, classes]
        Tensor logits = sum(probabilities, Tensor.of(above, shape)).sub(sum(probabilities, Tensor.of(below, shape)));
        return Losses.ordinal().apply(logits, target);
    }

    /// Returns the logarithm of the probability of the classes above or below each threshold, `[n, thresholds]`.
    private static Tensor sum(Tensor probabilities, Tensor classes) {
        return probabilities.matmul(classes).maximum(SMALLEST).log();
    }
}
