package org.chainrule.data;

/// The rows behind [Examples]: held, so that any row can be read by its number, or streamed, so that rows come in order.
interface Content {
    RowType type();

    /// Returns the number of rows.
    ///
    /// @throws org.chainrule.error.ArgumentException if it is unknown
    int size();

    Pass shuffled(long seed, int epoch);

    Pass inOrder();
}
