package org.chainrule.nn;

import static org.chainrule.nn.Activation.Function.ELU;
import static org.chainrule.nn.Activation.Function.GELU;
import static org.chainrule.nn.Activation.Function.GELU_TANH;
import static org.chainrule.nn.Activation.Function.HARD_SIGMOID;
import static org.chainrule.nn.Activation.Function.HARD_SWISH;
import static org.chainrule.nn.Activation.Function.LOG_SOFTMAX;
import static org.chainrule.nn.Activation.Function.MISH;
import static org.chainrule.nn.Activation.Function.RELU;
import static org.chainrule.nn.Activation.Function.SELU;
import static org.chainrule.nn.Activation.Function.SIGMOID;
import static org.chainrule.nn.Activation.Function.SILU;
import static org.chainrule.nn.Activation.Function.SOFTMAX;
import static org.chainrule.nn.Activation.Function.SOFTPLUS;
import static org.chainrule.nn.Activation.Function.SOFTSIGN;
import static org.chainrule.nn.Activation.Function.TANH;

import java.util.Arrays;
import java.util.Optional;
import org.chainrule.error.ArgumentException;

/// The catalogue of layers.
///
/// ```java
/// Layer net = sequential(linear(256), relu(), dropout(0.2), linear(10));
/// ```
///
/// Each is a record that anyone may look into, and all of them can be written to a file and read back ([LayerJson]).
public final class Layers {
    private Layers() {
    }

    // ---- Layers with parameters

    /// `x W + b` along the last axis, see [Linear].
    ///
    /// @param units how many values come out; how many go in is read off the input
    public static Linear linear(int units) {
        return new Linear(units, true, Inits.leCunUniform(), Optional.empty());
    }

    /// A learned vector for each whole number, see [Embedding].
    ///
    /// @param count how many numbers there are, from 0 to `count - 1`
    /// @param width the length of a vector
    public static Embedding embedding(int count, int width) {
        return new Embedding(count, width, Inits.normal(1));
    }

    /// Values of a row brought to mean 0 and variance 1, then scaled and shifted by learned numbers, see [LayerNorm].
    public static LayerNorm layerNorm() {
        return new LayerNorm(1e-5);
    }

    /// Columns brought to mean 0 and variance 1 over the batch, see [BatchNorm]; momentum 0.1, epsilon 1e-5.
    public static BatchNorm batchNorm() {
        return new BatchNorm(0.1, 1e-5);
    }

    /// `x` above 0, else a learned multiple of it that starts at 0.25 (He et al., 2015).
    public static Layer prelu() {
        return new Activation.Prelu(0.25);
    }

    // ---- Layers made of layers

    /// Layers one after the other, see [Sequential].
    public static Sequential sequential(Layer... layers) {
        ArgumentException.requireNotNull("sequential", "layers", layers);
        return new Sequential(Arrays.asList(layers));
    }

    /// `x + inner(x)` (He et al., Deep residual learning, 2015), see [Residual].
    public static Residual residual(Layer inner) {
        return new Residual(inner);
    }

    /// A layer whose inner values are computed again for the backward pass, not kept, see [Recompute].
    public static Recompute recompute(Layer inner) {
        return new Recompute(inner);
    }

    /// A layer under a name of its own, see [Named].
    public static Named named(String name, Layer layer) {
        return new Named(name, layer);
    }

    // ---- Layers without parameters

    /// Values left out at random while training, see [Dropout].
    ///
    /// @param rate the share of values that is left out
    public static Dropout dropout(double rate) {
        return new Dropout(rate);
    }

    /// Each row as one line of values: `[n, ..]` to `[n, values]`.
    public static Flatten flatten() {
        return new Flatten();
    }

    /// [Activations#sigmoid]
    public static Layer sigmoid() {
        return new Activation.Plain(SIGMOID);
    }

    /// [Activations#tanh]
    public static Layer tanh() {
        return new Activation.Plain(TANH);
    }

    /// [Activations#relu]
    public static Layer relu() {
        return new Activation.Plain(RELU);
    }

    /// [Activations#leakyRelu(org.chainrule.Tensor, double)] with slope 0.01.
    public static Layer leakyRelu() {
        return leakyRelu(0.01);
    }

    /// [Activations#leakyRelu(org.chainrule.Tensor, double)]
    public static Layer leakyRelu(double slope) {
        return new Activation.LeakyRelu(slope);
    }

    /// [Activations#elu]
    public static Layer elu() {
        return new Activation.Plain(ELU);
    }

    /// [Activations#selu]
    public static Layer selu() {
        return new Activation.Plain(SELU);
    }

    /// [Activations#celu]
    public static Layer celu(double alpha) {
        return new Activation.Celu(alpha);
    }

    /// [Activations#gelu]
    public static Layer gelu() {
        return new Activation.Plain(GELU);
    }

    /// [Activations#geluTanh]
    public static Layer geluTanh() {
        return new Activation.Plain(GELU_TANH);
    }

    /// [Activations#silu]
    public static Layer silu() {
        return new Activation.Plain(SILU);
    }

    /// [Activations#mish]
    public static Layer mish() {
        return new Activation.Plain(MISH);
    }

    /// [Activations#softplus]
    public static Layer softplus() {
        return new Activation.Plain(SOFTPLUS);
    }

    /// [Activations#softsign]
    public static Layer softsign() {
        return new Activation.Plain(SOFTSIGN);
    }

    /// [Activations#hardSigmoid]
    public static Layer hardSigmoid() {
        return new Activation.Plain(HARD_SIGMOID);
    }

    /// [Activations#hardSwish]
    public static Layer hardSwish() {
        return new Activation.Plain(HARD_SWISH);
    }

    /// [org.chainrule.Tensor#softmax] along the last axis. Losses take logits, so a classifier does not end with it.
    public static Layer softmax() {
        return new Activation.Plain(SOFTMAX);
    }

    /// [org.chainrule.Tensor#logSoftmax] along the last axis.
    public static Layer logSoftmax() {
        return new Activation.Plain(LOG_SOFTMAX);
    }
}
