package org.chainrule.kernel;

import java.util.ArrayList;
import java.util.List;
import org.chainrule.ir.BinaryFunction;
import org.chainrule.ir.Reduction;
import org.chainrule.ir.UnaryFunction;

/// Work that makes HotSpot compile the kernels, on data of its own: each group of kernels takes every way through its
/// code until all are about as quick as the cold provider's, or for good if they never are.
final class Warming {
    /// Code that is not compiled is a hundred times slower, so the measure may be coarse.
    private static final double QUICK = 1.5;
    private static final int ROUNDS = 12;
    private static final int TURNS = 1_000;
    private static final int SIZE = 1 << 10;

    /// Something to do with a provider.
    private interface Work {
        void run(Kernels kernels);
    }

    private final Kernels cold;
    private final Kernels warm;
    private final float[] a = numbers(1 << 14);
    private final float[] b = numbers(1 << 14);
    private final float[] c = new float[1 << 14];
    private final float[] scratch;

    Warming(Kernels cold, Kernels warm) {
        this.cold = cold;
        this.warm = warm;
        int most = 1 << 10;
        for (Kernels kernels : List.of(cold, warm)) {
            most = Math.max(most, kernels.matmulScratch(true, true, 256, 256, 1024));
        }
        this.scratch = new float[most];
    }

    private static float[] numbers(int size) {
        float[] x = new float[size];
        for (int i = 0; i < size; i++) {
            x[i] = (i * 7919 % 1009 - 504) * 0x1p-8f;
        }
        return x;
    }

    Kernels matmul() {
        List<Work> works = new ArrayList<>();
        // both transposed at once is rare, and made of what each by itself is made of
        for (int transposes = 0; transposes < 3; transposes++) {
            boolean transposeA = (transposes & 1) != 0;
            boolean transposeB = (transposes & 2) != 0;
            works.add(matmul(transposeA, transposeB, 32, 64, 24));
            works.add(matmul(transposeA, transposeB, 27, 42, 24));
        }
        works.add(matmul(false, false, 48, 10, 24)); // fewer columns than a vector has lanes
        works.add(matmul(false, false, 12, 16, 600)); // several pieces of k
        works.add(matmul(false, false, 210, 37, 20)); // rows enough to pack B for
        works.add(matmul(false, false, 1, 100, 64));
        works.add(matmul(true, false, 48, 10, 24));
        works.add(matmul(true, true, 100, 1, 64));
        works.add(matmul(false, false, 100, 1, 64));
        return chosen(works);
    }

    private Work matmul(boolean transposeA, boolean transposeB, int m, int n, int k) {
        return kernels -> kernels.matmul(transposeA, transposeB, m, n, k, a, 0, b, 0, c, 0, 0, m, 0, n, scratch);
    }

    Kernels rows() {
        List<Work> works = new ArrayList<>();
        for (BinaryFunction f : BinaryFunction.values()) {
            for (int steps = 1; steps < 4; steps++) {
                int aStep = steps & 1;
                int bStep = steps >> 1;
                works.add(kernels -> kernels.binary(f, a, 0, aStep, b, 0, bStep, c, 0, SIZE));
            }
        }
        for (int steps = 1; steps < 8; steps++) {
            int aStep = steps & 1;
            int bStep = steps >> 1 & 1;
            int cStep = steps >> 2;
            works.add(kernels -> kernels.fma(a, 0, aStep, b, 0, bStep, b, SIZE, cStep, c, 0, SIZE));
            works.add(kernels -> kernels.select(a, 0, aStep, b, 0, bStep, b, SIZE, cStep, c, 0, SIZE));
        }
        return chosen(works);
    }

    Kernels functions() {
        List<Work> works = new ArrayList<>();
        for (UnaryFunction f : UnaryFunction.values()) {
            works.add(kernels -> kernels.unary(f, a, c, 0, SIZE));
        }
        works.add(kernels -> kernels.uniform(1, 2, 3, c, 0, 4 * SIZE));
        return chosen(works);
    }

    Kernels reductions() {
        List<Work> works = new ArrayList<>();
        for (Reduction r : Reduction.values()) {
            works.add(kernels -> c[0] = kernels.reduceRun(r, a, 0, 2 * SIZE, scratch));
            works.add(kernels -> kernels.reduceRows(r, a, 0, 64, 40, c, 0, 0, 40, scratch));
        }
        return chosen(works);
    }

    /// The warm provider as soon as all works are quick on it, else the cold one.
    private Kernels chosen(List<Work> works) {
        List<Work> left = new ArrayList<>(works);
        for (int turn = 0; turn < TURNS && !left.isEmpty(); turn++) {
            left.removeIf(this::quick);
        }
        return left.isEmpty() ? warm : cold;
    }

    private boolean quick(Work work) {
        return best(work, warm) <= QUICK * best(work, cold);
    }

    private static long best(Work work, Kernels kernels) {
        long best = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            work.run(kernels);
            best = Math.min(best, System.nanoTime() - start);
            Background.pause();
        }
        return best;
    }
}
