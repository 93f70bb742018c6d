package org.chainrule.optim;

import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;

/// How a setting moves over a training: the factor by which its value is multiplied, as a function of how much of the
/// training is done. It is part of the computation of a step, and serves the learning rate, weight decay, dropout and
/// label smoothing alike.
///
/// ```java
/// Schedule halfway = progress -> progress.less(Tensor.scalar(0.5)).where(Tensor.scalar(1), Tensor.scalar(0.1));
/// ```
@FunctionalInterface
public interface Schedule {
    /// The factor, one number.
    ///
    /// @param progress one number: `k / steps` in step `k`, counted from 0, of a training of that many steps
    Tensor at(Tensor progress);

    /// The setting as it is.
    static Schedule constant() {
        return _ -> Tensor.scalar(1);
    }

    /// Half a cosine from 1 down to `last` (Loshchilov and Hutter, SGDR, 2016).
    ///
    /// @throws ArgumentException if the last factor is not a finite number of at least 0
    static Schedule cosine(double last) {
        checkLast("cosine", last);
        return progress -> progress.mul(StrictMath.PI).cos().add(1).mul((1 - last) / 2).add(last);
    }

    /// Half a cosine from 1 down to 0.
    static Schedule cosine() {
        return cosine(0);
    }

    /// A straight line from 1 down to `last`.
    ///
    /// @throws ArgumentException if the last factor is not a finite number of at least 0
    static Schedule linear(double last) {
        checkLast("linear", last);
        return progress -> progress.mul(last - 1).add(1);
    }

    /// A straight rise from 0 over the first part of the training, then another schedule over the rest.
    ///
    /// @param share how much of the training the rise takes, at least 0 and below 1
    /// @throws ArgumentException if the share is not in that range
    static Schedule warmup(double share, Schedule then) {
        ArgumentException.requireNotNull("warmup", "then", then);
        if (!(share >= 0 && share < 1)) {
            throw new ArgumentException("share", "warmup: the share is " + share
                    + ", expected 0 up to but not including 1, such as 0.05 for the first twentieth of the steps");
        }
        if (share == 0) {
            return then;
        }
        return progress -> progress.less(Tensor.scalar(share)).where(progress.div(share),
                then.at(progress.sub(share).div(1 - share).clamp(0, 1)));
    }

    private static void checkLast(String schedule, double last) {
        if (!(last >= 0 && last <= Float.MAX_VALUE)) {
            throw new ArgumentException("last",
                    schedule + ": last is " + last + ", expected a finite number of at least 0");
        }
    }
}
