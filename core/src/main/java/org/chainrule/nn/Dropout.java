package org.chainrule.nn;

import org.chainrule.Tensor;

/// Values left out at random while training, the others multiplied by `1 / (1 - rate)` so that their mean stays
/// (Srivastava et al., Dropout, 2014). Where a network predicts, the values pass unchanged.
///
/// @param rate the share that is left out, below 1
public record Dropout(double rate) implements Layer {
    public Dropout {
        Arguments.fraction("dropout", "rate", rate);
    }

    @Override
    public Tensor apply(Tensor x, Scope scope) {
        if (!scope.training() || rate == 0) {
            return x;
        }
        Tensor out = scope.uniform(x.shape()).less(Tensor.scalar(rate));
        return out.where(Tensor.scalar(0), x.mul(1 / (1 - rate)));
    }
}
