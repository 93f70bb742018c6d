package org.chainrule.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.chainrule.eval.Reference;
import org.chainrule.ir.BinaryFunction;
import org.chainrule.ir.Graph;
import org.chainrule.ir.Node;
import org.chainrule.ir.Nodes;
import org.chainrule.ir.Op;
import org.chainrule.ir.Printer;
import org.chainrule.ir.UnaryFunction;
import org.chainrule.ir.Verify;
import org.chainrule.type.DType;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// One row for each rule of [Simplify]: the formula before and the formula after.
class SimplifyTest {
    private static final Node S = Node.input("s", TensorType.f32(Shape.scalar()));
    private static final Node X = Node.input("x", TensorType.f32(Shape.of(2, 3)));
    private static final Node Y = Node.input("y", TensorType.f32(Shape.of(3, 2)));
    private static final Node CUBE = Node.input("cube", TensorType.f32(Shape.of(2, 2, 3)));
    private static final List<Node> INPUTS = List.of(S, X, Y, CUBE);
    private static final List<double[]> DATA = List.of(new double[]{-3}, new double[]{1, -2, 3, 4, 5, -6},
            new double[]{7, 8, -9, 10, 11, 12}, new double[]{1, 2, 3, 4, 5, 6, -7, 8, 9, 10, 11, 12});

    record Rule(String name, Node before, String printed, String after) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Rule rule(String name, Node before, String printed, String after) {
        return new Rule(name, before, printed, after);
    }

    private static Node number(double value) {
        return Nodes.fill(value, X.shape());
    }

    private static Node binary(BinaryFunction function, Node a, Node b) {
        return Nodes.binary(function, a, b);
    }

    private static String filled(double value) {
        return "expand[shape=[2, 3]](" + value + ")";
    }

    static Stream<Rule> neutralElements() {
        return Stream.of(rule("add 0", Nodes.add(X, number(0)), "add(x, " + filled(0) + ")", "x"),
                rule("add to 0", Nodes.add(number(0), X), "add(" + filled(0) + ", x)", "x"),
                rule("subtract 0", Nodes.sub(X, number(0)), "sub(x, " + filled(0) + ")", "x"),
                rule("subtract from 0", Nodes.sub(number(0), X), "sub(" + filled(0) + ", x)", "neg(x)"),
                rule("multiply by 1", Nodes.mul(X, number(1)), "mul(x, " + filled(1) + ")", "x"),
                rule("multiply 1", Nodes.mul(number(1), X), "mul(" + filled(1) + ", x)", "x"),
                rule("multiply by -1", Nodes.mul(X, number(-1)), "mul(x, " + filled(-1) + ")", "neg(x)"),
                rule("multiply -1", Nodes.mul(number(-1), X), "mul(" + filled(-1) + ", x)", "neg(x)"),
                rule("divide by 1", Nodes.div(X, number(1)), "div(x, " + filled(1) + ")", "x"),
                rule("maximum with 0 stays", binary(BinaryFunction.MAX, X, number(0)), "max(x, " + filled(0) + ")",
                        "max(x, " + filled(0) + ")"),
                rule("multiply by 0 stays: it may be NaN", Nodes.mul(X, number(0)), "mul(x, " + filled(0) + ")",
                        "mul(x, " + filled(0) + ")"));
    }

    static Stream<Rule> constants() {
        return Stream.of(folded(BinaryFunction.ADD, "add", 5), folded(BinaryFunction.SUB, "sub", -1),
                folded(BinaryFunction.MUL, "mul", 6), folded(BinaryFunction.DIV, "div", 2.0 / 3),
                folded(BinaryFunction.MAX, "max", 3), folded(BinaryFunction.MIN, "min", 2),
                rule("comparisons stay", binary(BinaryFunction.LESS, number(2), number(3)),
                        "less(" + filled(2) + ", " + filled(3) + ")", "less(" + filled(2) + ", " + filled(3) + ")"),
                rule("negate a number", Nodes.neg(Nodes.literal(2)), "neg(2.0)", "-2.0"),
                rule("negate a repeated number", Nodes.neg(number(2)), "neg(" + filled(2) + ")", filled(-2)));
    }

    private static Rule folded(BinaryFunction function, String name, double result) {
        return rule("fold " + name, binary(function, number(2), number(3)),
                name + "(" + filled(2) + ", " + filled(3) + ")", filled(result));
    }

    static Stream<Rule> noWork() {
        Node spread = Nodes.expand(S, X.shape());
        return Stream.of(rule("negate twice", Nodes.neg(Nodes.neg(X)), "neg(neg(x))", "x"),
                rule("cast to the same type", Node.of(new Op.Cast(DType.F32), X), "cast[dtype=F32](x)", "x"),
                rule("cast to another type stays", Node.of(new Op.Cast(DType.I32), X), "cast[dtype=I32](x)",
                        "cast[dtype=I32](x)"),
                rule("gradient barrier", Node.of(new Op.StopGradient(), X), "stopGradient(x)", "x"),
                rule("a function of a repeated number", Nodes.unary(UnaryFunction.EXP, spread),
                        "exp(expand[shape=[2, 3]](s))", "expand[shape=[2, 3]](exp(s))"),
                rule("a cast of a repeated number", Node.of(new Op.Cast(DType.BOOL), spread),
                        "cast[dtype=BOOL](expand[shape=[2, 3]](s))", "expand[shape=[2, 3]](cast[dtype=BOOL](s))"));
    }

