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
import java.util.List;
import java.util.Optional;
import org.chainrule.error.ArgumentException;

/// The catalogue of layers.
///
/// ```java
/// Layer net = sequential(linear(256), relu(), dropout(0.2), linear(10));
/// ```
///
/// Each layer is a record with readable components and can be written to a file and read back ([LayerJson]).
public final class Layers {
    private Layers() {
    }

    // ---- Layers with parameters

    /// Returns `x W + b` along the last axis ([Linear]).
    ///
    /// @param units the number of output values; the number of input values follows from the input
    public static Linear linear(int units) {
        return new Linear(units, true, Inits.leCunUniform(), Optional.empty());
    }

    /// Returns a learned vector for each whole number ([Embedding]).
    ///
    /// @param count the number of vectors, for the numbers from 0 to `count - 1`
    /// @param width the length of a vector
    public static Embedding embedding(int count, int width) {
        return new Embedding(count, width, Inits.normal(1));
    }

    /// Returns a logit for each threshold between ordered classes from one number per row ([Thresholds]), for
    /// [Losses#ordinal].
    ///
    /// @param count the number of thresholds, one less than the number of classes
    public static Thresholds thresholds(int count) {
        return new Thresholds(count);
    }

    /// Returns layer normalization over the last axis, with epsilon 1e-5 ([LayerNorm]).
    public static LayerNorm layerNorm() {
        return new LayerNorm(1e-5);
    }

    /// Returns batch normalization of each column, with momentum 0.1 and epsilon 1e-5 ([BatchNorm]).
    public static BatchNorm batchNorm() {
        return new BatchNorm(0.1, 1e-5);
    }

    /// Returns `x` above 0, else a learned multiple of `x`, initially 0.25 (He et al., 2015).
    public static Layer prelu() {
        return new Activation.Prelu(0.25);
    }

    // ---- Layers for tables

    /// Returns a learned factor for each column, initially 1 ([Scaling]).
    public static Scaling scaling() {
        return new Scaling();
    }

    /// Returns `x W / sqrt(in) + b` along the last axis, with normal numbers at the start ([TangentLinear]).
    ///
    /// @param units the number of output values; the number of input values follows from the input
    public static TangentLinear tangentLinear(int units) {
        return new TangentLinear(units, false);
    }

    /// Returns an activation function between which and the identity each column learns ([ParametricActivation]).
    public static ParametricActivation parametric(Activation.Function function) {
        return new ParametricActivation(function);
    }

    /// Returns periodic embeddings of numbers with a linear layer for each column ([Periodic]).
    ///
    /// @param frequencies the number of cosines of a column
    /// @param sigma the standard deviation of the frequencies at the start
    /// @param width the number of outputs of a column, at least 2; one of them is the number itself
    public static Periodic periodic(int frequencies, double sigma, int width) {
        return new Periodic(frequencies, sigma, width);
    }

    /// Returns piecewise-linear embeddings of numbers ([PiecewiseLinear]).
    ///
    /// @param edges the edges of the bins of each column, in ascending order
    /// @param width the number of outputs of a column, or 0 for the components of its bins
    public static PiecewiseLinear piecewiseLinear(List<List<Double>> edges, int width) {
        return new PiecewiseLinear(edges, width);
    }

    /// Returns copies of a row for the members of an ensemble that share all weights, each with learned factors ([Fan]).
    ///
    /// @param members the number of members
    /// @param signs whether the factors start with random signs; otherwise they start with normal numbers
    public static Fan fan(int members, boolean signs) {
        return new Fan(members, signs);
    }

    /// Returns a linear layer for each member of an ensemble ([Heads]).
    ///
    /// @param units the number of output values of a member
    public static Heads heads(int units) {
        return new Heads(units);
    }

    /// Returns the mean of the predictions of the members of an ensemble ([MemberMean]).
    ///
    /// @param kind what the members predict
    public static MemberMean memberMean(Mixture.Kind kind) {
        return new MemberMean(kind);
    }

    /// Returns a layer for each of several groups of columns, whose outputs are joined ([Parts]).
    public static Parts parts(Parts.Part... parts) {
        ArgumentException.requireNotNull("parts", "parts", parts);
        return new Parts(Arrays.asList(parts));
    }

    /// Returns a part of [#parts(Parts.Part...)]: the columns from `from` (inclusive) to `to` (exclusive) and their layer.
    public static Parts.Part part(int from, int to, Layer layer) {
        return new Parts.Part(from, to, layer);
    }

