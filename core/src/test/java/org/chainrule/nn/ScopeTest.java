package org.chainrule.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.named;
import static org.chainrule.nn.Layers.recompute;
import static org.chainrule.nn.Layers.residual;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.nn.Layers.tanh;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.chainrule.Tensor;
import org.chainrule.data.Batch;
import org.chainrule.data.Examples;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ChainruleException;
import org.chainrule.error.ShapeException;
import org.chainrule.model.Regressor;
import org.chainrule.optim.Optimizers;
import org.chainrule.train.Run;
import org.chainrule.train.Step;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// State and parameters of custom layers.
class ScopeTest {
    private static final Examples ROWS = Examples.of(new float[][]{{1, 2}, {3, -4}, {5, 6}, {-7, 8}, {9, 10}},
            new float[]{1, 2, 3, 4, 5});

    /// Returns its input. Each call changes its state `c` to `2 c + 1`.
    private record Doubling() implements Layer {
        @Override
        public Tensor apply(Tensor x, Scope s) {
            s.update("c", s.state("c", Shape.scalar(), Inits.zeros()).mul(2).add(1));
            return x;
        }
    }

    /// Adds the running sum of the batch means to each row.
    private record Sum() implements Layer {
        @Override
        public Tensor apply(Tensor x, Scope s) {
            Tensor sum = s.state("sum", Shape.of(x.shape().size(-1)), Inits.zeros());
            s.update("sum", sum.add(x.mean(0)));
            return x.add(sum);
        }
    }

    private static Run start(Layer net, int threads) {
        return Step.of(net, Losses.squared(), Optimizers.sgd(0.001)).start(ROWS, 2, threads);
    }

    private static void steps(Run run) {
        for (Batch batch : ROWS.inOrder().batches(2)) {
            run.step(batch);
        }
    }

    private static float[] value(Run run, String path) {
        return run.variables().get(path).values();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everyStepUpdatesState(int threads) {
        Run run = start(sequential(new Sum(), linear(1)), threads);
        float[][] sums = {{2, -1}, {1, 6}, {10, 16}}; // the means are (2, -1), (-1, 7), (9, 10)
        for (Batch batch : ROWS.inOrder().batches(2)) {
            run.step(batch);
            assertThat(value(run, "sum/sum")).isEqualTo(sums[batch.number()]);
        }
        // a prediction adds the state and does not change it
        Regressor model = Regressor.of(sequential(new Sum(), linear(1)), ROWS.type().inputs(), run.parameters());
        float[] weight = value(run, "linear/weight");
        float bias = value(run, "linear/bias")[0];
        float expected = 11 * weight[0] + 18 * weight[1] + bias;
        assertThat(model.predict(1, 2)).isCloseTo(expected, within(1e-4f));
        assertThat(model.predict(1, 2)).isEqualTo(model.predict(1, 2));
    }

    /// From 0, two calls per step for three steps: 2^6 - 1. If each call read the value before the step, it would be 2^3 - 1.
    @Test
    void aLayerCalledTwiceUnderOneNameSeesItsOwnUpdate() {
        Doubling counter = new Doubling();
        Run run = start(sequential(named("c", counter), tanh(), named("c", counter), linear(1)), 1);
        steps(run);
        assertThat(value(run, "c/c")).isEqualTo(new float[]{63});
        assertThat(run.variables().keySet()).containsExactly("c/c", "linear/weight", "linear/bias");
    }

    @Test
    void stateStandsInsideOtherLayers() {
        Run run = start(sequential(residual(new Doubling()), recompute(new Doubling()), named("own", new Doubling()),
                recompute(sequential(new Doubling(), tanh())), linear(1)), 2);
        steps(run);
        assertThat(run.variables().keySet()).containsExactly("residual/inner/c", "doubling/c", "own/c",
                "sequential/doubling/c", "linear/weight", "linear/bias");
        for (String path : new String[]{"residual/inner/c", "doubling/c", "own/c", "sequential/doubling/c"}) {
            assertThat(value(run, path)).as(path).isEqualTo(new float[]{7});
        }
    }

    /// A layer that is recomputed for the backward pass updates its state once, to the same bits.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void recomputationChangesNoBit(int threads) {
        Layer inner = sequential(linear(7), Layers.batchNorm(), tanh(), new Sum(), Layers.dropout(0.3), linear(5));
        Run plain = start(sequential(inner, tanh(), linear(1)), threads);
        Run again = start(sequential(recompute(inner), tanh(), linear(1)), threads);
        steps(plain);
        steps(again);
        assertThat(again.variables().keySet()).isEqualTo(plain.variables().keySet());
        plain.variables().forEach((path, expected) -> assertThat(Arrays.equals(value(again, path), expected.values()))
                .as(path).isTrue());
    }

    @Test
    void frozenStateStays() {
        Run run = Step.of(sequential(new Doubling(), new Sum(), linear(1)), Losses.squared(), Optimizers.sgd(0.001))
                .freeze(path -> path.startsWith("sum/")).start(ROWS, 2, 1);
        steps(run);
        assertThat(value(run, "sum/sum")).isEqualTo(new float[]{0, 0});
        assertThat(value(run, "doubling/c")).isEqualTo(new float[]{7});
    }

