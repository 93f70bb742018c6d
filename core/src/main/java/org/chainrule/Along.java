package org.chainrule;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.ir.Op;
import org.chainrule.ir.Reduction;
import org.chainrule.type.Shape;

/// Reductions along axes, and the functions built on them that must not overflow.
final class Along {
    /// The logarithm of the least term that the sum of a log-softmax counts. The largest term is 1, so smaller ones leave
    /// the sum as it is. They would only give gradients so small that arithmetic with them is slow (subnormal numbers).
    private static final float LEAST_POWER = -50;

    private Along() {
    }

    /// Returns the reduction of one axis, which is kept with size 1.
    private static Tensor kept(Tensor x, Reduction reduction, int axis) {
        return x.then(new Op.Reduce(reduction, x.shape().axis(axis, "reduce")));
    }

    static Tensor reduce(Tensor x, Reduction reduction, int... axes) {
        return removed(reduceKeeping(x, reduction, axes), x.shape(), axes);
    }

    static Tensor reduceKeeping(Tensor x, Reduction reduction, int... axes) {
        Tensor result = x;
        int[] sorted = sorted(x.shape(), axes);
        for (int i = sorted.length - 1; i >= 0; i--) {
            result = kept(result, reduction, sorted[i]);
        }
        return result;
    }

    static Tensor mean(Tensor x, int... axes) {
        return reduce(x, Reduction.SUM, axes).div(count(x, axes));
    }

    static Tensor meanKeeping(Tensor x, int... axes) {
        return reduceKeeping(x, Reduction.SUM, axes).div(count(x, axes));
    }

    static Tensor varKeeping(Tensor x, int... axes) {
        return meanKeeping(x.sub(meanKeeping(x, axes)).square(), axes);
    }

    static Tensor var(Tensor x, int... axes) {
        return removed(varKeeping(x, axes), x.shape(), axes);
    }

    /// Removes the reduced axes, which have size 1, from a result.
    private static Tensor removed(Tensor kept, Shape from, int... axes) {
        Shape shape = from;
        int[] sorted = sorted(from, axes);
        for (int i = sorted.length - 1; i >= 0; i--) {
            shape = shape.without(sorted[i]);
        }
        return kept.reshape(shape);
    }

    private static Tensor count(Tensor x, int... axes) {
        Tensor count = Tensor.scalar(1);
        for (int axis : sorted(x.shape(), axes)) {
            count = count.mul(Tensor.size(x.shape(), axis));
        }
        return count;
    }

    private static int[] sorted(Shape shape, int... axes) {
        int[] all = axes.length > 0 ? axes.clone() : IntStream.range(0, shape.rank()).toArray();
        for (int i = 0; i < all.length; i++) {
            all[i] = shape.axis(all[i], "reduce");
        }
        Arrays.sort(all);
        for (int i = 1; i < all.length; i++) {
            if (all[i] == all[i - 1]) {
                throw new ArgumentException("axes", "reduce: axis " + all[i] + " is named twice");
            }
        }
        return all;
    }

    static Tensor softmax(Tensor x, int axis) {
        Tensor powers = x.sub(peak(x, axis)).exp();
        return powers.div(kept(powers, Reduction.SUM, axis));
    }

    static Tensor logSoftmax(Tensor x, int axis) {
        Tensor shifted = x.sub(peak(x, axis));
        Tensor powers = shifted.maximum(LEAST_POWER).exp();
        return shifted.sub(kept(powers, Reduction.SUM, axis).log());
    }

    static Tensor logSumExp(Tensor x, int axis) {
        // an infinite peak would lead to inf - inf
        Tensor peak = peak(x, axis).clamp(-Float.MAX_VALUE, Float.MAX_VALUE);
        Tensor sum = kept(x.sub(peak).exp(), Reduction.SUM, axis).log().add(peak);
        return sum.reshape(x.shape().without(x.shape().axis(axis, "logSumExp")));
    }

    private static Tensor peak(Tensor x, int axis) {
        return kept(x, Reduction.MAX, axis).stopGradient();
    }
}
