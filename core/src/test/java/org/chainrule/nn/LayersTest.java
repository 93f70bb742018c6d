package org.chainrule.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.chainrule.nn.Layers.dropout;
import static org.chainrule.nn.Layers.embedding;
import static org.chainrule.nn.Layers.flatten;
import static org.chainrule.nn.Layers.layerNorm;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.named;
import static org.chainrule.nn.Layers.prelu;
import static org.chainrule.nn.Layers.recompute;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.residual;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.nn.Layers.tanh;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.random.RandomStream;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;

class LayersTest {
    private static final TensorType ROWS = TensorType.f32(Shape.batch(8));

    private static List<String> paths(Layer layer) {
        return Network.of(layer, ROWS, true).parameters().stream()
                .map(parameter -> parameter.path() + " " + parameter.shape()).toList();
    }

    @Test
    void parametersAreNamedByTheirPlace() {
        assertThat(paths(linear(1))).containsExactly("linear/weight [8, 1]", "linear/bias [1]");
        assertThat(paths(sequential(linear(4), relu(), linear(3), relu(), linear(2).withoutBias())))
                .containsExactly("linear/weight [8, 4]", "linear/bias [4]", "linear2/weight [4, 3]", "linear2/bias [3]",
                        "linear3/weight [3, 2]");
        assertThat(paths(sequential(sequential(linear(4)), sequential(linear(3), prelu()))))
                .containsExactly("sequential/linear/weight [8, 4]", "sequential/linear/bias [4]",
                        "sequential2/linear/weight [4, 3]", "sequential2/linear/bias [3]",
                        "sequential2/prelu/weight [1]");
        assertThat(paths(sequential(residual(sequential(linear(8), relu())), residual(layerNorm()))))
                .containsExactly("residual/inner/linear/weight [8, 8]", "residual/inner/linear/bias [8]",
                        "residual2/inner/weight [8]", "residual2/inner/bias [8]");
        assertThat(paths(named("trunk", sequential(linear(2).withoutBias()))))
                .containsExactly("trunk/linear/weight [8, 2]");
    }

    @Test
    void callsAreNotedAtTheirPlace() {
        assertThat(Network.of(sequential(linear(4), relu(), linear(3), relu()), ROWS, false).calls())
                .extracting(Network.Call::path).containsExactly("linear", "relu", "linear2", "relu2");
    }

    @Test
    void oneDescriptionServesTwiceAndANameIsShared() {
        Linear once = linear(8).withoutBias();
        assertThat(paths(sequential(once, tanh(), once)))
                .containsExactly("linear/weight [8, 8]", "linear2/weight [8, 8]");
        Layer shared = named("shared", once);
        assertThat(paths(sequential(shared, tanh(), shared, linear(1))))
                .containsExactly("shared/weight [8, 8]", "linear/weight [8, 1]", "linear/bias [1]");
        assertThat(paths(sequential(once, named("linear2", once), once)))
                .containsExactly("linear/weight [8, 8]", "linear2/weight [8, 8]", "linear3/weight [8, 8]");
        assertThat(paths(sequential(named("w", linear(8)), recompute(named("w", linear(8))))))
                .containsExactly("w/weight [8, 8]", "w/bias [8]");
    }

    @Test
    void twoDifferentLayersUnderOneNameAreRefused() {
        String end = "; give one of them another name, or call one layer twice to share its parameters";
        assertInvalid(() -> paths(sequential(named("w", linear(8)), named("w", dropout(0.5)))),
                "call: two different layers go by the name w, " + linear(8) + " and " + dropout(0.5) + end);
        // of one shape, so that nothing else would notice
        Linear zeros = linear(8).weights(Inits.zeros());
        assertInvalid(() -> paths(sequential(named("w", linear(8)), named("w", zeros))),
                "call: two different layers go by the name w, " + linear(8) + " and " + zeros + end);
        Layer gated = (x, scope) -> scope.call("a", tanh(), x).mul(scope.call("a", relu(), x));
        assertInvalid(() -> paths(sequential(named("gate", gated))),
                "call: two different layers go by the name gate/a, "
                        + tanh() + " and " + relu() + end);
        Layer one = (x, _) -> x.square();
        Layer other = (x, _) -> x.exp();
        assertInvalid(() -> paths(sequential(named("w", one), named("w", other))),
                "call: two different layers go by the name w, layer and layer" + end);
    }

    /// A lambda that captures something is a new object each time, but one line and so one layer.
    @Test
    void aLambdaCalledInALoopIsOneLayer() {
        Layer twice = (x, scope) -> {
            Tensor y = x;
            for (int i = 0; i < 2; i++) {
                Shape shape = Shape.of(x.shape().size(-1));
                y = scope.call("step", (z, s) -> z.mul(s.parameter("factor", shape, Inits.ones())), y);
            }
            return y;
        };
        assertThat(paths(twice)).containsExactly("layer/step/factor [8]");
    }

