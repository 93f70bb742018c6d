package org.chainrule;

import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.ir.Nodes;
import org.chainrule.type.DType;
import org.chainrule.type.TensorType;

/// Element types: logical operations composed of comparison and selection, and numbers converted to the type of a
/// tensor.
final class Kinds {
    private Kinds() {
    }

    static Tensor and(Tensor x, Tensor y) {
        requireTruths("and", x, y);
        return x.where(y, x);
    }

    static Tensor or(Tensor x, Tensor y) {
        requireTruths("or", x, y);
        return x.where(x, y);
    }

    static Tensor xor(Tensor x, Tensor y) {
        requireTruths("xor", x, y);
        return not(x.equal(y));
    }

    static Tensor not(Tensor x) {
        requireTruth("not", "operand ", x.type());
        return x.equal(Tensor.scalar(0).cast(DType.BOOL));
    }

    private static void requireTruths(String method, Tensor x, Tensor y) {
        requireTruth(method, "lhs ", x.type());
        requireTruth(method, "rhs ", y.type());
        Nodes.broadcast(method, x.shape(), y.shape());
    }

    private static void requireTruth(String method, String operand, TensorType type) {
        if (type.dtype() != DType.BOOL) {
            throw new ShapeException(method, "expects truth values; compare or cast to BOOL first", operand + type);
        }
    }

    /// Rejects whole numbers and truth values.
    static void requireReal(String method, Tensor x) {
        if (x.type().dtype() != DType.F32) {
            throw new ShapeException(method, "expects real numbers; cast the operand to F32 first",
                    "operand " + x.type());
        }
    }

    /// Returns a tensor as real numbers, to be compared with a number.
    static Tensor real(Tensor x) {
        return x.type().dtype() == DType.F32 ? x : x.cast(DType.F32);
    }

    /// Returns a number in the element type of another operand.
    static Tensor like(Tensor other, String argument, double value) {
        DType dtype = other.type().dtype();
        boolean fits = switch (dtype) {
            case F32 -> true;
            case I32 -> value == Math.rint(value) && Math.abs(value) <= DType.MAX_WHOLE;
            case BOOL -> value == 0 || value == 1;
        };
        if (!fits) {
            throw new ArgumentException(argument, "where: " + argument + " is " + value
                    + " for an operand of type " + other.type() + ", expected "
                    + (dtype == DType.BOOL ? "0 or 1" : "a whole number from -2^24 to 2^24"));
        }
        Tensor number = Tensor.scalar(value);
        return dtype == DType.F32 ? number : number.cast(dtype);
    }
}
