package org.chainrule.data;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Slots for consecutive batches that a background thread fills.
final class Group {
    /// The background threads: daemons that end after one second without work. If no thread is free, a task is dropped and the
    /// caller fills its batches when it needs them, so no task ever waits for another.
    private static final ThreadPoolExecutor THREADS = new ThreadPoolExecutor(0,
            Runtime.getRuntime().availableProcessors(), 1, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                Thread thread = Thread.ofPlatform().daemon().name("chainrule-batches")
                        .inheritInheritableThreadLocals(false).unstarted(task);
                thread.setContextClassLoader(null);
                return thread;
            }, (task, pool) -> {
            });

    private final RowType type;
    private final int rows;
    private final List<Slot> slots = new ArrayList<>();
    private int first;
    private int batches;
    private @Nullable Filling filling;
    /// Batches below this number are taken or filled by the caller; the background thread skips them.
    private volatile int taken;

    /// Fills a slot with the batch of a number.
    @FunctionalInterface
    interface Filler {
        void fill(Slot slot, int number);
    }

    /// Fills the batches of a group once, in the first thread that runs it.
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

        /// Keeps a failure in the slot, so that the caller sees it at that batch.
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

        /// Cancels the filling if no thread has begun it.
        void drop() {
            if (begun.compareAndSet(false, true)) {
                done.countDown();
            }
        }
    }

    /// @param rows the number of rows in a batch
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

    /// Returns whether neither the caller nor the background thread uses the slots.
    boolean free() {
        return batches == 0 && (filling == null || filling.done.getCount() == 0);
    }

    /// Fills batches in the background. The group must be free.
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
        start(begun);
    }

    private static void start(Runnable task) {
        try {
            THREADS.execute(task);
        } catch (OutOfMemoryError e) {
            // the system has no thread left; the caller fills the batches
        }
    }

    /// Releases the group: the caller needs none of its batches any more.
    void leave() {
        batches = 0;
        taken = Integer.MAX_VALUE;
        if (filling != null) {
            filling.drop();
        }
    }

    /// Returns the slot of a batch, or null if it is not ready and the caller must fill the batch in another slot.
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

    /// Waits until all batches are filled or one has failed. If no thread has begun, fills them in this one.
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
