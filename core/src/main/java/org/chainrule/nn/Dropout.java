package org.chainrule.nn;

import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.optim.Schedule;

/// Values left out at random while training, the others multiplied by `1 / (1 - rate)` so that their mean stays
/// (Srivastava et al., Dropout, 2014). Where a network predicts, the values pass unchanged.
///
/// @param rate the share that is left out, below 1
/// @param schedule how the rate moves over the training: the factor by which it is multiplied, up to 1
public record Dropout(double rate, Schedule schedule) implements Layer {
    public Dropout {
        LayerArguments.fraction("dropout", "rate", rate);
        ArgumentException.requireNotNull("dropout", "schedule", schedule);
    }

    /// Values left out at one rate all through the training.
    public Dropout(double rate) {
        this(rate, Schedule.constant());
    }

    /// The same with a rate that moves over the training.
    public Dropout schedule(Schedule factor) {
        return new Dropout(rate, factor);
    }

    @Override
    public Tensor apply(Tensor x, Scope scope) {
        if (!scope.training() || rate == 0) {
            return x;
        }
        Tensor now = schedule.at(scope.progress()).mul(rate);
        Tensor out = scope.uniform(x.shape()).less(now);
        return out.where(Tensor.scalar(0), x.mul(Tensor.scalar(1).div(Tensor.scalar(1).sub(now))));
    }
}
