package org.chainrule.optim;

import org.chainrule.error.ArgumentException;

/// How the learning rate moves over a training: the factor by which it is multiplied before each step.
@FunctionalInterface
public interface Schedule {
    /// The factor of a step.
    ///
    /// @param step the number of the step, from 0
    /// @param steps how many steps the training has
    double factor(long step, long steps);

    /// The learning rate as it is.
    static Schedule constant() {
        return (_, _) -> 1;
    }

    /// Half a cosine from 1 down to `last` (Loshchilov and Hutter, SGDR, 2016).
    ///
    /// @throws ArgumentException if the last factor is not a finite number of at least 0
    static Schedule cosine(double last) {
        if (!(last >= 0 && last <= Double.MAX_VALUE)) {
            throw new ArgumentException("last", "cosine: last is " + last + ", expected a finite number of at least 0");
        }
        return (step, steps) -> last + (1 - last) * (1 + StrictMath.cos(StrictMath.PI * step / steps)) / 2;
    }

    /// Half a cosine from 1 down to 0.
    static Schedule cosine() {
        return cosine(0);
    }

    /// A straight rise over the first `warmup` steps, then another schedule over the rest.
    ///
    /// @throws ArgumentException if the number of steps is below 0
    static Schedule warmup(long warmup, Schedule then) {
        ArgumentException.requireNotNull("warmup", "then", then);
        if (warmup < 0) {
            throw new ArgumentException("warmup", "warmup: got " + warmup + " steps, expected at least 0");
        }
        return (step, steps) -> step < warmup
                ? (step + 1.0) / warmup
                : then.factor(step - warmup, Math.max(1, steps - warmup));
    }
}
