package org.chainrule.compile;

import org.chainrule.kernel.Background;
import org.chainrule.kernel.Code;

/// Runs written code on memory of its own, in the [Background], until HotSpot has compiled it. Code is handed over once it
/// is faster than the ready kernels on the same numbers; code that never is, is left.
final class Warming {
    private static final int COLUMNS = 1024;
    /// Numbers small and large, so that both sides of conditions are seen.
    private static final float[] NUMBERS = {0.3f, -1.7f, 0f, 2.5f, -0.01f, 1f, 1e-31f, -4f};
    private static final float TINY = 1e-30f;
    /// Fewer, and the compilers have not come to it.
    private static final int FIRST_CALLS = 12_000;
    private static final int CALLS = 3_000;
    private static final int TURNS = 40;
    private static final int PIECE = 32;

    private Warming() {
    }

    /// Has code warmed soon.
    static void of(Written written) {
        Background.soon(Background.Urgency.LOOP, () -> warm(written));
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
        for (int turn = 0; turn < TURNS; turn++) {
            // short calls: what counts for the compiler is their number
            for (int i = 0; i < (turn == 0 ? FIRST_CALLS : CALLS); i++) {
                code.run(arrays, i % 4 == 0 ? apart : at, 1, 33 + i % 3);
                if (i % PIECE == 0) {
                    Background.pause();
                }
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
            Background.pause();
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
