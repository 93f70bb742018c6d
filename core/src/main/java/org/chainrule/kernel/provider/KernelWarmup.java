package org.chainrule.kernel.provider;

import java.util.ArrayList;
import java.util.List;
import org.chainrule.ir.BinaryFunction;
import org.chainrule.ir.Reduction;
import org.chainrule.ir.UnaryFunction;
import org.chainrule.kernel.Epilogue;
import org.chainrule.kernel.Kernels;
import org.chainrule.kernel.Matrix;
import org.chainrule.kernel.PackedMatrix;
import org.chainrule.thread.Background;
import org.jspecify.annotations.Nullable;

/// The warm-up of the vector kernels: runs each group of kernels, on separate data, through every path of its code
/// until HotSpot has compiled all of them. A group is warm when it is about as fast as the cold provider; a group that
/// never is stays on the cold provider.
final class KernelWarmup {
    /// A warm kernel takes at most this many times as long as the cold one. Uncompiled code is a hundred times slower,
    /// so the limit may be coarse.
    private static final double QUICK = 1.5;
    private static final int ROUNDS = 12;
    private static final int TURNS = 1_000;
    private static final int SIZE = 1 << 10;
    /// After this many calls, each with a loop, HotSpot compiles a method at its highest level.
    private static final int FIRST_CALLS = 1_000;
    private static final int CALLS = 200;
    private static final int PIECE = 8;
    /// A product with more multiplications runs less often.
    private static final int LINKS = 10_000;
    /// A product may take this many times as long for a multiplication as the usual one.
    private static final int SLOWER = 10;
    /// Products that reach the micro-kernels by every path, so that HotSpot has seen all paths when it compiles.
    private static final List<Product> MIXED = List.of(new Product(false, false, 27, 42, 24),
            new Product(true, false, 27, 42, 24), new Product(false, true, 27, 42, 24),
            new Product(false, false, 12, 16, 600), new Product(true, false, 210, 37, 20));

    /// A computation on a provider.
    private interface Work {
        void run(Kernels kernels);
    }

    /// A product of two matrices.
    ///
    /// @param packed the packed right operand, or null
    private record Product(boolean transposeA, boolean transposeB, int m, int n, int k, @Nullable PackedMatrix packed) {
        Product(boolean transposeA, boolean transposeB, int m, int n, int k) {
            this(transposeA, transposeB, m, n, k, null);
        }

        int links() {
            return m * n * k;
        }
    }

    private final Kernels cold;
    private final Kernels warm;
    private final float[] a = numbers(1 << 14);
    private final float[] b = numbers(1 << 18 | 1 << 10);
    private final float[] c = new float[1 << 14];
    private final Epilogue bias = new Epilogue.Bias(b, 0f);
    private final Epilogue mask = new Epilogue.Mask(b);
    private final float[] scratch;

    KernelWarmup(Kernels cold, Kernels warm) {
        this.cold = cold;
        this.warm = warm;
        int most = 1 << 10;
        for (Kernels kernels : List.of(cold, warm)) {
            most = Math.max(most, kernels.matmulScratch(256, 256, 1024));
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

    /// Warms products of several rows and columns, and returns the provider to use.
    Kernels matmul() {
        // each but the last is little more than one call of a micro-kernel
        List<Product> products = List.of(new Product(false, false, 12, 32, 24), new Product(false, false, 12, 10, 24),
                new Product(true, false, 32, 10, 24), new Product(false, true, 12, 32, 24),
                new Product(false, false, 6, 32, 24), new Product(false, false, 210, 37, 24));
        return chosen(new Product(false, false, 48, 64, 32), products);
    }

    /// Warms products of one row, and returns the provider to use.
    Kernels rowMatmul() {
        List<Product> products = List.of(new Product(false, false, 1, 506, 24), new Product(false, true, 1, 50, 24),
                new Product(true, true, 1, 50, 24), new Product(false, false, 1, 512, 513),
                new Product(false, false, 1, 458, 24, warm.pack(Matrix.of(b, 0, 24, 458, false))));
        return chosen(new Product(false, false, 1, 256, 32), products);
    }

    private Work work(Product p) {
        Matrix left = Matrix.of(a, 0, p.m, p.k, p.transposeA);
        Matrix right = Matrix.of(b, 0, p.k, p.n, p.transposeB);
        Matrix result = Matrix.of(c, 0, p.m, p.n, false);
        PackedMatrix packed = p.packed;
        if (packed != null) {
            return kernels -> kernels.matmul(left, packed, result, bias, scratch);
        }
        Epilogue epilogue = p.transposeA ? null : p.transposeB ? mask : bias;
        return kernels -> kernels.matmul(left, right, result, epilogue, 0, scratch);
    }

    /// Returns the warm provider once the usual product is as fast on it as on the cold one and no other product takes
    /// much longer for a multiplication; otherwise the cold one. Only the usual product runs on the cold provider: a
    /// case that is new to compiled code makes HotSpot discard that code, while programs run it.
    private Kernels chosen(Product usual, List<Product> products) {
        for (Product product : products) {
            // the next product runs while HotSpot compiles the code of this one
            repeat(product, warm, FIRST_CALLS);
        }
        repeat(usual, cold, FIRST_CALLS);
        double link = (double) best(work(usual), cold) / usual.links();
        List<Product> left = new ArrayList<>(products);
        left.addFirst(usual);
        for (int turn = 0; turn < TURNS && !left.isEmpty(); turn++) {
            left.removeIf(p -> best(work(p), warm) <= (p.equals(usual) ? 1 : SLOWER) * link * p.links());
            left.forEach(product -> repeat(product, warm, CALLS));
            MIXED.forEach(product -> repeat(product, warm, 1));
        }
        return left.isEmpty() ? warm : cold;
    }

    private void repeat(Product product, Kernels kernels, int calls) {
        Work work = work(product);
        for (int i = 0; i < Math.min(calls, calls * LINKS / product.links() + 1); i++) {
            work.run(kernels);
            if (i % PIECE == 0) {
                Background.pause();
            }
        }
    }

    /// Warms the functions of rows, and returns the provider to use.
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

    /// Warms functions of one number and random numbers, and returns the provider to use.
    Kernels functions() {
        List<Work> works = new ArrayList<>();
        for (UnaryFunction f : UnaryFunction.values()) {
            works.add(kernels -> kernels.unary(f, a, c, 0, SIZE));
        }
        works.add(kernels -> kernels.uniform(1, 2, 3, c, 0, 4 * SIZE));
        return chosen(works);
    }

    /// Warms reductions, and returns the provider to use.
    Kernels reductions() {
        List<Work> works = new ArrayList<>();
        Matrix rows = Matrix.of(a, 0, 64, 40, false);
        for (Reduction r : Reduction.values()) {
            works.add(kernels -> c[0] = kernels.reduceRun(r, a, 0, 2 * SIZE, scratch));
            works.add(kernels -> kernels.reduceRows(r, rows, c, 0, scratch));
        }
        return chosen(works);
    }

    /// Returns the warm provider once it is fast at all works, otherwise the cold one.
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
