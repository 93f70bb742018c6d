package org.chainrule.tabular.train;

import java.util.function.Consumer;

/// The outputs of a model for rows that it did not learn from: those of the validation set, or those of every row by the
/// members of an ensemble that did not learn from the row. What is chosen after the training is chosen on them.
///
/// @param rows    the rows of the table
/// @param outputs passes the outputs for these rows to a consumer, block by block; probabilities are those of the network,
///                before any temperature
public record HeldOut(int[] rows, Consumer<Codec.Block> outputs) {
    /// Returns outputs that exist already.
    ///
    /// @param values the outputs, row after row
    public static HeldOut of(int[] rows, float[] values) {
        return new HeldOut(rows, block -> block.take(0, rows.length, values));
    }
}
