package org.chainrule.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.chainrule.nn.Layers.dropout;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.nn.Losses.crossEntropy;
import static org.chainrule.nn.Losses.squared;
import static org.chainrule.optim.Optimizers.adamW;
import static org.chainrule.optim.Optimizers.sgd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.data.Examples;
import org.chainrule.error.DivergedException;
import org.chainrule.model.Classifier;
import org.chainrule.model.Regressor;
import org.chainrule.nn.Inits;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Loss;
import org.chainrule.nn.Network;
import org.chainrule.nn.Objective;
import org.chainrule.optim.Schedule;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Scheduled settings over a training of four steps, with the factor `1 - progress`: 1, 3/4, 1/2 and 1/4.
class SchedulesTest {
    private static final Layer CONSTANT = (x, s) -> x.mul(0).add(s.parameter("w", Shape.of(1), Inits.zeros()));
    private static final Examples EIGHTS = Examples.of(new float[][]{{1}, {2}}, new float[]{8, 8});
    private static final Schedule FALLING = Schedule.linear(0);

    private static float w(Run run) {
        return run.variables().get("layer/w").values()[0];
    }

    /// Returns `w` plus half of the factor times its distance to 8.
    private static final float[] WAY = {4, 5.5f, 6.125f, 6.359375f};

    @Test
    void theLearningRate() {
        Run run = Step.of(CONSTANT, squared(), sgd(0.25)).schedule(FALLING).steps(4).start(EIGHTS, 2, 1);
        for (float expected : WAY) {
            run.step(EIGHTS.batch());
            assertThat(w(run)).isEqualTo(expected);
        }
        run.step(EIGHTS.batch()); // after the last step the progress stays 1
        assertThat(w(run)).isEqualTo(WAY[3]);
    }

    @Test
    void withoutANumberOfStepsProgressStays() {
        Objective falling = Objective.of(squared()).times(FALLING);
        Run run = Step.of(CONSTANT, falling, sgd(0.25)).start(EIGHTS, 2, 1);
        for (float expected : new float[]{4, 6, 7}) {
            run.step(EIGHTS.batch());
            assertThat(w(run)).isEqualTo(expected);
            assertThat(run.progress()).isZero();
        }
    }

    @Test
    void theObjective() {
        Objective falling = Objective.of(squared()).times(FALLING);
        Run run = Step.of(CONSTANT, falling, sgd(0.25)).steps(4).start(EIGHTS, 2, 1);
        float[] losses = {64, 12, 3.125f, 0.87890625f}; // the factor times (w - 8)^2, before the step
        for (int step = 0; step < 4; step++) {
            assertThat(run.step(EIGHTS.batch())).isEqualTo(losses[step]);
            assertThat(w(run)).isEqualTo(WAY[step]);
        }
    }

    /// Without a gradient, a step shrinks the parameter by a quarter of the factor.
    @Test
    void weightDecay() {
        Layer net = (x, s) -> x.mul(0).mul(s.parameter("w", Shape.of(1), Inits.ones()));
        Run run = Step.of(net, squared(), adamW(0.5, 0.5).decaySchedule(FALLING)).steps(4).start(EIGHTS, 2, 1);
        for (float expected : new float[]{0.75f, 0.609375f, 273 / 512f, 4095 / 8192f}) {
            run.step(EIGHTS.batch());
            assertThat(w(run)).isEqualTo(expected);
        }
    }

    @Test
    void dropoutLeavesOutFewerAndFewer() {
        Network network = Network.of(dropout(0.5).schedule(FALLING), TensorType.f32(Shape.batch(100)), true);
        Program program = Program.of(List.of(network.input(), network.stream(), network.progress()),
                List.of(network.output()));
        Program.Session session = program.start(100, 1);
        java.util.Arrays.fill(session.array(network.input()), 3);
        session.array(network.stream())[0] = 7;
        for (float progress : new float[]{0, 0.5f, 1}) {
            session.array(network.progress())[0] = progress;
            session.run(100);
            float rate = 0.5f * (1 - progress);
            int out = 0;
            for (float value : session.value(network.output(), 100).values()) {
                out += value == 0 ? 1 : 0;
                assertThat(value).isIn(0f, 3 * (1 / (1 - rate)));
            }
            assertThat(out / 10_000.0).isCloseTo(rate, within(4 * Math.sqrt(rate * (1 - rate) / 10_000)));
        }
    }

