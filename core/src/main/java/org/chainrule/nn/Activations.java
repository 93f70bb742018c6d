package org.chainrule.nn;

import org.chainrule.Tensor;

/// Activation functions, each applied to every value of a tensor by itself.
///
/// All are finite for finite inputs and so are their gradients, up to the largest float. Where a function has a kink
/// the gradient there is that of the left side. [Layers] has the same functions as layers.
public final class Activations {
    private static final double SELU_SCALE = 1.0507009873554805;
    private static final double SELU_ALPHA = 1.6732632423543772;
    private static final double GELU_CUBIC = 0.044715;
    /// Beyond it the tanh in [#geluTanh] is 1 to the last bit, and the cube must not overflow.
    private static final double GELU_BOUND = 100;

    private Activations() {
    }

    /// The logistic function `1 / (1 + e^-x)`, between 0 and 1.
    public static Tensor sigmoid(Tensor x) {
        return x.sigmoid();
    }

    /// The hyperbolic tangent, between -1 and 1.
    public static Tensor tanh(Tensor x) {
        return x.tanh();
    }

    /// The rectified linear unit `max(x, 0)` (Nair and Hinton, 2010).
    public static Tensor relu(Tensor x) {
        return x.relu();
    }

    /// `x` above 0, else `slope * x` (Maas, Hannun and Ng, 2013).
    public static Tensor leakyRelu(Tensor x, double slope) {
        return leakyRelu(x, Tensor.scalar(slope));
    }

    /// `x` above 0, else `slope * x`, with a slope that is computed or learned (He et al., Delving deep into
    /// rectifiers, 2015).
    public static Tensor leakyRelu(Tensor x, Tensor slope) {
        return positive(x).where(x, slope.mul(x));
    }

    /// `x` above 0, else `e^x - 1` (Clevert, Unterthiner and Hochreiter, 2016).
    public static Tensor elu(Tensor x) {
        return positive(x).where(x, negativePart(x).expm1());
    }

    /// `1.0507 x` above 0, else `1.0507 * 1.6733 (e^x - 1)`: keeps mean 0 and variance 1 from layer to layer under
    /// LeCun's initialization (Klambauer et al., Self-normalizing neural networks, 2017).
    public static Tensor selu(Tensor x) {
        return positive(x).where(x.mul(SELU_SCALE), negativePart(x).expm1().mul(SELU_SCALE * SELU_ALPHA));
    }

    /// `x` above 0, else `alpha (e^(x / alpha) - 1)`, smooth at 0 for every alpha (Barron, 2017).
    public static Tensor celu(Tensor x, double alpha) {
        return positive(x).where(x, negativePart(x).div(alpha).expm1().mul(alpha));
    }

    /// `x` times the probability that a standard normal number is below `x`: `x / 2 (1 + erf(x / sqrt 2))` (Hendrycks
    /// and Gimpel, 2016).
    public static Tensor gelu(Tensor x) {
        return x.mul(0.5).mul(x.mul(StrictMath.sqrt(0.5)).erf().add(1));
    }

    /// The approximation of [#gelu] by `x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3)))`.
    public static Tensor geluTanh(Tensor x) {
        Tensor inner = x.clamp(-GELU_BOUND, GELU_BOUND);
        Tensor cubic = inner.add(inner.square().mul(inner).mul(GELU_CUBIC));
        return x.mul(0.5).mul(cubic.mul(StrictMath.sqrt(2 / StrictMath.PI)).tanh().add(1));
    }

    /// `x / (1 + e^-x)`, also called swish (Elfwing, Uchibe and Doya, 2017).
    public static Tensor silu(Tensor x) {
        return x.mul(x.sigmoid());
    }

    /// `x tanh(ln(1 + e^x))` (Misra, 2019).
    public static Tensor mish(Tensor x) {
        return x.mul(softplus(x).tanh());
    }

    /// `ln(1 + e^x)`, a smooth form of [#relu].
    public static Tensor softplus(Tensor x) {
        return positive(x).where(x, Tensor.scalar(0)).add(softness(x));
    }

    /// `x / (1 + |x|)`, between -1 and 1.
    public static Tensor softsign(Tensor x) {
        return x.div(x.abs().add(1));
    }

    /// `(x + 3) / 6` brought into the range from 0 to 1.
    public static Tensor hardSigmoid(Tensor x) {
        return x.add(3).clamp(0, 6).div(6);
    }

    /// `x` times [#hardSigmoid] (Howard et al., Searching for MobileNetV3, 2019).
    public static Tensor hardSwish(Tensor x) {
        return x.mul(hardSigmoid(x));
    }

    /// `ln(1 + e^-|x|)`: what [#softplus] adds to `max(x, 0)`. The minus sign is chosen, not taken from `abs`, whose
    /// gradient at 0 is 0 where this function's left side needs 1.
    static Tensor softness(Tensor x) {
        return positive(x).where(x.neg(), x).exp().log1p();
    }

    static Tensor positive(Tensor x) {
        return x.greater(Tensor.scalar(0));
    }

    /// `min(x, 0)` with the gradient of `x` at 0: a tie goes to the second operand.
    private static Tensor negativePart(Tensor x) {
        return Tensor.scalar(0).minimum(x);
    }
}
