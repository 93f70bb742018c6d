package org.chainrule.kernel.vector;

import static org.chainrule.kernel.vector.Vectors.SPECIES;

import jdk.incubator.vector.FloatVector;

/// The micro-kernel for the last columns at 512 bits: eight rows of C, one vector wide. Rows of A are contiguous and B
/// is packed, so that HotSpot proves every index before the loop; checks inside would take as long as the arithmetic.
/// Each iteration computes two links that share the addresses of the rows, for which there are not enough registers.
final class VectorSlimTile {
    static final int ROWS = 8;

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
        FloatVector s0 = FloatVector.fromArray(SPECIES, from, fromAt);
        FloatVector s1 = FloatVector.fromArray(SPECIES, from, fromAt + Math.min(1, last) * fromRow);
        FloatVector s2 = FloatVector.fromArray(SPECIES, from, fromAt + Math.min(2, last) * fromRow);
        FloatVector s3 = FloatVector.fromArray(SPECIES, from, fromAt + Math.min(3, last) * fromRow);
        FloatVector s4 = FloatVector.fromArray(SPECIES, from, fromAt + Math.min(4, last) * fromRow);
        FloatVector s5 = FloatVector.fromArray(SPECIES, from, fromAt + Math.min(5, last) * fromRow);
        FloatVector s6 = FloatVector.fromArray(SPECIES, from, fromAt + Math.min(6, last) * fromRow);
        FloatVector s7 = FloatVector.fromArray(SPECIES, from, fromAt + Math.min(7, last) * fromRow);
        int even = depth & -2;
        for (int p = 0; p < even; p += 2) {
            FloatVector y = FloatVector.fromArray(SPECIES, b, bAt + p * LANES);
            FloatVector z = FloatVector.fromArray(SPECIES, b, bAt + p * LANES + LANES);
            s0 = FloatVector.broadcast(SPECIES, a[a0 + p]).fma(y, s0);
            s0 = FloatVector.broadcast(SPECIES, a[a0 + p + 1]).fma(z, s0);
            s1 = FloatVector.broadcast(SPECIES, a[a1 + p]).fma(y, s1);
            s1 = FloatVector.broadcast(SPECIES, a[a1 + p + 1]).fma(z, s1);
            s2 = FloatVector.broadcast(SPECIES, a[a2 + p]).fma(y, s2);
            s2 = FloatVector.broadcast(SPECIES, a[a2 + p + 1]).fma(z, s2);
            s3 = FloatVector.broadcast(SPECIES, a[a3 + p]).fma(y, s3);
            s3 = FloatVector.broadcast(SPECIES, a[a3 + p + 1]).fma(z, s3);
            s4 = FloatVector.broadcast(SPECIES, a[a4 + p]).fma(y, s4);
            s4 = FloatVector.broadcast(SPECIES, a[a4 + p + 1]).fma(z, s4);
            s5 = FloatVector.broadcast(SPECIES, a[a5 + p]).fma(y, s5);
            s5 = FloatVector.broadcast(SPECIES, a[a5 + p + 1]).fma(z, s5);
            s6 = FloatVector.broadcast(SPECIES, a[a6 + p]).fma(y, s6);
            s6 = FloatVector.broadcast(SPECIES, a[a6 + p + 1]).fma(z, s6);
            s7 = FloatVector.broadcast(SPECIES, a[a7 + p]).fma(y, s7);
            s7 = FloatVector.broadcast(SPECIES, a[a7 + p + 1]).fma(z, s7);
        }
        if (even < depth) {
            FloatVector y = FloatVector.fromArray(SPECIES, b, bAt + even * LANES);
            s0 = FloatVector.broadcast(SPECIES, a[a0 + even]).fma(y, s0);
            s1 = FloatVector.broadcast(SPECIES, a[a1 + even]).fma(y, s1);
            s2 = FloatVector.broadcast(SPECIES, a[a2 + even]).fma(y, s2);
            s3 = FloatVector.broadcast(SPECIES, a[a3 + even]).fma(y, s3);
            s4 = FloatVector.broadcast(SPECIES, a[a4 + even]).fma(y, s4);
            s5 = FloatVector.broadcast(SPECIES, a[a5 + even]).fma(y, s5);
            s6 = FloatVector.broadcast(SPECIES, a[a6 + even]).fma(y, s6);
            s7 = FloatVector.broadcast(SPECIES, a[a7 + even]).fma(y, s7);
        }
        s0.intoArray(c, cAt);
        s1.intoArray(c, cAt + Math.min(1, last) * cRow);
        s2.intoArray(c, cAt + Math.min(2, last) * cRow);
        s3.intoArray(c, cAt + Math.min(3, last) * cRow);
        s4.intoArray(c, cAt + Math.min(4, last) * cRow);
        s5.intoArray(c, cAt + Math.min(5, last) * cRow);
        s6.intoArray(c, cAt + Math.min(6, last) * cRow);
        s7.intoArray(c, cAt + Math.min(7, last) * cRow);
    }
}