    @Test
    void stateIsInTheModelFile(@TempDir Path folder) throws IOException {
        Layer net = sequential(new Sum(), linear(1));
        Regressor model = Regressor.of(net).epochs(2).batch(2).fit(ROWS);
        Path file = folder.resolve("model.safetensors");
        model.save(file);
        Regressor loaded = Regressor.load(net, file);
        assertThat(loaded.parameter("sum/sum").values()).isEqualTo(model.parameter("sum/sum").values());
        assertThat(loaded.parameter("sum/sum").values()).isNotEqualTo(new float[2]);
        assertThat(loaded.predict(1, 2)).isEqualTo(model.predict(1, 2));
    }

    @Test
    void noGradientFlowsThroughAnUpdate() {
        Layer net = (x, s) -> {
            Tensor w = s.parameter("w", Shape.of(2), Inits.ones());
            Tensor kept = s.state("kept", Shape.of(2), Inits.zeros());
            s.update("kept", kept.add(w));
            return x.mul(s.state("kept", Shape.of(2), Inits.zeros())).sum(-1).reshape(Shape.batch(1));
        };
        Run run = start(net, 1);
        assertThat(run.gradients(ROWS.inOrder().batches(2).iterator().next()).byPath().get("layer/w").values())
                .isEqualTo(new float[2]);
    }

    static Stream<Arguments> mistakes() {
        Tensor numbers = Tensor.of(1, 2);
        return Stream.of(
                mistake((x, s) -> update(s, "mean", numbers),
                        "update: there is no state mean here; request it with state(...) first (in layer)"),
                mistake((x, s) -> {
                    s.parameter("mean", Shape.of(2), Inits.zeros());
                    return update(s, "mean", numbers);
                }, "update: there is no state mean here; request it with state(...) first (in layer)"),
                mistake((x, s) -> {
                    s.state("mean", Shape.of(2), Inits.zeros());
                    return update(s, "mean", x.mean(0).sum());
                }, "update: the next value of a state must have its shape: state f32[2], next f32[] (in layer)"),
                mistake((x, s) -> {
                    s.state("mean", Shape.of(2), Inits.zeros());
                    return update(s, "mean", x);
                }, "update: the next value of a state must have its shape: state f32[2], next f32[n, 2] (in layer)"),
                mistake((x, s) -> s.state("m", Shape.of(2), Inits.zeros())
                        .add(s.state("m", Shape.of(3), Inits.zeros())),
                        "state: a shared variable must keep its shape: layer/m [2], requested as [3] (in layer)"),
                mistake((x, s) -> s.state("m", Shape.of(2), Inits.zeros())
                        .add(s.parameter("m", Shape.of(2), Inits.zeros())),
                        "parameter: layer/m is both a parameter and state; rename one of them (in layer)"),
                mistake((x, s) -> s.state("a/b", Shape.of(2), Inits.zeros()),
                        "state: got the name 'a/b' and the shape [2], expected a name without '/' and a shape without"
                                + " the batch axis (in layer)"),
                mistake((x, s) -> s.parameter("start", x),
                        "parameter: got the name 'start' and the shape [n, 2], expected a name without '/' and a shape"
                                + " without the batch axis (in layer)"),
                mistake((x, s) -> s.state("start", Tensor.ofInts(1, 2)),
                        "state: must start with real numbers; cast the start to F32 first: start i32[2] (in layer)"));
    }

    private static Tensor update(Scope s, String name, Tensor next) {
        s.update(name, next);
        return next;
    }

    private static Arguments mistake(Layer layer, String message) {
        return Arguments.of(message, layer);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakesAreSaidInOneSentence(String message, Layer layer) {
        for (boolean training : new boolean[]{true, false}) {
            assertThatThrownBy(() -> Network.of(layer, TensorType.f32(Shape.batch(2)), training))
                    .isInstanceOfAny(ArgumentException.class, ShapeException.class)
                    .isInstanceOf(ChainruleException.class).hasMessage(message);
        }
    }

    @Test
    void progressIsTheShareOfTheTrainingThatIsDone() {
        Layer net = (x, s) -> {
            s.state("seen", Shape.scalar(), Inits.zeros());
            s.update("seen", s.progress());
            return s.call("linear", linear(1), x).mul(0).add(s.progress());
        };
        Run run = Step.of(net, Losses.squared(), Optimizers.sgd(0.001)).steps(4).start(ROWS, 2, 1);
        for (float expected : new float[]{0, 0.25f, 0.5f, 0.75f, 1, 1}) {
            run.step(ROWS.inOrder().batches(2).iterator().next());
            assertThat(value(run, "layer/seen")).isEqualTo(new float[]{expected});
        }
        Regressor model = Regressor.of(net, ROWS.type().inputs(), run.parameters());
        assertThat(model.predict(1, 2)).isEqualTo(1);
    }

    @Test
    void aPredictionHasNoRandomNumbers() {
        for (String draw : new String[]{"uniform", "normal"}) {
            Layer net = (x, s) -> x.add(draw.equals("normal") ? s.normal(x.shape()) : s.uniform(x.shape()));
            Network.of(net, TensorType.f32(Shape.batch(2)), true);
            assertThatThrownBy(() -> Network.of(net, TensorType.f32(Shape.batch(2)), false))
                    .isInstanceOf(ArgumentException.class)
                    .hasMessage(draw + ": a prediction has no random numbers; draw them only if training() returns true"
                            + " (in layer)");
        }
    }
}
