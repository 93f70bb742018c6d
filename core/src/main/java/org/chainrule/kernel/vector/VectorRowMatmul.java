package org.chainrule.kernel.vector;

import static org.chainrule.kernel.vector.Vectors.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.chainrule.kernel.Kernels;
import org.chainrule.kernel.scalar.ScalarMatmul;

/// One row of a matmul that reads B in place. A large B is read row by row, eight rows at a time. Otherwise columns are
/// computed sixteen vectors at a time if there are enough registers, since memory favours long pieces, then eight,
/// four, one.
final class VectorRowMatmul {
    private static final int LANES = SPECIES.length();
    private static final int WIDE = 4 * LANES;
    private static final int LINKS = 8;
    /// A part of B with this many elements does not fit the first two caches.
    private static final int STREAMED = 1 << 18;

    private VectorRowMatmul() {
    }

    /// Computes `columns` elements of the row of C at `cRow`. The row of A starts at `aRow` and advances by `aStep`;
    /// the rows of B are `n` apart.
    static void row(int n, int k, float[] a, int aRow, int aStep, float[] b, int bOffset, float[] c, int cRow,
            int columns, float[] scratch) {
        int streamed = 0;
        if (k >= LINKS && k <= Kernels.BLOCK && columns * k >= STREAMED) {
            streamed = columns / LANES * LANES;
            stream(n, k, a, aRow, aStep, b, bOffset, c, cRow, streamed);
        }
        for (int block = 0; block == 0 || block < k; block += Kernels.BLOCK) {
            int depth = Math.min(Kernels.BLOCK, k - block);
            boolean added = block > 0;
            int aAt = aRow + block * aStep;
            int bAt = bOffset + block * n;
            int j = streamed;
            for (; LANES == 16 && j + 4 * WIDE <= columns; j += 4 * WIDE) {
                sixteen(added, depth, a, aAt, aStep, b, bAt + j, n, c, cRow + j);
            }
            for (; j + 2 * WIDE <= columns; j += 2 * WIDE) {
                eight(added, depth, a, aAt, aStep, b, bAt + j, n, c, cRow + j);
            }
            for (; j + WIDE <= columns; j += WIDE) {
                wide(added, depth, a, aAt, aStep, b, bAt + j, n, c, cRow + j);
            }
            for (; j + LANES <= columns; j += LANES) {
                narrow(added, depth, a, aAt, aStep, b, bAt + j, n, c, cRow + j);
            }
            if (j < columns) {
                rest(added, depth, a, aAt, aStep, b, bAt + j, n, c, cRow + j, columns - j, scratch);
            }
        }
    }

    /// Computes the last columns, fewer than a vector has lanes. The vector extends into the next row of B. At the end
    /// of the array, where there is no next row, the chains continue one by one, since HotSpot does not always inline a
    /// masked load.
    private static void rest(boolean added, int depth, float[] a, int aAt, int aStep, float[] b, int bAt, int bStep,
            float[] c, int at, int columns, float[] sums) {
        int whole = Math.clamp(Math.floorDiv(b.length - LANES - bAt, bStep) + 1, 0, depth);
        narrow(false, whole, a, aAt, aStep, b, bAt, bStep, sums, 0);
        for (int j = 0; j < columns; j++) {
            float sum = sums[j];
            for (int p = whole; p < depth; p++) {
                sum = Math.fma(a[aAt + p * aStep], b[bAt + p * bStep + j], sum);
            }
            c[at + j] = added ? c[at + j] + sum : sum;
        }
    }

    /// Computes whole vectors of columns, `width` in all, and reads eight rows of B at a time from end to end, which
    /// suits memory.
    private static void stream(int n, int k, float[] a, int aRow, int aStep, float[] b, int bAt, float[] c, int cAt,
            int width) {
        int first = k % LINKS;
        for (int j = 0; j < width; j += LANES) {
            narrow(false, first, a, aRow, aStep, b, bAt + j, n, c, cAt + j);
        }
        for (int p = first; p < k; p += LINKS) {
            links(a, aRow + p * aStep, aStep, b, bAt + p * n, n, c, cAt, width);
        }
    }

