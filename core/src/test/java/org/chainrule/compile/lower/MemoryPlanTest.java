package org.chainrule.compile.lower;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.compile.lower.MemoryPlan.Kind;
import org.chainrule.ir.Graph;
import org.chainrule.ir.Graph.Update;
import org.chainrule.ir.Node;
import org.chainrule.ir.Nodes;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;

/// Which values share a buffer.
class MemoryPlanTest {
    private static final Node X = Node.input("x", TensorType.f32(Shape.batch(4)));
    private static final Node W = Node.input("w", TensorType.f32(Shape.of(4, 4)));

    /// Each buffer on a line: its kind, its floats and the values it holds.
    private static String buffers(Graph graph, int n) {
        PlanText text = new PlanText(graph);
        MemoryPlan plan = MemoryPlan.of(text.lowering(), n);
        TreeMap<Integer, String> buffers = new TreeMap<>();
        for (int value = 0; value < plan.bufferOf().length; value++) {
            int buffer = plan.bufferOf()[value];
            if (buffer >= 0) {
                buffers.merge(buffer, text.name(value), (held, more) -> held + " " + more);
            }
        }
        StringBuilder lines = new StringBuilder();
        buffers.forEach((buffer, held) -> lines.append(plan.kinds().get(buffer)).append(' ')
                .append(plan.sizes()[buffer]).append(": ").append(held).append('\n'));
        return lines.toString();
    }

    private static Node product(Node x) {
        return Nodes.contract(false, false, x, W);
    }

    /// The third product takes the buffer of the first, which nothing reads any more.
    @Test
    void aBufferIsUsedAgainAfterItsLastReader() {
        Node last = product(product(product(product(X))));
        assertThat(buffers(new Graph(List.of(X, W), List.of(last)), 10)).isEqualTo("""
                INPUT 40: x
                INPUT 16: w
                WORK 40: %2 %4
                WORK 40: %3
                OUTPUT 40: %5
                """);
    }

    @Test
    void anElementwiseResultTakesThePlaceOfItsOperand() {
        Node e = Nodes.neg(product(X));
        assertThat(buffers(new Graph(List.of(X, W), List.of(product(e))), 10)).isEqualTo("""
                INPUT 40: x
                INPUT 16: w
                WORK 40: %2 %3
                OUTPUT 40: %4
                """);
    }

    @Test
    void aNextValueHasTheBufferOfItsState() {
        Node next = Nodes.mul(W, 0.5);
        assertThat(buffers(new Graph(List.of(W), List.of(), List.of(new Update(W, next))), 1)).isEqualTo("""
                STATE 16: w %2
                CONSTANT 1: 0.5
                """);
    }

    @Test
    void valuesInsideALoopHaveNoBuffer() {
        Graph graph = new Graph(List.of(X), List.of(Nodes.neg(Nodes.mul(X, X))));
        assertThat(buffers(graph, 2)).isEqualTo("""
                INPUT 8: x
                OUTPUT 8: %2
                """);
        assertThat(MemoryPlan.of(new PlanText(graph).lowering(), 2).bytes(Kind.OUTPUT)).isEqualTo(32);
    }

    @Test
    void aScalarDoesNotWithholdTheBufferOfAVector() {
        int size = 10_000;
        Tensor x = Tensor.input("x", Shape.of(size));
        Tensor r = Tensor.input("r", Shape.scalar());
        Tensor first = x.exp().sum();
        Tensor second = r.mul(r).mul(x.square()).sum();
        Program program = Program.of(List.of(x, r), List.of(first.add(second)));
        assertThat(program.memory(1).work()).isBetween(4L * size, 4L * size + 100);
        Tensor ones = Tensor.fill(1, Shape.of(size));
        assertThat(program.run(ones, Tensor.scalar(3)).getFirst().value())
                .isEqualTo(ones.exp().sum().add(9 * size).value());
    }
}
