package org.chainrule.compile.stage;

import org.chainrule.type.Shape;

/// The places that a loop iterates over, for any batch size.
///
/// @param count the number of places, in all or for each row of the batch
/// @param batch whether `count` is for each row of the batch
/// @param columns the number of columns; [#FLAT] if rows make no difference, [#ALL] for one row
/// @param group the number of rows in a group; [Count#ONE] if groups make no difference
public record IterationSpace(int count, boolean batch, int columns, Count group) {
    /// The columns of a space whose division into rows makes no difference.
    public static final int FLAT = 0;
    /// The columns of a space that is one row.
    public static final int ALL = -1;

    /// A number of elements, for any batch size.
    ///
    /// @param number the elements, in all or for each row of the batch
    /// @param batch whether `number` is for each row of the batch
    public record Count(int number, boolean batch) {
        /// One element.
        public static final Count ONE = new Count(1, false);

        /// Returns the number of elements of a shape.
        public static Count of(Shape shape) {
            return new Count(shape.elements(1), shape.hasBatch());
        }

        /// Returns the number of elements for a batch of `n` rows.
        public int number(int n) {
            return batch ? number * n : number;
        }

        /// Returns whether this count is larger, where any count for each row exceeds any fixed one.
        public boolean exceeds(Count other) {
            return batch == other.batch ? number > other.number : batch;
        }
    }

    /// Returns a space with a number of columns, and of rows in a group.
    public static IterationSpace of(Count count, int columns, Count group) {
        return new IterationSpace(count.number(), count.batch(), columns, group);
    }

    /// Returns the places for a batch of `n` rows.
    public int elements(int n) {
        return batch ? count * n : count;
    }

    /// Returns the places in a row, for a batch of `n` rows.
    public int columns(int n) {
        return columns > 0 ? columns : elements(n);
    }

    /// Returns the rows for a batch of `n` rows.
    public int rows(int n) {
        return elements(n) / columns(n);
    }

    /// Returns the number of rows; one if there are no columns.
    public Count rows() {
        return columns > 0 ? new Count(count / columns, batch) : Count.ONE;
    }

    @Override
    public String toString() {
        String all = batch ? count == 1 ? "n" : count + "n" : Integer.toString(count);
        if (columns <= 0) {
            return "[" + all + "]";
        }
        Count rows = rows();
        return "[" + (rows.batch() ? rows.number() == 1 ? "n" : rows.number() + "n" : rows.number()) + ", " + columns
                + "]";
    }
}
