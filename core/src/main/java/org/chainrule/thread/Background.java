package org.chainrule.thread;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The background thread that warms code, the most urgent work first. It ends when there is no work left.
///
/// Work calls [#pause] between short pieces, which runs more urgent work and yields the core. If the core comes back
/// late, other threads need it, and the thread rests for a while. Warming therefore uses a small part of a core while
/// all cores are busy, and a whole core when one is free.
public final class Background {
    /// The urgency of work, the most urgent first.
    public enum Urgency {
        /// Loops of a running program, in plain Java: each is warm soon, and then much faster.
        LOOP,
        /// Matrix products, which take most of the time of nearly every program.
        MATMUL,
        /// The same loops in the Vector API.
        VECTORS,
        /// Everything else.
        REST
    }

    private static final Logger LOGGER = System.getLogger("org.chainrule");
    private static final long PIECE_NANOS = 500_000;
    private static final long BUSY_NANOS = 100_000;
    /// The ratio of rest to work while cores are busy.
    private static final int REST = 1;
    /// The longest rest, since the measured work includes the time that other threads had the core.
    private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    private static final PriorityQueue<Entry> WAITING = new PriorityQueue<>(
            Comparator.comparing(Entry::urgency).thenComparingLong(Entry::number));

    private static @Nullable Thread running;
    private static long count;
    /// The start and the urgency of the current piece; used only by the thread itself.
    private static long begun;
    private static Urgency current = Urgency.REST;

    private record Entry(Urgency urgency, long number, Runnable work) {
        /// Runs the work. If it fails, the code it would have warmed stays as it is.
        void run() {
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                LOGGER.log(Level.WARNING, "Chainrule runs some code slower than it could, because warming it failed",
                        e);
            }
        }
    }

    private Background() {
    }

    /// Schedules work.
    ///
    /// @return the thread that will run it
    /// @throws OutOfMemoryError if no thread can be started
    public static Thread soon(Urgency urgency, Runnable work) {
        synchronized (WAITING) {
            Entry entry = new Entry(urgency, count++, work);
            WAITING.add(entry);
            Thread thread = running;
            if (thread == null) {
                thread = Thread.ofPlatform().daemon().name("chainrule-warming")
                        .inheritInheritableThreadLocals(false).unstarted(Background::work);
                thread.setContextClassLoader(null);
                try {
                    thread.start();
                } catch (OutOfMemoryError e) {
                    WAITING.remove(entry);
                    throw e;
                }
                running = thread;
            }
            return thread;
        }
    }

    /// Yields the core if other threads need it, and runs more urgent work. Does nothing on other threads.
    @SuppressWarnings("ThreadPriorityCheck") // results never depend on the order of threads
    public static void pause() {
        if (!isHere()) {
            return;
        }
        long start = System.nanoTime();
        long worked = start - begun;
        if (worked < PIECE_NANOS) {
            return;
        }
        Thread.yield();
        if (System.nanoTime() - start > BUSY_NANOS) {
            LockSupport.parkNanos(Math.min(MOST_NANOS, REST * worked));
        }
        begun = System.nanoTime();
        Urgency interrupted = current;
        Entry urgent = next(interrupted);
        while (urgent != null) {
            current = urgent.urgency();
            urgent.run();
            urgent = next(interrupted);
        }
        current = interrupted;
    }

    private static boolean isHere() {
        synchronized (WAITING) {
            return Thread.currentThread() == running;
        }
    }

    /// Returns the first waiting work that is more urgent than the current work, or null.
    private static @Nullable Entry next(Urgency done) {
        synchronized (WAITING) {
            Entry first = WAITING.peek();
            return first != null && first.urgency().compareTo(done) < 0 ? WAITING.poll() : null;
        }
    }

    private static void work() {
        while (true) {
            Entry next;
            synchronized (WAITING) {
                next = WAITING.poll();
                if (next == null) {
                    running = null;
                    return;
                }
            }
            begun = System.nanoTime();
            current = next.urgency();
            next.run();
        }
    }
}
