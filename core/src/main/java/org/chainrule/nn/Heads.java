package org.chainrule.nn;

import org.chainrule.Tensor;
import org.chainrule.error.ShapeException;
import org.chainrule.type.Shape;

/// A linear layer for each member of an ensemble: `[n, members, in]` becomes `[n, members, units]`. It ends a network that
/// begins with [Fan]. Such a network is trained by the mean of the losses of its members, and predicts by the mean of their
/// predictions.
///
/// The parameters are `weight` `[members, in, units]` and `bias` `[members, units]`. They start with uniformly distributed values
/// within `1 / sqrt(in)` of 0.
///
/// @param units the number of output values of a member
public record Heads(int units) implements Layer {
    public Heads {
        LayerArguments.positive("heads", "units", units);
    }

    @Override
    public Tensor apply(Tensor x, Scope scope) {
        Shape shape = x.shape();
        if (shape.rank() != 3 || shape.isBatch(1) || shape.isBatch(2)) {
            throw new ShapeException("heads", "needs a row of values for each member", "input " + shape);
        }
        int members = shape.size(1);
        int in = shape.size(2);
        double spread = 1 / Math.sqrt(in);
        Init near = Inits.uniform(-spread, spread);
        Tensor weight = scope.parameter("weight", Shape.of(members, in, units), near);
        Tensor bias = scope.parameter("bias", Shape.of(members, units), near);
        return x.permute(1, 0, 2).matmul(weight).permute(1, 0, 2).add(bias);
    }
}
