package org.chainrule.compile.stage;

import org.chainrule.type.Shape;

/// The places that a loop goes over, for any batch size.
///
/// @param count how many there are, or how many for each row of the batch
/// @param batch whether that is for each row of the batch
/// @param columns how many columns they fall into; [#FLAT] where it does not matter, [#ALL] for one row
public record IterationSpace(int count, boolean batch, int columns) {
    public static final int FLAT = 0;
    public static final int ALL = -1;

    /// A number of elements, for any batch size.
    ///
    /// @param number how many, or how many for each row of the batch
    public record Count(int number, boolean batch) {
        public static final Count ONE = new Count(1, false);

        public static Count of(Shape shape) {
            return new Count(shape.elements(1), shape.hasBatch());
        }

        public boolean exceeds(Count other) {
            return batch == other.batch ? number > other.number : batch;
        }
    }

    public static IterationSpace of(Count count, int columns) {
        return new IterationSpace(count.number(), count.batch(), columns);
    }

    public int elements(int n) {
        return batch ? count * n : count;
    }

    public int columns(int n) {
        return columns > 0 ? columns : elements(n);
    }

    public int rows(int n) {
        return elements(n) / columns(n);
    }

    /// The number of rows, where there are columns.
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
