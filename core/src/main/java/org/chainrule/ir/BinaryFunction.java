package org.chainrule.ir;

/// A function of two numbers, applied element by element to two tensors of the same shape.
public enum BinaryFunction {
    /// `a + b`
    ADD,
    /// `a - b`
    SUB,
    /// `a * b`
    MUL,
    /// `a / b`
    DIV,
    /// The larger value, like `Math.max`: NaN wins, `-0 < +0`.
    MAX,
    /// The smaller value, like `Math.min`: NaN wins, `-0 < +0`.
    MIN,
    /// 1 where `a < b`, else 0; a comparison with NaN yields 0.
    LESS,
    /// 1 where `a <= b`, else 0; a comparison with NaN yields 0.
    LESS_EQUAL,
    /// 1 where `a == b`, else 0; a comparison with NaN yields 0.
    EQUAL;

    /// Returns whether the result is a truth value.
    public boolean isComparison() {
        return this == LESS || this == LESS_EQUAL || this == EQUAL;
    }
}
