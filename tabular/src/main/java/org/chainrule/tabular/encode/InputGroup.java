package org.chainrule.tabular.encode;

/// Neighboring inputs of one column that hold the same kind of number, for networks that treat each kind in its own way.
///
/// @param column the name of the column
/// @param kind   what the inputs hold
/// @param from   the index of the first input, from 0
/// @param to     the index after the last input
public record InputGroup(String column, Kind kind, int from, int to) {
    /// What inputs hold.
    public enum Kind {
        /// Continuous numbers, such as a scaled number or the elapsed time of a date.
        NUMBER,
        /// Independent flags, each 0 or 1, such as that of a missing value.
        FLAG,
        /// The categories of one column: at most one input is 1, and all others are 0.
        ONE_HOT,
        /// Other inputs, such as a number of two values, the sine and the cosine of a position in a cycle, or the words of a
        /// text.
        OTHER
    }

    /// Returns the number of inputs.
    public int width() {
        return to - from;
    }
}
