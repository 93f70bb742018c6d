package org.chainrule.compile.stage;

import org.chainrule.ir.Op;
import org.chainrule.type.Shape;
import org.jspecify.annotations.Nullable;

/// A tensor of a plan: an input, a constant, or a computed value. Instructions refer to it by its number.
///
/// @param shape the shape, with a symbolic batch size
/// @param leaf the input or constant, or null for a computed value
/// @param home the number of the input that a computed value overwrites, or -1
public record Value(Shape shape, Op.@Nullable Leaf leaf, int home) {
    /// Returns whether an instruction computes the value.
    public boolean isComputed() {
        return leaf == null;
    }
}
