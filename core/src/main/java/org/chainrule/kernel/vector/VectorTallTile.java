package org.chainrule.kernel.vector;

import static org.chainrule.kernel.vector.Vectors.SPECIES;

import jdk.incubator.vector.FloatVector;

/// The micro-kernel for processors with 32 vector registers of 512 bits: twelve rows of C, two vectors wide.
final class VectorTallTile {
    static final int ROWS = 12;

    private static final int LANES = SPECIES.length();

    private VectorTallTile() {
    }

    /// Continues each chain by `depth` links; see [VectorTile].
    static void multiply(int depth, float[] a, int aAt, int aRow, int aStep, float[] b, int bAt, int bStep,
            float[] from, int fromAt, int fromRow, float[] c, int cAt, int cRow, int rows) {
        int last = rows - 1;
        int a0 = aAt;
        int a1 = aAt + Math.min(1, last) * aRow;
        int a2 = aAt + Math.min(2, last) * aRow;
        int a3 = aAt + Math.min(3, last) * aRow;
        int a4 = aAt + Math.min(4, last) * aRow;
        int a5 = aAt + Math.min(5, last) * aRow;
        int a6 = aAt + Math.min(6, last) * aRow;
        int a7 = aAt + Math.min(7, last) * aRow;
        int a8 = aAt + Math.min(8, last) * aRow;
        int a9 = aAt + Math.min(9, last) * aRow;
        int a10 = aAt + Math.min(10, last) * aRow;
        int a11 = aAt + Math.min(11, last) * aRow;
        int f0 = fromAt;
        int f1 = fromAt + Math.min(1, last) * fromRow;
        int f2 = fromAt + Math.min(2, last) * fromRow;
        int f3 = fromAt + Math.min(3, last) * fromRow;
        int f4 = fromAt + Math.min(4, last) * fromRow;
        int f5 = fromAt + Math.min(5, last) * fromRow;
        int f6 = fromAt + Math.min(6, last) * fromRow;
        int f7 = fromAt + Math.min(7, last) * fromRow;
        int f8 = fromAt + Math.min(8, last) * fromRow;
        int f9 = fromAt + Math.min(9, last) * fromRow;
        int f10 = fromAt + Math.min(10, last) * fromRow;
        int f11 = fromAt + Math.min(11, last) * fromRow;
        FloatVector l0 = FloatVector.fromArray(SPECIES, from, f0);
        FloatVector r0 = FloatVector.fromArray(SPECIES, from, f0 + LANES);
        FloatVector l1 = FloatVector.fromArray(SPECIES, from, f1);
        FloatVector r1 = FloatVector.fromArray(SPECIES, from, f1 + LANES);
        FloatVector l2 = FloatVector.fromArray(SPECIES, from, f2);
        FloatVector r2 = FloatVector.fromArray(SPECIES, from, f2 + LANES);
        FloatVector l3 = FloatVector.fromArray(SPECIES, from, f3);
        FloatVector r3 = FloatVector.fromArray(SPECIES, from, f3 + LANES);
        FloatVector l4 = FloatVector.fromArray(SPECIES, from, f4);
        FloatVector r4 = FloatVector.fromArray(SPECIES, from, f4 + LANES);
        FloatVector l5 = FloatVector.fromArray(SPECIES, from, f5);
        FloatVector r5 = FloatVector.fromArray(SPECIES, from, f5 + LANES);
        FloatVector l6 = FloatVector.fromArray(SPECIES, from, f6);
        FloatVector r6 = FloatVector.fromArray(SPECIES, from, f6 + LANES);
        FloatVector l7 = FloatVector.fromArray(SPECIES, from, f7);
        FloatVector r7 = FloatVector.fromArray(SPECIES, from, f7 + LANES);
        FloatVector l8 = FloatVector.fromArray(SPECIES, from, f8);
        FloatVector r8 = FloatVector.fromArray(SPECIES, from, f8 + LANES);
        FloatVector l9 = FloatVector.fromArray(SPECIES, from, f9);
        FloatVector r9 = FloatVector.fromArray(SPECIES, from, f9 + LANES);
        FloatVector l10 = FloatVector.fromArray(SPECIES, from, f10);
        FloatVector r10 = FloatVector.fromArray(SPECIES, from, f10 + LANES);
        FloatVector l11 = FloatVector.fromArray(SPECIES, from, f11);
        FloatVector r11 = FloatVector.fromArray(SPECIES, from, f11 + LANES);
        int q = 0;
        int t = bAt;
        for (int p = 0; p < depth; p++) {
            FloatVector left = FloatVector.fromArray(SPECIES, b, t);
            FloatVector right = FloatVector.fromArray(SPECIES, b, t + LANES);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + q]);
            l0 = x0.fma(left, l0);
            r0 = x0.fma(right, r0);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + q]);
            l1 = x1.fma(left, l1);
            r1 = x1.fma(right, r1);
            FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + q]);
            l2 = x2.fma(left, l2);
            r2 = x2.fma(right, r2);
            FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + q]);
            l3 = x3.fma(left, l3);
            r3 = x3.fma(right, r3);
            FloatVector x4 = FloatVector.broadcast(SPECIES, a[a4 + q]);
            l4 = x4.fma(left, l4);
            r4 = x4.fma(right, r4);
            FloatVector x5 = FloatVector.broadcast(SPECIES, a[a5 + q]);
            l5 = x5.fma(left, l5);
            r5 = x5.fma(right, r5);
            FloatVector x6 = FloatVector.broadcast(SPECIES, a[a6 + q]);
            l6 = x6.fma(left, l6);
            r6 = x6.fma(right, r6);
            FloatVector x7 = FloatVector.broadcast(SPECIES, a[a7 + q]);
            l7 = x7.fma(left, l7);
            r7 = x7.fma(right, r7);
            FloatVector x8 = FloatVector.broadcast(SPECIES, a[a8 + q]);
            l8 = x8.fma(left, l8);
            r8 = x8.fma(right, r8);
            FloatVector x9 = FloatVector.broadcast(SPECIES, a[a9 + q]);
            l9 = x9.fma(left, l9);
            r9 = x9.fma(right, r9);
            FloatVector x10 = FloatVector.broadcast(SPECIES, a[a10 + q]);
            l10 = x10.fma(left, l10);
            r10 = x10.fma(right, r10);
            FloatVector x11 = FloatVector.broadcast(SPECIES, a[a11 + q]);
            l11 = x11.fma(left, l11);
            r11 = x11.fma(right, r11);
            q += aStep;
            t += bStep;
        }
        int c0 = cAt;
        int c1 = cAt + Math.min(1, last) * cRow;
        int c2 = cAt + Math.min(2, last) * cRow;
        int c3 = cAt + Math.min(3, last) * cRow;
        int c4 = cAt + Math.min(4, last) * cRow;
        int c5 = cAt + Math.min(5, last) * cRow;
        int c6 = cAt + Math.min(6, last) * cRow;
        int c7 = cAt + Math.min(7, last) * cRow;
        int c8 = cAt + Math.min(8, last) * cRow;
        int c9 = cAt + Math.min(9, last) * cRow;
        int c10 = cAt + Math.min(10, last) * cRow;
        int c11 = cAt + Math.min(11, last) * cRow;
        l0.intoArray(c, c0);
        r0.intoArray(c, c0 + LANES);
        l1.intoArray(c, c1);
        r1.intoArray(c, c1 + LANES);
        l2.intoArray(c, c2);
        r2.intoArray(c, c2 + LANES);
        l3.intoArray(c, c3);
        r3.intoArray(c, c3 + LANES);
        l4.intoArray(c, c4);
        r4.intoArray(c, c4 + LANES);
        l5.intoArray(c, c5);
        r5.intoArray(c, c5 + LANES);
        l6.intoArray(c, c6);
        r6.intoArray(c, c6 + LANES);
        l7.intoArray(c, c7);
        r7.intoArray(c, c7 + LANES);
        l8.intoArray(c, c8);
        r8.intoArray(c, c8 + LANES);
        l9.intoArray(c, c9);
        r9.intoArray(c, c9 + LANES);
        l10.intoArray(c, c10);
        r10.intoArray(c, c10 + LANES);
        l11.intoArray(c, c11);
        r11.intoArray(c, c11 + LANES);
    }
}
