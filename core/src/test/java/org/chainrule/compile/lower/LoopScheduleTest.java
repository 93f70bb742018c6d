package org.chainrule.compile.lower;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.chainrule.compile.stage.Loop;
import org.chainrule.ir.Graph;
import org.chainrule.ir.Graph.Update;
import org.chainrule.ir.Node;
import org.chainrule.ir.Nodes;
import org.chainrule.ir.Op;
import org.chainrule.ir.Reduction;
import org.chainrule.ir.UnaryFunction;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;

/// The parts of a loop: passes over the places of a block, reductions of its rows, and what is kept in between.
class LoopScheduleTest {
    private static final Node X = Node.input("x", TensorType.f32(Shape.batch(4)));
    private static final Node B = Node.input("b", TensorType.f32(Shape.of(4)));

    /// The parts of a graph that is one loop, and its strips of scratch.
    private static String parts(Graph graph) {
        PlanText text = new PlanText(graph);
        assertThat(text.lowering().stages()).hasSize(1);
        Loop loop = (Loop) text.lowering().stages().getFirst();
        return text.parts(loop) + loop.scratch().strips() + " strips, " + loop.scratch().columns() + " columns\n";
    }

    private static Node wide(Node x) {
        return Nodes.expand(x, Shape.batch(4));
    }

    private static Node exp(Node x) {
        return Nodes.unary(UnaryFunction.EXP, x);
    }

    @Test
    void elementwiseInstructionsAreOnePass() {
        assertThat(parts(new Graph(List.of(X, B), List.of(Nodes.neg(exp(Nodes.add(X, wide(B)))))))).isEqualTo("""
                pass %4 = neg(exp(add(x, b*)))
                0 strips, 0 columns
                """);
    }

    /// A softmax has four parts. A strip keeps the exponential for the sum and the division; the subtraction is light
    /// and needs none. The sum reuses the column of the maximum, which nothing reads any more.
    @Test
    void aReductionEndsAPass() {
        Node max = Node.of(new Op.Reduce(Reduction.MAX, 1), X);
        Node e = exp(Nodes.sub(X, wide(max)));
        Node softmax = Nodes.div(e, wide(Nodes.sum(e, 1)));
        assertThat(parts(new Graph(List.of(X), List.of(softmax)))).isEqualTo("""
                fold column0 = max x
                pass strip0 = exp(sub(x, column0..))
                fold column0 = sum strip0
                pass %5 = div(strip0, column0..)
                1 strips, 1 columns
                """);
    }

    @Test
    void instructionsOnReductionsRunOverTheRows() {
        Node scale = Nodes.unary(UnaryFunction.SQRT, Nodes.sum(Nodes.mul(X, X), 1));
        assertThat(parts(new Graph(List.of(X), List.of(Nodes.div(X, wide(scale)))))).isEqualTo("""
                pass strip0 = mul(x, x)
                fold column0 = sum strip0
                rows column1 = sqrt(column0)
                pass %4 = div(x, column1..)
                1 strips, 2 columns
                """);
    }

    /// HotSpot compiles a pass well with one long function in it.
    @Test
    void twoHeavyFunctionsAreTwoPasses() {
        assertThat(parts(new Graph(List.of(X), List.of(exp(exp(X)))))).isEqualTo("""
                pass strip0 = exp(x)
                pass %2 = exp(strip0)
                1 strips, 0 columns
                """);
    }

    @Test
    void aValueThatIsReadOutsideHasItsBuffer() {
        Node e = exp(X);
        assertThat(parts(new Graph(List.of(X), List.of(e, Nodes.sum(e, 1))))).isEqualTo("""
                pass %1 = exp(x)
                fold %2 = sum %1
                0 strips, 0 columns
                """);
    }

    /// The new value of the state is stored to the operand that holds the old one.
    @Test
    void stateIsReplacedInPlace() {
        Node state = Node.input("state", TensorType.f32(Shape.of(4)));
        Node next = Nodes.sub(state, Nodes.mul(B, 0.1));
        assertThat(parts(new Graph(List.of(state, B), List.of(), List.of(new Update(state, next))))).isEqualTo("""
                pass state = sub(state, mul(b, 0.1*))
                0 strips, 0 columns
                """);
    }
}
