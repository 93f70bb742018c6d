package org.chainrule.compile.emit;

import org.chainrule.compile.stage.Body;
import org.chainrule.thread.Background;

/// Runs written code on memory of its own, in the [Background], until HotSpot has compiled it. Code is handed over once it
/// is about as fast as what runs the loop until then, on the same numbers; code that never is, is left.
final class BodyWarmup {
    private static final int COLUMNS = 1024;
    /// Numbers small and large, so that both sides of conditions are seen.
    private static final float[] NUMBERS = {0.3f, -1.7f, 0f, 2.5f, -0.01f, 1f, 1e-31f, -4f};
    private static final float TINY = 1e-30f;
    /// Fewer, and the compilers have not come to it.
    private static final int FIRST_CALLS = 12_000;
    private static final int CALLS = 3_000;
    private static final int TURNS = 40;
    private static final int PIECE = 32;

    /// A form that comes after another may take this many times as long, since it is the better one for other places.
    private static final double SLOWER = 1.2;
    private static final float[] FILLED = filled();

    private final CompiledBody written;
    private final Body body;
    private final float[][] arrays;
    private final int[] at;
    private final int[] apart;

    private BodyWarmup(CompiledBody written) {
        this.written = written;
        this.body = written.body();
        this.arrays = new float[body.operands().size()][2 * COLUMNS];
        this.at = new int[arrays.length];
        this.apart = new int[arrays.length];
        for (int k = 0; k < arrays.length; k++) {
            apart[k] = k;
        }
    }

    private static float[] filled() {
        float[] x = new float[2 * COLUMNS];
        for (int i = 0; i < x.length; i++) {
            x[i] = NUMBERS[(i + i / NUMBERS.length) % NUMBERS.length];
        }
        return x;
    }

    /// Has code warmed soon: in plain Java first, which is warm long before vectors are.
    static void of(CompiledBody written) {
        Background.soon(Background.Urgency.LOOP, () -> {
            new BodyWarmup(written).pass(1);
            if (written.lanes() > 1) {
                Background.soon(Background.Urgency.VECTORS, () -> new BodyWarmup(written).pass(written.lanes()));
            }
        });
    }

    /// Has the form for so many lanes take over once it is warm.
    private void pass(int lanes) {
        EmittedLoop code = written.write(lanes);
        if (code == null) {
            return;
        }
        Runnable before = before();
        fill();
        for (int turn = 0; turn < TURNS; turn++) {
            // short calls: what counts for the compiler is their number
            for (int i = 0; i < (turn == 0 ? FIRST_CALLS : CALLS); i++) {
                code.run(arrays, i % 4 == 0 ? apart : at, 1, 33 + i % 3);
                if (i % PIECE == 0) {
                    Background.pause();
                }
            }
            if (time(() -> code.run(arrays, at, 1, COLUMNS)) <= SLOWER * time(before)) {
                written.publish(code);
                return;
            }
        }
    }

    /// What runs the loop until now, on the same numbers.
    private Runnable before() {
        EmittedLoop code = written.code();
        if (code != null) {
            return () -> code.run(arrays, at, 1, COLUMNS);
        }
        Interpreter interpreter = new Interpreter(written.kernels(), body);
        float[] scratch = new float[Interpreter.strips(body) * COLUMNS];
        return () -> interpreter.run(arrays, at, 1, COLUMNS, scratch, 0);
    }

    private long time(Runnable run) {
        fill();
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 30; i++) {
            long start = System.nanoTime();
            run.run();
            best = Math.min(best, System.nanoTime() - start);
            Background.pause();
        }
        return best;
    }

    private void fill() {
        for (float[] array : arrays) {
            System.arraycopy(FILLED, 0, array, 0, array.length);
        }
        for (Body.Flush flush : body.flushes()) {
            arrays[flush.zero()][0] = 0;
            arrays[flush.limit()][0] = TINY;
        }
    }
}
