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
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
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

    /// A lambda that captures variables is a new object each time, but counts as one layer.
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

    /// A custom layer is named after its class, and a lambda has a name too.
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
        // the second layer drops other values, so a share of 0.8 squared remains
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
}
