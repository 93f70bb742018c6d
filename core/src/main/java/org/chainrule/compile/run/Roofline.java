package org.chainrule.compile.run;

import java.util.Arrays;
import java.util.Locale;
import org.chainrule.ir.BinaryFunction;
import org.chainrule.kernel.Kernels;
import org.chainrule.kernel.Matrix;

/// The roofline of one core, measured briefly: its arithmetic by the fastest matmul, its memory bandwidth by the
/// addition of two long arrays. Stages whose buffers stay in a cache may exceed the bandwidth.
///
/// @param gflops the floating-point operations per nanosecond
/// @param gigabytes the bytes per nanosecond
record Roofline(double gflops, double gigabytes) {
    private static final int SIDE = 240;
    private static final int LONG = 1 << 21;
    /// HotSpot may still be compiling, so the measurement ends when this much time passes without a better result.
    private static final long QUIET_NANOS = 250_000_000;
    /// The ratio that counts as a better result, so that noise does not.
    private static final double BETTER = 0.98;

    static Roofline measure(Kernels kernels) {
        float[] a = new float[LONG];
        float[] b = new float[LONG];
        float[] c = new float[LONG];
        Arrays.fill(a, 0.5f);
        Arrays.fill(b, 0.25f);
        float[] scratch = new float[kernels.matmulScratch(SIDE, SIDE, SIDE)];
        Matrix left = Matrix.of(a, 0, SIDE, SIDE, false);
        Matrix right = Matrix.of(b, 0, SIDE, SIDE, false);
        Matrix result = Matrix.of(c, 0, SIDE, SIDE, false);
        long product = best(() -> kernels.matmul(left, right, result, null, 0, scratch));
        long sum = best(() -> kernels.binary(BinaryFunction.ADD, a, b, c, 0, LONG));
        return new Roofline(2.0 * SIDE * SIDE * SIDE / product, 3.0 * Float.BYTES * LONG / sum);
    }

    private static long best(Runnable work) {
        long best = Long.MAX_VALUE;
        long found = System.nanoTime();
        long now = found;
        while (now - found < QUIET_NANOS) {
            long start = now;
            work.run();
            now = System.nanoTime();
            found = now - start < BETTER * best ? now : found;
            best = Math.min(best, now - start);
        }
        return Math.max(1, best);
    }

    /// Returns the nanoseconds that a stage takes at the limit.
    double nanos(Cost cost) {
        return Math.max(cost.flops() / gflops, cost.bytes() / gigabytes);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.0f GFLOP/s by matmul, %.0f GB/s from memory, one core", gflops, gigabytes);
    }
}