    static Stream<Rule> movements() {
        Node flipped = Node.of(new Op.Flip(1), X);
        return Stream.of(rule("reshape to the same shape", Node.of(new Op.Reshape(X.shape()), X),
                "reshape[shape=[2, 3]](x)", "x"),
                rule("reshape twice", Nodes.reshape(Nodes.reshape(X, Shape.of(6)), Shape.of(3, 2)),
                        "reshape[shape=[3, 2]](reshape[shape=[6]](x))", "reshape[shape=[3, 2]](x)"),
                rule("reshape and back", Nodes.reshape(Nodes.reshape(X, Shape.of(6)), X.shape()),
                        "reshape[shape=[2, 3]](reshape[shape=[6]](x))", "x"),
                rule("expand to the same shape", Node.of(new Op.Expand(X.shape()), X), "expand[shape=[2, 3]](x)", "x"),
                rule("expand twice", Nodes.expand(Nodes.expand(S, Shape.of(3)), X.shape()),
                        "expand[shape=[2, 3]](expand[shape=[3]](s))", "expand[shape=[2, 3]](s)"),
                rule("permute nothing", Nodes.permute(CUBE, 0, 1, 2), "permute[order=[0, 1, 2]](cube)", "cube"),
                rule("permute twice", Nodes.permute(Nodes.permute(CUBE, 1, 2, 0), 1, 0, 2),
                        "permute[order=[1, 0, 2]](permute[order=[1, 2, 0]](cube))", "permute[order=[2, 1, 0]](cube)"),
                rule("permute and back", Nodes.permute(Nodes.permute(CUBE, 1, 2, 0), 2, 0, 1),
                        "permute[order=[2, 0, 1]](permute[order=[1, 2, 0]](cube))", "cube"),
                rule("flip twice", Node.of(new Op.Flip(1), flipped), "flip[axis=1](flip[axis=1](x))", "x"),
                rule("flip two axes stays", Node.of(new Op.Flip(0), flipped), "flip[axis=0](flip[axis=1](x))",
                        "flip[axis=0](flip[axis=1](x))"),
                rule("move one number", Node.of(new Op.Slice(1, 0, 2, 1), number(4)),
                        "slice[axis=1, start=0, end=2, step=1](" + filled(4) + ")", "expand[shape=[2, 2]](4.0)"),
                rule("pad one number stays", Node.of(new Op.Pad(1, 1, 0, 0), number(4)),
                        "pad[axis=1, before=1, after=0, interior=0](" + filled(4) + ")",
                        "pad[axis=1, before=1, after=0, interior=0](" + filled(4) + ")"));
    }

    static Stream<Rule> products() {
        String turned = "permute[order=[1, 0]]";
        Node xt = Nodes.permute(X, 1, 0);
        Node yt = Nodes.permute(Y, 1, 0);
        Node outer = Nodes.permute(CUBE, 1, 0, 2);
        return Stream.of(rule("transposed on the left", Nodes.contract(false, false, yt, Y),
                product(false, false) + "(" + turned + "(y), y)", product(true, false) + "(y, y)"),
                rule("transposed on the right", Nodes.contract(false, false, X, xt),
                        product(false, false) + "(x, " + turned + "(x))", product(false, true) + "(x, x)"),
                rule("transposed on both sides", Nodes.contract(false, false, xt, yt),
                        product(false, false) + "(" + turned + "(x), " + turned + "(y))",
                        product(true, true) + "(x, y)"),
                rule("transposed twice", Nodes.contract(true, false, xt, Y),
                        product(true, false) + "(" + turned + "(x), y)", product(false, false) + "(x, y)"),
                rule("other axes moved stays", Nodes.contract(false, true, outer, CUBE),
                        product(false, true) + "(permute[order=[1, 0, 2]](cube), cube)",
                        product(false, true) + "(permute[order=[1, 0, 2]](cube), cube)"));
    }

    private static String product(boolean lhs, boolean rhs) {
        return "matmul[transposeLhs=" + lhs + ", transposeRhs=" + rhs + "]";
    }

    @ParameterizedTest
    @MethodSource({"neutralElements", "constants", "noWork", "movements", "products"})
    void theFormulaIsShorterAndItsValuesStay(Rule rule) {
        Graph graph = new Graph(INPUTS, List.of(rule.before()));
        assertThat(Printer.print(rule.before())).isEqualTo(rule.printed());
        Graph simple = Verify.check(Simplify.apply(graph));
        assertThat(Printer.print(simple.outputs().getFirst())).isEqualTo(rule.after());
        assertThat(Reference.evaluate(simple, 1, DATA).getFirst())
                .isEqualTo(Reference.evaluate(graph, 1, DATA).getFirst());
    }
}
