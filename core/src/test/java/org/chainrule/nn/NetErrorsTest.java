package org.chainrule.nn;

import static org.chainrule.nn.Layers.batchNorm;
import static org.chainrule.nn.Layers.dropout;
import static org.chainrule.nn.Layers.embedding;
import static org.chainrule.nn.Layers.flatten;
import static org.chainrule.nn.Layers.layerNorm;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.named;
import static org.chainrule.nn.Layers.recompute;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.residual;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.nn.Layers.tanh;
import static org.chainrule.testing.Mistakes.assertMessage;
import static org.chainrule.testing.Mistakes.missing;
import static org.chainrule.testing.Mistakes.mistake;

import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.chainrule.Tensor;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Layers, initializers and losses that do not fit, and the whole message of each.
class NetErrorsTest {
    private static final TensorType ROWS = TensorType.f32(Shape.batch(8));
    private static final TensorType NUMBERS = TensorType.f32(Shape.batch());
    private static final Tensor PREDICTION = Tensor.input("prediction", Shape.batch(3));

    static Stream<Arguments> settings() {
        return Stream.of(
                mistake(() -> linear(0), "linear: units is 0, expected at least 1"),
                mistake(() -> new Linear(2, false, Inits.zeros(), Optional.of(Inits.zeros())), "linear: there is an"
                        + " initializer for the bias, but the layer has no bias; leave the initializer out, or add a"
                        + " bias"),
                mistake(() -> linear(1).weights(missing()), "linear: weights is null, expected a value"),
                mistake(() -> embedding(0, 3), "embedding: count is 0, expected at least 1"),
                mistake(() -> embedding(3, -1), "embedding: width is -1, expected at least 1"),
                mistake(() -> embedding(3, 2).start(missing()), "embedding: start is null, expected a value"),
                mistake(() -> Layers.thresholds(0), "thresholds: count is 0, expected at least 1"),
                mistake(() -> dropout(1), "dropout: rate is 1.0, expected at least 0 and below 1"),
                mistake(() -> dropout(-0.5), "dropout: rate is -0.5, expected at least 0 and below 1"),
                mistake(() -> dropout(Double.NaN), "dropout: rate is NaN, expected at least 0 and below 1"),
                mistake(() -> new LayerNorm(0), "layerNorm: epsilon is 0.0, expected a number above 0"),
                mistake(() -> new BatchNorm(1.5, 1e-5),
                        "batchNorm: momentum is 1.5, expected a number above 0 and up to 1"),
                mistake(() -> new BatchNorm(0, 1e-5), "batchNorm: momentum is 0.0, expected a number above 0"),
                mistake(() -> new BatchNorm(0.1, 0), "batchNorm: epsilon is 0.0, expected a number above 0"),
                mistake(() -> sequential(), "sequential: got no layers, expected at least one"),
                mistake(() -> sequential(linear(1), NetErrorsTest.layer()),
                        "sequential: number 1 of layers is null, expected a value"),
                mistake(() -> residual(missing()), "residual: inner is null, expected a value"),
                mistake(() -> recompute(missing()), "recompute: inner is null, expected a value"),
                mistake(() -> named("a", missing()), "named: layer is null, expected a value"),
                mistake(() -> named("a/b", relu()), "named: the name is 'a/b', expected one without '/'"),
                mistake(() -> named(" ", relu()), "named: the name is ' ', expected one without '/'"),
                mistake(() -> Layers.celu(0), "celu: alpha is 0.0, expected a number above 0"),
                mistake(() -> Layers.leakyRelu(Double.NaN), "leakyRelu: slope is NaN, expected a finite number"),
                mistake(() -> Inits.normal(-1), "normal: deviation is -1.0, expected a number not below 0"),
                mistake(() -> Inits.uniform(Double.NaN, 1), "uniform: low is NaN, expected a finite number"),
                mistake(() -> Inits.orthogonal(Double.POSITIVE_INFINITY),
                        "orthogonal: gain is Infinity, expected a finite number"),
                mistake(() -> Inits.constant(1e300), "constant: value is 1.0E300, expected a finite number"),
                mistake(() -> Losses.huber(0), "huber: delta is 0.0, expected a number above 0"),
                mistake(() -> Losses.quantiles(),
                        "quantiles: the levels are [], expected increasing numbers between 0 and"
                                + " 1, such as 0.05, 0.5 and 0.95"),
                mistake(() -> Losses.quantiles(0.5, 0.5), "quantiles: the levels are [0.5, 0.5], expected increasing"
                        + " numbers between 0 and 1, such as 0.05, 0.5 and 0.95"),
                mistake(() -> Losses.quantiles(0, 0.5), "quantiles: the levels are [0.0, 0.5], expected increasing"
                        + " numbers between 0 and 1, such as 0.05, 0.5 and 0.95"),
                mistake(() -> Losses.quantiles(0.5, 1), "quantiles: the levels are [0.5, 1.0], expected increasing"
                        + " numbers between 0 and 1, such as 0.05, 0.5 and 0.95"),
                mistake(() -> Losses.quantiles(Double.NaN), "quantiles: the levels are [NaN], expected increasing"
                        + " numbers between 0 and 1, such as 0.05, 0.5 and 0.95"),
                mistake(() -> Losses.crossEntropy().smoothing(1),
                        "crossEntropy: smoothing is 1.0, expected at least 0 and below 1"),
                mistake(() -> Losses.crossEntropy().weights(1, -1),
                        "crossEntropy: weight is -1.0, expected a number not below 0"),
                mistake(() -> Losses.binaryCrossEntropy().positiveWeights(new float[0]),
                        "weights: got none, expected one for each column"));
    }

