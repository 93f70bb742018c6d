package org.chainrule.optim;

import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;

/// A factor that changes a setting over the course of a training, as a function of progress. It is part of the
/// computation of a step, and applies to the learning rate, weight decay, dropout and label smoothing alike.
///
/// ```java
/// Schedule halfway = progress -> progress.less(Tensor.scalar(0.5)).where(Tensor.scalar(1), Tensor.scalar(0.1));
/// ```
@FunctionalInterface
public interface Schedule {
    /// Returns the factor, one number.
    ///
    /// @param progress one number: `k / steps` in step `k`, counted from 0, of a training with that many steps
    Tensor at(Tensor progress);

    /// Returns the factor 1 throughout.
    static Schedule constant() {
        return _ -> Tensor.scalar(1);
    }

    /// Returns half a cosine from 1 down to `last` (Loshchilov and Hutter, SGDR, 2016).
    ///
    /// @throws ArgumentException if `last` is not a finite number of at least 0
    static Schedule cosine(double last) {
        checkLast("cosine", last);
        return progress -> progress.mul(StrictMath.PI).cos().add(1).mul((1 - last) / 2).add(last);
    }

    /// Returns half a cosine from 1 down to 0.
    static Schedule cosine() {
        return cosine(0);
    }

    /// Returns a straight line from 1 to `last`.
    ///
    /// @throws ArgumentException if `last` is not a finite number of at least 0
    static Schedule linear(double last) {
        checkLast("linear", last);
        return progress -> progress.mul(last - 1).add(1);
    }

    /// Returns a linear rise from 0 to 1 over the first part of the training, followed by another schedule.
    ///
    /// @param share the share of the training taken by the rise, at least 0 and below 1
    /// @param then the schedule for the rest of the training
    /// @throws ArgumentException if the share is outside that range
    static Schedule warmup(double share, Schedule then) {
        ArgumentException.requireNotNull("warmup", "then", then);
        if (!(share >= 0 && share < 1)) {
            throw new ArgumentException("share", "warmup: the share is " + share
                    + ", expected at least 0 and below 1, such as 0.05 for the first 5 % of the steps");
        }
        if (share == 0) {
            return then;
        }
        return progress -> progress.less(Tensor.scalar(share)).where(progress.div(share),
                then.at(progress.sub(share).div(1 - share).clamp(0, 1)));
    }

    /// Returns waves that rise from 0 to 1 and fall back to 0, each about twice as long as the one before: `(1 - cos(2 pi
    /// log2(1 + (2^cycles - 1) t))) / 2` with the progress `t` (Holzmüller, Grinsztajn and Steinwart, Better by default,
    /// 2024, which uses 4 waves).
    ///
    /// @param cycles the number of waves
    /// @throws ArgumentException if there are fewer than 1 or more than 20 waves
    static Schedule coslog(int cycles) {
        // the first of more waves would be shorter than a step of any training
        if (cycles < 1 || cycles > 20) {
            throw new ArgumentException("cycles",
                    "coslog: cycles is " + cycles + ", expected at least 1 and at most 20");
        }
        double turns = 2 * StrictMath.PI / StrictMath.log(2);
        return progress -> Tensor.scalar(1).sub(progress.mul((1 << cycles) - 1).log1p().mul(turns).cos()).mul(0.5);
    }

    /// Returns 1 over the first half of the training, then half a cosine down to 0: `(1 + cos(pi (2 t - 1))) / 2` with the
    /// progress `t` (Holzmüller, Grinsztajn and Steinwart, Better by default, 2024).
    static Schedule flatCosine() {
        return progress -> progress.mul(2).sub(1).maximum(0).mul(StrictMath.PI).cos().add(1).mul(0.5);
    }

    private static void checkLast(String schedule, double last) {
        if (!(last >= 0 && last <= Float.MAX_VALUE)) {
            throw new ArgumentException("last",
                    schedule + ": last is " + last + ", expected a finite number of at least 0");
        }
    }
}
