package org.chainrule.nn;

import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.optim.Schedule;

/// Dropout: in training, sets values to 0 at random and multiplies the others by `1 / (1 - rate)`, which keeps the mean
/// (Srivastava et al., Dropout, 2014). In prediction, values pass unchanged.
///
/// @param rate the share of values set to 0, at least 0 and below 1
/// @param schedule the factor, up to 1, by which the rate is multiplied in the course of training
public record Dropout(double rate, Schedule schedule) implements Layer {
    public Dropout {
        LayerArguments.fraction("dropout", "rate", rate);
        ArgumentException.requireNotNull("dropout", "schedule", schedule);
    }

    /// Dropout at a constant rate.
    public Dropout(double rate) {
        this(rate, Schedule.constant());
    }

    /// Returns a copy whose rate varies in the course of training.
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
