package org.chainrule.data;

import java.util.function.Supplier;
import org.chainrule.error.ArgumentException;

/// One reading of all rows of [Examples], in a fixed order and in batches.
///
/// ```
/// for (Batch batch : examples.shuffled(seed, epoch).batches(128)) { ... }
/// ```
///
/// Large batches are filled in the background while the caller works on earlier ones; this does not affect which rows a
/// batch holds or their order. A loop may stop at any time. If a row cannot be read, the iterator throws the exception of
/// the source at the batch of that row.
public final class Pass {
    private final RowType type;
    private final int size;
    private final int epoch;
    private final Supplier<Reader> reader;

    Pass(RowType type, int size, int epoch, Supplier<Reader> reader) {
        this.type = type;
        this.size = size;
        this.epoch = epoch;
        this.reader = reader;
    }

    /// Returns the rows in batches of `size` rows; the last may be smaller. Every iteration starts at the first batch.
    ///
    /// @param size the number of rows in a batch; if there are fewer rows, one batch holds all of them
    /// @throws ArgumentException if the size is below 1
    public Iterable<Batch> batches(int size) {
        return batches(size, 0);
    }

    /// Returns the batches without the first `skip` of them, to continue an interrupted epoch.
    ///
    /// @param skip the number of batches to skip, at most all of them
    /// @throws ArgumentException if the size is below 1, or there are fewer than `skip` batches
    public Iterable<Batch> batches(int size, int skip) {
        return batches(size, skip, Grouping.of(type, size));
    }

    Iterable<Batch> batches(int size, int skip, Grouping grouping) {
        if (size < 1) {
            throw new ArgumentException("size", "batches: the size is " + size + ", expected at least 1");
        }
        int rows = Math.min(size, this.size);
        int count = Math.ceilDiv(this.size, rows);
        if (skip < 0 || skip > count) {
            throw new ArgumentException("skip", "batches: skip is " + skip + ", expected 0 to " + count
                    + ", the number of batches");
        }
        return () -> new Batches(type, epoch, new Batches.Division(this.size, rows, skip), reader.get(), grouping);
    }
}
