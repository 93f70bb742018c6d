package org.chainrule.tabular;

/// As what a column is to be read.
///
/// @param sort  what its values are stored as from the first on
/// @param style how its numbers are written
/// @param order how its dates are written
/// @param fixed whether how its numbers are written was said
record ColumnGuess(Sort sort, NumberStyle style, Dates.Order order, boolean fixed) {
    /// What the values of a column are stored as.
    enum Sort {
        /// Numbers, missing ones as NaN.
        NUMBERS,
        /// Dates in seconds, missing ones as NaN.
        DATES,
        /// Words as codes.
        WORDS
    }

    ColumnGuess with(Sort other) {
        return new ColumnGuess(other, style, order, fixed);
    }

    ColumnGuess with(NumberStyle other) {
        return new ColumnGuess(sort, other, order, fixed);
    }

    ColumnGuess with(Dates.Order other) {
        return new ColumnGuess(sort, style, other, fixed);
    }
}
