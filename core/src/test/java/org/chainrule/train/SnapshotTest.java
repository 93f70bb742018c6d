package org.chainrule.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chainrule.nn.Layers.batchNorm;
import static org.chainrule.nn.Layers.dropout;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.nn.Layers.tanh;
import static org.chainrule.nn.Losses.squared;
import static org.chainrule.optim.Optimizers.adamW;
import static org.chainrule.optim.Optimizers.averaged;
import static org.chainrule.optim.Optimizers.momentum;
import static org.chainrule.optim.Optimizers.sgd;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.chainrule.Tensor;
import org.chainrule.data.Batch;
import org.chainrule.data.Examples;
import org.chainrule.error.ArgumentException;
import org.chainrule.nn.Layer;
import org.chainrule.optim.Optimizer;
import org.chainrule.optim.Schedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs that go back to a snapshot and on again.
class SnapshotTest {
    private static final int STEPS = 12;

    private final Examples rows = rows();

    private static Examples rows() {
        SplittableRandom random = new SplittableRandom(7);
        float[][] x = new float[30][4];
        float[][] y = new float[30][1];
        for (int i = 0; i < x.length; i++) {
            for (int k = 0; k < 4; k++) {
                x[i][k] = (float) random.nextGaussian();
            }
            y[i][0] = x[i][0] * x[i][1];
        }
        return Examples.of(x, y);
    }

    private static Layer net() {
        return sequential(linear(8), batchNorm(), tanh(), dropout(0.3), linear(1));
    }

    static Stream<Optimizer> optimizers() {
        return Stream.of(sgd(0.1), momentum(0.05), averaged(adamW(0.01, 0.1), 0.9));
    }

    private static void assertSameBits(Map<String, Tensor> actual, Map<String, Tensor> expected) {
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        expected.forEach((path, value) -> assertThat(actual.get(path).values()).as(path).isEqualTo(value.values()));
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void theValuesOfASnapshotCanBeReplaced(Optimizer optimizer) {
        Run run = Step.of(net(), squared(), optimizer).seed(3).start(rows, 10, 1);
        Snapshot before = run.snapshot();
        run.step(rows.inOrder().batches(10).iterator().next());
        Snapshot after = run.snapshot();
        run.restore(before.with(after.values()));
        assertThat(run.steps()).isZero();
        assertThat(run.snapshot().values()).isEqualTo(after.values()).isNotEqualTo(before.values());
        assertThatThrownBy(() -> before.with(new float[3])).isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith("with: got 3 values, expected the ");
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void aRestoredRunRepeatsItsBits(Optimizer optimizer) {
        Run run = Step.of(net(), squared(), optimizer).schedule(Schedule.cosine()).steps(STEPS).seed(3)
                .start(rows, 10, 1);
        List<Batch> batches = new ArrayList<>();
        for (int epoch = 1; epoch <= 4; epoch++) {
            rows.shuffled(1, epoch).batches(10).forEach(batches::add);
        }
        List<Snapshot> snapshots = new ArrayList<>();
        List<Map<String, Tensor>> variables = new ArrayList<>();
        List<Float> losses = new ArrayList<>();
        for (Batch batch : batches) {
            snapshots.add(run.snapshot());
            variables.add(run.variables());
            losses.add(run.step(batch));
        }
        Map<String, Tensor> end = run.variables();
        for (int from : new int[]{5, 0, 11}) {
            run.restore(snapshots.get(from));
            assertThat(run.steps()).isEqualTo(from).isEqualTo(snapshots.get(from).steps());
            assertSameBits(run.variables(), variables.get(from));
            for (int i = from; i < STEPS; i++) {
                assertThat(run.step(batches.get(i))).isEqualTo(losses.get(i));
            }
            assertSameBits(run.variables(), end);
        }
    }

    @Test
    void aSnapshotIsACopy() {
        Run run = Step.of(net(), squared(), sgd(0.1)).start(rows, 10, 1);
        Snapshot before = run.snapshot();
        Map<String, Tensor> start = run.variables();
        run.step(rows.shuffled(1, 1).batches(10).iterator().next());
        assertThat(before.steps()).isZero();
        assertThat(before.bytes()).isGreaterThanOrEqualTo(4L * (4 * 8 + 8 + 8 + 1));
        run.restore(before);
        assertSameBits(run.variables(), start);
    }

    @Test
    void aSnapshotOfAnotherRunIsRefused() {
        Snapshot other = Step.of(net(), squared(), sgd(0.1)).start(rows, 10, 1).snapshot();
        Run run = Step.of(sequential(linear(1)), squared(), sgd(0.1)).start(rows, 10, 1);
        assertThatThrownBy(() -> run.restore(other)).isInstanceOf(ArgumentException.class)
                .hasMessage("restore: the snapshot was taken of another run; pass one of this run");
    }
}
