package org.chainrule.compile;

import java.util.ArrayDeque;
import java.util.Deque;
import org.chainrule.kernel.Code;
import org.jspecify.annotations.Nullable;

/// Runs written code on memory of its own until HotSpot has compiled it, in a thread that ends when there is nothing left
/// to warm. Code is handed over once it is faster than the ready kernels on the same numbers; code that never is, is left.
final class Warming implements Runnable {
    private static final int COLUMNS = 1024;
    /// Numbers small and large, so that both sides of conditions are seen.
    private static final float[] NUMBERS = {0.3f, -1.7f, 0f, 2.5f, -0.01f, 1f, 1e-31f, -4f};
    private static final float TINY = 1e-30f;
    private static final int CALLS = 12_000;
    private static final long PATIENCE_NANOS = 3_000_000_000L;
    private static final Deque<Written> WAITING = new ArrayDeque<>();

    private static @Nullable Thread running;

    private Warming() {
    }

    /// Has code warmed soon.
    static void of(Written written) {
        synchronized (WAITING) {
            WAITING.add(written);
            if (running == null) {
                Thread thread = Thread.ofPlatform().daemon().name("chainrule-warming")
                        .inheritInheritableThreadLocals(false).unstarted(new Warming());
                thread.setContextClassLoader(null);
                running = thread;
                thread.start();
            }
        }
    }

    @Override
    public void run() {
        while (true) {
            Written next;
            synchronized (WAITING) {
                next = WAITING.poll();
                if (next == null) {
                    running = null;
                    return;
                }
            }
            boolean done = false;
            try {
                warm(next);
                done = true;
            } finally {
                if (!done) {
                    // whoever asks next starts a new thread
                    synchronized (WAITING) {
                        running = null;
                    }
                }
            }
        }
    }

    private static void warm(Written written) {
        Code code = written.write();
        if (code == null) {
            return;
        }
        Body body = written.body();
        float[][] arrays = new float[body.operands().size()][];
        int[] at = new int[arrays.length];
        int[] apart = new int[arrays.length];
        for (int k = 0; k < arrays.length; k++) {
            arrays[k] = new float[2 * COLUMNS];
            apart[k] = k;
        }
        fill(body, arrays);
        Interpreter interpreter = new Interpreter(written.kernels(), body);
        float[] scratch = new float[Interpreter.strips(body) * COLUMNS];
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < deadline) {
            // short calls: what counts for the compiler is their number
            for (int i = 0; i < CALLS && System.nanoTime() < deadline; i++) {
                code.run(arrays, i % 4 == 0 ? apart : at, 1, 33 + i % 3);
            }
            if (time(body, arrays, () -> code.run(arrays, at, 1, COLUMNS)) <= time(body, arrays,
                    () -> interpreter.run(arrays, at, 1, COLUMNS, scratch, 0))) {
                written.publish(code);
                return;
            }
        }
    }

    private static long time(Body body, float[][] arrays, Runnable run) {
        fill(body, arrays);
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 30; i++) {
            long start = System.nanoTime();
            run.run();
            best = Math.min(best, System.nanoTime() - start);
        }
        return best;
    }

    private static void fill(Body body, float[][] arrays) {
        for (float[] array : arrays) {
            for (int i = 0; i < array.length; i++) {
                array[i] = NUMBERS[(i + i / NUMBERS.length) % NUMBERS.length];
            }
        }
        for (Body.Flush flush : body.flushes()) {
            arrays[flush.zero()][0] = 0;
            arrays[flush.limit()][0] = TINY;
        }
    }
}
