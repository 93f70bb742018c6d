package org.chainrule.compile.run;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// A pool of executions of one program, which any number of threads use. Each execution has its own buffers; all share
/// the given arrays.
///
/// At most two callers per processor run at once, since a caller may lose its processor while it computes; further
/// callers wait. Executions are created when they are first needed. They come in sizes, each for a quarter of the rows
/// of the next, so that a single row needs no large buffers, and all sizes together need at most a third more memory
/// than the largest. Taking an execution and giving it back allocates nothing unless the caller has to wait.
public final class ExecutionPool {
    /// The ratio of the rows of a size and the next smaller one.
    private static final int RATIO = 4;

    private final Executable executable;
    private final float[] @Nullable [] given;
    private final Backend backend;
    private final int callers = 2 * Runtime.getRuntime().availableProcessors();
    private final Semaphore room = new Semaphore(callers);
    private final int inputs;
    private final Shelf[] shelves;

    /// Creates a pool without executions.
    ///
    /// @param capacity the most rows of a run
    /// @param given as in [Backend#start]; the arrays never change
    /// @param backend the backend of all executions
    public ExecutionPool(Executable executable, int capacity, float[] @Nullable [] given, Backend backend) {
        this.executable = executable;
        this.given = given;
        this.inputs = executable.source().inputs().size();
        this.backend = backend.constant(executable, given);
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

    /// Returns the most rows of a run.
    public int capacity() {
        return shelves[shelves.length - 1].rows;
    }

    /// Returns the bytes of the backend's second copies of given data, which all executions share.
    public long copies() {
        return backend.copies();
    }

    /// Returns the number of threads that may compute at once.
    public int callers() {
        return callers;
    }

    /// Returns the rows of each size, in ascending order.
    public int[] sizes() {
        int[] sizes = new int[shelves.length];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = shelves[i].rows;
        }
        return sizes;
    }

    /// Returns the number of executions of each size that were created.
    public int[] made() {
        int[] made = new int[shelves.length];
        for (int i = 0; i < made.length; i++) {
            made[i] = shelves[i].made.get();
        }
        return made;
    }

    /// Returns an execution for a run over `n` rows, 1 to the capacity. It belongs to the caller until [#giveBack].
    public Execution take(int n) {
        room.acquireUninterruptibly();
        try {
            return shelf(n).take();
        } catch (RuntimeException | Error e) {
            room.release();
            throw e;
        }
    }

    /// Returns an execution to the pool.
    public void giveBack(Execution execution) {
        for (int i = 0; i < inputs; i++) {
            execution.writeOwn(i);
        }
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

    /// The idle executions of one size. A size never has more executions than there may be callers, so a caller always
    /// finds one or may create one, and always finds a free slot for the return. A scan of the slots may miss a
    /// concurrent change, and is then repeated.
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
                return backend.start(executable, rows, given);
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
