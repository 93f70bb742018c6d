package org.chainrule.data;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Slots for consecutive batches, which are filled in the background.
final class Group {
    private final RowType type;
    private final int rows;
    private final List<Slot> slots = new ArrayList<>();
    private int first;
    private int batches;
    private @Nullable Filling filling;
    /// The number up to which the caller has taken or filled batches; the background leaves those out.
    private volatile int taken;

    /// Fills a slot with a batch.
    @FunctionalInterface
    interface Filler {
        void fill(Slot slot, int number);
    }

    /// Fills the batches of a group once, in whichever thread begins first.
    private final class Filling implements Runnable {
        private final AtomicBoolean begun = new AtomicBoolean();
        private final CountDownLatch done = new CountDownLatch(1);
        private final int first;
        private final int batches;
        private final Filler filler;
        private volatile boolean failed;

        Filling(int first, int batches, Filler filler) {
            this.first = first;
            this.batches = batches;
            this.filler = filler;
        }

        @Override
        public void run() {
            if (begun.compareAndSet(false, true)) {
                try {
                    for (int i = 0; i < batches && !failed; i++) {
                        if (first + i >= taken) {
                            fill(slots.get(i), first + i);
                        }
                    }
                } finally {
                    done.countDown();
                }
            }
        }

        /// The caller gets a failure at its batch.
        private void fill(Slot slot, int number) {
            try {
                slot.failure = null;
                filler.fill(slot, number);
            } catch (RuntimeException | Error e) {
                slot.failure = e;
                failed = true;
            }
            slot.ready = number;
        }

        /// Keeps the batches from being filled if no thread has begun.
        void drop() {
            if (begun.compareAndSet(false, true)) {
                done.countDown();
            }
        }
    }

    /// A group of batches of a number of rows.
    Group(RowType type, int rows) {
        this.type = type;
        this.rows = rows;
    }

    boolean covers(int number) {
        return number >= first && number < first + batches;
    }

    int end() {
        return first + batches;
    }

    /// Whether the slots are not in use: left by the caller, and by the background.
    boolean free() {
        return batches == 0 && (filling == null || filling.done.getCount() == 0);
    }

    /// Has batches filled in the background; the group must be free.
    void begin(int first, int batches, Filler filler) {
        while (slots.size() < batches) {
            slots.add(new Slot(type, rows));
        }
        slots.forEach(slot -> slot.ready = -1);
        this.first = first;
        this.batches = batches;
        this.taken = first;
        Filling begun = new Filling(first, batches, filler);
        filling = begun;
        Prefetch.start(begun);
    }

    /// The caller needs no batch of this group any more.
    void leave() {
        batches = 0;
        taken = Integer.MAX_VALUE;
        if (filling != null) {
            filling.drop();
        }
    }

    /// The slot of a batch, or null if it is not ready; then the caller fills it elsewhere.
    @Nullable
    Slot take(int number) {
        Slot slot = slots.get(number - first);
        if (slot.ready != number) {
            taken = number + 1;
            return null;
        }
        if (slot.failure instanceof RuntimeException e) {
            throw e;
        }
        if (slot.failure instanceof Error e) {
            throw e;
        }
        return slot;
    }

    boolean failed() {
        return filling != null && filling.failed;
    }

    /// Waits until all batches are filled or one has failed; fills them here if no thread has begun to.
    void await() {
        if (filling == null) {
            return;
        }
        filling.run();
        boolean interrupted = false;
        while (true) {
            try {
                filling.done.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
