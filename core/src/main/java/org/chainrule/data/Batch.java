package org.chainrule.data;

import java.util.List;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
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

    /// Returns a batch of rows that a program reads in its own way. The arrays are not copied, and their values are not
    /// checked; [Field#check] does that. Its epoch and its number are 0, and its rows are numbered from 0.
    ///
    /// @param inputs the values of each input, row by row, in the order of [RowType#inputs]; arrays may be longer than the
    ///     rows need
    /// @param targets the values of each target
    /// @param weights the weight of each row; null if the type has no weights
    /// @throws ShapeException if there are not as many arrays as fields, or an array is too short
    /// @throws ArgumentException if there are no rows
    public static Batch of(RowType type, int rows, List<float[]> inputs, List<float[]> targets,
            float @Nullable [] weights) {
        ArgumentException.requireNotNull("batch", "type", type);
        Values.requireAtLeastOne("rows", rows);
        requireFit("inputs", type.inputs(), inputs, rows);
        requireFit("targets", type.targets(), targets, rows);
        if (type.weighted() != (weights != null) || weights != null && weights.length < rows) {
            throw new ShapeException("batch", "the weights do not fit",
                    type.weighted() ? rows + " expected" : "none expected",
                    weights == null ? "got none" : "got " + weights.length);
        }
        return new Batch(type, rows, 0, 0, new Slot(rows, inputs, targets, weights));
    }

    private static void requireFit(String kind, List<Field> fields, List<float[]> arrays, int rows) {
        if (arrays.size() != fields.size()) {
            throw new ShapeException("batch", "there are " + arrays.size() + " arrays of " + kind + ", expected "
                    + fields.size());
        }
        for (int i = 0; i < fields.size(); i++) {
            long needed = (long) rows * fields.get(i).width();
            if (arrays.get(i).length < needed) {
                throw new ShapeException("batch", "the array of " + fields.get(i).name() + " is too short",
                        arrays.get(i).length + " values", "expected at least " + needed);
            }
        }
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
