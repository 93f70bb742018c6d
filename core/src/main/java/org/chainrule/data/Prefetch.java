package org.chainrule.data;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The threads in which batches are filled: daemons, which end after a second without work. A task that finds no thread
/// is left to the caller, who fills the batches when they are needed; so no task ever waits for another.
final class Prefetch {
    private static final ThreadPoolExecutor THREADS = new ThreadPoolExecutor(0,
            Runtime.getRuntime().availableProcessors(), 1, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                Thread thread = Thread.ofPlatform().daemon().name("chainrule-batches")
                        .inheritInheritableThreadLocals(false).unstarted(task);
                thread.setContextClassLoader(null);
                return thread;
            }, (task, pool) -> {
            });

    private Prefetch() {
    }

    static void start(Runnable task) {
        try {
            THREADS.execute(task);
        } catch (OutOfMemoryError e) {
            // there is no thread to be had
        }
    }
}
