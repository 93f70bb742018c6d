package org.chainrule.compile.lower;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.chainrule.ir.BinaryFunction;
import org.chainrule.ir.Graph;
import org.chainrule.ir.Graph.Update;
import org.chainrule.ir.Node;
import org.chainrule.ir.Nodes;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;

/// Graphs, and the stages they are lowered to.
class LoweringTest {
    private static final Node X = Node.input("x", TensorType.f32(Shape.batch(4)));
    private static final Node W = Node.input("w", TensorType.f32(Shape.of(4, 3)));
    private static final Node B = Node.input("b", TensorType.f32(Shape.of(3)));

    private static String stages(Graph graph) {
        return new PlanText(graph).stages();
    }

    @Test
    void everyOperationIsAnInstructionOnNumberedValues() {
        Node product = Nodes.contract(false, false, X, W);
        assertThat(stages(new Graph(List.of(X, W), List.of(product, Nodes.permute(product, 1, 0))))).isEqualTo("""
                %2 = matmul x w
                %3 = permute %2
                return %2 %3
                """);
    }

    /// The elementwise reader repeats the bias itself, and a reshape shows the same value.
    @Test
    void reshapesAndExpansionsInFrontOfReadersCostNothing() {
        Node cubes = Nodes.reshape(X, Shape.batch(2, 2));
        Node row = Nodes.reshape(B, Shape.of(1, 3));
        Node sum = Nodes.binary(BinaryFunction.SUB,
                Nodes.contract(false, false, Nodes.reshape(cubes, Shape.batch(4)), W),
                Nodes.expand(row, Shape.batch(3)));
        assertThat(stages(new Graph(List.of(X, W, B), List.of(sum)))).isEqualTo("""
                %3 = matmul x w
                loop [n, 3]
                  %4 = sub %3 b
                return %4
                """);
    }

    @Test
    void anExpansionThatIsAResultIsWrittenOut() {
        Node rows = Nodes.expand(Nodes.reshape(B, Shape.of(1, 3)), Shape.of(2, 3));
        assertThat(stages(new Graph(List.of(B), List.of(rows)))).isEqualTo("""
                %1 = expand b
                return %1
                """);
    }

    /// Callers may change an input between two runs; an output stays until the next run.
    @Test
    void anInputThatIsAnOutputIsCopiedOnce() {
        assertThat(stages(new Graph(List.of(X, W), List.of(X, Nodes.reshape(X, Shape.batch(2, 2)), W))))
                .isEqualTo("""
                        %2 = copy x
                        %3 = copy w
                        return %2 %2 %3
                        """);
    }

    @Test
    void anElementwiseUpdateIsWrittenOverItsState() {
        Node next = Nodes.mul(W, 0.5);
        assertThat(stages(new Graph(List.of(W), List.of(), List.of(new Update(W, next))))).isEqualTo("""
                %2 over w = mul w 0.5
                return
                """);
    }

    @Test
    void anyOtherUpdateIsCopiedAtTheEnd() {
        Node square = Node.input("square", TensorType.f32(Shape.of(3, 3)));
        Node next = Nodes.contract(false, false, square, square);
        Node old = Nodes.neg(square);
        assertThat(stages(new Graph(List.of(square), List.of(old), List.of(new Update(square, next))))).isEqualTo("""
                %1 = neg square
                %2 = matmul square square
                square = copy %2
                return %1
                """);
    }
}
