package org.chainrule.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.chainrule.kernel.provider.Providers;

/// Matrix products of all sizes, compared with a plain chain for each element, with sentinels around every buffer.
final class Products {
    private static final int SMALL = 70;
    private static final int MARGIN = 5;
    /// Long, tall and wide products: rows, columns, k.
    private static final int[][] LARGE = {{3, 5, 4095}, {7, 10, 4096}, {2, 33, 4097}, {14, 3, 4098}, {37, 1, 4111},
            {1, 70, 8195}, {4098, 1, 3}, {4097, 2, 1}, {4098, 10, 2}, {4095, 11, 1}, {1, 4098, 3}, {2, 4097, 2},
            {11, 4095, 1}, {3, 4098, 5}, {230, 43, 517}, {125, 12, 1030}, {31, 300, 512}, {1, 1037, 517},
            {2, 135, 2051}, {515, 35, 1100}, {515, 35, 1536}};

    private final Kernels kernels;
    private final SplittableRandom random = new SplittableRandom(17);
    private int compared;

    private Products(Kernels kernels) {
        this.kernels = kernels;
    }

    /// Prints the name of the provider and the number of products that were right.
    public static void main(String[] arguments) {
        Kernels kernels = Providers.best();
        System.out.println(kernels.name() + ": " + check(kernels));
    }

    /// Compares the products of a provider and returns their number. For each combination of transposed operands, each
    /// number from 1 to 70 occurs as rows, as columns and as k.
    ///
    /// @throws AssertionError if an element or a sentinel differs
    static int check(Kernels kernels) {
        Products products = new Products(kernels);
        for (int transposes = 0; transposes < 4; transposes++) {
            int[] rows = products.shuffled();
            int[] columns = products.shuffled();
            for (int i = 0; i < SMALL; i++) {
                products.compare(transposes, rows[i], columns[i], i + 1, i % 3);
            }
            for (int[] shape : LARGE) {
                products.compare(transposes, shape[0], shape[1], shape[2], 0);
            }
        }
        return products.compared;
    }

    private int[] shuffled() {
        int[] sizes = new int[SMALL];
        for (int i = 0; i < SMALL; i++) {
            int j = random.nextInt(i + 1);
            sizes[i] = sizes[j];
            sizes[j] = i + 1;
        }
        return sizes;
    }

    /// @param kind 0 for ordinary numbers, 1 for all kinds with infinities and NaN, 2 for products near the smallest
    private void compare(int transposes, int m, int n, int k, int kind) {
        boolean transposeA = (transposes & 1) != 0;
        boolean transposeB = (transposes & 2) != 0;
        float[] a = buffer(m * k, kind);
        float[] b = buffer(k * n, kind);
        float[] expected = Cases.sentinels(m * n + 2 * MARGIN);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                expected[MARGIN + i * n + j] = element(a, MARGIN + (transposeA ? i : i * k), transposeA ? m : 1, b,
                        MARGIN + (transposeB ? j * k : j), transposeB ? 1 : n, k);
            }
        }
        int needed = kernels.matmulScratch(m, n, k);
        float[] scratch = new float[needed + MARGIN];
        Arrays.fill(scratch, 0, needed, Float.NaN);
        Arrays.fill(scratch, needed, needed + MARGIN, Cases.SENTINEL);
        float[] c = Cases.sentinels(m * n + 2 * MARGIN);
        int row = random.nextBoolean() ? m : random.nextInt(m + 1);
        int column = random.nextBoolean() ? n : random.nextInt(n + 1);
        int[] operands = {Arrays.hashCode(a), Arrays.hashCode(b)};
        List<Epilogue> epilogues = Epilogues.some(c.length, n);
        int which = compared % (epilogues.size() + 1);
        Epilogue epilogue = which == epilogues.size() ? null : epilogues.get(which);
        for (int part = 0; part < 4; part++) {
            boolean upper = part < 2;
            boolean left = part % 2 == 0;
            int rowLo = upper ? 0 : row;
            int rowHi = upper ? row : m;
            int colLo = left ? 0 : column;
            int colHi = left ? column : n;
            kernels.matmul(Matrix.of(a, MARGIN, m, k, transposeA).narrowRows(rowLo, rowHi),
                    Matrix.of(b, MARGIN, k, n, transposeB).narrowColumns(colLo, colHi),
                    Matrix.of(c, MARGIN, m, n, false).narrowRows(rowLo, rowHi).narrowColumns(colLo, colHi), epilogue,
                    colLo, scratch);
        }
        int[] wanted = epilogue == null
                ? Cases.bits(expected)
                : Epilogues.finish(epilogue, Cases.bits(expected), MARGIN, m, n);
        String what = kernels.name() + ", rows " + m + ", columns " + n + ", k " + k + ", transposed " + transposeA
                + " " + transposeB + ", cut at " + row + ", " + column + ", kind " + kind + ", then "
                + epilogue;
        int at = Arrays.mismatch(Cases.bits(c), wanted);
        if (at >= 0) {
            throw new AssertionError(what + ": element " + (at - MARGIN) + " is " + c[at] + ", not "
                    + Float.intBitsToFloat(wanted[at]));
        }
        for (int i = needed; i < scratch.length; i++) {
            if (scratch[i] != Cases.SENTINEL) {
                throw new AssertionError(what + ": writes beyond the scratch it requires");
            }
        }
        if (operands[0] != Arrays.hashCode(a) || operands[1] != Arrays.hashCode(b)) {
            throw new AssertionError(what + ": changes an operand");
        }
        if (!transposeA) {
            PackedMatrix packed = kernels.pack(Matrix.of(b, MARGIN, k, n, transposeB));
            float[] rows = Cases.sentinels(m * n + 2 * MARGIN);
            for (int i = m; i > 0; i -= PackedMatrix.ROWS) {
                int from = Math.max(0, i - PackedMatrix.ROWS);
                kernels.matmul(Matrix.of(a, MARGIN, m, k, false).narrowRows(from, i), packed,
                        Matrix.of(rows, MARGIN, m, n, false).narrowRows(from, i), epilogue, scratch);
            }
            if (!Arrays.equals(Cases.bits(rows), wanted)) {
                throw new AssertionError(what + ": rows by packed columns differ");
            }
        }
        compared++;
    }

    private float[] buffer(int size, int kind) {
        float[] x = Cases.sentinels(size + 2 * MARGIN);
        float[] numbers = kind == 1 ? Cases.mixed(size, random.nextLong()) : Cases.ordinary(size, random.nextLong());
        for (int i = 0; i < size; i++) {
            x[MARGIN + i] = kind == 2 ? numbers[i] * 0x1p-72f : numbers[i];
        }
        return x;
    }

    private static float element(float[] a, int aAt, int aStep, float[] b, int bAt, int bStep, int k) {
        float total = 0f;
        for (int block = 0; block < k; block += Kernels.BLOCK) {
            float sum = 0f;
            for (int p = block; p < Math.min(block + Kernels.BLOCK, k); p++) {
                sum = Math.fma(a[aAt + p * aStep], b[bAt + p * bStep], sum);
            }
            total = block == 0 ? sum : total + sum;
        }
        return total;
    }
}
