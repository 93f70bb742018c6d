package org.chainrule;

import java.util.stream.IntStream;
import org.chainrule.error.ShapeException;
import org.chainrule.ir.Nodes;
import org.chainrule.type.Shape;

/// Matrix products of vectors, matrices and stacks of matrices, reduced to products of equal stacks.
final class Products {
    private Products() {
    }

    /// Multiplies two tensors. A vector acts as a row on the left and as a column on the right; leading axes broadcast.
    static Tensor matmul(Tensor x, Tensor y) {
        Kinds.requireReal("matmul", x);
        Kinds.requireReal("matmul", y);
        Shape a = x.shape();
        Shape b = y.shape();
        if (a.rank() == 0 || b.rank() == 0) {
            throw new ShapeException("matmul", "expects vectors, matrices or stacks of matrices; use mul for a number",
                    "lhs " + a, "rhs " + b);
        }
        // checked before any reshape, so that the message shows the caller's shapes
        int inner = Math.max(0, b.rank() - 2);
        if (a.entry(a.rank() - 1) != b.entry(inner)) {
            throw new ShapeException("matmul", "inner sizes differ",
                    "lhs " + a + " axis " + (a.rank() - 1) + " = " + a.entryText(a.rank() - 1),
                    "rhs " + b + " axis " + inner + " = " + b.entryText(inner));
        }
        if (a.rank() == 1) {
            Tensor rows = matmul(Axes.unsqueeze(x, 0), y);
            return b.rank() == 1 ? Axes.squeeze(rows, 0) : Axes.squeeze(rows, -2);
        }
        if (b.rank() == 1) {
            return Axes.squeeze(matmul(x, Axes.unsqueeze(y, 1)), -1);
        }
        return b.rank() == 2 && a.rank() > 2 ? stackTimes(x, y) : stacks(x, y);
    }

    /// Multiplies every matrix of a stack by one matrix, as one product of all rows.
    private static Tensor stackTimes(Tensor x, Tensor y) {
        Shape lead = x.shape().without(-1);
        Tensor rows = x.reshape(lead.flat().join(x.shape(), lead.rank()));
        return product(rows, y).reshape(lead.join(y.shape(), 1));
    }

    private static Tensor stacks(Tensor x, Tensor y) {
        Shape a = x.shape();
        Shape b = y.shape();
        if (lead(a).equals(lead(b))) {
            return product(x, y);
        }
        boolean one = IntStream.range(0, b.rank() - 2).allMatch(axis -> b.entry(axis) == 1);
        if (one && a.rank() >= b.rank()) {
            return stackTimes(x, y.reshape(b.tail(b.rank() - 2)));
        }
        requireAlike(a, b);
        Shape lead = Nodes.broadcast("matmul", lead(a), lead(b));
        int missing = lead.rank() - (b.rank() - 2);
        int outer = missing;
        while (outer < lead.rank() && b.entry(outer - missing) == 1) {
            outer++;
        }
        Tensor left = x.expand(lead.join(a, a.rank() - 2));
        Tensor right = y.reshape(b.tail(outer - missing)).expand(lead.tail(outer).join(b, b.rank() - 2));
        return outer == 0 ? product(left, right) : outerTimes(left, outer, right);
    }

    /// Multiplies a stack of stacks by one stack. The outer axes become rows, so that the right operand is not
    /// repeated.
    private static Tensor outerTimes(Tensor x, int outer, Tensor y) {
        Shape a = x.shape();
        int lead = a.rank() - 2;
        int inner = lead - outer;
        int[] in = IntStream.range(0, a.rank()).map(i -> i < inner ? outer + i : i < lead ? i - inner : i).toArray();
        int[] out = IntStream.range(0, a.rank()).map(i -> i < outer ? inner + i : i < lead ? i - outer : i).toArray();
        Tensor moved = x.permute(in); // [inner.., outer.., m, k]
        Shape rows = moved.shape().without(-1);
        Shape flat = y.shape().without(-1).without(-1).join(rows.tail(inner).flat(), 0);
        Tensor product = product(moved.reshape(flat.join(a, a.rank() - 1)), y);
        return product.reshape(rows.join(y.shape(), y.shape().rank() - 1)).permute(out);
    }

    private static Shape lead(Shape shape) {
        return Shape.ofEntries(IntStream.range(0, shape.rank() - 2).map(shape::entry).toArray());
    }

    private static void requireAlike(Shape a, Shape b) {
        for (int i = 3; i <= Math.min(a.rank(), b.rank()); i++) {
            int one = a.entry(a.rank() - i);
            int other = b.entry(b.rank() - i);
            if (one != other && one != 1 && other != 1) {
                throw new ShapeException("matmul", "leading sizes differ and neither is 1",
                        "lhs " + a + " axis " + (a.rank() - i) + " = " + a.entryText(a.rank() - i),
                        "rhs " + b + " axis " + (b.rank() - i) + " = " + b.entryText(b.rank() - i));
            }
        }
    }

    private static Tensor product(Tensor x, Tensor y) {
        return Tensor.made(Nodes.contract(false, false, x.node(), y.node()));
    }
}