    /// Returns a part of [#parts(Parts.Part...)]: columns, in the order in which the layer reads them, and their layer.
    public static Parts.Part part(int[] columns, Layer layer) {
        ArgumentException.requireNotNull("part", "columns", columns);
        return new Parts.Part(Arrays.stream(columns).mapToObj(column -> new Parts.Range(column, column + 1)).toList(),
                layer);
    }

    // ---- Layers made of layers

    /// Returns the mean of the predictions of several networks for the same row ([Mixture]).
    ///
    /// @param kind what the networks predict
    public static Mixture mixture(Mixture.Kind kind, Layer... members) {
        ArgumentException.requireNotNull("mixture", "members", members);
        return new Mixture(Arrays.asList(members), kind);
    }

    /// Returns layers applied one after the other ([Sequential]).
    public static Sequential sequential(Layer... layers) {
        ArgumentException.requireNotNull("sequential", "layers", layers);
        return new Sequential(Arrays.asList(layers));
    }

    /// Returns `x + inner(x)` (He et al., Deep residual learning, 2015; [Residual]).
    public static Residual residual(Layer inner) {
        return new Residual(inner);
    }

    /// Returns a layer that saves memory by recomputing its inner values in the backward pass ([Recompute]).
    public static Recompute recompute(Layer inner) {
        return new Recompute(inner);
    }

    /// Returns a layer with another name ([Named]).
    public static Named named(String name, Layer layer) {
        return new Named(name, layer);
    }

    // ---- Layers without parameters

    /// Returns dropout: in training, values are set to 0 at random ([Dropout]).
    ///
    /// @param rate the share of values set to 0, at least 0 and below 1
    public static Dropout dropout(double rate) {
        return new Dropout(rate);
    }

    /// Returns a layer whose output is its input ([Identity]).
    public static Identity identity() {
        return new Identity();
    }

    /// Returns a layer that flattens each row: `[n, ..]` to `[n, values]` ([Flatten]).
    public static Flatten flatten() {
        return new Flatten();
    }

    /// Returns [Activations#sigmoid] as a layer.
    public static Layer sigmoid() {
        return new Activation.Plain(SIGMOID);
    }

    /// Returns [Activations#tanh] as a layer.
    public static Layer tanh() {
        return new Activation.Plain(TANH);
    }

    /// Returns [Activations#relu] as a layer.
    public static Layer relu() {
        return new Activation.Plain(RELU);
    }

    /// Returns [Activations#leakyRelu(org.chainrule.Tensor, double)] with slope 0.01 as a layer.
    public static Layer leakyRelu() {
        return leakyRelu(0.01);
    }

    /// Returns [Activations#leakyRelu(org.chainrule.Tensor, double)] as a layer.
    public static Layer leakyRelu(double slope) {
        return new Activation.LeakyRelu(slope);
    }

    /// Returns [Activations#elu] as a layer.
    public static Layer elu() {
        return new Activation.Plain(ELU);
    }

    /// Returns [Activations#selu] as a layer.
    public static Layer selu() {
        return new Activation.Plain(SELU);
    }

    /// Returns [Activations#celu] as a layer.
    public static Layer celu(double alpha) {
        return new Activation.Celu(alpha);
    }

    /// Returns [Activations#gelu] as a layer.
    public static Layer gelu() {
        return new Activation.Plain(GELU);
    }

    /// Returns [Activations#geluTanh] as a layer.
    public static Layer geluTanh() {
        return new Activation.Plain(GELU_TANH);
    }

    /// Returns [Activations#silu] as a layer.
    public static Layer silu() {
        return new Activation.Plain(SILU);
    }

    /// Returns [Activations#mish] as a layer.
    public static Layer mish() {
        return new Activation.Plain(MISH);
    }

    /// Returns [Activations#softplus] as a layer.
    public static Layer softplus() {
        return new Activation.Plain(SOFTPLUS);
    }

    /// Returns [Activations#softsign] as a layer.
    public static Layer softsign() {
        return new Activation.Plain(SOFTSIGN);
    }

    /// Returns [Activations#hardSigmoid] as a layer.
    public static Layer hardSigmoid() {
        return new Activation.Plain(HARD_SIGMOID);
    }

    /// Returns [Activations#hardSwish] as a layer.
    public static Layer hardSwish() {
        return new Activation.Plain(HARD_SWISH);
    }

    /// Returns [org.chainrule.Tensor#softmax] along the last axis. Losses expect logits, so a classifier must not end with it.
    public static Layer softmax() {
        return new Activation.Plain(SOFTMAX);
    }

    /// Returns [org.chainrule.Tensor#logSoftmax] along the last axis.
    public static Layer logSoftmax() {
        return new Activation.Plain(LOG_SOFTMAX);
    }
}
