package org.chainrule.nn;

import org.chainrule.Tensor;
import org.chainrule.error.ShapeException;
import org.chainrule.type.Shape;

/// The logits of ordered classes from one number per row, as in the proportional odds model (McCullagh, Regression models
/// for ordinal data, 1980): `x + bias`. The input is `[n, 1]`, the output `[n, count]`, the parameter `bias` `[count]`.
/// Logit `k` is that of "the class is above class `k`", so a larger number means higher classes, and all thresholds share
/// one direction.
///
/// The biases start at the thresholds between equally likely classes, in falling order: `log((count - k) / (k + 1))`.
///
/// @param count the number of thresholds, one less than the number of classes
public record Thresholds(int count) implements Layer {
    public Thresholds {
        LayerArguments.positive("thresholds", "count", count);
    }

    @Override
    public Tensor apply(Tensor x, Scope scope) {
        Shape shape = x.shape();
        if (shape.rank() != 2 || shape.isBatch(-1) || shape.size(-1) != 1) {
            throw new ShapeException("thresholds",
                    "needs one number for each row; put linear(1).withoutBias() before it",
                    "input " + shape);
        }
        return x.add(scope.parameter("bias", Shape.of(count), (_, _) -> starts()));
    }

    private float[] starts() {
        float[] starts = new float[count];
        for (int k = 0; k < count; k++) {
            starts[k] = (float) StrictMath.log((double) (count - k) / (k + 1));
        }
        return starts;
    }
}
