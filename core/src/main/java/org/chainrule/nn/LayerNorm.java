package org.chainrule.nn;

import org.chainrule.Tensor;
import org.chainrule.error.ShapeException;
import org.chainrule.type.Shape;

/// Layer normalization: `(x - mean) / sqrt(variance + epsilon) * weight + bias` over the last axis (Ba, Kiros and Hinton,
/// Layer normalization, 2016). The variance is the mean of the squared differences. The parameters `weight`, initially 1,
/// and `bias`, initially 0, have the size of that axis.
///
/// @param epsilon a small number that prevents division by 0 for a constant row
public record LayerNorm(double epsilon) implements Layer {
    public LayerNorm {
        LayerArguments.positive("layerNorm", "epsilon", epsilon);
    }

    @Override
    public Tensor apply(Tensor x, Scope scope) {
        Shape shape = x.shape();
        if (shape.rank() < 2 || shape.isBatch(-1)) {
            throw new ShapeException("layerNorm", "needs rows of values", "input " + shape);
        }
        Shape kept = shape.reduced(shape.rank() - 1);
        Shape width = Shape.of(shape.size(-1));
        Tensor centered = x.sub(x.mean(-1).reshape(kept));
        Tensor deviation = centered.square().mean(-1).reshape(kept).add(epsilon).sqrt();
        return centered.div(deviation).mul(scope.parameter("weight", width, Inits.ones()))
                .add(scope.parameter("bias", width, Inits.zeros()));
    }
}
