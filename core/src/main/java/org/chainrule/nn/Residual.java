package org.chainrule.nn;

import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;

/// A residual connection, `x + inner(x)`: the inner layer learns the difference from its input (He et al., Deep residual
/// learning for image recognition, 2015). The inner layer has the name `inner` and must keep the shape.
///
/// @param inner the layer whose output is added to its input
public record Residual(Layer inner) implements Layer {
    public Residual {
        ArgumentException.requireNotNull("residual", "inner", inner);
    }

    @Override
    public Tensor apply(Tensor x, Scope scope) {
        Tensor change = scope.call("inner", inner, x);
        if (!change.shape().equals(x.shape())) {
            throw new ShapeException("residual", "the inner layer must keep the shape", "input " + x.shape(),
                    "inner output " + change.shape());
        }
        return x.add(change);
    }
}