    @Test
    void aCallThatCannotBeIsRefusedWithItsPlace() {
        Layer nothing = (x, _) -> missing();
        assertInvalid(() -> paths(sequential(linear(8), named("mine", nothing))),
                "apply: the layer mine returned null, expected a tensor (in mine)");
        assertInvalid(() -> paths(recompute(nothing)),
                "apply: the layer layer returned null, expected a tensor (in layer)");
        assertInvalid(() -> paths((x, scope) -> scope.call("a/b", relu(), x)),
                "call: the name is 'a/b', expected one without '/' (in layer)");
        assertInvalid(() -> paths((x, _) -> x.softmax(3)),
                "softmax: there is no axis 3 in [n, 8], expected -2 to 1 (in layer)");
        assertInvalid(() -> sequential(linear(1), LayersTest.<Layer>missing()),
                "sequential: number 1 of layers is null, expected a value");
        assertInvalid(() -> residual(missing()), "residual: inner is null, expected a value");
        assertInvalid(() -> recompute(missing()), "recompute: inner is null, expected a value");
        assertInvalid(() -> named("a", missing()), "named: layer is null, expected a value");
        assertInvalid(() -> linear(1).weights(missing()), "linear: weights is null, expected a value");
        assertInvalid(() -> embedding(3, 2).start(missing()), "embedding: start is null, expected a value");
        Network three = Network.of(linear(3).weights((_, _) -> new float[2]), ROWS, true);
        assertInvalid(() -> three.parameters().getFirst().start(0),
                "start: the start of linear/weight gives 2 values, expected 24 for the shape [8, 3]");
    }

    /// Null where a caller without a checker may write it.
    @SuppressWarnings({"TypeParameterUnusedInFormals", "NullAway"})
    private static <T> T missing() {
        return null;
    }

    /// The gradient of a shared parameter is the sum over its uses.
    @Test
    void aSharedParameterLearnsFromEveryUse() {
        Layer shared = named("w", linear(2).withoutBias());
        Network network = Network.of(sequential(shared, shared), TensorType.f32(Shape.batch(2)), false);
        Tensor w = network.parameters().getFirst().tensor();
        Tensor gradient = network.output().sum().gradient(w);
        Program program = Program.of(List.of(network.input(), w), List.of(network.output(), gradient));
        List<Tensor> results = program.run(Tensor.of(new float[][]{{1, 2}}), Tensor.of(new float[][]{{3, 5}, {7, 11}}));
        assertThat(results.get(0).values()).containsExactly(17 * 3 + 27 * 7, 17 * 5 + 27 * 11);
        // x^T (1 W^T) + (x W)^T 1
        assertThat(results.get(1).values()).containsExactly(8 + 17, 18 + 17, 16 + 27, 36 + 27);
    }

    /// A layer of a user's own is named after its class, and a lambda has a name too.
    @Test
    void usersOwnLayersHaveNames() {
        record Gate(Layer inner) implements Layer {
            @Override
            public Tensor apply(Tensor x, Scope scope) {
                return x.mul(scope.call("inner", inner, x).sigmoid());
            }
        }
        Layer twice = (x, scope) -> x.mul(scope.parameter("factor", Shape.scalar(), Inits.constant(2)));
        assertThat(paths(sequential(new Gate(linear(8).withoutBias()), twice, twice)))
                .containsExactly("gate/inner/weight [8, 8]", "layer/factor []", "layer2/factor []");
    }

    @Test
    void linearTakesStacksOfRows() {
        Network network = Network.of(linear(3), TensorType.f32(Shape.batch(5, 4)), false);
        assertThat(network.output().shape()).isEqualTo(Shape.batch(5, 3));
        Tensor x = Tensor.of(new float[]{1, 2, 3, 4, 5, 6, 7, 8}, Shape.of(2, 2, 2));
        Tensor y = Network.of(linear(1), TensorType.f32(Shape.of(2, 2, 2)),
                Map.of("linear/weight", Tensor.of(new float[][]{{10}, {1}}), "linear/bias", Tensor.of(0.5f)))
                .output();
        assertThat(y.shape()).isEqualTo(Shape.of(2, 2, 1));
        assertThat(x.matmul(Tensor.of(new float[][]{{10}, {1}})).add(0.5).values())
                .containsExactly(12.5f, 34.5f, 56.5f, 78.5f);
    }

