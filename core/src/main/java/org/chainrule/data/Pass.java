package org.chainrule.data;

import java.util.function.Supplier;
import org.chainrule.error.ArgumentException;

/// All rows of some [Examples] once, in a fixed order, read in batches.
///
/// ```
/// for (Batch batch : examples.shuffled(seed, epoch).batches(128)) { ... }
/// ```
///
/// Large batches are filled in the background while the caller works on those before; which rows a batch holds, and
/// where, does not depend on that. A loop may be left at any time. If a row cannot be read, the loop gets the exception
/// of the source at the batch of that row.
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

    /// The rows in batches of a size; the last may be smaller. Every iteration begins anew.
    ///
    /// @param size the number of rows in a batch; where there are fewer rows, the one batch holds all
    /// @throws ArgumentException if the size is below 1
    public Iterable<Batch> batches(int size) {
        return batches(size, 0);
    }

    /// The same batches, without those before a number: how an interrupted epoch goes on.
    ///
    /// @param skip the number of the first batch, from 0; if it is the number of batches, none is left
    /// @throws ArgumentException if the size is below 1, or there are fewer batches than are skipped
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
        return () -> new Batches(type, epoch, this.size, rows, skip, reader.get(), grouping);
    }
}
