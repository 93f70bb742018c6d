package org.chainrule.compile.lower;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.chainrule.ir.Graph;
import org.chainrule.ir.Graph.Update;
import org.chainrule.ir.Node;
import org.chainrule.ir.Nodes;
import org.chainrule.ir.UnaryFunction;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;

/// Which instructions run as one loop.
class LoopFusionTest {
    private static final Node X = Node.input("x", TensorType.f32(Shape.batch(4)));
    private static final Node W = Node.input("w", TensorType.f32(Shape.of(4, 4)));

    private static String stages(List<Node> inputs, Node... outputs) {
        return new PlanText(new Graph(inputs, List.of(outputs))).stages();
    }

    private static Node exp(Node x) {
        return Nodes.unary(UnaryFunction.EXP, x);
    }

    @Test
    void elementwiseInstructionsJoinTheirReaders() {
        assertThat(stages(List.of(X), Nodes.neg(exp(Nodes.mul(X, X))))).isEqualTo("""
                loop [4n]
                  %1 = mul x x
                  %2 = exp %1
                  %3 = neg %2
                return %3
                """);
    }

    /// A softmax: its reductions run along rows, so the loop has columns.
    @Test
    void reductionsOfRowsJoinTheLoop() {
        Node e = exp(X);
        Node sum = Nodes.sum(e, 1);
        assertThat(stages(List.of(X), Nodes.div(e, Nodes.expand(sum, Shape.batch(4))))).isEqualTo("""
                loop [n, 4]
                  %1 = exp x
                  %2 = sum %1
                  %3 = div %1 %2
                return %3
                """);
    }

    @Test
    void reductionsOverTheBatchStayAlone() {
        assertThat(stages(List.of(X), Nodes.sum(exp(X), 0))).isEqualTo("""
                %1 = exp x
                %2 = sum %1
                return %2
                """);
    }

    /// The sum needs both the exponential and a product of it, so the product would run in the middle of the loop.
    @Test
    void aLoopIsNotInterruptedByAProduct() {
        Node e = exp(X);
        assertThat(stages(List.of(X, W), Nodes.add(e, Nodes.contract(false, false, e, W)))).isEqualTo("""
                %2 = exp x
                %3 = matmul %2 w
                %4 = add %2 %3
                return %4
                """);
    }

    @Test
    void scalarsShareOneLoopWhereverTheyAre() {
        Node a = Node.input("a", TensorType.f32(Shape.scalar()));
        Node b = Node.input("b", TensorType.f32(Shape.scalar()));
        assertThat(stages(List.of(a, b), Nodes.neg(a), exp(b))).isEqualTo("""
                loop [1]
                  %2 = neg a
                  %3 = exp b
                return %2 %3
                """);
    }

    /// The sum over rows reads the whole old state before anything is written over it.
    @Test
    void aStateIsNotOverwrittenInALoopThatReadsItAgain() {
        Node state = Node.input("state", TensorType.f32(Shape.of(3, 4)));
        Node sum = Nodes.sum(state, 1);
        Node next = Nodes.sub(state, Nodes.expand(sum, Shape.of(3, 4)));
        PlanText text = new PlanText(new Graph(List.of(state), List.of(), List.of(new Update(state, next))));
        assertThat(text.stages()).isEqualTo("""
                loop [3, 4]
                  %1 = sum state
                  %2 over state = sub state %1
                return
                """);
    }
}