    private static void links(float[] a, int aAt, int aStep, float[] b, int bAt, int n, float[] c, int cAt,
            int width) {
        FloatVector x0 = FloatVector.broadcast(SPECIES, a[aAt]);
        FloatVector x1 = FloatVector.broadcast(SPECIES, a[aAt + aStep]);
        FloatVector x2 = FloatVector.broadcast(SPECIES, a[aAt + 2 * aStep]);
        FloatVector x3 = FloatVector.broadcast(SPECIES, a[aAt + 3 * aStep]);
        FloatVector x4 = FloatVector.broadcast(SPECIES, a[aAt + 4 * aStep]);
        FloatVector x5 = FloatVector.broadcast(SPECIES, a[aAt + 5 * aStep]);
        FloatVector x6 = FloatVector.broadcast(SPECIES, a[aAt + 6 * aStep]);
        FloatVector x7 = FloatVector.broadcast(SPECIES, a[aAt + 7 * aStep]);
        int b1 = bAt + n;
        int b2 = b1 + n;
        int b3 = b2 + n;
        int b4 = b3 + n;
        int b5 = b4 + n;
        int b6 = b5 + n;
        int b7 = b6 + n;
        for (int j = 0; j < width; j += LANES) {
            FloatVector s = FloatVector.fromArray(SPECIES, c, cAt + j);
            s = x0.fma(FloatVector.fromArray(SPECIES, b, bAt + j), s);
            s = x1.fma(FloatVector.fromArray(SPECIES, b, b1 + j), s);
            s = x2.fma(FloatVector.fromArray(SPECIES, b, b2 + j), s);
            s = x3.fma(FloatVector.fromArray(SPECIES, b, b3 + j), s);
            s = x4.fma(FloatVector.fromArray(SPECIES, b, b4 + j), s);
            s = x5.fma(FloatVector.fromArray(SPECIES, b, b5 + j), s);
            s = x6.fma(FloatVector.fromArray(SPECIES, b, b6 + j), s);
            s = x7.fma(FloatVector.fromArray(SPECIES, b, b7 + j), s);
            s.intoArray(c, cAt + j);
        }
    }

    /// Computes a row for a transposed B and a contiguous row of A: both are read along k, eight chains at a time.
    ///
    /// @param column the distance between columns of B
    static void turnedRow(int column, int k, float[] a, int aRow, float[] b, int bOffset, float[] c, int cRow,
            int columns) {
        for (int block = 0; block == 0 || block < k; block += Kernels.BLOCK) {
            int depth = Math.min(Kernels.BLOCK, k - block);
            boolean added = block > 0;
            int aAt = aRow + block;
            int bAt = bOffset + block;
            int j = 0;
            for (; j + 8 <= columns; j += 8) {
                chains(added, depth, a, aAt, b, bAt + j * column, column, c, cRow + j);
            }
            for (; j < columns; j++) {
                float sum = ScalarMatmul.one(depth, a, aAt, 1, b, bAt + j * column, 1);
                c[cRow + j] = added ? c[cRow + j] + sum : sum;
            }
        }
    }

    private static void chains(boolean added, int depth, float[] a, int aAt, float[] b, int bAt, int column, float[] c,
            int at) {
        float s0 = 0f;
        float s1 = 0f;
        float s2 = 0f;
        float s3 = 0f;
        float s4 = 0f;
        float s5 = 0f;
        float s6 = 0f;
        float s7 = 0f;
        int b1 = bAt + column;
        int b2 = bAt + 2 * column;
        int b3 = bAt + 3 * column;
        int b4 = bAt + 4 * column;
        int b5 = bAt + 5 * column;
        int b6 = bAt + 6 * column;
        int b7 = bAt + 7 * column;
        for (int p = 0; p < depth; p++) {
            float x = a[aAt + p];
            s0 = Math.fma(x, b[bAt + p], s0);
            s1 = Math.fma(x, b[b1 + p], s1);
            s2 = Math.fma(x, b[b2 + p], s2);
            s3 = Math.fma(x, b[b3 + p], s3);
            s4 = Math.fma(x, b[b4 + p], s4);
            s5 = Math.fma(x, b[b5 + p], s5);
            s6 = Math.fma(x, b[b6 + p], s6);
            s7 = Math.fma(x, b[b7 + p], s7);
        }
        c[at] = added ? c[at] + s0 : s0;
        c[at + 1] = added ? c[at + 1] + s1 : s1;
        c[at + 2] = added ? c[at + 2] + s2 : s2;
        c[at + 3] = added ? c[at + 3] + s3 : s3;
        c[at + 4] = added ? c[at + 4] + s4 : s4;
        c[at + 5] = added ? c[at + 5] + s5 : s5;
        c[at + 6] = added ? c[at + 6] + s6 : s6;
        c[at + 7] = added ? c[at + 7] + s7 : s7;
    }

