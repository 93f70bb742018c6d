package org.chainrule.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.chainrule.nn.Layers.batchNorm;
import static org.chainrule.nn.Layers.dropout;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.nn.Layers.tanh;
import static org.chainrule.nn.Losses.squared;
import static org.chainrule.optim.Optimizers.adam;
import static org.chainrule.optim.Optimizers.adamW;
import static org.chainrule.optim.Optimizers.averaged;
import static org.chainrule.optim.Optimizers.momentum;
import static org.chainrule.optim.Optimizers.nesterov;
import static org.chainrule.optim.Optimizers.sgd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.chainrule.Tensor;
import org.chainrule.data.Batch;
import org.chainrule.data.Examples;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.DivergedException;
import org.chainrule.error.ShapeException;
import org.chainrule.model.Regressor;
import org.chainrule.nn.Inits;
import org.chainrule.nn.Layer;
import org.chainrule.optim.Optimizer;
import org.chainrule.optim.Schedule;
import org.chainrule.type.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Steps as a whole and in halves, start values, rates and freezing, and errors.
class RunTest {
    private static final Layer NET = sequential(linear(13), batchNorm(), tanh(), dropout(0.25), linear(6),
            (x, s) -> x.mul(s.parameter("gain", Shape.of(6), Inits.ones())), linear(2));
    private static final Examples ROWS = rows(41);

