package org.chainrule;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Layers;
import org.chainrule.nn.Network;
import org.chainrule.nn.Variable;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;

/// Large graphs: what works through them once ends at once, what does so again for each of their nodes does not. The
/// bounds, on the time of the processor, are several times what is needed.
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
    void aChainOfAHundredThousandOperationsHasAValue() {
        Tensor[] x = {Tensor.scalar(0).add(Tensor.of(1)).sum()};
        for (int i = 0; i < 100_000; i++) {
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
}
