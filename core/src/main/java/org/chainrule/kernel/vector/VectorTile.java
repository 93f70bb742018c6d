package org.chainrule.kernel.vector;

import static org.chainrule.kernel.vector.Vectors.SPECIES;

import jdk.incubator.vector.FloatVector;

/// The micro-kernel of a matmul for vectors of any width: six rows of C, two vectors wide, stay in registers during the
/// loop over k.
///
/// Element (i, j) of the tile starts from `from[fromAt + i * fromRow + j]`, which may be zeros that all rows share, and
/// is stored to `c[cAt + i * cRow + j]`. Row i of A starts at `aAt + i * aRow` and advances by `aStep`, so A may be
/// transposed. Rows of B are `bStep` apart, so B may be packed or not. Rows beyond `rows` repeat the last one: they
/// compute and store the same numbers.
///
/// The offsets of the rows of A depend on run-time arguments, so that HotSpot keeps each in a separate register, and
/// all share the index `q`; otherwise HotSpot runs out of vector registers and spills.
final class VectorTile {
    static final int ROWS = 6;

    private static final int LANES = SPECIES.length();

    private VectorTile() {
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
        int f0 = fromAt;
        int f1 = fromAt + Math.min(1, last) * fromRow;
        int f2 = fromAt + Math.min(2, last) * fromRow;
        int f3 = fromAt + Math.min(3, last) * fromRow;
        int f4 = fromAt + Math.min(4, last) * fromRow;
        int f5 = fromAt + Math.min(5, last) * fromRow;
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
            q += aStep;
            t += bStep;
        }
        int c0 = cAt;
        int c1 = cAt + Math.min(1, last) * cRow;
        int c2 = cAt + Math.min(2, last) * cRow;
        int c3 = cAt + Math.min(3, last) * cRow;
        int c4 = cAt + Math.min(4, last) * cRow;
        int c5 = cAt + Math.min(5, last) * cRow;
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
    }
}
