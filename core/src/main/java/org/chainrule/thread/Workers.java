package org.chainrule.thread;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.chainrule.error.ArgumentException;
import org.jspecify.annotations.Nullable;

/// A few threads that run the numbered chunks of one task after another. The caller takes part, so nothing ever waits
/// for a thread to become free.
///
/// Each worker has a range of chunks that it runs first, from the last to the first, so that what a chunk wrote is found
/// in the cache of the same core by the next run's chunk at the same place. A worker that is through runs what the others
/// have not begun. So which worker runs a chunk is in the end a matter of chance; what a chunk computes must not depend
/// on it. The worker's number is for scratch memory, which belongs to whoever calls `run`: while one thread is inside
/// `run`, another's call (or a task's own) runs all its chunks by itself as worker 0.
///
/// The threads are daemons. They spin briefly after a run, then park, and end when they have had nothing to do for a
/// while; the next run starts them again. So nothing has to be closed, and no class loader is held for long.
///
/// A run is published as one number for each worker, the run's sequence number and the chunks left of the worker's range;
/// a chunk is claimed by lowering that number, which fails if anything has changed since the task was read. So a thread
/// that wakes late can never run a chunk of another run.
public final class Workers {
    /// One chunk of work.
    @FunctionalInterface
    public interface Task {
        /// Runs a chunk as the given worker, from 0 to `threads() - 1`.
        void run(int chunk, int worker);
    }

    private static final int SPINS = 2_000;
    private static final long IDLE_NANOS = 2_000_000_000L;
    private static final long LEFT = 0xffffffffL;
    /// Numbers so far apart are in different lines of the cache.
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
        // a thread that spins while another waits for its processor only takes time from it
        this.spins = threads <= Runtime.getRuntime().availableProcessors() ? SPINS : 0;
        this.idleNanos = idleNanos;
        this.eager = eager;
    }

    /// Workers for a number of threads, at least 1, the caller's included. Threads start when the first run needs them.
    public static Workers of(int threads) {
        if (threads < 1) {
            throw new ArgumentException("threads", "threads: must be at least 1, got " + threads);
        }
        return new Workers(threads, IDLE_NANOS);
    }

    /// Workers that share even work that is done before another thread wakes, so that tests see several threads at any
    /// size.
    public static Workers eager(int threads) {
        return new Workers(threads, IDLE_NANOS, true);
    }

    /// Whether even the least work is shared.
    public boolean isEager() {
        return eager;
    }

    /// The number of threads that may run chunks at once, the caller's included.
    public int threads() {
        return others.length + 1;
    }

    /// Runs chunks 0 to `chunks - 1` of a task and returns when all are done. What a chunk throws is thrown here, the
    /// first if several do; chunks not yet begun are then left out.
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

    /// The same with ranges of one's own choice: worker `w` has the chunks from `ranges[w]` to `ranges[w + 1] - 1`.
    ///
    /// @param ranges rising from 0 to the number of chunks, one number more than there are threads
    public void runRanges(int[] ranges, Task work) {
        if (begin()) {
            run(ranges, work);
            return;
        }
        alone(ranges[others.length + 1], work);
    }

    /// The first chunk in a worker's range where chunks are dealt out evenly.
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

    /// Claims and runs chunks, a worker's own and then those of others, until none is left; when another run begins
    /// meanwhile, again from its own.
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

    /// A thread that comes and goes, and the state it and the caller agree on.
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

        /// Makes sure that a published run is seen. Only the one caller inside `run` calls this.
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
                    // no more threads to be had: those there are do the work
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