    @Test
    void linearStartsWithinItsBounds() {
        Network network = Network.of(sequential(linear(50), relu(), linear(50).biases(Inits.zeros())),
                TensorType.f32(Shape.batch(16)), true);
        for (float value : network.parameters().get(0).start(7)) {
            assertThat(Math.abs(value)).isLessThanOrEqualTo((float) Math.sqrt(3 / 16.0));
        }
        float[] bias = network.parameters().get(1).start(7);
        for (float value : bias) {
            assertThat(Math.abs(value)).isLessThanOrEqualTo(0.25f).isNotZero();
        }
        assertThat(network.parameters().get(1).start(7)).isEqualTo(bias);
        assertThat(network.parameters().get(1).start(8)).isNotEqualTo(bias);
        assertThat(network.parameters().get(3).start(7)).containsOnly(0);
    }

    @Test
    void layerNormAgreesWithPyTorch() {
        OpFixture.of("op/layerNorm", "x", "weight", "bias").check(in -> {
            Network network = Network.of((x, scope) -> new LayerNorm(1e-5f).apply(in.getFirst(), scope),
                    TensorType.f32(Shape.of(5, 7)), Map.of("layer/weight", in.get(1), "layer/bias", in.get(2)));
            return network.output();
        });
    }

    @Test
    void layerNormOfAConstantRowIsItsBias() {
        Network network = Network.of(layerNorm(), TensorType.f32(Shape.of(2, 3)),
                Map.of("layerNorm/weight", Tensor.of(1, 2, 3), "layerNorm/bias", Tensor.of(4, 5, 6)));
        Tensor x = Tensor.of(new float[][]{{7, 7, 7}, {1e4f, 1e4f, 1e4f}});
        Tensor y = Program.of(List.of(network.input()), List.of(network.output())).run(x).getFirst();
        assertThat(y.values()).containsExactly(4, 5, 6, 4, 5, 6);
    }

    @Test
    void embeddingAgreesWithPyTorch() {
        OpFixture.of("op/embedding", "weight").indices("indices").check(in -> {
            Layer lookup = (x, scope) -> embedding(11, 6).apply(in.get(1), scope);
            return Network.of(lookup, TensorType.f32(Shape.batch()), Map.of("layer/weight", in.getFirst())).output();
        });
    }

    @Test
    void embeddingTakesRealNumbersThatAreWhole() {
        Map<String, Tensor> table = Map.of("embedding/weight", Tensor.of(new float[][]{{1, 2}, {3, 4}, {5, 6}}));
        Network network = Network.of(sequential(embedding(3, 2), flatten()), TensorType.f32(Shape.batch(2)), table);
        Program program = Program.of(List.of(network.input()), List.of(network.output()));
        assertThat(program.run(Tensor.of(new float[][]{{2, 0}})).getFirst().rows()).isDeepEqualTo(
                new float[][]{{5, 6, 1, 2}});
        assertThatThrownBy(() -> program.run(Tensor.of(new float[][]{{1, 3}}))).isInstanceOf(ArgumentException.class)
                .hasMessage("gather: index 3 at position 1 is out of range, expected 0 to 2");
    }

    @Test
    void flattenKeepsTheRows() {
        assertThat(Network.of(flatten(), TensorType.f32(Shape.batch(2, 3, 4)), false).output().shape())
                .isEqualTo(Shape.batch(24));
        assertThat(Network.of(flatten(), TensorType.f32(Shape.batch()), false).output().shape())
                .isEqualTo(Shape.batch(1));
        assertThat(Network.of(flatten(), TensorType.f32(Shape.of(5, 2, 2)), false).output().shape())
                .isEqualTo(Shape.of(5, 4));
    }

    @Test
    void dropoutLeavesOutItsShareAndKeepsTheMean() {
        int rows = 200;
        int width = 500;
        double rate = 0.2;
        Network network = Network.of(sequential(dropout(rate), dropout(rate)), TensorType.f32(Shape.batch(width)),
                true);
        Tensor first = network.calls().getFirst().output();
        Program program = Program.of(List.of(network.input(), network.stream()), List.of(first, network.output()));
        Tensor ones = Tensor.of(filled(1, rows * width), Shape.of(rows, width));
        List<Tensor> results = program.run(ones, stream(3, 0, 0));
        float[] values = results.getFirst().values();
        int dropped = 0;
        for (float value : values) {
            assertThat(value).isIn(0f, 1.25f);
            dropped += value == 0 ? 1 : 0;
        }
        // four standard deviations of a binomial share
        assertThat((double) dropped / values.length).isCloseTo(rate,
                offset(4 * Math.sqrt(rate * (1 - rate) / values.length)));
        // The second layer drops others: a share of 0.8 squared is left.
        assertThat((double) results.get(1).mean().value()).isCloseTo(1, offset(0.01));
        assertThat(program.run(ones, stream(3, 0, 0)).getFirst().values()).isEqualTo(values);
        assertThat(program.run(ones, stream(3, 0, 1)).getFirst().values()).isNotEqualTo(values);
        assertThat(program.run(ones, stream(4, 0, 0)).getFirst().values()).isNotEqualTo(values);
    }

