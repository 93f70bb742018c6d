package org.chainrule.kernel.provider;

import java.util.ArrayList;
import java.util.List;
import org.chainrule.ir.BinaryFunction;
import org.chainrule.ir.Reduction;
import org.chainrule.ir.UnaryFunction;
import org.chainrule.kernel.Epilogue;
import org.chainrule.kernel.Kernels;
import org.chainrule.kernel.PackedMatrix;
import org.chainrule.thread.Background;
import org.jspecify.annotations.Nullable;

/// Work that makes HotSpot compile the kernels, on data of its own: each group of kernels takes every way through its
/// code until all are quick, measured by the cold provider; if they never are, the cold one stays.
final class KernelWarmup {
    /// Code that is not compiled is a hundred times slower, so the measure may be coarse.
    private static final double QUICK = 1.5;
    private static final int ROUNDS = 12;
    private static final int TURNS = 1_000;
    private static final int SIZE = 1 << 10;
    /// So many, each with turns of a loop in it, and HotSpot compiles a method for good.
    private static final int FIRST_CALLS = 1_000;
    private static final int CALLS = 200;
    private static final int PIECE = 8;
    /// A product with more multiplications than this is run less often.
    private static final int LINKS = 10_000;
    /// How many times as long as the usual one another product may take for a multiplication.
    private static final int SLOWER = 10;
    /// Products that lead to the micro-kernels in every way, so that HotSpot knows them all when it compiles.
    private static final List<Product> MIXED = List.of(new Product(false, false, 27, 42, 24),
            new Product(true, false, 27, 42, 24), new Product(false, true, 27, 42, 24),
            new Product(false, false, 12, 16, 600), new Product(true, false, 210, 37, 20));

    /// Something to do with a provider.
    private interface Work {
        void run(Kernels kernels);
    }

    /// A product of two matrices.
    ///
    /// @param packed the right operand if it is packed, else null
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

    /// Products of several rows and columns.
    Kernels matmul() {
        // each but the last is hardly more than one call of a micro-kernel
        List<Product> products = List.of(new Product(false, false, 12, 32, 24), new Product(false, false, 12, 10, 24),
                new Product(true, false, 32, 10, 24), new Product(false, true, 12, 32, 24),
                new Product(false, false, 6, 32, 24), new Product(false, false, 210, 37, 24));
        return chosen(new Product(false, false, 48, 64, 32), products);
    }

    /// Products of a row; the last has a B too large for the nearest caches.
    Kernels rowMatmul() {
        List<Product> products = List.of(new Product(false, false, 1, 506, 24), new Product(false, true, 1, 50, 24),
                new Product(true, true, 1, 50, 24), new Product(false, false, 1, 512, 513),
                new Product(false, false, 1, 458, 24, warm.pack(false, 458, 24, b, 0)));
        return chosen(new Product(false, false, 1, 256, 32), products);
    }

    private Work work(Product p) {
        PackedMatrix packed = p.packed;
        if (packed != null) {
            return kernels -> kernels.row(packed, a, 0, c, 0, bias, scratch);
        }
        Epilogue epilogue = p.transposeA ? null : p.transposeB ? mask : bias;
        return kernels -> kernels.matmul(p.transposeA, p.transposeB, p.m, p.n, p.k, a, 0, b, 0, c, 0, 0, p.m, 0, p.n,
                epilogue, scratch);
    }

    /// The warm provider as soon as the usual product is as quick on it as on the cold one, and no other takes much
    /// longer for a multiplication, else the cold one. The others are never run on the cold provider: whatever is new to its
    /// compiled code makes HotSpot give that up, while programs run it.
    private Kernels chosen(Product usual, List<Product> products) {
        for (Product product : products) {
            // while HotSpot compiles what one calls, the next is called
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
