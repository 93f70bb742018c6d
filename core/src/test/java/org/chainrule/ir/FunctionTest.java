package org.chainrule.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;

class FunctionTest {
    /// `y = relu(x W)`, and a counter that increases by a step.
    private static Graph graph(double step) {
        Node x = Node.input("x", TensorType.f32(Shape.batch(3)));
        Node w = Node.input("linear/weight", TensorType.f32(Shape.of(3, 2)));
        Node count = Node.input("count", TensorType.f32(Shape.scalar()));
        Node unread = Node.input("unread", TensorType.f32(Shape.of(4)));
        Node y = Nodes.binary(BinaryFunction.MAX, Nodes.contract(false, false, x, w), Nodes.literal(0));
        return new Graph(List.of(unread, w, x, count), List.of(y),
                List.of(new Graph.Update(count, Nodes.add(count, Nodes.literal(step)))));
    }

    @Test
    void itIsPrintedLineByLine() {
        assertThat(Printer.print(Function.of(graph(1)))).isEqualTo("""
                %0 = unread                              f32[4]
                %1 = linear/weight                       f32[3, 2]
                %2 = x                                   f32[n, 3]
                %3 = count                               f32[]
                %4 = matmul[transposeLhs=false, transposeRhs=false] %2 %1 f32[n, 2]
                %5 = 0.0                                 f32[]
                %6 = expand[shape=[n, 2]] %5             f32[n, 2]
                %7 = max %4 %6                           f32[n, 2]
                %8 = 1.0                                 f32[]
                %9 = add %3 %8                           f32[]
                update %3 <- %9
                return %7
                """);
    }

    @Test
    void twoGraphsWithTheSameContentAreTheSameFunction() {
        assertThat(Function.of(graph(1))).isEqualTo(Function.of(graph(1))).hasSameHashCodeAs(Function.of(graph(1)))
                .isNotEqualTo(Function.of(graph(2)));
    }

    @Test
    void theOrderOfOutputsCounts() {
        Node x = Node.input("x", TensorType.f32(Shape.of(2)));
        Node a = Nodes.neg(x);
        Node b = Nodes.mul(a, a);
        assertThat(Function.of(new Graph(List.of(x), List.of(a, b))))
                .isNotEqualTo(Function.of(new Graph(List.of(x), List.of(b, a))));
    }

    @Test
    void itsGraphIsSoundAndTheSameFunction() {
        Function function = Function.of(graph(1));
        Graph graph = Verify.check(function.graph());
        assertThat(Function.of(graph)).isEqualTo(function);
        assertThat(graph.inputs()).extracting(Node::op).containsExactly(new Op.Input("unread"),
                new Op.Input("linear/weight"), new Op.Input("x"), new Op.Input("count"));
    }

    @Test
    void aComputedNodeThatIsHandedInIsData() {
        Node x = Node.input("x", TensorType.f32(Shape.of(2)));
        Node halfway = Nodes.neg(x);
        Graph graph = new Graph(List.of(halfway), List.of(Nodes.mul(halfway, halfway)));
        assertThat(Printer.print(Function.of(graph))).isEqualTo("""
                %0 = data                                f32[2]
                %1 = mul %0 %0                           f32[2]
                return %1
                """);
    }

    @Test
    void partsToBeComputedAgainAreRefused() {
        Node x = Node.input("x", TensorType.f32(Shape.of(2)));
        Node y = Nodes.neg(x);
        Graph graph = new Graph(List.of(x), List.of(y), List.of(), List.of(new Region(x, y, x, Set.of())));
        assertThatThrownBy(() -> Function.of(graph)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("function: the graph has regions; make the function before Recomputing.find");
    }
}
