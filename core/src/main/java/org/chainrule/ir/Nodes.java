package org.chainrule.ir;

import java.util.Arrays;
import org.chainrule.error.ShapeException;
import org.chainrule.type.Shape;

/// Factory methods for nodes: the primitive operations with NumPy's broadcasting. [org.chainrule.Tensor] and the
/// gradient rules use them.
public final class Nodes {
    private Nodes() {
    }

    /// Returns a number, as a scalar.
    public static Node literal(double value) {
        return Node.of(new Op.Literal(value));
    }

    /// Returns a number repeated to a shape.
    public static Node fill(double value, Shape shape) {
        return expand(literal(value), shape);
    }

    /// Returns a function of one number, applied to each element.
    public static Node unary(UnaryFunction function, Node x) {
        return Node.of(new Op.Unary(function), x);
    }

    /// Returns a function of two numbers, applied to each pair of elements; the operands broadcast to one shape.
    public static Node binary(BinaryFunction function, Node a, Node b) {
        Shape shape = broadcast(TypeRules.name(new Op.Binary(function)), a.shape(), b.shape());
        return Node.of(new Op.Binary(function), expand(a, shape), expand(b, shape));
    }

    /// Returns `a + b`.
    public static Node add(Node a, Node b) {
        return binary(BinaryFunction.ADD, a, b);
    }

    /// Returns `a - b`.
    public static Node sub(Node a, Node b) {
        return binary(BinaryFunction.SUB, a, b);
    }

    /// Returns `a * b`.
    public static Node mul(Node a, Node b) {
        return binary(BinaryFunction.MUL, a, b);
    }

    /// Returns `a * factor`.
    public static Node mul(Node a, double factor) {
        return mul(a, literal(factor));
    }

    /// Returns `a / b`.
    public static Node div(Node a, Node b) {
        return binary(BinaryFunction.DIV, a, b);
    }

    /// Returns `-x`.
    public static Node neg(Node x) {
        return unary(UnaryFunction.NEG, x);
    }

    /// Returns `a` where the condition is true and `b` elsewhere; all three broadcast to one shape.
    public static Node select(Node condition, Node a, Node b) {
        Shape operands = broadcast("select", "then", a.shape(), "else", b.shape());
        Shape shape = broadcast("select", "condition", condition.shape(), "operands", operands);
        return Node.of(new Op.Select(), expand(condition, shape), expand(a, shape), expand(b, shape));
    }

    /// Returns a node repeated to a shape, or the node itself if it has that shape.
    public static Node expand(Node x, Shape shape) {
        return x.shape().equals(shape) ? x : Node.of(new Op.Expand(shape), x);
    }

    /// Returns the same elements in another shape, or the node itself if it has that shape.
    public static Node reshape(Node x, Shape shape) {
        return x.shape().equals(shape) ? x : Node.of(new Op.Reshape(shape), x);
    }

    /// Returns the sum along an axis, which is kept with size 1.
    public static Node sum(Node x, int axis) {
        return Node.of(new Op.Reduce(Reduction.SUM, axis), x);
    }

    /// Returns the adjoint of a repetition: the sum over every axis along which `shape` was expanded, in that shape.
    public static Node sumTo(Node x, Shape shape) {
        int lead = x.shape().rank() - shape.rank();
        Node sum = x;
        for (int axis = x.shape().rank() - 1; axis >= 0; axis--) {
            boolean repeated = axis < lead || shape.entry(axis - lead) == 1 && x.shape().entry(axis) != 1;
            sum = repeated ? sum(sum, axis) : sum;
        }
        return reshape(sum, shape);
    }

    /// Returns the number of elements along an axis, as a scalar.
    public static Node size(Shape shape, int axis) {
        int entry = shape.entry(axis);
        return entry < 0 ? Node.of(new Op.BatchSize(-entry)) : literal(entry);
    }

    /// Returns a node with its axes reordered.
    public static Node permute(Node x, Integer... order) {
        return Node.of(new Op.Permute(Arrays.asList(order)), x);
    }

    /// Returns the matrix product of two matrices or two stacks of matrices, each optionally stored transposed.
    public static Node contract(boolean transposeLhs, boolean transposeRhs, Node lhs, Node rhs) {
        return Node.of(new Op.Contract(transposeLhs, transposeRhs), lhs, rhs);
    }

    /// Returns the shape to which two operands broadcast: aligned at the last axis, where sizes are equal or one of
    /// them is 1.
    ///
    /// @throws ShapeException if two sizes differ and neither is 1
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
