package org.chainrule.data;

/// Fills the batches of one pass. The number of a batch alone determines its rows, in any thread and at any time.
interface Reader {
    /// Returns whether batches must be filled in order, beginning with the first one needed.
    boolean ordered();

    /// Fills a slot with the rows of a batch.
    ///
    /// @param from the position of the first row in the order of the pass; an ordered reader skips the rows before it
    /// @param size the number of rows
    void fill(Slot slot, int from, int size);
}