    private static void sixteen(boolean added, int depth, float[] a, int aAt, int aStep, float[] b, int bAt, int bStep,
            float[] c, int at) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = FloatVector.zero(SPECIES);
        FloatVector s2 = FloatVector.zero(SPECIES);
        FloatVector s3 = FloatVector.zero(SPECIES);
        FloatVector s4 = FloatVector.zero(SPECIES);
        FloatVector s5 = FloatVector.zero(SPECIES);
        FloatVector s6 = FloatVector.zero(SPECIES);
        FloatVector s7 = FloatVector.zero(SPECIES);
        FloatVector s8 = FloatVector.zero(SPECIES);
        FloatVector s9 = FloatVector.zero(SPECIES);
        FloatVector s10 = FloatVector.zero(SPECIES);
        FloatVector s11 = FloatVector.zero(SPECIES);
        FloatVector s12 = FloatVector.zero(SPECIES);
        FloatVector s13 = FloatVector.zero(SPECIES);
        FloatVector s14 = FloatVector.zero(SPECIES);
        FloatVector s15 = FloatVector.zero(SPECIES);
        for (int p = 0; p < depth; p++) {
            FloatVector x = FloatVector.broadcast(SPECIES, a[aAt + p * aStep]);
            int from = bAt + p * bStep;
            s0 = x.fma(FloatVector.fromArray(SPECIES, b, from), s0);
            s1 = x.fma(FloatVector.fromArray(SPECIES, b, from + LANES), s1);
            s2 = x.fma(FloatVector.fromArray(SPECIES, b, from + 2 * LANES), s2);
            s3 = x.fma(FloatVector.fromArray(SPECIES, b, from + 3 * LANES), s3);
            s4 = x.fma(FloatVector.fromArray(SPECIES, b, from + 4 * LANES), s4);
            s5 = x.fma(FloatVector.fromArray(SPECIES, b, from + 5 * LANES), s5);
            s6 = x.fma(FloatVector.fromArray(SPECIES, b, from + 6 * LANES), s6);
            s7 = x.fma(FloatVector.fromArray(SPECIES, b, from + 7 * LANES), s7);
            s8 = x.fma(FloatVector.fromArray(SPECIES, b, from + 8 * LANES), s8);
            s9 = x.fma(FloatVector.fromArray(SPECIES, b, from + 9 * LANES), s9);
            s10 = x.fma(FloatVector.fromArray(SPECIES, b, from + 10 * LANES), s10);
            s11 = x.fma(FloatVector.fromArray(SPECIES, b, from + 11 * LANES), s11);
            s12 = x.fma(FloatVector.fromArray(SPECIES, b, from + 12 * LANES), s12);
            s13 = x.fma(FloatVector.fromArray(SPECIES, b, from + 13 * LANES), s13);
            s14 = x.fma(FloatVector.fromArray(SPECIES, b, from + 14 * LANES), s14);
            s15 = x.fma(FloatVector.fromArray(SPECIES, b, from + 15 * LANES), s15);
        }
        store(added, s0, c, at);
        store(added, s1, c, at + LANES);
        store(added, s2, c, at + 2 * LANES);
        store(added, s3, c, at + 3 * LANES);
        store(added, s4, c, at + 4 * LANES);
        store(added, s5, c, at + 5 * LANES);
        store(added, s6, c, at + 6 * LANES);
        store(added, s7, c, at + 7 * LANES);
        store(added, s8, c, at + 8 * LANES);
        store(added, s9, c, at + 9 * LANES);
        store(added, s10, c, at + 10 * LANES);
        store(added, s11, c, at + 11 * LANES);
        store(added, s12, c, at + 12 * LANES);
        store(added, s13, c, at + 13 * LANES);
        store(added, s14, c, at + 14 * LANES);
        store(added, s15, c, at + 15 * LANES);
    }

    private static void eight(boolean added, int depth, float[] a, int aAt, int aStep, float[] b, int bAt, int bStep,
            float[] c, int at) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = FloatVector.zero(SPECIES);
        FloatVector s2 = FloatVector.zero(SPECIES);
        FloatVector s3 = FloatVector.zero(SPECIES);
        FloatVector s4 = FloatVector.zero(SPECIES);
        FloatVector s5 = FloatVector.zero(SPECIES);
        FloatVector s6 = FloatVector.zero(SPECIES);
        FloatVector s7 = FloatVector.zero(SPECIES);
        for (int p = 0; p < depth; p++) {
            FloatVector x = FloatVector.broadcast(SPECIES, a[aAt + p * aStep]);
            int from = bAt + p * bStep;
            s0 = x.fma(FloatVector.fromArray(SPECIES, b, from), s0);
            s1 = x.fma(FloatVector.fromArray(SPECIES, b, from + LANES), s1);
            s2 = x.fma(FloatVector.fromArray(SPECIES, b, from + 2 * LANES), s2);
            s3 = x.fma(FloatVector.fromArray(SPECIES, b, from + 3 * LANES), s3);
            s4 = x.fma(FloatVector.fromArray(SPECIES, b, from + 4 * LANES), s4);
            s5 = x.fma(FloatVector.fromArray(SPECIES, b, from + 5 * LANES), s5);
            s6 = x.fma(FloatVector.fromArray(SPECIES, b, from + 6 * LANES), s6);
            s7 = x.fma(FloatVector.fromArray(SPECIES, b, from + 7 * LANES), s7);
        }
        store(added, s0, c, at);
        store(added, s1, c, at + LANES);
        store(added, s2, c, at + 2 * LANES);
        store(added, s3, c, at + 3 * LANES);
        store(added, s4, c, at + 4 * LANES);
        store(added, s5, c, at + 5 * LANES);
        store(added, s6, c, at + 6 * LANES);
        store(added, s7, c, at + 7 * LANES);
    }

    private static void wide(boolean added, int depth, float[] a, int aAt, int aStep, float[] b, int bAt, int bStep,
            float[] c, int at) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = FloatVector.zero(SPECIES);
        FloatVector s2 = FloatVector.zero(SPECIES);
        FloatVector s3 = FloatVector.zero(SPECIES);
        for (int p = 0; p < depth; p++) {
            FloatVector x = FloatVector.broadcast(SPECIES, a[aAt + p * aStep]);
            int from = bAt + p * bStep;
            s0 = x.fma(FloatVector.fromArray(SPECIES, b, from), s0);
            s1 = x.fma(FloatVector.fromArray(SPECIES, b, from + LANES), s1);
            s2 = x.fma(FloatVector.fromArray(SPECIES, b, from + 2 * LANES), s2);
            s3 = x.fma(FloatVector.fromArray(SPECIES, b, from + 3 * LANES), s3);
        }
        store(added, s0, c, at);
        store(added, s1, c, at + LANES);
        store(added, s2, c, at + 2 * LANES);
        store(added, s3, c, at + 3 * LANES);
    }

    private static void narrow(boolean added, int depth, float[] a, int aAt, int aStep, float[] b, int bAt, int bStep,
            float[] c, int at) {
        FloatVector s = FloatVector.zero(SPECIES);
        for (int p = 0; p < depth; p++) {
            FloatVector x = FloatVector.broadcast(SPECIES, a[aAt + p * aStep]);
            s = x.fma(FloatVector.fromArray(SPECIES, b, bAt + p * bStep), s);
        }
        store(added, s, c, at);
    }

    private static void store(boolean added, FloatVector sum, float[] c, int at) {
        if (added) {
            FloatVector.fromArray(SPECIES, c, at).add(sum).intoArray(c, at);
        } else {
            sum.intoArray(c, at);
        }
    }
}
