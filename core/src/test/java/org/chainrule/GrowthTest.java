package org.chainrule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.ir.Graph;
import org.chainrule.ir.History;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Layers;
import org.chainrule.nn.Network;
import org.chainrule.nn.Variable;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Large graphs: an algorithm that is linear in the nodes finishes at once, a quadratic one does not. The limits on CPU
/// time are several times the usual time.
class GrowthTest {
    private static final long SECOND = 1_000_000_000;

    private static long nanos(Runnable work) {
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        work.run();
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
    }

    @Test
    void aStepOfFourHundredResidualBlocksIsPlannedInSeconds() {
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            layers.add(Layers.residual(Layers.sequential(Layers.layerNorm(), Layers.linear(8), Layers.relu(),
                    Layers.linear(8))));
        }
        Network net = Network.of(Layers.sequential(layers.toArray(Layer[]::new)), TensorType.f32(Shape.batch(8)), true);
        List<Tensor> parameters = net.parameters().stream().map(Variable::tensor).toList();
        Tensor loss = net.output().square().mean();
        List<Tensor> gradients = loss.gradients(parameters);
        Map<Tensor, Tensor> updates = new LinkedHashMap<>();
        for (int i = parameters.size() - 1; i >= 0; i--) {
            updates.put(parameters.get(i), parameters.get(i).sub(gradients.get(i).mul(0.01)));
        }
        List<Tensor> inputs = new ArrayList<>(parameters);
        inputs.add(net.input());
        assertThat(nanos(() -> Program.of(inputs, List.of(loss), updates).start(32, 2))).isLessThan(15 * SECOND);
    }

    @Test
    void aChainOfThousandsOfOperationsHasAValue() {
        checkChain(10_000);
    }

    @Tag("full")
    @Test
    void aChainOfAHundredThousandOperationsHasAValue() {
        checkChain(100_000);
    }

    private static void checkChain(int length) {
        Tensor[] x = {Tensor.scalar(0).add(Tensor.of(1)).sum()};
        for (int i = 0; i < length; i++) {
            x[0] = i % 4 == 3 ? x[0].sin() : x[0].add(0.25);
        }
        assertThat(nanos(() -> assertThat(x[0].value()).isBetween(-1f, 1f))).isLessThan(60 * SECOND);
    }

    @Test
    void askingAfterEveryOperationDoesNotGoBackToTheBeginning() {
        assertThat(nanos(() -> {
            Tensor x = Tensor.of(1, 2, 3);
            for (int i = 0; i < 30_000; i++) {
                x = x.add(1);
                assertThat(x.at(0)).isEqualTo(i + 2);
            }
        })).isLessThan(20 * SECOND);
    }

    /// The requests of a loop in each step. With each of them a step takes the same time and memory as the previous
    /// one.
    enum Asking {
        LOSS_BEFORE, LOSS_AFTER_TEN, PARAMETER, BOTH_TOGETHER
    }

    @ParameterizedTest
    @EnumSource
    void aLoopWithoutDetachTakesTheSameTimeForEachStepAndBoundedMemory(Asking asking) {
        Tensor x = Tensor.of(new float[][]{{1, 2}, {3, 4}, {5, 7}});
        Tensor y = Tensor.of(new float[][]{{3}, {7}, {12}});
        Tensor[] w = {Tensor.of(new float[][]{{0}, {0}})};
        List<WeakReference<float[]>> early = new ArrayList<>();
        assertThat(nanos(() -> {
            for (int i = 0; i < 8_000; i++) {
                Tensor loss = x.matmul(w[0]).sub(y).square().mean();
                if (asking == Asking.LOSS_BEFORE) {
                    loss.value();
                }
                w[0] = w[0].sub(loss.gradient(w[0]).mul(0.01));
                if (asking == Asking.LOSS_AFTER_TEN && i % 10 == 9) {
                    loss.value();
                } else if (asking == Asking.PARAMETER) {
                    w[0].values();
                } else if (asking == Asking.BOTH_TOGETHER) {
                    Tensor.all(loss, w[0]);
                }
                if (i < 100 && w[0].node().values() != null) {
                    early.add(new WeakReference<>(w[0].node().values()));
                }
            }
        })).isLessThan(60 * SECOND);
        assertThat(w[0].values()).containsExactly(new float[]{1, 1}, within(1e-2f));
        // the history of the last parameter is bounded by the largest history kept, plus the steps since
        assertThat(Graph.topological(List.of(w[0].node()), List.of()).size()).isLessThan(History.NODES + 1000);
        for (int i = 0; i < 50 && early.stream().anyMatch(array -> array.get() != null); i++) {
            System.gc();
        }
        assertThat(early).allMatch(array -> array.get() == null);
    }

    @Test
    void aLoopOfThousandsOfStepsThatIsNeverAskedHasAValueAndAGradient() {
        Tensor x = Tensor.of(1, 2);
        Tensor start = Tensor.of(0, 0);
        Tensor[] w = {start};
        assertThat(nanos(() -> {
            for (int i = 0; i < 3_000; i++) {
                w[0] = w[0].sub(w[0].sub(x).square().sum().gradient(w[0]).mul(0.1));
            }
            assertThat(w[0].values()).containsExactly(new float[]{1, 2}, within(1e-3f));
            Tensor chain = start;
            for (int i = 0; i < 100_000; i++) {
                chain = chain.add(x);
            }
            assertThat(chain.sum().gradient(start).values()).containsExactly(1, 1);
        })).isLessThan(60 * SECOND);
    }
}
