package org.chainrule.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.chainrule.ir.BinaryFunction;
import org.chainrule.ir.Reduction;
import org.chainrule.ir.UnaryFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Kernels, random numbers and workers allocate nothing once they are warm. A vector that is allocated means code that
/// HotSpot did not inline, which also makes it a hundred times slower.
class AllocationTest {
    private static final int SIZE = 2048;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final float[] a = Cases.ordinary(SIZE, 1);
    private final float[] b = Cases.ordinary(SIZE, 2);
    private final float[] out = new float[SIZE];
    private final float[] scratch = new float[200_000];

    /// Runs until 20 calls in a row allocate nothing, which takes as long as the compiler does.
    private static void settles(Runnable call) {
        long deadline = System.nanoTime() + 60_000_000_000L;
        long bytes;
        do {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 20; i++) {
                call.run();
            }
            bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        } while (bytes > 0 && System.nanoTime() < deadline);
        assertThat(bytes).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void unaryFunctions(UnaryFunction f) {
        for (Kernels kernels : Cases.PROVIDERS) {
            settles(() -> kernels.unary(f, a, out, 0, SIZE));
        }
    }

    @Test
    void rows() {
        for (Kernels kernels : Cases.PROVIDERS) {
            settles(() -> kernels.binary(BinaryFunction.ADD, a, b, out, 0, SIZE));
            settles(() -> kernels.binary(BinaryFunction.SUB, a, 0, 0, b, 0, 1, out, 0, SIZE));
            settles(() -> kernels.binary(BinaryFunction.LESS, a, 0, 1, b, 0, 0, out, 0, SIZE));
            settles(() -> kernels.fma(a, 0, 1, b, 0, 1, out, 0, 0, out, 0, SIZE));
            settles(() -> kernels.select(a, b, out, out, 0, SIZE));
        }
    }

    @Test
    void reductions() {
        for (Kernels kernels : Cases.PROVIDERS) {
            settles(() -> out[0] = kernels.reduceRun(Reduction.SUM, a, 0, SIZE, scratch));
            settles(() -> kernels.reduceRows(Reduction.MAX, a, 0, 8, 256, out, 0, 0, 256, scratch));
        }
    }

    @Test
    void matmuls() {
        for (Kernels kernels : Cases.PROVIDERS) {
            settles(() -> kernels.matmul(false, false, 32, 40, 32, a, 0, b, 0, out, 0, 0, 32, 0, 40, scratch));
            settles(() -> kernels.matmul(true, false, 32, 40, 32, a, 0, b, 0, out, 0, 0, 32, 0, 40, scratch));
            settles(() -> kernels.matmul(false, true, 32, 40, 32, a, 0, b, 0, out, 0, 0, 32, 0, 40, scratch));
            settles(() -> kernels.matmul(false, false, 32, 10, 32, a, 0, b, 0, out, 0, 0, 32, 0, 10, scratch));
            settles(() -> kernels.matmul(true, true, 40, 1, 32, a, 0, b, 0, out, 0, 0, 40, 0, 1, scratch));
            settles(() -> kernels.matmul(false, false, 1, 64, 32, a, 0, b, 0, out, 0, 0, 1, 0, 64, scratch));
        }
    }

    @Test
    void randomNumbersAndWorkers() {
        for (Kernels kernels : Cases.PROVIDERS) {
            settles(() -> kernels.uniform(1, 2, 3, out, 0, SIZE));
        }
        Workers workers = Workers.of(2);
        Workers.Task task = (chunk, worker) -> out[chunk] += 1f;
        settles(() -> workers.run(16, task));
    }
}
