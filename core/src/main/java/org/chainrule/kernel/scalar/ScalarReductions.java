package org.chainrule.kernel.scalar;

import java.util.Arrays;
import org.chainrule.ir.Reduction;
import org.chainrule.kernel.Kernels;

/// Reductions in plain Java, and the parts of the fixed tree that every provider shares.
public final class ScalarReductions {
    public static final int LANES = 32;

    private ScalarReductions() {
    }

    /// Returns the reduction of no elements.
    public static float empty(Reduction r) {
        return r == Reduction.SUM ? 0f : identity(r);
    }

    /// Returns the number that changes no number it is combined with, not even the sign of a zero.
    public static float identity(Reduction r) {
        return switch (r) {
            case SUM -> -0f;
            case MAX -> Float.NEGATIVE_INFINITY;
            case MIN -> Float.POSITIVE_INFINITY;
        };
    }

    public static float combine(Reduction r, float a, float b) {
        return switch (r) {
            case SUM -> a + b;
            case MAX -> Math.max(a, b);
            case MIN -> Math.min(a, b);
        };
    }

    /// Computes [org.chainrule.kernel.Kernels#reduceRun]. Scratch 0..32 holds the lanes of a block, 32..64 the lanes of
    /// the results of blocks.
    static float run(Reduction r, float[] x, int offset, int count, float[] scratch) {
        if (count == 0) {
            return empty(r);
        }
        if (count <= Kernels.BLOCK) {
            return block(r, x, offset, count, scratch);
        }
        Arrays.fill(scratch, LANES, 2 * LANES, identity(r));
        int blocks = 0;
        for (int done = 0; done < count; done += Kernels.BLOCK) {
            float result = block(r, x, offset + done, Math.min(Kernels.BLOCK, count - done), scratch);
            int lane = LANES + blocks % LANES;
            scratch[lane] = combine(r, scratch[lane], result);
            blocks++;
        }
        return fold(r, scratch, LANES, Math.min(blocks, LANES));
    }

    private static float block(Reduction r, float[] x, int offset, int count, float[] scratch) {
        int whole = count & -LANES;
        if (whole > 0) {
            for (int lane = 0; lane < LANES; lane += 8) {
                eight(r, x, offset + lane, offset + whole, LANES, scratch, lane);
            }
        }
        return end(r, x, offset + whole, count - whole, whole > 0, scratch);
    }

    /// Combines the last elements, fewer than 32, into the lanes and folds the lanes, which are empty unless `started`.
    public static float end(Reduction r, float[] x, int offset, int count, boolean started, float[] scratch) {
        if (!started) {
            System.arraycopy(x, offset, scratch, 0, count);
            return fold(r, scratch, 0, count);
        }
        for (int lane = 0; lane < count; lane++) {
            scratch[lane] = combine(r, scratch[lane], x[offset + lane]);
        }
        return fold(r, scratch, 0, LANES);
    }

    /// Combines lanes 16, 8, 4, 2, 1 apart. Empty lanes are skipped, which gives the same bits as the identity.
    public static float fold(Reduction r, float[] lanes, int at, int active) {
        int left = active;
        for (int half = LANES / 2; half > 0; half >>= 1) {
            for (int lane = 0; lane + half < left; lane++) {
                lanes[at + lane] = combine(r, lanes[at + lane], lanes[at + lane + half]);
            }
            left = Math.min(left, half);
        }
        return lanes[at];
    }

    /// Combines x[from + j], x[from + step + j], ... before `end` in order, for each j below 8.
    private static void eight(Reduction r, float[] x, int from, int end, int step, float[] lanes, int at) {
        switch (r) {
            case SUM -> sum(x, from, end, step, lanes, at);
            case MAX -> max(x, from, end, step, lanes, at);
            case MIN -> min(x, from, end, step, lanes, at);
        }
    }

