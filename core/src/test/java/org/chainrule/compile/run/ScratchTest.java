package org.chainrule.compile.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.chainrule.ir.Graph;
import org.chainrule.ir.Node;
import org.chainrule.ir.Nodes;
import org.chainrule.kernel.Kernels;
import org.chainrule.kernel.provider.Providers;
import org.chainrule.thread.Workers;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A batch below the capacity may use a method that needs more scratch memory than the largest batch.
class ScratchTest {
    private static final Node X = Node.input("x", TensorType.f32(Shape.batch(40)));
    private static final Node Y = Node.input("y", TensorType.f32(Shape.batch(30)));
    private static final Node W = Node.input("w", TensorType.f32(Shape.of(300, 40)));

    @ParameterizedTest
    @CsvSource({"4700, 4608", "5000, 4608", "600, 512", "2, 1", "33, 1", "33, 32"})
    void smallerBatchesHaveEnough(int capacity, int n) {
        Node columns = Nodes.permute(X, 1, 0);
        List<Node> outputs = List.of(Nodes.contract(true, false, X, Y), // [40, 30], over the batch
                Nodes.contract(false, false, Nodes.mul(columns, columns), Y), // the same with contiguous rows
                Nodes.contract(false, true, W, X)); // [300, n]
        Graph graph = new Graph(List.of(X, Y, W), outputs);
        for (Kernels kernels : List.of(Providers.best(), Providers.scalar())) {
            Execution large = run(graph, capacity, n, kernels);
            Execution exact = run(graph, n, n, kernels);
            for (int i = 0; i < outputs.size(); i++) {
                int count = outputs.get(i).shape().elements(n);
                assertThat(Arrays.copyOf(large.read(i), count)).isEqualTo(Arrays.copyOf(exact.read(i), count));
            }
        }
    }

    private static Execution run(Graph graph, int capacity, int n, Kernels kernels) {
        Execution execution = CpuBackend.of(kernels, Workers.of(1), Tier.ZERO).start(Executable.of(graph),
                capacity, null);
        for (int i = 0; i < graph.inputs().size(); i++) {
            for (int j = 0; j < graph.inputs().get(i).shape().elements(n); j++) {
                execution.own(i)[j] = (j * 7 + i) % 11 - 5;
            }
        }
        execution.run(n);
        return execution;
    }
}
