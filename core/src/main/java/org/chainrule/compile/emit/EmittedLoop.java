package org.chainrule.compile.emit;

/// A loop written while the program runs: rows of places, over which one body of elementwise operations goes.
public interface EmittedLoop {
    /// Goes over `rows` rows of `columns` places.
    ///
    /// @param arrays the array of each operand
    /// @param at where each operand begins in its array
    void run(float[][] arrays, int[] at, int rows, int columns);
}
