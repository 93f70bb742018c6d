package org.chainrule.thread;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.chainrule.error.ArgumentException;
import org.jspecify.annotations.Nullable;

/// A few threads that run the numbered chunks of one task after another. The caller takes part, so a run never waits
/// for a free thread.
///
/// Each worker first runs its own range of chunks, from the last to the first, so that a chunk finds the data of the
/// previous run's chunk in the cache of the same core. A worker that has finished runs chunks that others have not
/// begun. The worker of a chunk is therefore not predictable, and the result of a chunk must not depend on it. The
/// number of the worker selects scratch memory, which belongs to the caller of `run`. While one thread is inside `run`,
/// a call by another thread, or by a task, runs all its chunks alone as worker 0.
///
/// The threads are daemons. After a run they spin briefly, then park, and end after a while without work; the next run
/// starts them again. Nothing has to be closed, and no class loader is held for long.
///
/// A run is published as one number for each worker: the sequence number of the run and the remaining chunks of the
/// worker's range. A worker claims a chunk by decrementing that number, which fails if it has changed since the worker
/// read the task. A thread that wakes late can therefore never run a chunk of another run.
public final class Workers {
    /// One chunk of work.
    @FunctionalInterface
    public interface Task {
        /// Runs a chunk as a worker, whose number is from 0 to `threads() - 1`.
        void run(int chunk, int worker);
    }

    private static final int SPINS = 2_000;
    private static final long IDLE_NANOS = 2_000_000_000L;
    private static final long LEFT = 0xffffffffL;
    /// Elements this far apart are in different cache lines.
    private static final int APART = 16;

    private final Worker[] others;
    private final int spins;
    private final long idleNanos;
    private final boolean eager;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicLongArray claims;
    private final int[] even;
    private final AtomicInteger unfinished = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile int[] starts;
    private volatile @Nullable Task task;
    private volatile @Nullable Thread waiting;

    Workers(int threads, long idleNanos) {
        this(threads, idleNanos, false);
    }

    private Workers(int threads, long idleNanos, boolean eager) {
        this.others = new Worker[threads - 1];
        for (int i = 0; i < others.length; i++) {
            others[i] = new Worker(this, i + 1);
        }
        this.claims = new AtomicLongArray((threads + 1) * APART);
        this.even = new int[threads + 1];
        this.starts = even;
        // with more threads than processors, a spinning thread takes time from one that has work
        this.spins = threads <= Runtime.getRuntime().availableProcessors() ? SPINS : 0;
        this.idleNanos = idleNanos;
        this.eager = eager;
    }

    /// Returns workers on a number of threads, including the caller's. Threads start when the first run needs them.
    ///
    /// @throws ArgumentException if the number is below 1
    public static Workers of(int threads) {
        if (threads < 1) {
            throw new ArgumentException("threads", "threads: must be at least 1, got " + threads);
        }
        return new Workers(threads, IDLE_NANOS);
    }

    /// Returns workers that share even work too small to be worth another thread, so that tests use several threads at
    /// any size.
    public static Workers eager(int threads) {
        return new Workers(threads, IDLE_NANOS, true);
    }

    /// Returns whether these workers share even the smallest work.
    public boolean isEager() {
        return eager;
    }

    /// Returns the number of threads that may run chunks at once, including the caller's.
    public int threads() {
        return others.length + 1;
    }

    /// Runs chunks 0 to `chunks - 1` of a task and returns when all are done. If a chunk throws an exception, this
    /// method throws the first one, and chunks that have not begun do not run.
    public void run(int chunks, Task work) {
        if (chunks > 1 && begin()) {
            for (int worker = 1; worker < even.length; worker++) {
                even[worker] = firstOf(worker, chunks);
            }
            run(even, work);
            return;
        }
        alone(chunks, work);
    }

    /// As [#run(int, Task)], with given ranges: worker `w` has the chunks from `ranges[w]` to `ranges[w + 1] - 1`.
    ///
    /// @param ranges ascending numbers from 0 to the number of chunks, one more than there are threads
    public void runRanges(int[] ranges, Task work) {
        if (begin()) {
            run(ranges, work);
            return;
        }
        alone(ranges[others.length + 1], work);
    }

    /// Returns the first chunk in the range of a worker if chunks are divided evenly.
    public int firstOf(int worker, int chunks) {
        return (int) (((long) chunks * worker + others.length) / threads());
    }

    private boolean begin() {
        return others.length > 0 && busy.compareAndSet(false, true);
    }

