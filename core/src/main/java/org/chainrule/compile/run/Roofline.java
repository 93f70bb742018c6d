package org.chainrule.compile.run;

import java.util.Arrays;
import java.util.Locale;
import org.chainrule.ir.BinaryFunction;
import org.chainrule.kernel.Kernels;

/// What one core does at most, measured for a moment: arithmetic by the best matmul, memory by adding two long arrays.
/// Stages whose buffers stay in a cache may go beyond the second.
///
/// @param gflops operations in a nanosecond
/// @param gigabytes bytes in a nanosecond
record Roofline(double gflops, double gigabytes) {
    private static final int SIDE = 240;
    private static final int LONG = 1 << 21;
    /// HotSpot may still be compiling: it is tried until nothing was quicker for so long.
    private static final long QUIET_NANOS = 250_000_000;
    /// By how much a better time must be better, or noise would count.
    private static final double BETTER = 0.98;

    static Roofline measure(Kernels kernels) {
        float[] a = new float[LONG];
        float[] b = new float[LONG];
        float[] c = new float[LONG];
        Arrays.fill(a, 0.5f);
        Arrays.fill(b, 0.25f);
        float[] scratch = new float[kernels.matmulScratch(false, false, SIDE, SIDE, SIDE)];
        long product = best(() -> kernels.matmul(false, false, SIDE, SIDE, SIDE, a, 0, b, 0, c, 0, 0, SIDE, 0, SIDE,
                scratch));
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

    /// The nanoseconds a stage would take at the limit.
    double nanos(Cost cost) {
        return Math.max(cost.flops() / gflops, cost.bytes() / gigabytes);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.0f GFLOP/s by matmul, %.0f GB/s from memory, one core", gflops, gigabytes);
    }
}
