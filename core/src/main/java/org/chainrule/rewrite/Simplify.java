package org.chainrule.rewrite;

import java.util.List;
import java.util.stream.IntStream;
import org.chainrule.ir.Graph;
import org.chainrule.ir.Node;
import org.chainrule.ir.Nodes;
import org.chainrule.ir.Op;
import org.chainrule.ir.UnaryFunction;

/// Algebra that removes work: neutral elements, double negation, constant folding, movements that move nothing or
/// cancel each other, transpositions before a product, and gradient barriers, which have no effect after the backward
/// pass is built. Values stay equal, except that a zero may change its sign.
public final class Simplify {
    private Simplify() {
    }

    /// Returns the simplified graph.
    public static Graph apply(Graph graph) {
        return graph.rewrite(Simplify::simplify);
    }

    static Node simplify(Node node) {
        if (node.op() instanceof Op.Movement && !(node.op() instanceof Op.Expand) && movesOneNumber(node)) {
            return Nodes.fill(literal(node.input(0)), node.shape());
        }
        if ((node.op() instanceof Op.Unary || node.op() instanceof Op.Cast)
                && node.input(0).op() instanceof Op.Expand) {
            Node small = simplify(Node.of(node.op(), node.input(0).input(0)));
            return Nodes.expand(small, node.shape());
        }
        return switch (node.op()) {
            case Op.StopGradient _ -> node.input(0);
            case Op.Cast cast when cast.dtype() == node.input(0).type().dtype() -> node.input(0);
            case Op.Unary(UnaryFunction function) -> unary(function, node);
            case Op.Binary binary -> binary(binary, node);
            case Op.Reshape reshape -> reshape(reshape, node);
            case Op.Expand expand when node.input(0).op() instanceof Op.Expand ->
                Nodes.expand(node.input(0).input(0), expand.shape());
            case Op.Expand expand when expand.shape().equals(node.input(0).shape()) -> node.input(0);
            case Op.Permute permute -> permute(permute, node);
            case Op.Contract contract -> contract(contract, node);
            case Op.Flip flip when node.input(0).op().equals(flip) -> node.input(0).input(0);
            default -> node;
        };
    }

    private static Node unary(UnaryFunction function, Node node) {
        Node x = node.input(0);
        if (function == UnaryFunction.NEG && x.op().equals(node.op())) {
            return x.input(0);
        }
        if (function == UnaryFunction.NEG && isLiteral(x)) {
            return Nodes.fill(-literal(x), node.shape());
        }
        return node;
    }

    private static Node binary(Op.Binary binary, Node node) {
        Node a = node.input(0);
        Node b = node.input(1);
        if (isLiteral(a) && isLiteral(b)) {
            return fold(binary, node, literal(a), literal(b));
        }
        return switch (binary.function()) {
            case ADD -> is(b, 0) ? a : is(a, 0) ? b : node;
            case SUB -> is(b, 0) ? a : is(a, 0) ? Nodes.neg(b) : node;
            case MUL -> is(b, 1) ? a : is(a, 1) ? b : is(b, -1) ? Nodes.neg(a) : is(a, -1) ? Nodes.neg(b) : node;
            case DIV -> is(b, 1) ? a : node;
            case MAX, MIN, LESS, LESS_EQUAL, EQUAL -> node;
        };
    }

    private static Node fold(Op.Binary binary, Node node, double a, double b) {
        return switch (binary.function()) {
            case ADD -> Nodes.fill(a + b, node.shape());
            case SUB -> Nodes.fill(a - b, node.shape());
            case MUL -> Nodes.fill(a * b, node.shape());
            case DIV -> Nodes.fill(a / b, node.shape());
            case MAX -> Nodes.fill(Math.max(a, b), node.shape());
            case MIN -> Nodes.fill(Math.min(a, b), node.shape());
            case LESS, LESS_EQUAL, EQUAL -> node;
        };
    }

    private static Node reshape(Op.Reshape reshape, Node node) {
        Node x = node.input(0);
        if (reshape.shape().equals(x.shape())) {
            return x;
        }
        return x.op() instanceof Op.Reshape ? Nodes.reshape(x.input(0), reshape.shape()) : node;
    }

    private static Node permute(Op.Permute permute, Node node) {
        List<Integer> order = permute.order();
        Node x = node.input(0);
        if (x.op() instanceof Op.Permute first) {
            return simplify(Nodes.permute(x.input(0), order.stream().map(first.order()::get).toArray(Integer[]::new)));
        }
        for (int axis = 0; axis < order.size(); axis++) {
            if (order.get(axis) != axis) {
                return node;
            }
        }
        return x;
    }

    /// Merges transpositions into a product, which can read its operands either way and needs no transposed copy.
    private static Node contract(Op.Contract contract, Node node) {
        Node lhs = node.input(0);
        Node rhs = node.input(1);
        boolean turnLhs = isTranspose(lhs);
        boolean turnRhs = isTranspose(rhs);
        return turnLhs || turnRhs
                ? Node.of(new Op.Contract(contract.transposeLhs() ^ turnLhs, contract.transposeRhs() ^ turnRhs),
                        turnLhs ? lhs.input(0) : lhs, turnRhs ? rhs.input(0) : rhs)
                : node;
    }

    /// Returns whether a node exchanges the last two axes and keeps the others.
    private static boolean isTranspose(Node node) {
        if (!(node.op() instanceof Op.Permute(List<Integer> order)) || order.size() < 2) {
            return false;
        }
        int last = order.size() - 1;
        return order.get(last) == last - 1 && order.get(last - 1) == last
                && IntStream.range(0, last - 1).allMatch(axis -> order.get(axis) == axis);
    }

    private static boolean movesOneNumber(Node node) {
        return !(node.op() instanceof Op.Pad) && node.inputs().size() == 1 && isLiteral(node.input(0));
    }

    private static boolean is(Node node, double value) {
        return isLiteral(node) && literal(node) == value;
    }

    /// Returns whether a node is one number, possibly repeated.
    static boolean isLiteral(Node node) {
        return node.op() instanceof Op.Literal || node.op() instanceof Op.Expand && isLiteral(node.input(0));
    }

    private static double literal(Node node) {
        return node.op() instanceof Op.Literal(double value) ? value : literal(node.input(0));
    }
}
