package org.chainrule.data;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The background threads that fill batches: daemons that end after one second without work. If no thread is free, a task
/// is dropped and the caller fills its batches when it needs them, so no task ever waits for another.
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
            // the system has no thread left; the caller fills the batches
        }
    }
}