    private static Examples rows(int count) {
        SplittableRandom random = new SplittableRandom(5);
        float[][] x = new float[count][5];
        float[][] y = new float[count][2];
        float[] weights = new float[count];
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < 5; k++) {
                x[i][k] = (float) random.nextGaussian();
            }
            y[i][0] = x[i][0] - x[i][1];
            y[i][1] = x[i][2] * x[i][3];
            weights[i] = 0.5f + i % 3;
        }
        return Examples.of(x, y).weights(weights);
    }

    static Stream<Arguments> optimizers() {
        List<Arguments> all = new ArrayList<>();
        for (Optimizer optimizer : List.of(sgd(0.1), momentum(0.05), nesterov(0.05), adam(0.01), adamW(0.01, 0.1),
                averaged(adamW(0.01, 0.1).decaySchedule(Schedule.cosine()), 0.9))) {
            for (int threads = 1; threads <= 3; threads++) {
                all.add(Arguments.of(optimizer, threads));
            }
        }
        return all.stream();
    }

    private static void assertSameBits(Map<String, Tensor> actual, Map<String, Tensor> expected) {
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        expected.forEach((path, values) -> assertThat(Arrays.equals(actual.get(path).values(), values.values()))
                .as(path).isTrue());
    }

    /// A layer with a parameter that is read twice, so that its gradient is a sum, and a parameter with the product of
    /// two tensors as gradient.
    private static final Layer SHARED = (x, s) -> {
        Tensor w = s.parameter("w", Shape.of(5), Inits.normal(1));
        Tensor y = x.mul(w).add(x.square().mul(w)).sum(-1);
        return s.call("out", linear(2), y.reshape(Shape.batch(1)).tanh()).add(w.square().mul(0.01).sum());
    };

    /// Batches of 10 rows and a last one of 1.
    @ParameterizedTest
    @MethodSource("optimizers")
    void twoHalvesGiveTheBitsOfAWholeStep(Optimizer optimizer, int threads) {
        for (Layer net : List.of(NET, SHARED)) {
            for (double clip : new double[]{0, 0.3}) {
                Step step = Step.of(net, squared(), optimizer).schedule(Schedule.cosine()).steps(15).seed(3)
                        .rates(path -> path.endsWith("bias") ? 2 : 1);
                step = clip > 0 ? step.clip(clip) : step;
                Run whole = step.start(ROWS, 10, 1);
                Run halves = step.start(ROWS, 10, threads);
                for (int epoch = 1; epoch <= 3; epoch++) {
                    for (Batch batch : ROWS.shuffled(1, epoch).batches(10)) {
                        float loss = whole.step(batch);
                        if (epoch == 2) {
                            assertThat(halves.step(batch)).isEqualTo(loss);
                            continue;
                        }
                        Gradients gradients = halves.gradients(batch);
                        assertThat(gradients.loss()).isEqualTo(loss);
                        halves.apply(gradients);
                    }
                }
                assertSameBits(halves.variables(), whole.variables());
                assertSameBits(halves.parameters(), whole.parameters());
                assertThat(halves.steps()).isEqualTo(whole.steps()).isEqualTo(15);
            }
        }
    }

    @Test
    void fourQuartersMakeOneBatch() {
        Layer net = sequential(linear(13), tanh(), linear(2));
        Examples rows = Examples.of(ROWS.rows(0, 1, 2).batch().input(0), 5, new float[]{1, 2, 3});
        assertThat(rows.size()).isEqualTo(3);
        float[] x = Arrays.copyOf(ROWS.batch().input(0), 200);
        Examples forty = Examples.named().input("x", x, Shape.of(5)).target("y",
                Arrays.copyOf(ROWS.batch().target(0), 80),
                Shape.of(2));
        Run one = Step.of(net, squared(), adamW(0.01)).clip(0.5).start(forty, 40, 1);
        Run four = Step.of(net, squared(), adamW(0.01)).clip(0.5).start(forty, 10, 2);
        for (int step = 0; step < 5; step++) {
            float loss = one.step(forty.batch());
            Gradients sum = null;
            for (Batch quarter : forty.inOrder().batches(10)) {
                Gradients own = four.gradients(quarter).times(0.25);
                sum = sum == null ? own : sum.plus(own);
            }
            assertThat(sum).isNotNull();
            assertThat(sum.loss()).isCloseTo(loss, within(1e-6));
            four.apply(sum);
        }
        one.variables().forEach((path, values) -> {
            float[] other = four.variables().get(path).values();
            for (int i = 0; i < other.length; i++) {
                assertThat(other[i]).as(path).isCloseTo(values.values()[i], within(2e-5f));
            }
        });
    }

    private static final Examples EIGHTS = Examples.of(new float[][]{{1}, {2}}, new float[]{8, 8});
    /// The gradient of each of `a`, `b` and `c` is `2 (a + b + c - 8)`.
    private static final Layer THREE = (x, s) -> x.mul(0).add(s.parameter("a", Shape.of(1), Inits.zeros()))
            .add(s.parameter("b", Shape.of(1), Inits.zeros())).add(s.parameter("c", Shape.of(1), Inits.constant(4)));

    private static float value(Run run, String path) {
        return run.variables().get("layer/" + path).values()[0];
    }

    @Test
    void ratesAndFreezingGoByPath() {
        Run run = Step.of(THREE, squared(), sgd(0.25)).rates(path -> path.equals("layer/b") ? 0.5 : 1)
                .freeze(path -> path.equals("layer/c")).start(EIGHTS, 2, 1);
        assertThat(run.gradients(EIGHTS.batch()).byPath().keySet()).containsExactly("layer/a", "layer/b");
        run.step(EIGHTS.batch()); // the gradients are -8
        assertThat(value(run, "a")).isEqualTo(2);
        assertThat(value(run, "b")).isEqualTo(1);
        assertThat(value(run, "c")).isEqualTo(4);
        run.rate(0.5); // the gradients are -2
        run.step(EIGHTS.batch());
        assertThat(value(run, "a")).isEqualTo(3);
        assertThat(value(run, "b")).isEqualTo(1.5f);
        assertThat(value(run, "c")).isEqualTo(4);
    }

    @Test
    void freezingAddsUp() {
        Run run = Step.of(THREE, squared(), sgd(0.25)).freeze(path -> path.equals("layer/c"))
                .freeze(path -> path.equals("layer/a")).start(EIGHTS, 2, 1);
        run.step(EIGHTS.batch());
        assertThat(value(run, "a")).isZero();
        assertThat(value(run, "b")).isEqualTo(2);
        assertThat(value(run, "c")).isEqualTo(4);
    }

    @Test
    void gradientsAreClippedTogetherWhenTheyAreApplied() {
        Run run = Step.of(THREE, squared(), sgd(1)).freeze(path -> path.equals("layer/c")).clip(5).start(EIGHTS, 2, 1);
        Gradients gradients = run.gradients(EIGHTS.batch());
        assertThat(gradients.norm()).isCloseTo(8 * Math.sqrt(2), within(1e-6));
        assertThat(run.gradientNorm(EIGHTS.batch())).isCloseTo(8 * Math.sqrt(2), within(1e-6));
        run.apply(gradients);
        assertThat((double) value(run, "a")).isCloseTo(5 / Math.sqrt(2), within(1e-5));
    }

    @Test
    void aRunStartsFromAnother() {
        Run first = Step.of(NET, squared(), sgd(0.1)).seed(1).start(ROWS, 10, 1);
        first.step(ROWS.inOrder().batches(10).iterator().next());
        Run second = Step.of(NET, squared(), sgd(0.1)).seed(2).start(ROWS, 10, 1).from(first.parameters());
        assertSameBits(second.variables(), first.variables());
        Run third = Step.of(NET, squared(), sgd(0.1)).seed(2).start(ROWS, 10, 1);
        float[] own = third.variables().get("linear2/weight").values();
        third.from(first.parameters(), path -> path.startsWith("linear/"));
        assertThat(third.variables().get("linear/weight").values())
                .isEqualTo(first.variables().get("linear/weight").values());
        assertThat(third.variables().get("linear2/weight").values()).isEqualTo(own);
    }

    static Stream<Arguments> mistakes() {
        Run run = Step.of(THREE, squared(), sgd(0.25)).start(EIGHTS, 1, 1);
        Batch one = EIGHTS.inOrder().batches(1).iterator().next();
        Gradients gradients = run.gradients(one);
        return Stream.of(
                mistake(() -> run.from(Map.of("layer/d", Tensor.of(1))),
                        "from: the net has no parameter layer/d, expected some of [layer/a, layer/b, layer/c]"),
                mistake(() -> run.from(Map.of("layer/a", Tensor.of(1, 2))),
                        "from: a parameter has another shape: the net's layer/a [1], given [2]"),
                mistake(() -> Regressor.of(THREE).from(Map.of("layer/d", Tensor.of(1))).fit(EIGHTS),
                        "from: the net has no parameter layer/d, expected some of [layer/a, layer/b, layer/c]"),
                mistake(() -> run.step(EIGHTS.batch()),
                        "step: the batch has 2 rows, expected at most 1, for which the run was started"),
                mistake(() -> run.gradients(EIGHTS.batch()),
                        "gradients: the batch has 2 rows, expected at most 1, for which the run was started"),
                mistake(() -> run.step(ROWS.batch()),
                        "step: the batch holds x f32[5] -> y f32[2] (weighted), but the run was started for"
                                + " x f32[1] -> y f32[1]"),
                mistake(() -> run.step(EIGHTS.weights(1, 2).batch()),
                        "step: the batch holds x f32[1] -> y f32[1] (weighted), but the run was started for"
                                + " x f32[1] -> y f32[1]"),
                mistake(() -> run.apply(new Gradients(0, Map.of())), "apply: the gradient of layer/a is missing"),
                mistake(() -> run.apply(new Gradients(0, Map.of("layer/a", Tensor.of(1, 2)))),
                        "apply: a gradient must have the shape of its parameter: layer/a [1], gradient [2]"),
                mistake(() -> run.apply(new Gradients(0, Map.of("layer/a", Tensor.of(1), "layer/b", Tensor.of(1),
                        "layer/c", Tensor.of(1), "layer/d", Tensor.of(1)))),
                        "apply: the net has no trained parameter layer/d, expected those of [layer/a, layer/b, layer/c]"),
                mistake(() -> gradients.plus(new Gradients(0, Map.of())),
                        "plus: the gradients are of [layer/a, layer/b, layer/c] and of [], expected the same parameters"),
                mistake(() -> run.rate(Double.NaN),
                        "rate: the learning rate is NaN, expected a finite number of at least 0"),
                mistake(() -> Step.of(THREE, squared(), sgd(0.25)).rates(path -> path.endsWith("b") ? -1 : 1)
                        .start(EIGHTS, 2, 1),
                        "rates: the factor of layer/b is -1.0, expected a finite number of at least 0"),
                mistake(() -> Step.of(THREE, squared(), sgd(0.25)).start(EIGHTS, 0, 1),
                        "start: got batches of 0 rows, expected at least 1"),
                mistake(() -> Step.of(THREE, squared(), sgd(0.25)).clip(0),
                        "clip: the largest norm is 0.0, expected a number above 0"),
                mistake(() -> Step.of(THREE, squared(), sgd(0.25)).steps(-1),
                        "step: got -1 steps, expected at least 1, or 0 if it is not known"));
    }

    private static Arguments mistake(ThrowingCallable code, String message) {
        return Arguments.of(message, code);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakesAreSaidInOneSentence(String message, ThrowingCallable code) {
        assertThatThrownBy(code).isInstanceOfAny(ShapeException.class, ArgumentException.class).hasMessage(message);
    }

    @Test
    void aLossThatIsNoNumberEndsTheRun() {
        Run run = Step.of(THREE, squared(), sgd(0.25)).start(EIGHTS, 2, 1);
        run.from(Map.of("layer/a", Tensor.of(1e30f)));
        assertThatThrownBy(() -> run.step(EIGHTS.batch())).isInstanceOf(DivergedException.class)
                .hasMessage(
                        "training: the loss became Infinity in epoch 0, step 1; the cause is not known, since the"
                                + " state before step 1 of the run is gone; try a smaller learning rate, scaled inputs, or"
                                + " clip(1)");
    }
}
