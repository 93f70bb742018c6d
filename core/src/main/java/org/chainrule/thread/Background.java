package org.chainrule.thread;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The one thread in which code is warmed aside, what is needed most first. It ends when nothing is left to warm.
///
/// Work done here calls [#pause] between short pieces, and what is more urgent is done then. A thread that gives its core away and gets it back only later has
/// learnt that somebody else needs it, so it then rests for a while: where every core is busy warming takes a small part
/// of one, and where one is free all of it.
public final class Background {
    /// How urgent work is: the smaller the sooner.
    public enum Urgency {
        /// Loops that a running program asked for, in plain Java: each is warm soon, and much faster then.
        LOOP,
        /// What takes most of the time of nearly every program.
        MATMUL,
        /// The same loops in the Vector API.
        VECTORS,
        /// What else programs may use.
        REST
    }

    private static final Logger LOGGER = System.getLogger("org.chainrule");
    private static final long PIECE_NANOS = 500_000;
    private static final long BUSY_NANOS = 100_000;
    /// How many times as long as it worked the thread rests where cores are busy.
    private static final int REST = 1;
    /// The time it worked includes what others took from it, so a rest is short at most.
    private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    private static final PriorityQueue<Entry> WAITING = new PriorityQueue<>(
            Comparator.comparing(Entry::urgency).thenComparingLong(Entry::number));

    private static @Nullable Thread running;
    private static long count;
    /// When the piece at work began, and how urgent it is; for the thread alone.
    private static long begun;
    private static Urgency current = Urgency.REST;

    private record Entry(Urgency urgency, long number, Runnable work) {
        /// Does the work; if it fails, what is not warm stays as it is.
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

    /// Has work done, in its turn.
    ///
    /// @return the thread that will do it
    /// @throws OutOfMemoryError if there is no thread to be had
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

    /// Lets others go first if they wait for a core, and does what is more urgent. Called by work of this thread; elsewhere it does nothing.
    @SuppressWarnings("ThreadPriorityCheck") // results never depend on who goes first
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

    /// What waits and is more urgent than what is being done, if anything.
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
