package org.chainrule.compile.lower;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.chainrule.compile.lower.LoopShape.Repeat;
import org.chainrule.compile.stage.Broadcast;
import org.chainrule.compile.stage.Instruction;
import org.chainrule.compile.stage.IterationSpace;
import org.chainrule.compile.stage.IterationSpace.Count;
import org.chainrule.compile.stage.Loop;
import org.chainrule.compile.stage.Stage;
import org.chainrule.ir.Graph;
import org.chainrule.ir.Node;
import org.chainrule.ir.Nodes;
import org.chainrule.ir.UnaryFunction;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;

/// Which instructions fit one loop, and how their operands are broadcast in it.
class LoopShapeTest {
    private static final Node X = Node.input("x", TensorType.f32(Shape.batch(4)));
    private static final Node ROW = Node.input("row", TensorType.f32(Shape.of(4)));
    private static final Node COLUMN = Node.input("column", TensorType.f32(Shape.batch(1)));

    /// The shape of a loop over all instructions of a graph: its space, then each instruction, whether it is per row,
    /// and the broadcast of each operand.
    private static String shape(Node... outputs) {
        PlanText text = new PlanText(new Graph(List.of(X, ROW, COLUMN), List.of(outputs)));
        List<Instruction> instructions = new ArrayList<>();
        for (Stage stage : text.lowering().stages()) {
            instructions.addAll(stage instanceof Loop loop ? loop.instructions() : List.of((Instruction) stage));
        }
        LoopShape shape = LoopShape.of(instructions);
        return shape == null
                ? "none"
                : shape.space() + "\n" + shape.statements().stream()
                        .map(each -> text.line(each.instruction()) + (each.perRow() ? ", per row " : " ")
                                + each.broadcasts() + "\n")
                        .collect(Collectors.joining());
    }

    private static Node wide(Node x) {
        return Nodes.expand(x, Shape.batch(4));
    }

    @Test
    void equalShapesNeedNoColumns() {
        assertThat(shape(Nodes.neg(Nodes.mul(X, X)))).isEqualTo("""
                [4n]
                %3 = mul x x [EACH, EACH]
                %4 = neg %3 [EACH]
                """);
    }

    @Test
    void aBiasIsANumberForEachColumn() {
        assertThat(shape(Nodes.add(X, wide(ROW)))).isEqualTo("""
                [n, 4]
                %3 = add x row [EACH, COLUMN]
                """);
    }

    @Test
    void aReductionOfRowsMakesANumberForEachRow() {
        Node centred = Nodes.sub(X, wide(Nodes.neg(Nodes.sum(X, 1))));
        assertThat(shape(centred)).isEqualTo("""
                [n, 4]
                %3 = sum x, per row [EACH]
                %4 = neg %3, per row [EACH]
                %5 = sub x %4 [EACH, ROW]
                """);
    }

    /// As in the embedding of numbers: the weights of a column are the same for all rows of the batch.
    @Test
    void anOperandOfAStackIsRepeatedInGroupsOfRows() {
        Node stack = Node.input("stack", TensorType.f32(Shape.ofEntries(3, -1, 4)));
        Node weight = Node.input("weight", TensorType.f32(Shape.of(3, 1, 4)));
        Graph graph = new Graph(List.of(stack, weight),
                List.of(Nodes.neg(Nodes.mul(stack, Nodes.expand(weight, stack.shape())))));
        Loop loop = (Loop) new PlanText(graph).lowering().stages().getFirst();
        assertThat(loop.space()).isEqualTo(new IterationSpace(12, true, 4, new Count(1, true)));
    }

    @Test
    void aLiteralIsOneNumber() {
        assertThat(shape(Nodes.mul(X, 0.5))).isEqualTo("""
                [4n]
                %4 = mul x 0.5 [EACH, ONE]
                """);
    }

    @Test
    void rowsOfTwoLengthsFitNoLoop() {
        Node other = Nodes.reshape(X, Shape.batch(2, 2));
        Node halves = Nodes.expand(Nodes.sum(other, 2), Shape.batch(2, 2));
        assertThat(shape(Nodes.sub(X, wide(Nodes.sum(X, 1))), Nodes.sub(other, halves))).isEqualTo("none");
    }

    @Test
    void aReductionOverTheBatchFitsNoLoop() {
        assertThat(shape(Nodes.sum(X, 0), Nodes.neg(X))).isEqualTo("none");
    }

    /// Sines of large angles have no vector form, so their kernel runs them alone.
    @Test
    void someFunctionsAreAlwaysAlone() {
        PlanText text = new PlanText(
                new Graph(List.of(X), List.of(Nodes.unary(UnaryFunction.SIN, X), Nodes.unary(UnaryFunction.EXP, X))));
        assertThat(text.lowering().stages().stream().map(stage -> LoopShape.fits((Instruction) stage)).toList())
                .isEqualTo(List.of(false, true));
    }

    @Test
    void anOperandIsRepeatedByColumnByRowOrNot() {
        Shape result = Shape.batch(2, 3);
        assertThat(Repeat.of(result, result)).isEqualTo(new Repeat(Broadcast.EACH, 0));
        assertThat(Repeat.of(Shape.of(1, 1), result)).isEqualTo(new Repeat(Broadcast.ONE, 0));
        assertThat(Repeat.of(Shape.of(3), result)).isEqualTo(new Repeat(Broadcast.COLUMN, 3));
        assertThat(Repeat.of(Shape.of(1, 2, 3), result)).isEqualTo(new Repeat(Broadcast.COLUMN, 6));
        assertThat(Repeat.of(Shape.batch(2, 1), result)).isEqualTo(new Repeat(Broadcast.ROW, 3));
        assertThat(Repeat.of(Shape.batch(1, 1), result)).isEqualTo(new Repeat(Broadcast.ROW, 6));
        assertThat(Repeat.of(Shape.batch(1, 3), result)).isEqualTo(new Repeat(Broadcast.GROUP, 3, new Count(2, false)));
        Shape stack = Shape.ofEntries(2, -1, 3, 4);
        assertThat(Repeat.of(Shape.of(2, 1, 1, 4), stack)).isEqualTo(
                new Repeat(Broadcast.GROUP, 4, new Count(3, true)));
        // rows of columns cannot express a repetition of single numbers in the middle
        assertThat(Repeat.of(Shape.of(2, 1), result).columns()).isLessThan(-1);
    }
}