    static Stream<Arguments> shapes() {
        Layer fixed = (x, scope) -> x.matmul(scope.parameter("weight", Shape.of(512, 10), Inits.zeros()));
        return Stream.of(
                apply(linear(3), NUMBERS, "linear: needs rows of values: input [n] (in linear)"),
                apply(layerNorm(), NUMBERS, "layerNorm: needs rows of values: input [n] (in layerNorm)"),
                apply(batchNorm(), NUMBERS, "batchNorm: needs rows of values: input [n] (in batchNorm)"),
                apply(Layers.thresholds(2), ROWS, "thresholds: needs one number for each row; put"
                        + " linear(1).withoutBias() before it: input [n, 8] (in thresholds)"),
                apply(flatten(), TensorType.f32(Shape.scalar()), "flatten: needs rows: input [] (in flatten)"),
                apply(sequential(relu(), residual(linear(3))), ROWS, "residual: the inner layer must keep the shape:"
                        + " input [n, 8], inner output [n, 3] (in residual)"),
                apply(sequential(linear(4), linear(3)), TensorType.i32(Shape.batch(2)),
                        "matmul: expects real numbers; cast the operand to F32 first: operand i32[n, 2] (in linear)"),
                apply(named("mlp", sequential(linear(16), named("head", fixed))), ROWS, "matmul: inner sizes differ:"
                        + " lhs [n, 16] axis 1 = 16, rhs [512, 10] axis 0 = 512 (in mlp/head)"),
                mistake(() -> Inits.heUniform().values(Shape.of(5), Draws.of(1, "bias")),
                        "init: scaled and orthogonal initializers need a weight [.., in, out]: shape [5]"),
                mistake(() -> Inits.orthogonal().values(Shape.scalar(), Draws.of(1, "bias")),
                        "init: scaled and orthogonal initializers need a weight [.., in, out]: shape []"));
    }

    static Stream<Arguments> losses() {
        TensorType labels = TensorType.i32(Shape.batch());
        return Stream.of(
                compare(Losses.squared(), PREDICTION, TensorType.f32(Shape.batch(2)), "squared: prediction and target"
                        + " differ in shape: prediction [n, 3] axis 1 = 3, target [n, 2] axis 1 = 2"),
                compare(Losses.absolute(), PREDICTION, NUMBERS,
                        "absolute: prediction and target differ in shape: prediction [n, 3], target [n]"),
                compare(Losses.huber(), PREDICTION, TensorType.f32(Shape.of(7, 3)), "huber: prediction and target"
                        + " differ in shape: prediction [n, 3] axis 0 = n, target [7, 3] axis 0 = 7"),
                compare(Losses.squared(), PREDICTION, TensorType.i32(Shape.batch(3)), "squared: needs numbers as the"
                        + " target, not class labels; use crossEntropy for labels: prediction f32[n, 3], target"
                        + " i32[n, 3]"),
                compare(Losses.binaryCrossEntropy(), PREDICTION, TensorType.f32(Shape.batch(1)), "binaryCrossEntropy:"
                        + " prediction and target differ in shape: prediction [n, 3] axis 1 = 3, target [n, 1] axis 1"
                        + " = 1"),
                compare(Losses.crossEntropy(), PREDICTION, NUMBERS, "crossEntropy: needs class indices, or"
                        + " probabilities of the shape of the logits: logits [n, 3], target f32[n]"),
                compare(Losses.crossEntropy(), PREDICTION, TensorType.i32(Shape.batch(3)), "crossEntropy: needs one"
                        + " class index for each row of logits: logits [n, 3], target i32[n, 3]"),
                compare(Losses.crossEntropy(), Tensor.input("one", Shape.batch(1)), labels,
                        "crossEntropy: needs logits of at least two classes: logits [n, 1]"),
                compare(Losses.crossEntropy().weights(1, 2), PREDICTION, labels,
                        "crossEntropy: needs one weight for each column: logits [n, 3], 2 weights"),
                compare(Losses.binaryCrossEntropy().positiveWeights(1, 2), PREDICTION,
                        TensorType.f32(Shape.batch(3)),
                        "binaryCrossEntropy: needs one weight for each column: logits [n, 3], 2 weights"),
                compare(Losses.poisson(), PREDICTION, TensorType.f32(Shape.batch(2)), "poisson: prediction and target"
                        + " differ in shape: prediction [n, 3] axis 1 = 3, target [n, 2] axis 1 = 2"),
                compare(Losses.quantiles(0.1, 0.9), PREDICTION, TensorType.f32(Shape.batch(1)),
                        "quantiles: needs a prediction for each of 2 levels: prediction [n, 3]"),
                compare(Losses.quantiles(0.1, 0.5, 0.9), PREDICTION, TensorType.f32(Shape.batch(3)),
                        "quantiles: needs one target number for each row: prediction [n, 3], target [n, 3]"),
                compare(Losses.quantiles(0.1, 0.5, 0.9), PREDICTION, labels, "quantiles: needs numbers as the target,"
                        + " not class labels; use crossEntropy for labels: prediction f32[n, 3], target i32[n]"),
                compare(Losses.ordinal(), PREDICTION, TensorType.f32(Shape.batch(3)), "ordinal: needs class indices, or"
                        + " probabilities of the shape [n, 4]: logits [n, 3], target f32[n, 3]"),
                compare(Losses.ordinal(), PREDICTION, TensorType.i32(Shape.batch(3)), "ordinal: needs one class index"
                        + " for each row of logits: logits [n, 3], target i32[n, 3]"),
                compare(Losses.ordinal(), Tensor.input("flat", Shape.batch()), labels,
                        "ordinal: needs a logit for each threshold: logits [n]"),
                compare(Losses.squared(), Tensor.scalar(1), TensorType.f32(Shape.scalar()),
                        "squared: needs rows: prediction [], target []"));
    }

