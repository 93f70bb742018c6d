package org.chainrule.ir;

/// A way to bring all elements along an axis down to one.
public enum Reduction {
    /// The sum, in the fixed order of the numeric contract; 0 for no elements.
    SUM,
    /// The largest value, as `Math.max`; `-inf` for no elements.
    MAX,
    /// The smallest value, as `Math.min`; `+inf` for no elements.
    MIN
}
