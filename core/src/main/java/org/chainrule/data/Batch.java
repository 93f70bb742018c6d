package org.chainrule.data;

import org.jspecify.annotations.Nullable;

/// The rows of one training step. Each field has one array that holds its values row by row from index 0; the array may be
/// longer than the rows need.
///
/// A batch is valid until the next call of the iterator that returned it. Callers must not write to its arrays.
public final class Batch {
    private final RowType type;
    private final int size;
    private final int epoch;
    private final int number;
    private final Slot slot;

    Batch(RowType type, int size, int epoch, int number, Slot slot) {
        this.type = type;
        this.size = size;
        this.epoch = epoch;
        this.number = number;
        this.slot = slot;
    }

    /// Returns the number of rows. The last batch of a pass may have fewer than the others.
    public int size() {
        return size;
    }

    /// Returns the epoch of the pass, or 0 if the pass is in order.
    public int epoch() {
        return epoch;
    }

    /// Returns the number of the batch in its pass, from 0.
    public int number() {
        return number;
    }

    /// Returns the number, from 0, that a row has in the examples or in the stream.
    ///
    /// @param i the index of the row in the batch
    public int row(int i) {
        return slot.rows[i];
    }

    /// Returns the fields of each row.
    public RowType type() {
        return type;
    }

    /// Returns the values of an input.
    ///
    /// @param field the index of the input in [RowType#inputs]
    public float[] input(int field) {
        return slot.inputs[field];
    }

    /// Returns the values of a target.
    ///
    /// @param field the index of the target in [RowType#targets]
    public float[] target(int field) {
        return slot.targets[field];
    }

    /// Returns the weight of each row, or null if the rows have no weights.
    public float @Nullable [] weights() {
        return slot.weights;
    }
}
