package org.chainrule.nn;

import org.chainrule.Tensor;

/// Activation functions, applied to each value of a tensor.
///
/// For finite inputs, up to the largest float, all functions and their gradients are finite. At a kink, the gradient is that
/// of the left side. [Layers] has these functions as layers.
public final class Activations {
    private static final double SELU_SCALE = 1.0507009873554805;
    private static final double SELU_ALPHA = 1.6732632423543772;
    private static final double GELU_CUBIC = 0.044715;
    /// Beyond this input, the tanh in [#geluTanh] is exactly 1; clamping keeps the cube from overflowing.
    private static final double GELU_BOUND = 100;

    private Activations() {
    }

    /// Returns the logistic function `1 / (1 + e^-x)`, between 0 and 1.
    public static Tensor sigmoid(Tensor x) {
        return x.sigmoid();
    }

    /// Returns the hyperbolic tangent, between -1 and 1.
    public static Tensor tanh(Tensor x) {
        return x.tanh();
    }

    /// Returns the rectified linear unit `max(x, 0)` (Nair and Hinton, 2010).
    public static Tensor relu(Tensor x) {
        return x.relu();
    }

    /// Returns `x` above 0, else `slope * x` (Maas, Hannun and Ng, 2013).
    public static Tensor leakyRelu(Tensor x, double slope) {
        return leakyRelu(x, Tensor.scalar(slope));
    }

    /// Returns `x` above 0, else `slope * x`, with a computed or learned slope (He et al., Delving deep into rectifiers,
    /// 2015).
    public static Tensor leakyRelu(Tensor x, Tensor slope) {
        return positive(x).where(x, slope.mul(x));
    }

    /// Returns `x` above 0, else `e^x - 1` (Clevert, Unterthiner and Hochreiter, 2016).
    public static Tensor elu(Tensor x) {
        return positive(x).where(x, negativePart(x).expm1());
    }

    /// Returns `1.0507 x` above 0, else `1.0507 * 1.6733 (e^x - 1)`. With LeCun's initialization, values keep mean 0 and
    /// variance 1 from layer to layer (Klambauer et al., Self-normalizing neural networks, 2017).
    public static Tensor selu(Tensor x) {
        return positive(x).where(x.mul(SELU_SCALE), negativePart(x).expm1().mul(SELU_SCALE * SELU_ALPHA));
    }

    /// Returns `x` above 0, else `alpha (e^(x / alpha) - 1)`, smooth at 0 for every alpha (Barron, 2017).
    public static Tensor celu(Tensor x, double alpha) {
        return positive(x).where(x, negativePart(x).div(alpha).expm1().mul(alpha));
    }

    /// Returns `x` times the probability that a standard normal number is below `x`: `x / 2 (1 + erf(x / sqrt 2))`
    /// (Hendrycks and Gimpel, 2016).
    public static Tensor gelu(Tensor x) {
        return x.mul(0.5).mul(x.mul(StrictMath.sqrt(0.5)).erf().add(1));
    }

    /// Returns the approximation of [#gelu] by `x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3)))`.
    public static Tensor geluTanh(Tensor x) {
        Tensor inner = x.clamp(-GELU_BOUND, GELU_BOUND);
        Tensor cubic = inner.add(inner.square().mul(inner).mul(GELU_CUBIC));
        return x.mul(0.5).mul(cubic.mul(StrictMath.sqrt(2 / StrictMath.PI)).tanh().add(1));
    }

    /// Returns `x / (1 + e^-x)`, also called swish (Elfwing, Uchibe and Doya, 2017).
    public static Tensor silu(Tensor x) {
        return x.mul(x.sigmoid());
    }

    /// Returns `x tanh(ln(1 + e^x))` (Misra, 2019).
    public static Tensor mish(Tensor x) {
        return x.mul(softplus(x).tanh());
    }

    /// Returns `ln(1 + e^x)`, a smooth form of [#relu].
    public static Tensor softplus(Tensor x) {
        return positive(x).where(x, Tensor.scalar(0)).add(softness(x));
    }

    /// Returns `x / (1 + |x|)`, between -1 and 1.
    public static Tensor softsign(Tensor x) {
        return x.div(x.abs().add(1));
    }

    /// Returns `(x + 3) / 6`, limited to the range from 0 to 1.
    public static Tensor hardSigmoid(Tensor x) {
        return x.add(3).clamp(0, 6).div(6);
    }

    /// Returns `x` times [#hardSigmoid] (Howard et al., Searching for MobileNetV3, 2019).
    public static Tensor hardSwish(Tensor x) {
        return x.mul(hardSigmoid(x));
    }

    /// Returns `ln(1 + e^-|x|)`, which [#softplus] adds to `max(x, 0)`. It chooses between `-x` and `x`, because the gradient
    /// of `abs` at 0 is 0, while the left side of this function needs 1.
    static Tensor softness(Tensor x) {
        return positive(x).where(x.neg(), x).exp().log1p();
    }

    static Tensor positive(Tensor x) {
        return x.greater(Tensor.scalar(0));
    }

    /// Returns `min(x, 0)` with the gradient of `x` at 0, because at a tie the gradient goes to the second operand.
    private static Tensor negativePart(Tensor x) {
        return Tensor.scalar(0).minimum(x);
    }
}
