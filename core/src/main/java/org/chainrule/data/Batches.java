package org.chainrule.data;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// The batches of one pass. There are two groups of slots: while the caller works on the batches of one, the other is
/// filled in the background. At most one thread reads at a time, in the order of the batches.
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
    private @Nullable FutureTask<?> filling;

    /// Slots for consecutive batches.
    private final class Group {
        private Slot[] slots = {};
        private int first;
        private int filled;
        private @Nullable Throwable failure;

        /// Makes room for batches from a number on.
        void prepare(int first, int batches) {
            this.first = first;
            this.filled = 0;
            int kept = slots.length;
            if (kept < batches) {
                Slot[] more = new Slot[batches];
                for (int i = 0; i < batches; i++) {
                    more[i] = i < kept ? slots[i] : new Slot(type, rows);
                }
                slots = more;
            }
        }

        /// Fills batches, up to the first that fails.
        void fill(int batches) {
            try {
                while (filled < batches) {
                    int number = first + filled;
                    reader.fill(slots[filled], number * rows, size(number));
                    filled++;
                }
            } catch (RuntimeException | Error e) {
                failure = e;
            }
        }

        int end() {
            return first + filled;
        }
    }

    /// @param total the number of rows in the pass
    /// @param rows the number of rows in a batch but perhaps the last
    /// @param first the number of the first batch
    Batches(RowType type, int epoch, int total, int rows, int first, Reader reader, Grouping grouping) {
        this.type = type;
        this.epoch = epoch;
        this.total = total;
        this.rows = rows;
        this.count = Math.ceilDiv(total, rows);
        this.reader = reader;
        this.most = grouping.batches();
        this.next = first;
        this.current = new Group();
        this.coming = new Group();
        current.prepare(first, 0);
    }

    private int size(int number) {
        return Math.min(rows, total - number * rows);
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
        if (next == current.end()) {
            advance();
        }
        Slot slot = current.slots[next - current.first];
        return new Batch(type, size(next), epoch, next++, slot);
    }

    /// Takes the group that was filled meanwhile, and has the next one filled.
    private void advance() {
        rethrow(current.failure);
        FutureTask<?> task = filling;
        if (task == null) {
            current.prepare(next, 1);
            current.fill(1);
        } else {
            await(task);
            Group done = coming;
            coming = current;
            current = done;
        }
        if (current.filled == 0) {
            rethrow(current.failure);
        }
        int left = count - current.end();
        if (most > 0 && left > 0 && current.failure == null) {
            Group filled = coming;
            int batches = Math.min(most, left);
            filled.prepare(current.end(), batches);
            FutureTask<?> started = new FutureTask<>(() -> filled.fill(batches), null);
            filling = started;
            Prefetch.start(started);
        } else {
            filling = null;
        }
    }

    /// Waits until a group is filled, or fills it here if no thread has begun to.
    private static void await(FutureTask<?> task) {
        task.run();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    task.get();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new IllegalStateException("a source threw a checked exception it does not declare",
                            e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void rethrow(@Nullable Throwable failure) {
        switch (failure) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case null, default -> {
            }
        }
    }
}