    static Stream<Arguments> calls() {
        String end = "; rename one of them, or call one layer twice to share its parameters";
        Linear zeros = linear(8).weights(Inits.zeros()); // of the same shape as linear(8), so only the name conflicts
        Layer gated = (x, scope) -> scope.call("a", tanh(), x).mul(scope.call("a", relu(), x));
        Layer square = (x, _) -> x.square();
        Layer exp = (x, _) -> x.exp();
        Layer nothing = (x, _) -> missing();
        Variable wrong = Network.of(linear(3).weights((_, _) -> new float[2]), ROWS, true).parameters().getFirst();
        Variable none = Network.of(linear(3).weights((_, _) -> missing()), ROWS, true).parameters().getFirst();
        return Stream.of(
                apply(sequential(named("w", linear(8)), named("w", dropout(0.5))), ROWS,
                        "call: two different layers have the name w, " + linear(8) + " and " + dropout(0.5) + end),
                apply(sequential(named("w", linear(8)), named("w", zeros)), ROWS,
                        "call: two different layers have the name w, " + linear(8) + " and " + zeros + end),
                apply(sequential(named("gate", gated)), ROWS,
                        "call: two different layers have the name gate/a, " + tanh() + " and " + relu() + end),
                apply(sequential(named("w", square), named("w", exp)), ROWS,
                        "call: two different layers have the name w, layer and layer" + end),
                apply(sequential(linear(8), named("mine", nothing)), ROWS,
                        "apply: the layer mine returned null, expected a tensor (in mine)"),
                apply(recompute(nothing), ROWS, "apply: the layer layer returned null, expected a tensor (in layer)"),
                apply((x, scope) -> scope.call("a/b", relu(), x), ROWS,
                        "call: the name is 'a/b', expected one without '/' (in layer)"),
                apply((x, _) -> x.softmax(3), ROWS,
                        "softmax: there is no axis 3 in [n, 8], expected -2 to 1 (in layer)"),
                mistake(() -> wrong.start(0),
                        "start: the initializer of linear/weight returned 2 values, expected 24 for the shape [8, 3]"),
                mistake(() -> none.start(0),
                        "start: the initializer of linear/weight returned null, expected 24 for the shape [8, 3]"));
    }

    private static Layer layer() {
        return missing();
    }

    private static Arguments apply(Layer layer, TensorType input, String message) {
        return mistake(() -> Network.of(layer, input, true), message);
    }

    private static Arguments compare(Loss loss, Tensor prediction, TensorType target, String message) {
        return mistake(() -> loss.apply(prediction, Tensor.input("target", target)), message);
    }

    @ParameterizedTest
    @MethodSource({"settings", "shapes", "losses", "calls"})
    void messages(String message, ThrowingCallable call) {
        assertMessage(message, call);
    }
}
