package org.chainrule.data;

/// Rows that are made when they are read, such as the encoded rows of a large table, so that only a few batches of them
/// are in memory at a time. A source must give the same numbers for a row whenever it is asked, and be safe for use by
/// several threads: batches are also filled in the background.
@FunctionalInterface
public interface RowSource {
    /// Writes all values of a row from `out[at]` on; what stood there is replaced. Whole numbers and truth values
    /// are written as floats.
    ///
    /// @param row the number of the row, from 0
    void read(int row, float[] out, int at);
}
