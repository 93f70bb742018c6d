package org.chainrule.nn;

import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.type.DType;
import org.chainrule.type.Shape;

/// A learned vector for each whole number: row `i` of the parameter `weight` `[count, width]`. The input is whole
/// numbers `[n]` or `[n, t]` (as real numbers they are cut to whole ones first); the output has an axis of `width` more.
/// A number outside 0 to `count - 1` is refused when the network runs.
///
/// @param count how many numbers there are
/// @param width the length of a vector
/// @param start how the vectors start: normal with deviation 1, unless told otherwise
public record Embedding(int count, int width, Init start) implements Layer {
    public Embedding {
        Arguments.positive("embedding", "count", count);
        Arguments.positive("embedding", "width", width);
        ArgumentException.requireNotNull("embedding", "start", start);
    }

    /// The same with another start of the vectors.
    public Embedding start(Init other) {
        return new Embedding(count, width, other);
    }

    @Override
    public Tensor apply(Tensor x, Scope scope) {
        Tensor indices = x.type().dtype() == DType.I32 ? x : x.cast(DType.I32);
        return scope.parameter("weight", Shape.of(count, width), start).gather(indices);
    }
}
