package org.chainrule.nn;

import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.type.DType;
import org.chainrule.type.Shape;

/// A learned vector for each whole number: row `i` of the parameter `weight` `[count, width]`. The input is whole
/// numbers `[n]` or `[n, t]`, which may be given as real numbers; the output has an axis of `width` more. A number outside
/// 0 to `count - 1`, or one that is not whole, is refused when the network runs.
///
/// @param count how many numbers there are
/// @param width the length of a vector
/// @param start how the vectors start; defaults to normal numbers with deviation 1
public record Embedding(int count, int width, Init start) implements Layer {
    public Embedding {
        LayerArguments.positive("embedding", "count", count);
        LayerArguments.positive("embedding", "width", width);
        ArgumentException.requireNotNull("embedding", "start", start);
    }

    /// The same with another start of the vectors.
    public Embedding start(Init other) {
        return new Embedding(count, width, other);
    }

    @Override
    public Tensor apply(Tensor x, Scope scope) {
        Tensor indices = x.type().dtype() == DType.I32 ? x : whole(x);
        return scope.parameter("weight", Shape.of(count, width), start).gather(indices);
    }

    /// Real numbers as indices; one that is not whole becomes an index that no table has, so that it is refused where any
    /// index is, see [OutOfRange].
    private static Tensor whole(Tensor x) {
        Tensor numbers = x.cast(DType.F32);
        return numbers.floor().equal(numbers).where(numbers, Tensor.scalar(-1)).cast(DType.I32);
    }
}
