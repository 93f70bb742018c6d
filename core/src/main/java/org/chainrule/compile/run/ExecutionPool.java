package org.chainrule.compile.run;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.chainrule.kernel.provider.Providers;
import org.chainrule.thread.Background;
import org.chainrule.thread.Workers;
import org.jspecify.annotations.Nullable;

/// The executions of one executable, taken in turn by any number of threads. Each has buffers of its own and shares the
/// data given, so there is one copy of that.
///
/// There is room for two callers a processor (one may have lost its processor while it computes); whoever comes when all
/// are inside waits for the next to leave. Executions are made when first needed, for a quarter as many rows from size to
/// size, so that a single row needs no buffers for many, and all sizes together take at most a third more than the largest
/// alone. Taking one and giving it back allocates nothing, unless the caller has to wait.
public final class ExecutionPool {
    /// From one size to the next smaller one.
    private static final int RATIO = 4;
    private static final Workers ALONE = Workers.of(1);

    private final Executable executable;
    private final float[] @Nullable [] given;
    private final PackedWeights packs;
    private final int callers = 2 * Runtime.getRuntime().availableProcessors();
    private final Semaphore room = new Semaphore(callers);
    private final Shelf[] shelves;

    /// @param capacity the most rows of a run
    /// @param given as in [Executable#start]
    public ExecutionPool(Executable executable, int capacity, float[] @Nullable [] given) {
        this.executable = executable;
        this.given = given;
        this.packs = executable.packs(given);
        if (Providers.best().lanes() > 1) {
            packSoon();
        }
        int sizes = 1;
        for (int rows = capacity; rows > 1; rows /= RATIO) {
            sizes++;
        }
        this.shelves = new Shelf[sizes];
        int rows = capacity;
        for (int i = sizes - 1; i >= 0; i--) {
            shelves[i] = new Shelf(Math.max(1, rows));
            rows /= RATIO;
        }
    }

    /// The most rows of a run.
    public int capacity() {
        return shelves[shelves.length - 1].rows;
    }

    private void packSoon() {
        try {
            Background.soon(Background.Urgency.REST, () -> packs.pack(Providers.best()));
        } catch (OutOfMemoryError e) {
            // no thread to be had: data is read as it stands
        }
    }

    /// The bytes of data that is packed, for all executions together.
    public long packed() {
        return packs.bytes(Providers.best());
    }

    /// How many threads compute at once, at most.
    public int callers() {
        return callers;
    }

    /// The rows that executions have buffers for, in ascending order.
    public int[] sizes() {
        int[] sizes = new int[shelves.length];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = shelves[i].rows;
        }
        return sizes;
    }

    /// How many executions of each size have been made.
    public int[] made() {
        int[] made = new int[shelves.length];
        for (int i = 0; i < made.length; i++) {
            made[i] = shelves[i].made.get();
        }
        return made;
    }

    /// An execution for a run over `n` rows, 1 to the capacity, for this caller alone until it is given back.
    public Execution take(int n) {
        room.acquireUninterruptibly();
        try {
            return shelf(n).take();
        } catch (RuntimeException | Error e) {
            room.release();
            throw e;
        }
    }

    /// Ends what [#take] began.
    public void giveBack(Execution execution) {
        execution.feedOwn();
        shelf(execution.capacity()).put(execution);
        room.release();
    }

    private Shelf shelf(int n) {
        int i = 0;
        while (shelves[i].rows < n) {
            i++;
        }
        return shelves[i];
    }

    /// The executions of one size that nobody is in. There are never more of a size than there are callers, so who has
    /// been let in finds one, or may make one; who puts one back finds a place. A look along the places may miss what
    /// others move meanwhile; then one looks again.
    private final class Shelf {
        final int rows;
        final AtomicInteger made = new AtomicInteger();
        private final AtomicReferenceArray<@Nullable Execution> idle = new AtomicReferenceArray<>(callers);

        Shelf(int rows) {
            this.rows = rows;
        }

        Execution take() {
            while (true) {
                for (int i = 0; i < callers; i++) {
                    Execution execution = idle.get(i) == null ? null : idle.getAndSet(i, null);
                    if (execution != null) {
                        return execution;
                    }
                }
                int known = made.get();
                if (known < callers && made.compareAndSet(known, known + 1)) {
                    return make();
                }
            }
        }

        private Execution make() {
            try {
                return executable.start(rows, ALONE, Providers.warming(), given, packs);
            } catch (RuntimeException | Error e) {
                made.decrementAndGet();
                throw e;
            }
        }

        void put(Execution execution) {
            while (true) {
                for (int i = 0; i < callers; i++) {
                    if (idle.get(i) == null && idle.compareAndSet(i, null, execution)) {
                        return;
                    }
                }
            }
        }
    }
}
