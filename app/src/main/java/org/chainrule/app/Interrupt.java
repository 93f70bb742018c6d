package org.chainrule.app;

import java.util.concurrent.CountDownLatch;

/// Ctrl-C (or a request to end) while something is worth keeping: the work is asked to stop and has the time to save
/// before the process ends, with the exit code that the signal stands for (130 for Ctrl-C).
final class Interrupt implements AutoCloseable {
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::hold, "interrupt");
    private volatile boolean asked;

    private Interrupt() {
    }

    /// Watches until closed.
    static Interrupt watch() {
        Interrupt interrupt = new Interrupt();
        Runtime.getRuntime().addShutdownHook(interrupt.hook);
        return interrupt;
    }

    private void hold() {
        asked = true;
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whether to stop.
    boolean asked() {
        return asked;
    }

    /// Everything worth keeping is kept: the process may end.
    @Override
    public void close() {
        done.countDown();
        if (!asked) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The end has begun: the hook no longer waits.
            }
        }
    }
}
