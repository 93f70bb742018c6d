package org.chainrule.data;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// The batches of one pass. There are two groups of slots: while the caller works on the batches of one group, a background
/// thread fills the other.
///
/// If rows can be read by their numbers, the caller never waits. It fills a batch that is not ready itself, into a separate
/// slot, and the background thread continues with the batches after it. On a machine whose processors are all busy, a batch
/// therefore costs about as much as without a background thread. The rows of a stream are read by one thread at a time, in
/// the order of the batches, and the caller waits for each group.
final class Batches implements Iterator<Batch> {
    private final RowType type;
    private final int epoch;
    private final int total;
    private final int rows;
    private final int count;
    private final Reader reader;
    private final int most;
    private int next;
    private Group current;
    private Group coming;
    /// The slot that the caller fills, allocated when first needed.
    private @Nullable Slot own;

    /// The division of a pass into batches.
    ///
    /// @param total the number of rows in the pass
    /// @param rows the number of rows in every batch except possibly the last
    /// @param first the number of the first batch
    record Division(int total, int rows, int first) {
    }

    Batches(RowType type, int epoch, Division division, Reader reader, Grouping grouping) {
        this.type = type;
        this.epoch = epoch;
        this.total = division.total;
        this.rows = division.rows;
        this.count = Math.ceilDiv(total, rows);
        this.reader = reader;
        this.most = grouping.batches();
        this.next = division.first;
        this.current = new Group(type, rows);
        this.coming = new Group(type, rows);
    }

    @Override
    public boolean hasNext() {
        return next < count;
    }

    @Override
    public Batch next() {
        if (next >= count) {
            throw new NoSuchElementException();
        }
        Slot slot = take(next);
        Batch batch = new Batch(type, size(next), epoch, next, slot);
        next++;
        return batch;
    }

    private Slot take(int number) {
        if (coming.covers(number)) {
            Group left = current;
            current = coming;
            coming = left;
            coming.leave();
        }
        if (reader.ordered()) {
            return takeInOrder(number);
        }
        begin(Math.max(current.end(), number + 1));
        Slot ready = current.covers(number) ? current.take(number) : null;
        return ready == null ? fill(number) : ready;
    }

    /// Begins a group only after all earlier rows have been read without failure.
    private Slot takeInOrder(int number) {
        if (!current.covers(number)) {
            Slot filled = fill(number);
            begin(number + 1);
            return filled;
        }
        current.await();
        Slot ready = current.take(number);
        if (ready == null) {
            throw new IllegalStateException("batch " + number + " was not filled");
        }
        if (!current.failed()) {
            begin(current.end());
        }
        return ready;
    }

    private Slot fill(int number) {
        Slot slot = own == null ? new Slot(type, rows) : own;
        own = slot;
        fill(slot, number);
        return slot;
    }

    private void fill(Slot slot, int number) {
        reader.fill(slot, number * rows, size(number));
    }

    private int size(int number) {
        return Math.min(rows, total - number * rows);
    }

    /// Fills the batches from number `first` on in the background, if any are left and a group is free.
    private void begin(int first) {
        int batches = Math.min(most, count - first);
        if (batches > 0 && coming.free()) {
            coming.begin(first, batches, this::fill);
        }
    }
}
