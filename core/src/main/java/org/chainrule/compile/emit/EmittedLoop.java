package org.chainrule.compile.emit;

/// A loop that was generated at run time: one body of elementwise operations over rows of places.
public interface EmittedLoop {
    /// Runs over `rows` rows of `columns` places.
    ///
    /// @param arrays the array of each operand
    /// @param at the index at which each operand begins in its array
    void run(float[][] arrays, int[] at, int rows, int columns);
}
