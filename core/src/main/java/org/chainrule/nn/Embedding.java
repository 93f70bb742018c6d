package org.chainrule.nn;

import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.type.DType;
import org.chainrule.type.Shape;

/// A learned vector for each whole number from 0 to `count - 1`: the vector of `i` is row `i` of the parameter `weight`
/// `[count, width]`. The input is whole numbers `[n]` or `[n, t]`, also as floats; the output has an additional last axis of
/// size `width`. A number that is out of range or not whole causes an [ArgumentException] when the network runs.
///
/// @param count the number of vectors
/// @param width the length of a vector
/// @param start the initializer of the vectors, which defaults to normal numbers with standard deviation 1
public record Embedding(int count, int width, Init start) implements Layer {
    public Embedding {
        LayerArguments.positive("embedding", "count", count);
        LayerArguments.positive("embedding", "width", width);
        ArgumentException.requireNotNull("embedding", "start", start);
    }

    /// Returns a copy with another initializer of the vectors.
    public Embedding start(Init other) {
        return new Embedding(count, width, other);
    }

    @Override
    public Tensor apply(Tensor x, Scope scope) {
        Tensor indices = x.type().dtype() == DType.I32 ? x : whole(x);
        return scope.parameter("weight", Shape.of(count, width), start).gather(indices);
    }

    /// Converts real numbers to indices. A number that is not whole becomes -1, which is out of range in every table, so it
    /// causes the same error as other wrong indices ([OutOfRange]).
    private static Tensor whole(Tensor x) {
        Tensor numbers = x.cast(DType.F32);
        return numbers.floor().equal(numbers).where(numbers, Tensor.scalar(-1)).cast(DType.I32);
    }
}
