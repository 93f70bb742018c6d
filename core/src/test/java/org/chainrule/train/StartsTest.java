package org.chainrule.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.named;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.nn.Layers.tanh;
import static org.chainrule.optim.Optimizers.sgd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.data.Examples;
import org.chainrule.data.Row;
import org.chainrule.error.ArgumentException;
import org.chainrule.model.Regressor;
import org.chainrule.nn.Inits;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Losses;
import org.chainrule.nn.Network;
import org.chainrule.nn.Scope;
import org.chainrule.type.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Start values of variables that are computed from examples.
class StartsTest {
    /// A layer that scales columns to mean 0 and deviation 1, by state that is not trained.
    private record Standardize() implements Layer {
        @Override
        public Tensor apply(Tensor x, Scope s) {
            Tensor mean = s.state("mean", x.mean(0));
            Tensor deviation = s.state("deviation", x.sub(mean).square().mean(0).sqrt());
            return x.sub(mean).div(deviation);
        }
    }

    /// Weight normalization (Salimans and Kingma, 2016) with its data-dependent start: each unit starts with mean 0 and
    /// deviation 1.
    private record WeightNorm(int units) implements Layer {
        @Override
        public Tensor apply(Tensor x, Scope s) {
            Tensor v = s.parameter("v", Shape.of(x.shape().size(-1), units), Inits.normal(0.05));
            Tensor t = x.matmul(v.div(v.square().sum(0).sqrt()));
            Tensor scale = s.parameter("scale", Tensor.scalar(1).div(t.sub(t.mean(0)).square().mean(0).sqrt()));
            return t.mul(scale).add(s.parameter("bias", t.mul(scale).mean(0).neg()));
        }
    }

