package org.chainrule.ir;

/// A function that combines all elements along an axis.
public enum Reduction {
    /// The sum, in the fixed order that determines the bits; 0 for no elements.
    SUM,
    /// The largest value, like `Math.max`; `-inf` for no elements.
    MAX,
    /// The smallest value, like `Math.min`; `+inf` for no elements.
    MIN
}
