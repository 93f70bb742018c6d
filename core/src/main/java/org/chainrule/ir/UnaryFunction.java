package org.chainrule.ir;

/// A function of one number, applied to each element of a tensor.
public enum UnaryFunction {
    /// `-x`
    NEG,
    /// `|x|`; its gradient at 0 is 0.
    ABS,
    /// `-1`, `0` or `1`; keeps signed zeros and NaN. Its gradient is 0 everywhere.
    SIGN,
    /// The largest whole number not above `x`. Its gradient is 0 everywhere.
    FLOOR,
    /// The correctly rounded square root.
    SQRT,
    /// `e^x`
    EXP,
    /// `e^x - 1`, accurate near 0.
    EXPM1,
    /// The natural logarithm: `-inf` at 0, NaN below 0.
    LOG,
    /// `ln(1 + x)`, accurate near 0.
    LOG1P,
    /// The hyperbolic tangent.
    TANH,
    /// The logistic function `1 / (1 + e^-x)`, which overflows on neither side.
    SIGMOID,
    /// The error function `2 / sqrt(pi)` times the integral of `e^(-t^2)` from 0 to `x`.
    ERF,
    /// The sine of an angle in radians.
    SIN,
    /// The cosine of an angle in radians.
    COS
}
