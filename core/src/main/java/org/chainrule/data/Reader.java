package org.chainrule.data;

/// Fills the batches of one pass. The rows of a batch follow from its number alone, whichever thread fills it, and when.
interface Reader {
    /// Whether batches must be filled one after the other, from the first needed on.
    boolean ordered();

    /// Fills a slot with the rows of a batch.
    ///
    /// @param from the place of its first row in the order of the pass; an ordered reader passes over rows
    ///     before it
    /// @param size the number of its rows
    void fill(Slot slot, int from, int size);
}
