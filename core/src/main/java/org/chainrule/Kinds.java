package org.chainrule;

import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.ir.Nodes;
import org.chainrule.type.DType;
import org.chainrule.type.TensorType;

/// Kinds of elements: what is composed of truth values by comparison and selection, and numbers in the place of tensors.
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
            throw new ShapeException(method, "takes truth values, compare or cast to BOOL first", operand + type);
        }
    }

    /// Refuses whole numbers and truth values.
    static void requireReal(String method, Tensor x) {
        if (x.type().dtype() != DType.F32) {
            throw new ShapeException(method, "takes real numbers, cast the operand to F32 first",
                    "operand " + x.type());
        }
    }

    /// What is compared with a number, which is real.
    static Tensor real(Tensor x) {
        return x.type().dtype() == DType.F32 ? x : x.cast(DType.F32);
    }

    /// A number of the kind of another operand.
    static Tensor like(Tensor other, String argument, double value) {
        DType dtype = other.type().dtype();
        boolean fits = switch (dtype) {
            case F32 -> true;
            case I32 -> value == Math.rint(value) && Math.abs(value) <= DType.MAX_WHOLE;
            case BOOL -> value == 0 || value == 1;
        };
        if (!fits) {
            throw new ArgumentException(argument, "where: " + argument + " is " + value + " beside " + other.type()
                    + ", expected " + (dtype == DType.BOOL ? "0 or 1" : "a whole number from -2^24 to 2^24"));
        }
        Tensor number = Tensor.scalar(value);
        return dtype == DType.F32 ? number : number.cast(dtype);
    }
}