    private static void sum(float[] x, int from, int end, int step, float[] lanes, int at) {
        float l0 = x[from];
        float l1 = x[from + 1];
        float l2 = x[from + 2];
        float l3 = x[from + 3];
        float l4 = x[from + 4];
        float l5 = x[from + 5];
        float l6 = x[from + 6];
        float l7 = x[from + 7];
        for (int i = from + step; i < end; i += step) {
            l0 += x[i];
            l1 += x[i + 1];
            l2 += x[i + 2];
            l3 += x[i + 3];
            l4 += x[i + 4];
            l5 += x[i + 5];
            l6 += x[i + 6];
            l7 += x[i + 7];
        }
        store(lanes, at, l0, l1, l2, l3, l4, l5, l6, l7);
    }

    private static void max(float[] x, int from, int end, int step, float[] lanes, int at) {
        float l0 = x[from];
        float l1 = x[from + 1];
        float l2 = x[from + 2];
        float l3 = x[from + 3];
        float l4 = x[from + 4];
        float l5 = x[from + 5];
        float l6 = x[from + 6];
        float l7 = x[from + 7];
        for (int i = from + step; i < end; i += step) {
            l0 = Math.max(l0, x[i]);
            l1 = Math.max(l1, x[i + 1]);
            l2 = Math.max(l2, x[i + 2]);
            l3 = Math.max(l3, x[i + 3]);
            l4 = Math.max(l4, x[i + 4]);
            l5 = Math.max(l5, x[i + 5]);
            l6 = Math.max(l6, x[i + 6]);
            l7 = Math.max(l7, x[i + 7]);
        }
        store(lanes, at, l0, l1, l2, l3, l4, l5, l6, l7);
    }

    private static void min(float[] x, int from, int end, int step, float[] lanes, int at) {
        float l0 = x[from];
        float l1 = x[from + 1];
        float l2 = x[from + 2];
        float l3 = x[from + 3];
        float l4 = x[from + 4];
        float l5 = x[from + 5];
        float l6 = x[from + 6];
        float l7 = x[from + 7];
        for (int i = from + step; i < end; i += step) {
            l0 = Math.min(l0, x[i]);
            l1 = Math.min(l1, x[i + 1]);
            l2 = Math.min(l2, x[i + 2]);
            l3 = Math.min(l3, x[i + 3]);
            l4 = Math.min(l4, x[i + 4]);
            l5 = Math.min(l5, x[i + 5]);
            l6 = Math.min(l6, x[i + 6]);
            l7 = Math.min(l7, x[i + 7]);
        }
        store(lanes, at, l0, l1, l2, l3, l4, l5, l6, l7);
    }

    private static void store(float[] lanes, int at, float l0, float l1, float l2, float l3, float l4, float l5,
            float l6, float l7) {
        lanes[at] = l0;
        lanes[at + 1] = l1;
        lanes[at + 2] = l2;
        lanes[at + 3] = l3;
        lanes[at + 4] = l4;
        lanes[at + 5] = l5;
        lanes[at + 6] = l6;
        lanes[at + 7] = l7;
    }

    /// Computes [org.chainrule.kernel.Kernels#reduceRows], eight columns at a time, then one.
    public static void rows(Reduction r, float[] x, int offset, int rows, int inner, float[] out, int outOffset, int lo,
            int hi, float[] scratch) {
        if (rows == 0) {
            Arrays.fill(out, outOffset + lo, outOffset + hi, empty(r));
            return;
        }
        for (int block = 0; block < rows; block += Kernels.BLOCK) {
            int end = offset + Math.min(rows, block + Kernels.BLOCK) * inner;
            int column = lo;
            for (; column + 8 <= hi; column += 8) {
                eight(r, x, offset + block * inner + column, end, inner, scratch, 0);
                addBlock(r, block == 0, scratch, out, outOffset + column, 8);
            }
            for (; column < hi; column++) {
                float result = x[offset + block * inner + column];
                for (int i = offset + (block + 1) * inner + column; i < end; i += inner) {
                    result = combine(r, result, x[i]);
                }
                scratch[0] = result;
                addBlock(r, block == 0, scratch, out, outOffset + column, 1);
            }
        }
    }

    public static void addBlock(Reduction r, boolean first, float[] partial, float[] out, int at, int count) {
        if (first) {
            System.arraycopy(partial, 0, out, at, count);
            return;
        }
        for (int j = 0; j < count; j++) {
            out[at + j] = combine(r, out[at + j], partial[j]);
        }
    }
}
