package org.chainrule.kernel;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.chainrule.error.ArgumentException;
import org.jspecify.annotations.Nullable;

/// A few threads that run the numbered chunks of one task after another. The caller takes part, so nothing ever waits
/// for a thread to become free.
///
/// Which worker runs a chunk is a matter of chance; what a chunk computes must not depend on it. The worker's number is
/// for scratch memory, which belongs to whoever calls `run`: while one thread is inside `run`, another's call (or a task's
/// own) runs all its chunks by itself as worker 0.
///
/// The threads are daemons. They spin briefly after a run, then park, and end when they have had nothing to do for a
/// while; the next run starts them again. So nothing has to be closed, and no class loader is held for long.
///
/// A run is published as one number, its sequence number and the chunks left; a chunk is claimed by lowering that number,
/// which fails if anything has changed since the task was read. So a thread that wakes late can never run a chunk of
/// another run.
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

    private final Worker[] others;
    private final int spins;
    private final long idleNanos;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicLong claims = new AtomicLong();
    private final AtomicInteger unfinished = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile @Nullable Task task;
    private volatile @Nullable Thread waiting;

    Workers(int threads, long idleNanos) {
        this.others = new Worker[threads - 1];
        for (int i = 0; i < others.length; i++) {
            others[i] = new Worker(this, i + 1);
        }
        // a thread that spins while another waits for its processor only takes time from it
        this.spins = threads <= Runtime.getRuntime().availableProcessors() ? SPINS : 0;
        this.idleNanos = idleNanos;
    }

    /// Workers for a number of threads, at least 1, the caller's included. Threads start when the first run needs them.
    public static Workers of(int threads) {
        if (threads < 1) {
            throw new ArgumentException("threads", "threads: must be at least 1, got " + threads);
        }
        return new Workers(threads, IDLE_NANOS);
    }

    /// The number of threads that may run chunks at once, the caller's included.
    public int threads() {
        return others.length + 1;
    }

    /// Runs chunks 0 to `chunks - 1` of a task and returns when all are done. What a chunk throws is thrown here, the
    /// first if several do; chunks not yet begun are then left out.
    public void run(int chunks, Task work) {
        if (chunks <= 1 || others.length == 0 || !busy.compareAndSet(false, true)) {
            for (int chunk = 0; chunk < chunks; chunk++) {
                work.run(chunk, 0);
            }
            return;
        }
        try {
            task = work;
            unfinished.set(chunks);
            long sequence = (claims.get() >>> 32) + 1;
            claims.set((sequence << 32) | chunks);
            int helpers = Math.min(others.length, chunks - 1);
            for (int i = 0; i < helpers; i++) {
                others[i].wake();
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

    /// Claims and runs chunks until none is left; whether there was one.
    private boolean work(int worker) {
        boolean found = false;
        while (true) {
            long claim = claims.get();
            int left = (int) (claim & LEFT);
            if (left == 0) {
                return found;
            }
            Task current = task;
            if (current == null || !claims.compareAndSet(claim, claim - 1)) {
                continue;
            }
            found = true;
            if (failure.get() == null) {
                try {
                    current.run(left - 1, worker);
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
                    if ((workers.claims.get() & LEFT) != 0) {
                        break;
                    }
                }
                state.set(PARKED);
                if ((workers.claims.get() & LEFT) != 0 && state.compareAndSet(PARKED, AWAKE)) {
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
