package org.chainrule.kernel;

import static org.chainrule.kernel.VectorMath.SPECIES;

import jdk.incubator.vector.FloatVector;

/// The micro-kernel for the last columns at 512 bits: twelve rows of C, one vector wide. Rows of A stand in one piece and B
/// is packed, so that HotSpot proves every index before the loop: checks inside would take as long as the sums.
final class VectorSlimTile {
    static final int ROWS = 12;

    private static final int LANES = SPECIES.length();

    private VectorSlimTile() {
    }

    /// Continues each chain by `depth` links; see [VectorTile].
    static void multiply(int depth, float[] a, int aAt, int aRow, float[] b, int bAt, float[] from, int fromAt,
            int fromRow, float[] c, int cAt, int cRow, int rows) {
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
        FloatVector s0 = FloatVector.fromArray(SPECIES, from, f0);
        FloatVector s1 = FloatVector.fromArray(SPECIES, from, f1);
        FloatVector s2 = FloatVector.fromArray(SPECIES, from, f2);
        FloatVector s3 = FloatVector.fromArray(SPECIES, from, f3);
        FloatVector s4 = FloatVector.fromArray(SPECIES, from, f4);
        FloatVector s5 = FloatVector.fromArray(SPECIES, from, f5);
        FloatVector s6 = FloatVector.fromArray(SPECIES, from, f6);
        FloatVector s7 = FloatVector.fromArray(SPECIES, from, f7);
        FloatVector s8 = FloatVector.fromArray(SPECIES, from, f8);
        FloatVector s9 = FloatVector.fromArray(SPECIES, from, f9);
        FloatVector s10 = FloatVector.fromArray(SPECIES, from, f10);
        FloatVector s11 = FloatVector.fromArray(SPECIES, from, f11);
        for (int p = 0; p < depth; p++) {
            FloatVector y = FloatVector.fromArray(SPECIES, b, bAt + p * LANES);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + p]);
            s0 = x0.fma(y, s0);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + p]);
            s1 = x1.fma(y, s1);
            FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + p]);
            s2 = x2.fma(y, s2);
            FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + p]);
            s3 = x3.fma(y, s3);
            FloatVector x4 = FloatVector.broadcast(SPECIES, a[a4 + p]);
            s4 = x4.fma(y, s4);
            FloatVector x5 = FloatVector.broadcast(SPECIES, a[a5 + p]);
            s5 = x5.fma(y, s5);
            FloatVector x6 = FloatVector.broadcast(SPECIES, a[a6 + p]);
            s6 = x6.fma(y, s6);
            FloatVector x7 = FloatVector.broadcast(SPECIES, a[a7 + p]);
            s7 = x7.fma(y, s7);
            FloatVector x8 = FloatVector.broadcast(SPECIES, a[a8 + p]);
            s8 = x8.fma(y, s8);
            FloatVector x9 = FloatVector.broadcast(SPECIES, a[a9 + p]);
            s9 = x9.fma(y, s9);
            FloatVector x10 = FloatVector.broadcast(SPECIES, a[a10 + p]);
            s10 = x10.fma(y, s10);
            FloatVector x11 = FloatVector.broadcast(SPECIES, a[a11 + p]);
            s11 = x11.fma(y, s11);
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
        s0.intoArray(c, c0);
        s1.intoArray(c, c1);
        s2.intoArray(c, c2);
        s3.intoArray(c, c3);
        s4.intoArray(c, c4);
        s5.intoArray(c, c5);
        s6.intoArray(c, c6);
        s7.intoArray(c, c7);
        s8.intoArray(c, c8);
        s9.intoArray(c, c9);
        s10.intoArray(c, c10);
        s11.intoArray(c, c11);
    }
}
