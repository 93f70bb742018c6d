package org.chainrule.ir;

import java.util.Arrays;
import org.chainrule.error.ShapeException;
import org.chainrule.type.Shape;

/// Ways to write down graphs: the primitives with NumPy's broadcasting of shapes on top. [org.chainrule.Tensor] and the
/// gradient rules are written with these.
public final class Nodes {
    private Nodes() {
    }

    /// A number.
    public static Node literal(double value) {
        return Node.of(new Op.Literal(value));
    }

    /// A number repeated in a shape.
    public static Node fill(double value, Shape shape) {
        return expand(literal(value), shape);
    }

    /// A function of one number on each element.
    public static Node unary(UnaryFunction function, Node x) {
        return Node.of(new Op.Unary(function), x);
    }

    /// A function of two numbers on each pair of elements, the operands broadcast to one shape.
    public static Node binary(BinaryFunction function, Node a, Node b) {
        Shape shape = broadcast(TypeRules.name(new Op.Binary(function)), a.shape(), b.shape());
        return Node.of(new Op.Binary(function), expand(a, shape), expand(b, shape));
    }

    /// `a + b`
    public static Node add(Node a, Node b) {
        return binary(BinaryFunction.ADD, a, b);
    }

    /// `a - b`
    public static Node sub(Node a, Node b) {
        return binary(BinaryFunction.SUB, a, b);
    }

    /// `a * b`
    public static Node mul(Node a, Node b) {
        return binary(BinaryFunction.MUL, a, b);
    }

    /// `a * factor`
    public static Node mul(Node a, double factor) {
        return mul(a, literal(factor));
    }

    /// `a / b`
    public static Node div(Node a, Node b) {
        return binary(BinaryFunction.DIV, a, b);
    }

    /// `-x`
    public static Node neg(Node x) {
        return unary(UnaryFunction.NEG, x);
    }

    /// `a` where the condition holds, else `b`, all three broadcast to one shape.
    public static Node select(Node condition, Node a, Node b) {
        Shape operands = broadcast("select", "then", a.shape(), "else", b.shape());
        Shape shape = broadcast("select", "condition", condition.shape(), "operands", operands);
        return Node.of(new Op.Select(), expand(condition, shape), expand(a, shape), expand(b, shape));
    }

    /// Repetition to a shape; the node itself where nothing is repeated.
    public static Node expand(Node x, Shape shape) {
        return x.shape().equals(shape) ? x : Node.of(new Op.Expand(shape), x);
    }

    /// The same elements in another shape; the node itself where the shape is the same.
    public static Node reshape(Node x, Shape shape) {
        return x.shape().equals(shape) ? x : Node.of(new Op.Reshape(shape), x);
    }

    /// The sum along an axis, which keeps size 1.
    public static Node sum(Node x, int axis) {
        return Node.of(new Op.Reduce(Reduction.SUM, axis), x);
    }

    /// Undoes a repetition: the sum over every axis along which `shape` was expanded, in the given shape.
    public static Node sumTo(Node x, Shape shape) {
        int lead = x.shape().rank() - shape.rank();
        Node sum = x;
        for (int axis = x.shape().rank() - 1; axis >= 0; axis--) {
            boolean repeated = axis < lead || shape.entry(axis - lead) == 1 && x.shape().entry(axis) != 1;
            sum = repeated ? sum(sum, axis) : sum;
        }
        return reshape(sum, shape);
    }

    /// The number of elements along an axis, as a scalar.
    public static Node size(Shape shape, int axis) {
        int entry = shape.entry(axis);
        return entry < 0 ? Node.of(new Op.BatchSize(-entry)) : literal(entry);
    }

    /// The axes in another order.
    public static Node permute(Node x, Integer... order) {
        return Node.of(new Op.Permute(Arrays.asList(order)), x);
    }

    /// The matrix product of two matrices or two stacks of matrices, either stored transposed.
    public static Node contract(boolean transposeLhs, boolean transposeRhs, Node lhs, Node rhs) {
        return Node.of(new Op.Contract(transposeLhs, transposeRhs), lhs, rhs);
    }

    /// The shape two operands are broadcast to: aligned at the last axis, sizes equal or 1.
    ///
    /// @throws ShapeException if neither is the case for an axis
    public static Shape broadcast(String operation, Shape a, Shape b) {
        return broadcast(operation, "lhs", a, "rhs", b);
    }

    private static Shape broadcast(String operation, String first, Shape a, String second, Shape b) {
        if (a.equals(b)) {
            return a;
        }
        int rank = Math.max(a.rank(), b.rank());
        int[] entries = new int[rank];
        for (int axis = 1; axis <= rank; axis++) {
            int x = axis <= a.rank() ? a.entry(a.rank() - axis) : 1;
            int y = axis <= b.rank() ? b.entry(b.rank() - axis) : 1;
            if (x != y && x != 1 && y != 1) {
                throw new ShapeException(operation, "sizes differ and neither is 1",
                        first + " " + a + " axis " + (a.rank() - axis) + " = " + a.entryText(a.rank() - axis),
                        second + " " + b + " axis " + (b.rank() - axis) + " = " + b.entryText(b.rank() - axis));
            }
            entries[rank - axis] = x == 1 ? y : x;
        }
        return Shape.ofEntries(entries);
    }
}
