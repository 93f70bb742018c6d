package org.chainrule.compile.emit;

import org.chainrule.compile.stage.Body;
import org.chainrule.kernel.Kernels;
import org.chainrule.thread.Background;
import org.jspecify.annotations.Nullable;

/// The warm-up of generated code: runs it in the [Background], on separate memory, until HotSpot has compiled it. The
/// code is published when it is about as fast, on the same numbers, as the code it replaces. Code that stays slower is
/// dropped.
final class BodyWarmup {
    private static final int COLUMNS = 1024;
    /// Small and large numbers, so that both branches of conditions run.
    private static final float[] NUMBERS = {0.3f, -1.7f, 0f, 2.5f, -0.01f, 1f, 1e-31f, -4f};
    private static final float TINY = 1e-30f;
    /// After fewer calls the compilers have not started.
    private static final int FIRST_CALLS = 12_000;
    private static final int CALLS = 3_000;
    private static final int TURNS = 40;
    private static final int PIECE = 32;

    /// New code may take this many times as long as the old, since it may be faster on other data.
    private static final double SLOWER = 1.2;
    private static final float[] FILLED = filled();

    private final Body body;
    private final Kernels kernels;
    private final Target target;
    private final float[][] arrays;
    private final int[] at;
    private final int[] apart;

    /// The owner of the code.
    interface Target {
        /// Returns the code in use, or null while prebuilt kernels run the body.
        @Nullable
        EmittedLoop code();

        /// Returns new code for a number of lanes, 1 for plain Java, or null if no class can be defined.
        @Nullable
        EmittedLoop write(int lanes);

        /// Puts code into use.
        void publish(@Nullable EmittedLoop warm);
    }

    private BodyWarmup(Body body, Kernels kernels, Target target) {
        this.body = body;
        this.kernels = kernels;
        this.target = target;
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

    /// Schedules the warm-up: plain Java first, which is warm long before the Vector API.
    static void of(Body body, Kernels kernels, Target target) {
        Background.soon(Background.Urgency.LOOP, () -> {
            new BodyWarmup(body, kernels, target).pass(1);
            if (kernels.lanes() > 1) {
                Background.soon(Background.Urgency.VECTORS,
                        () -> new BodyWarmup(body, kernels, target).pass(kernels.lanes()));
            }
        });
    }

    /// Warms the code for a number of lanes and publishes it once it is warm.
    private void pass(int lanes) {
        EmittedLoop code = target.write(lanes);
        if (code == null) {
            return;
        }
        Runnable before = before();
        fill();
        for (int turn = 0; turn < TURNS; turn++) {
            // short calls, because the compiler counts calls
            for (int i = 0; i < (turn == 0 ? FIRST_CALLS : CALLS); i++) {
                code.run(arrays, i % 4 == 0 ? apart : at, 1, 33 + i % 3);
                if (i % PIECE == 0) {
                    Background.pause();
                }
            }
            if (time(() -> code.run(arrays, at, 1, COLUMNS)) <= SLOWER * time(before)) {
                target.publish(code);
                return;
            }
        }
    }

    /// Returns a run of the code in use, on the same numbers.
    private Runnable before() {
        EmittedLoop code = target.code();
        if (code != null) {
            return () -> code.run(arrays, at, 1, COLUMNS);
        }
        Interpreter interpreter = new Interpreter(kernels, body);
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
