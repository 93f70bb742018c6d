package org.chainrule.data;

/// A source that makes rows when they are read, such as the encoded rows of a large table, so that only a few batches are
/// in memory at a time. A source must always write the same values for a row. It must be thread-safe, because batches are
/// also filled in the background.
@FunctionalInterface
public interface RowSource {
    /// Writes all values of a row to `out`, starting at index `at` and replacing earlier contents. Whole numbers and truth
    /// values are written as floats.
    ///
    /// @param row the number of the row, from 0
    void read(int row, float[] out, int at);
}
