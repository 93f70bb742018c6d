package org.chainrule.data;

import org.jspecify.annotations.Nullable;

/// The rows of one training step, with the values of each field in one array, row after row from index 0. The arrays
/// may be longer than the rows need.
///
/// A batch is valid until the iterator that gave it is asked for the next one, and its arrays must not be written.
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

    /// The number of rows; the last batch of a pass may have fewer than the others.
    public int size() {
        return size;
    }

    /// The epoch of the pass; 0 for rows in order.
    public int epoch() {
        return epoch;
    }

    /// The number of the batch in its pass, from 0.
    public int number() {
        return number;
    }

    /// The number of a row among the examples, or in the stream, from 0.
    ///
    /// @param i the place of the row in the batch, from 0
    public int row(int i) {
        return slot.rows[i];
    }

    /// What the rows hold.
    public RowType type() {
        return type;
    }

    /// The values of an input.
    ///
    /// @param field the place of the input in [RowType#inputs]
    public float[] input(int field) {
        return slot.inputs[field];
    }

    /// The values of a target.
    ///
    /// @param field the place of the target in [RowType#targets]
    public float[] target(int field) {
        return slot.targets[field];
    }

    /// The weight of each row, or null where the rows are not weighted.
    public float @Nullable [] weights() {
        return slot.weights;
    }
}
