package org.chainrule.nn;

import org.chainrule.Tensor;
import org.chainrule.error.ShapeException;
import org.chainrule.type.Shape;

/// `(x - mean) / sqrt(variance + epsilon) * weight + bias` over the last axis (Ba, Kiros and Hinton, Layer
/// normalization, 2016). The variance is the mean of the squared differences. The parameters `weight`, which starts at
/// 1, and `bias`, which starts at 0, have one number for each place of the axis.
///
/// @param epsilon keeps a constant row from being divided by 0
public record LayerNorm(double epsilon) implements Layer {
    public LayerNorm {
        LayerArguments.positive("layerNorm", "epsilon", epsilon);
    }

    @Override
    public Tensor apply(Tensor x, Scope scope) {
        Shape shape = x.shape();
        if (shape.rank() < 2 || shape.isBatch(-1)) {
            throw new ShapeException("layerNorm", "takes rows of values", "input " + shape);
        }
        Shape kept = shape.reduced(shape.rank() - 1);
        Shape width = Shape.of(shape.size(-1));
        Tensor centered = x.sub(x.mean(-1).reshape(kept));
        Tensor deviation = centered.square().mean(-1).reshape(kept).add(epsilon).sqrt();
        return centered.div(deviation).mul(scope.parameter("weight", width, Inits.ones()))
                .add(scope.parameter("bias", width, Inits.zeros()));
    }
}