    private static void alone(int chunks, Task work) {
        for (int chunk = chunks - 1; chunk >= 0; chunk--) {
            work.run(chunk, 0);
        }
    }

    private void run(int[] ranges, Task work) {
        try {
            task = work;
            starts = ranges;
            unfinished.set(ranges[others.length + 1]);
            long sequence = (claims.get(APART) >>> 32) + 1;
            for (int worker = others.length; worker >= 0; worker--) {
                int count = ranges[worker + 1] - ranges[worker];
                claims.set((worker + 1) * APART, (sequence << 32) | count);
                if (worker > 0 && count > 0) {
                    others[worker - 1].wake();
                }
            }
            work(0);
            await();
            Throwable thrown = failure.getAndSet(null);
            if (thrown instanceof RuntimeException e) {
                throw e;
            }
            if (thrown instanceof Error e) {
                throw e;
            }
        } finally {
            task = null;
            busy.set(false);
        }
    }

    /// Claims and runs chunks until none is left, first a worker's own, then those of others. Starts over if another
    /// run begins meanwhile.
    private void work(int worker) {
        int own = (worker + 1) * APART;
        long sequence;
        do {
            sequence = claims.get(own) >>> 32;
            for (int i = 0; i <= others.length; i++) {
                range((worker + i) % (others.length + 1), worker, sequence);
            }
        } while (claims.get(own) >>> 32 != sequence);
    }

    private void range(int owner, int worker, long sequence) {
        int at = (owner + 1) * APART;
        while (true) {
            long claim = claims.get(at);
            int left = (int) (claim & LEFT);
            if (left == 0 || claim >>> 32 != sequence) {
                return;
            }
            Task current = task;
            if (current == null || !claims.compareAndSet(at, claim, claim - 1)) {
                continue;
            }
            if (failure.get() == null) {
                try {
                    current.run(starts[owner] + left - 1, worker);
                } catch (RuntimeException | Error e) {
                    failure.compareAndSet(null, e);
                }
            }
            if (unfinished.decrementAndGet() == 0) {
                Thread caller = waiting;
                if (caller != null) {
                    LockSupport.unpark(caller);
                }
            }
        }
    }

    private boolean hasWork(int worker) {
        return (claims.get((worker + 1) * APART) & LEFT) != 0;
    }

    private void await() {
        for (int i = 0; i < spins && unfinished.get() > 0; i++) {
            Thread.onSpinWait();
        }
        if (unfinished.get() == 0) {
            return;
        }
        waiting = Thread.currentThread();
        while (unfinished.get() > 0) {
            LockSupport.park(this);
        }
        waiting = null;
    }

    /// A thread that starts and ends on demand, and the state that it shares with the caller.
    private static final class Worker implements Runnable {
        private static final int ENDED = 0;
        private static final int AWAKE = 1;
        private static final int PARKED = 2;

        private final Workers workers;
        private final int number;
        private final AtomicInteger state = new AtomicInteger(ENDED);
        private volatile @Nullable Thread thread;

        Worker(Workers workers, int number) {
            this.workers = workers;
            this.number = number;
        }

        /// Ensures that the thread sees a published run. Only the caller inside `run` calls this.
        void wake() {
            if (state.compareAndSet(PARKED, AWAKE)) {
                LockSupport.unpark(thread);
            } else if (state.compareAndSet(ENDED, AWAKE)) {
                Thread started = Thread.ofPlatform().daemon().name("chainrule-" + number)
                        .inheritInheritableThreadLocals(false).unstarted(this);
                started.setContextClassLoader(null);
                thread = started;
                try {
                    started.start();
                } catch (OutOfMemoryError e) {
                    // no thread is available: the existing threads do the work
                    state.set(ENDED);
                }
            }
        }

        @Override
        public void run() {
            while (true) {
                workers.work(number);
                for (int i = 0; i < workers.spins; i++) {
                    Thread.onSpinWait();
                    if (workers.hasWork(number)) {
                        break;
                    }
                }
                state.set(PARKED);
                if (workers.hasWork(number) && state.compareAndSet(PARKED, AWAKE)) {
                    continue;
                }
                long deadline = System.nanoTime() + workers.idleNanos;
                while (state.get() == PARKED) {
                    long left = deadline - System.nanoTime();
                    if (left > 0) {
                        LockSupport.parkNanos(workers, left);
                    } else if (state.compareAndSet(PARKED, ENDED)) {
                        return;
                    }
                }
            }
        }
    }
}