    private static Examples rows(int count) {
        SplittableRandom random = new SplittableRandom(3);
        float[][] x = new float[count][4];
        float[] y = new float[count];
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < 4; k++) {
                x[i][k] = (float) (10 * k + (k + 1) * random.nextGaussian());
            }
            y[i] = x[i][0] - x[i][3];
        }
        return Examples.of(x, y);
    }

    private static float[] value(Map<String, Tensor> values, String path) {
        return values.get(path).values();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void stateStartsWithTheStatisticsOfTheRows(int threads) {
        Examples rows = Examples.of(new float[][]{{1, 10}, {2, 14}, {6, 12}}, new float[]{1, 2, 3});
        Run run = Step.of(sequential(new Standardize(), linear(1)), Losses.squared(), sgd(0.01)).start(rows, 2,
                threads);
        double[] deviations = {Math.sqrt(14 / 3.0), Math.sqrt(8 / 3.0)};
        for (int step = 0; step < 3; step++) {
            assertThat(value(run.variables(), "standardize/mean")).isEqualTo(new float[]{3, 12});
            for (int k = 0; k < 2; k++) {
                assertThat((double) value(run.variables(), "standardize/deviation")[k])
                        .isCloseTo(deviations[k], within(1e-6));
            }
            run.step(rows.inOrder().batches(2).iterator().next()); // which leaves it
        }
        Regressor model = Regressor.of(sequential(new Standardize(), linear(1)), rows.type().inputs(),
                run.parameters());
        float[] weight = value(run.variables(), "linear/weight");
        double expected = (4 - 3) / deviations[0] * weight[0] + (11 - 12) / deviations[1] * weight[1]
                + value(run.variables(), "linear/bias")[0];
        assertThat((double) model.predict(4, 11)).isCloseTo(expected, within(1e-5));
    }

    /// A later layer reads the outputs of the earlier layers at their start values.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everyLayerStartsWithDeviationOne(int threads) {
        Examples rows = rows(1001);
        Layer net = sequential(named("a", new WeightNorm(9)), tanh(), named("b", new WeightNorm(7)), tanh(),
                named("c", new WeightNorm(1)));
        Run run = Step.of(net, Losses.squared(), sgd(0.01)).seed(4).start(rows, 64, threads);
        Network network = Network.of(net, StepProgram.types(rows.type().inputs()), run.variables());
        for (Network.Call call : network.calls()) {
            if (call.layer().name().equals("tanh")) {
                continue;
            }
            Tensor output = call.output();
            Tensor mean = output.mean(0);
            Tensor deviation = output.sub(mean).square().mean(0).sqrt();
            Program program = Program.of(List.of(network.input()), List.of(mean, deviation));
            Program.Session session = program.start(1001, threads);
            session.feed(network.input(), rows.batch().input(0), 0);
            session.run(1001);
            for (float each : session.value(mean, 1001).values()) {
                assertThat(each).as(call.path()).isCloseTo(0, within(1e-5f));
            }
            for (float each : session.value(deviation, 1001).values()) {
                assertThat(each).as(call.path()).isCloseTo(1, within(1e-5f));
            }
        }
        assertThat(run.program().trained).hasSize(9);
    }

    @Test
    void startsDependOnNeitherThreadsNorBatch() {
        Examples rows = rows(5000); // of which 4096 are looked at
        Layer net = sequential(new Standardize(), new WeightNorm(33), tanh(), linear(1));
        Map<String, Tensor> one = Step.of(net, Losses.squared(), sgd(0.01)).start(rows, 32, 1).variables();
        for (int threads = 1; threads <= 3; threads++) {
            Map<String, Tensor> other = Step.of(net, Losses.squared(), sgd(0.01)).start(rows, 500 * threads, threads)
                    .variables();
            one.forEach((path, start) -> assertThat(Arrays.equals(value(other, path), start.values())).as(path)
                    .isTrue());
        }
        float[] mean = value(one, "standardize/mean");
        for (int k = 0; k < 4; k++) {
            assertThat((double) mean[k]).isCloseTo(10 * k, within(5 * (k + 1) / Math.sqrt(4096)));
        }
    }

    @Test
    void aStreamStartsAsWell() {
        Examples held = rows(300);
        float[] flat = held.batch().input(0).clone();
        List<Row> list = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            list.add(Row.of(Arrays.copyOfRange(flat, 4 * i, 4 * i + 4), flat[4 * i]));
        }
        Examples stream = Examples.stream(held.type(), 300, list::stream).buffer(40);
        Layer net = sequential(new Standardize(), linear(1));
        Run run = Step.of(net, Losses.squared(), sgd(0.01)).start(stream, 32, 2);
        Run other = Step.of(net, Losses.squared(), sgd(0.01)).start(held, 32, 2);
        for (int k = 0; k < 4; k++) {
            assertThat(value(run.variables(), "standardize/mean")[k])
                    .isCloseTo(value(other.variables(), "standardize/mean")[k], within(1e-4f));
        }
        Regressor model = Regressor.of(net).epochs(2).fit(stream);
        assertThat(value(model.parameters(), "standardize/mean")).isEqualTo(value(run.variables(), "standardize/mean"));
    }

    /// The start of a head is computed from the outputs of a given trunk.
    @Test
    void givenValuesAreKeptAndSeen() {
        Examples rows = Examples.of(new float[][]{{1, 10}, {2, 14}, {6, 12}}, new float[]{1, 2, 3});
        Layer net = sequential(new Standardize(), named("head", (x, s) -> x.matmul(Tensor.of(new float[][]{{1}, {0}}))
                .sub(s.state("top", x.max(0)).slice(0, 0, 1))));
        Regressor model = Regressor.of(net).optimizer(sgd(1e-9)).epochs(1)
                .from(Map.of("standardize/mean", Tensor.of(0, 0),
                        "standardize/deviation", Tensor.of(2, 2)))
                .fit(rows);
        assertThat(value(model.parameters(), "standardize/mean")).isEqualTo(new float[]{0, 0});
        assertThat(value(model.parameters(), "head/top")).isEqualTo(new float[]{3, 7});
    }

    @Test
    void aTypeAloneHasNoRows() {
        Step step = Step.of(sequential(new Standardize(), linear(1)), Losses.squared(), sgd(0.01));
        assertThatThrownBy(() -> step.start(rows(3).type(), 2, 1)).isInstanceOf(ArgumentException.class).hasMessage(
                "start: standardize/mean starts with numbers computed from examples; use start(examples, batch, threads)");
    }

    @Test
    void startsMustBeFinite() {
        Examples constant = Examples.of(new float[][]{{1, 2}, {1, 2}}, new float[]{1, 2});
        Step step = Step.of(new WeightNorm(1), Losses.squared(), sgd(0.01));
        assertThatThrownBy(() -> step.start(constant, 2, 1)).isInstanceOf(ArgumentException.class).hasMessage(
                "start: weightNorm/scale starts with Infinity, computed from 2 rows of the examples, expected finite"
                        + " numbers");
    }
}