    @Test
    void dropoutPassesGradientsWhereItPassesValues() {
        Network network = Network.of(dropout(0.5), TensorType.f32(Shape.batch(100)), true);
        Tensor gradient = network.output().sum().gradient(network.input());
        Program program = Program.of(List.of(network.input(), network.stream()), List.of(network.output(), gradient));
        float[] x = filled(1, 100);
        x[0] = Float.POSITIVE_INFINITY;
        x[1] = Float.NaN;
        List<Tensor> results = program.run(Tensor.of(x, Shape.of(1, 100)), stream(6, 0, 0));
        assertThat(results.get(1).values()).contains(0, 2).containsOnly(0, 2);
        for (int i = 0; i < 100; i++) {
            boolean dropped = results.get(1).at(0, i) == 0;
            assertThat(results.get(0).at(0, i)).usingComparator(Float::compare).isEqualTo(dropped ? 0 : 2 * x[i]);
        }
    }

    @Test
    void dropoutIsNothingWhereTheNetworkPredicts() {
        Network predicting = Network.of(dropout(0.9), ROWS, false);
        assertThat(predicting.output()).isSameAs(predicting.input());
        Network none = Network.of(dropout(0), ROWS, true);
        assertThat(none.output()).isSameAs(none.input());
    }

    private static float[] filled(float value, int count) {
        float[] values = new float[count];
        java.util.Arrays.fill(values, value);
        return values;
    }

    private static Tensor stream(long seed, int epoch, int step) {
        float[] words = new float[RandomStream.WORDS];
        RandomStream.write(seed, epoch, step, words);
        int[] whole = new int[words.length];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = (int) words[i];
        }
        return Tensor.ofInts(whole);
    }

    @Test
    void shapesThatDoNotFitAreNamedWithThePlace() {
        assertRefused(linear(3), TensorType.f32(Shape.batch()), "linear: takes rows of values: input [n] (in linear)");
        assertRefused(layerNorm(), TensorType.f32(Shape.batch()),
                "layerNorm: takes rows of values: input [n] (in layerNorm)");
        assertRefused(flatten(), TensorType.f32(Shape.scalar()), "flatten: takes rows: input [] (in flatten)");
        assertRefused(sequential(relu(), residual(linear(3))), ROWS,
                "residual: the inner layer must keep the shape: input [n, 8], inner output [n, 3] (in residual)");
        assertRefused(sequential(linear(4), linear(3)), TensorType.i32(Shape.batch(2)),
                "matmul: expects real numbers; cast the operand to F32 first: operand i32[n, 2] (in linear)");
        Layer fixed = (x, scope) -> x.matmul(scope.parameter("weight", Shape.of(512, 10), Inits.zeros()));
        assertRefused(named("mlp", sequential(linear(16), named("head", fixed))), ROWS,
                "matmul: inner sizes differ: lhs [n, 16] axis 1 = 16, rhs [512, 10] axis 0 = 512 (in mlp/head)");
    }

    private static void assertRefused(Layer layer, TensorType input, String message) {
        assertThatThrownBy(() -> Network.of(layer, input, true)).isInstanceOf(ShapeException.class).hasMessage(message);
    }

    @Test
    void settingsAreChecked() {
        assertInvalid(() -> linear(0), "linear: units is 0, expected at least 1");
        assertInvalid(() -> embedding(0, 3), "embedding: count is 0, expected at least 1");
        assertInvalid(() -> embedding(3, -1), "embedding: width is -1, expected at least 1");
        assertInvalid(() -> dropout(1), "dropout: rate is 1.0, expected 0 up to but not including 1");
        assertInvalid(() -> dropout(-0.5), "dropout: rate is -0.5, expected 0 up to but not including 1");
        assertInvalid(() -> dropout(Double.NaN), "dropout: rate is NaN, expected 0 up to but not including 1");
        assertInvalid(() -> new LayerNorm(0), "layerNorm: epsilon is 0.0, expected a number above 0");
        assertInvalid(() -> new Linear(2, false, Inits.zeros(), Optional.of(Inits.zeros())),
                "linear: there is a start for"
                        + " a bias that the layer does not have, expected a bias or no start of it");
        assertInvalid(() -> sequential(), "sequential: got no layers, expected at least one");
        assertInvalid(() -> named("a/b", relu()), "named: the name is 'a/b', expected one without '/'");
        assertInvalid(() -> named(" ", relu()), "named: the name is ' ', expected one without '/'");
    }

    private static void assertInvalid(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(ArgumentException.class).hasMessage(message);
    }
}
