/// Descriptions of networks: layers, nets, initializers, losses and objectives.
///
/// A [org.chainrule.nn.Layer] describes a computation from one tensor to one tensor, and a [org.chainrule.nn.Net] one from
/// named inputs to named outputs. Neither holds values. While a layer is applied, it requests its parameters and its state
/// from a [org.chainrule.nn.Scope] by name, and the names of the enclosing layers form a path such as
/// `residual/inner/weight`. The path identifies the parameter everywhere: in a model file, when parts are frozen, and as the
/// purpose of the random numbers that initialize it. Two layers that request the same path share the parameter.
///
/// The catalogue is in [org.chainrule.nn.Layers]. A custom layer is a record or a lambda, with the same rights as the
/// catalogue:
///
/// ```
/// record Gate(Layer inner) implements Layer {
///     @Override
///     public Tensor apply(Tensor x, Scope scope) {
///         return x.mul(scope.call("inner", inner, x).sigmoid());
///     }
/// }
/// ```
///
/// A [org.chainrule.nn.Network] is a net applied once to symbolic inputs, for training or for prediction. It holds the
/// output tensors and everything that the net requested:
///
/// ```
/// Layer net = sequential(linear(16), relu(), new Gate(linear(16)), linear(3));
/// Network network = Network.of(net, TensorType.f32(Shape.batch(4)), true);
/// Variable weight = network.parameters().getFirst(); // linear/weight [4, 16]
/// float[] values = weight.start(7); // seed 7
/// ```
///
/// A [org.chainrule.nn.Loss] compares a prediction with a target and returns one number per row, so that rows can be
/// weighted. An [org.chainrule.nn.Objective] combines losses of several outputs. [org.chainrule.nn.Losses] and
/// [org.chainrule.nn.Inits] are the catalogues of losses and initializers.
///
/// Training (`org.chainrule.train`) applies a net in training mode and optimizes the objective; models
/// (`org.chainrule.model`) apply it in prediction mode. This package does not know where examples come from or how a step is
/// run.
package org.chainrule.nn;
