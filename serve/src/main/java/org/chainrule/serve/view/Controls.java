package org.chainrule.serve.view;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// What the readers of a page ask of a training: to stop, to pause, and which networks to measure. Also who waits for news.
public final class Controls {
    /// A pause ends when nobody has had the page open for this time, so that a closed page cannot hold up a training.
    private static final long DESERTED = 10_000_000_000L;
    private static final long LOOK = 200;

    private final Runnable onStop;
    private final BooleanSupplier stopped;
    private final Map<Object, String> readers = new HashMap<>();
    private volatile Set<String> wanted = Set.of();
    private volatile boolean paused;
    private volatile boolean stopAsked;
    private boolean stopping;
    private long left = System.nanoTime();
    private long version;

    /// @param onStop  called once, when a reader asks to stop
    /// @param stopped whether the training was stopped otherwise, which ends a pause
    public Controls(Runnable onStop, BooleanSupplier stopped) {
        this.onStop = onStop;
        this.stopped = stopped;
    }

    // ---- What readers ask

    /// Pauses the training, or lets it go on.
    synchronized void pause(boolean now) {
        paused = now && !stopping;
        changed();
    }

    boolean isPaused() {
        return paused;
    }

    /// Returns whether a step must not simply go on.
    boolean interferes() {
        return paused || stopAsked;
    }

    /// Asks the training to stop; once.
    void stop() {
        synchronized (this) {
            if (stopping) {
                return;
            }
            stopping = true;
            paused = false;
            changed();
        }
        // first, so that whoever sees the training end already knows why
        onStop.run();
        stopAsked = true;
    }

    synchronized boolean isStopping() {
        return stopping;
    }

    /// Returns whether a reader has asked to stop.
    public boolean stopAsked() {
        return stopAsked;
    }

    // ---- Who reads

    /// Notes that a reader looks at a network.
    synchronized void looks(Object reader, String network) {
        readers.put(reader, network);
        wanted = Set.copyOf(readers.values());
    }

    /// Notes that a reader has left.
    synchronized void leaves(Object reader) {
        readers.remove(reader);
        wanted = Set.copyOf(readers.values());
        left = System.nanoTime();
    }

    /// Returns whether anybody looks at a network.
    boolean isWanted(String network) {
        return wanted.contains(network);
    }

    // ---- Waiting

    /// Lets the calling training wait as long as it is paused.
    void hold() {
        if (!paused) {
            return;
        }
        synchronized (this) {
            while (paused && !stopped.getAsBoolean()) {
                if (readers.isEmpty() && System.nanoTime() - left > DESERTED) {
                    paused = false;
                    changed();
                    return;
                }
                try {
                    wait(LOOK);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    /// Wakes everybody who waits for news.
    synchronized void changed() {
        version++;
        notifyAll();
    }

    /// Waits for news.
    ///
    /// @param seen  the version that is known
    /// @param limit the longest time to wait, in milliseconds
    /// @return the version now
    synchronized long news(long seen, long limit) throws InterruptedException {
        long end = System.nanoTime() + limit * 1_000_000;
        while (version == seen) {
            long rest = (end - System.nanoTime()) / 1_000_000;
            if (rest <= 0) {
                break;
            }
            wait(rest);
        }
        return version;
    }
}
