package org.chainrule;

import org.chainrule.error.ArgumentException;
import org.chainrule.ir.Nodes;

/// Powers, composed of products, roots, exponentials and logarithms so that values and gradients are right at 0 and for
/// negative bases.
///
/// The plain formula `e^(y ln x)` has no gradient at 0, where `0 * y / 0` is NaN. Therefore the base 0 is replaced by 1
/// inside the logarithm, and another expression provides value and gradient at 0.
final class Powers {
    /// The largest whole exponent for which products are as accurate as the exponential.
    private static final int PRODUCTS = 64;

    private Powers() {
    }

    static Tensor pow(Tensor x, double y) {
        Kinds.requireReal("pow", x);
        if (!Double.isFinite(y)) {
            throw new ArgumentException("y", "pow: the exponent is " + y + ", expected a finite number");
        }
        if (y == Math.rint(y)) {
            return whole(x, y);
        }
        if (y == 0.5) {
            return x.sqrt();
        }
        return y < 0 ? power(x, y) : atZero(x, y);
    }

    private static Tensor whole(Tensor x, double y) {
        if (y < 0) {
            return Tensor.scalar(1).div(whole(x, -y));
        }
        if (y == 0) {
            return Tensor.fill(1, x.shape());
        }
        if (y > PRODUCTS) {
            boolean odd = y % 2 != 0;
            return odd ? x.mul(whole(x, y - 1)) : atZero(x.abs(), y);
        }
        Tensor half = y > 1 ? whole(x, Math.floor(y / 2)).square() : x;
        return y > 1 && y % 2 != 0 ? half.mul(x) : half;
    }

    private static Tensor power(Tensor x, double y) {
        return x.log().mul(y).exp();
    }

    /// Returns a power with a positive exponent. At 0 an exponent below 1 is computed as a square root, whose slope is
    /// infinite there, and any other as 0.
    private static Tensor atZero(Tensor x, double y) {
        Tensor zero = x.equal(Tensor.scalar(0));
        Tensor power = power(zero.where(Tensor.scalar(1), x), y);
        return zero.where(y < 1 ? zero.where(x, Tensor.scalar(1)).sqrt() : Tensor.scalar(0), power);
    }

    static Tensor pow(Tensor x, Tensor y) {
        Kinds.requireReal("pow", x);
        Kinds.requireReal("pow", y);
        Nodes.broadcast("pow", x.shape(), y.shape());
        Tensor one = Tensor.scalar(1);
        Tensor zero = x.equal(0);
        Tensor size = zero.where(one, x).abs().log().mul(y).exp();
        Tensor negative = x.less(0);
        Tensor even = y.mul(0.5).floor().mul(2).equal(y);
        Tensor undefined = negative.and(y.floor().notEqual(y));
        Tensor signed = negative.and(even.not()).where(size.neg(), size);
        // the root of a negative number is NaN in value and gradient
        Tensor real = undefined.where(undefined.where(x, one).sqrt(), signed);
        return zero.where(ofZero(x, y, zero), real);
    }

    /// Returns the power for the base 0, as a function of the base with the right slope there.
    private static Tensor ofZero(Tensor x, Tensor y, Tensor zero) {
        Tensor one = Tensor.scalar(1);
        Tensor root = zero.and(y.greater(0)).and(y.less(1));
        Tensor below = zero.and(y.less(0));
        Tensor inverse = below.where(x, one).log().neg().exp();
        Tensor flat = y.equal(0).where(one, below.where(inverse, y));
        Tensor steep = root.where(root.where(x, one).sqrt(), flat);
        return y.greater(1).where(x.square(), y.equal(1).where(x, steep));
    }
}