    /// Smoothing starts at 0.3; the expected losses were computed in NumPy in float64.
    @Test
    void labelSmoothing() {
        Loss loss = crossEntropy().smoothing(0.3).smoothingSchedule(FALLING);
        Tensor logits = Tensor.of(new float[][]{{1, 2, -0.5f}, {0.3f, -1.2f, 0.8f}});
        double[][] expected = {{0.721539031852683, 0.8049569196419908}, {0.634039031852683, 0.7424569196419908},
                {0.371539031852683, 0.5549569196419908}};
        double[] progress = {0, 0.25, 1};
        for (int i = 0; i < 3; i++) {
            float[] rows = loss.apply(logits, Tensor.ofInts(1, 2), Tensor.scalar(progress[i])).values();
            assertThat((double) rows[0]).isCloseTo(expected[i][0], within(1e-6));
            assertThat((double) rows[1]).isCloseTo(expected[i][1], within(1e-6));
        }
        // an evaluation has the progress of the end
        assertThat(loss.apply(logits, Tensor.ofInts(1, 2)).values())
                .isEqualTo(crossEntropy().apply(logits, Tensor.ofInts(1, 2)).values());
    }

    private static Examples rings() {
        float[][] x = new float[90][2];
        int[] labels = new int[90];
        for (int i = 0; i < 90; i++) {
            labels[i] = i % 3;
            x[i][0] = (float) ((labels[i] + 1) * Math.cos(i));
            x[i][1] = (float) ((labels[i] + 1) * Math.sin(i));
        }
        return Examples.of(x, labels);
    }

    private static byte[] model(Path folder, Schedule factor, boolean plain) throws IOException {
        Layer drop = plain ? dropout(0.2) : dropout(0.2).schedule(factor);
        Loss loss = plain ? crossEntropy().smoothing(0.1) : crossEntropy().smoothing(0.1).smoothingSchedule(factor);
        Objective objective = plain ? Objective.of(loss) : Objective.of(loss).times(factor);
        Trainer<Classifier> trainer = Classifier.of(sequential(linear(17), relu(), drop, linear(3)))
                .objective(objective).epochs(3).batch(32).seed(3)
                .optimizer(plain ? adamW(0.01, 0.1) : adamW(0.01, 0.1).decaySchedule(factor));
        Path file = folder.resolve("model");
        (plain ? trainer : trainer.schedule(factor)).fit(rings()).save(file);
        return Files.readAllBytes(file);
    }

    @Test
    void aConstantChangesNoBit(@TempDir Path folder) throws IOException {
        byte[] plain = model(folder, Schedule.constant(), true);
        assertThat(model(folder, Schedule.constant(), false)).isEqualTo(plain);
        assertThat(model(folder, _ -> Tensor.scalar(1), false)).isEqualTo(plain);
        assertThat(model(folder, FALLING, false)).isNotEqualTo(plain);
    }

    @Test
    void aScheduleThatGivesNoNumberIsFound() {
        Examples rows = Examples.of(new float[10][1], new float[]{1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
        // five steps an epoch: the ninth step of twenty is at 0.4
        Schedule broken = progress -> progress.less(Tensor.scalar(0.39)).where(Tensor.scalar(1),
                progress.sub(progress).div(progress.sub(progress)));
        assertThatThrownBy(() -> Regressor.of(linear(1)).schedule(broken).epochs(4).batch(2).fit(rows))
                .isInstanceOfSatisfying(DivergedException.class, e -> {
                    assertThat(e.origin()).isEqualTo(DivergedException.Origin.RATE);
                    assertThat(e.epoch()).isEqualTo(2);
                    assertThat(e.step()).isEqualTo(4);
                })
                .hasMessage(
                        "training: the schedule returned NaN as the learning rate in epoch 2, step 4; expected a finite"
                                + " number");
    }
}
