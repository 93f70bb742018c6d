package org.chainrule.kernel;

import org.chainrule.ir.BinaryFunction;
import org.chainrule.ir.Reduction;
import org.chainrule.ir.UnaryFunction;
import org.chainrule.testing.Allocation;
import org.chainrule.thread.Workers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Kernels, random numbers and workers allocate nothing once they are warm. An allocated vector is a sign that HotSpot
/// did not inline code, which is then a hundred times slower.
class AllocationTest {
    private static final int SIZE = 2048;

    private final float[] a = Cases.ordinary(SIZE, 1);
    private final float[] b = Cases.ordinary(SIZE, 2);
    private final float[] out = new float[SIZE];
    private final float[] scratch = new float[200_000];

    @ParameterizedTest
    @EnumSource
    void unaryFunctions(UnaryFunction f) {
        for (Kernels kernels : Cases.PROVIDERS) {
            Allocation.settles(0, () -> kernels.unary(f, a, out, 0, SIZE));
        }
    }

    @Test
    void rows() {
        for (Kernels kernels : Cases.PROVIDERS) {
            Allocation.settles(0, () -> kernels.binary(BinaryFunction.ADD, a, b, out, 0, SIZE));
            Allocation.settles(0, () -> kernels.binary(BinaryFunction.SUB, a, 0, 0, b, 0, 1, out, 0, SIZE));
            Allocation.settles(0, () -> kernels.binary(BinaryFunction.LESS, a, 0, 1, b, 0, 0, out, 0, SIZE));
            Allocation.settles(0, () -> kernels.fma(a, 0, 1, b, 0, 1, out, 0, 0, out, 0, SIZE));
            Allocation.settles(0, () -> kernels.select(a, b, out, out, 0, SIZE));
        }
    }

    @Test
    void reductions() {
        for (Kernels kernels : Cases.PROVIDERS) {
            Allocation.settles(0, () -> out[0] = kernels.reduceRun(Reduction.SUM, a, 0, SIZE, scratch));
            Matrix rows = Matrix.of(a, 0, 8, 256, false);
            Allocation.settles(0, () -> kernels.reduceRows(Reduction.MAX, rows, out, 0, scratch));
        }
    }

    @Test
    void matmuls() {
        for (Kernels kernels : Cases.PROVIDERS) {
            settles(kernels, false, false, 32, 40, 32, null);
            settles(kernels, true, false, 32, 40, 32, null);
            settles(kernels, false, true, 32, 40, 32, null);
            settles(kernels, false, false, 32, 10, 32, null);
            settles(kernels, true, true, 40, 1, 32, null);
            settles(kernels, false, false, 1, 64, 32, null);
            for (Epilogue epilogue : Epilogues.some(SIZE, 40)) {
                settles(kernels, false, false, 32, 40, 32, epilogue);
            }
            PackedMatrix packed = kernels.pack(Matrix.of(b, 0, 8, 250, false));
            Matrix x = Matrix.of(a, 0, 1, 8, false);
            Matrix y = Matrix.of(out, 0, 1, 250, false);
            Allocation.settles(0, () -> kernels.matmul(x, packed, y, null, scratch));
        }
    }

    private void settles(Kernels kernels, boolean transposeA, boolean transposeB, int m, int n, int k,
            @Nullable Epilogue epilogue) {
        Matrix x = new Matrix();
        Matrix y = new Matrix();
        Matrix z = new Matrix();
        Allocation.settles(0, () -> kernels.matmul(x.place(a, 0, m, k, transposeA), y.place(b, 0, k, n, transposeB),
                z.place(out, 0, m, n, false), epilogue, 0, scratch));
    }

    @Test
    void randomNumbersAndWorkers() {
        for (Kernels kernels : Cases.PROVIDERS) {
            Allocation.settles(0, () -> kernels.uniform(1, 2, 3, out, 0, SIZE));
        }
        Workers workers = Workers.of(2);
        Workers.Task task = (chunk, worker) -> out[chunk] += 1f;
        Allocation.settles(0, () -> workers.run(16, task));
    }
}
