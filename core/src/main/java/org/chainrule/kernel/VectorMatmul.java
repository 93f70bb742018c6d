package org.chainrule.kernel;

import static org.chainrule.kernel.VectorMath.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/// Matmul in the Vector API (Goto and van de Geijn, "Anatomy of high-performance matrix multiplication", 2008).
///
/// B is packed in panels two vectors wide, padded with zeros; a micro-kernel keeps four rows of a panel's width of C in
/// registers while it walks down the panel. Rows of A are read where they stand, or packed if A is transposed. Chains
/// pass from one tile of k to the next through C. With few rows packing does not pay, and B is read where it stands.
///
/// Scratch holds, in this order: the packed tile of B, the packed chunk of A, one micro-tile for panels that C cuts off,
/// and where k needs several blocks the sums of the blocks done.
final class VectorMatmul {
    private static final int LANES = SPECIES.length();
    private static final int PANEL = 2 * LANES;
    private static final int ROWS = 4;
    private static final int TILE_N = 256;
    /// A panel of this depth stays in the first-level cache.
    private static final int TILE_K = Math.min(512, 8192 / PANEL);
    private static final int CHUNK = 64;
    private static final int FEW_ROWS = 6;

    private VectorMatmul() {
    }

    static int scratch(int m, int n, int k) {
        int depth = Math.min(k, TILE_K);
        int width = Math.min(TILE_N, (n + PANEL - 1) / PANEL * PANEL);
        int rows = Math.min(CHUNK, m);
        return depth * width + depth * rows + ROWS * PANEL + (k > Kernels.BLOCK ? rows * width : 0);
    }

    static void multiply(boolean transposeA, boolean transposeB, int m, int n, int k, float[] a, int aOffset, float[] b,
            int bOffset, float[] c, int cOffset, int rowLo, int rowHi, int colLo, int colHi, float[] scratch) {
        if (rowHi - rowLo < FEW_ROWS && !transposeB) {
            for (int i = rowLo; i < rowHi; i++) {
                VectorRowMatmul.row(n, k, a, aOffset + (transposeA ? i : i * k), transposeA ? m : 1, b, bOffset, c,
                        cOffset + i * n, colLo, colHi);
            }
            return;
        }
        if (rowHi - rowLo < ROWS - 1 && transposeB) {
            // too few rows to be worth turning B round
            ScalarKernels.INSTANCE.matmul(transposeA, true, m, n, k, a, aOffset, b, bOffset, c, cOffset, rowLo, rowHi,
                    colLo, colHi, scratch);
            return;
        }
        int depthMost = Math.min(k, TILE_K);
        int packedA = depthMost * Math.min(TILE_N, (colHi - colLo + PANEL - 1) / PANEL * PANEL);
        int microTile = packedA + depthMost * Math.min(CHUNK, rowHi - rowLo);
        int sums = microTile + ROWS * PANEL;
        int stride = k <= Kernels.BLOCK ? rowHi - rowLo : CHUNK;
        for (int column = colLo; column < colHi; column += TILE_N) {
            int width = Math.min(TILE_N, colHi - column);
            // k within one block: pack B once for all rows; else the sums of a chunk of rows must fit in scratch
            for (int top = rowLo; top < rowHi; top += stride) {
                int bottom = Math.min(top + stride, rowHi);
                int corner = cOffset + top * n + column;
                for (int block = 0; block == 0 || block < k; block += Kernels.BLOCK) {
                    int blockEnd = Math.min(block + Kernels.BLOCK, k);
                    if (block > 0) {
                        keep(c, corner, n, bottom - top, width, scratch, sums);
                    }
                    clear(c, corner, n, bottom - top, width);
                    for (int p = block; p < blockEnd; p += TILE_K) {
                        int depth = Math.min(TILE_K, blockEnd - p);
                        packB(transposeB, n, k, b, bOffset, p, depth, column, width, scratch);
                        for (int row = top; row < bottom; row += CHUNK) {
                            int rows = Math.min(CHUNK, bottom - row);
                            int at = cOffset + row * n + column;
                            if (transposeA) {
                                packA(m, a, aOffset + p * m + row, depth, rows, scratch, packedA);
                                chunk(depth, scratch, packedA, depth, scratch, c, at, n, rows, width, microTile);
                            } else {
                                chunk(depth, a, aOffset + row * k + p, k, scratch, c, at, n, rows, width, microTile);
                            }
                        }
                    }
                    if (block > 0) {
                        add(c, corner, n, bottom - top, width, scratch, sums);
                    }
                }
            }
        }
    }

    private static void clear(float[] c, int corner, int n, int rows, int width) {
        for (int i = 0; i < rows; i++) {
            Arrays.fill(c, corner + i * n, corner + i * n + width, 0f);
        }
    }

    private static void keep(float[] c, int corner, int n, int rows, int width, float[] scratch, int sums) {
        for (int i = 0; i < rows; i++) {
            System.arraycopy(c, corner + i * n, scratch, sums + i * width, width);
        }
    }

    private static void add(float[] c, int corner, int n, int rows, int width, float[] scratch, int sums) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < width; j++) {
                c[corner + i * n + j] = scratch[sums + i * width + j] + c[corner + i * n + j];
            }
        }
    }

    /// Panels one after another, in each its rows of k one after another.
    private static void packB(boolean transposeB, int n, int k, float[] b, int bOffset, int p, int depth, int column,
            int width, float[] packed) {
        int to = 0;
        for (int j = 0; j < width; j += PANEL) {
            int used = Math.min(PANEL, width - j);
            if (transposeB) {
                packTransposed(k, b, bOffset + (column + j) * k + p, depth, used, packed, to);
            } else if (used == PANEL) {
                packPanel(n, b, bOffset + p * n + column + j, depth, packed, to);
            } else {
                for (int q = 0; q < depth; q++) {
                    System.arraycopy(b, bOffset + (p + q) * n + column + j, packed, to + q * PANEL, used);
                    Arrays.fill(packed, to + q * PANEL + used, to + (q + 1) * PANEL, 0f);
                }
            }
            to += depth * PANEL;
        }
    }

    private static void packPanel(int n, float[] b, int at, int depth, float[] packed, int to) {
        for (int q = 0; q < depth; q++) {
            FloatVector.fromArray(SPECIES, b, at + q * n).intoArray(packed, to + q * PANEL);
            FloatVector.fromArray(SPECIES, b, at + q * n + LANES).intoArray(packed, to + q * PANEL + LANES);
        }
    }

    /// In pieces of 16 rows of k, so that what is written stays near.
    private static void packTransposed(int k, float[] b, int at, int depth, int used, float[] packed, int to) {
        for (int piece = 0; piece < depth; piece += 16) {
            int end = Math.min(piece + 16, depth);
            for (int j = 0; j < used; j++) {
                for (int q = piece; q < end; q++) {
                    packed[to + q * PANEL + j] = b[at + j * k + q];
                }
            }
            for (int q = piece; q < end && used < PANEL; q++) {
                Arrays.fill(packed, to + q * PANEL + used, to + (q + 1) * PANEL, 0f);
            }
        }
    }

    /// Rows of op(A) one after another, in pieces of 16 of them.
    private static void packA(int m, float[] a, int at, int depth, int rows, float[] packed, int to) {
        for (int piece = 0; piece < rows; piece += 16) {
            int end = Math.min(piece + 16, rows);
            for (int q = 0; q < depth; q++) {
                for (int i = piece; i < end; i++) {
                    packed[to + i * depth + q] = a[at + q * m + i];
                }
            }
        }
    }

    /// Some rows of C, as wide as the packed tile.
    private static void chunk(int depth, float[] a, int aAt, int aRow, float[] packed, float[] c, int at, int n,
            int rows, int width, int microTile) {
        for (int j = 0; j < width; j += PANEL) {
            int panel = j * depth;
            int used = Math.min(PANEL, width - j);
            for (int i = 0; i < rows; i += ROWS) {
                // rows that are missing repeat the last one: they compute and store the same again
                int i1 = Math.min(i + 1, rows - 1);
                int i2 = Math.min(i + 2, rows - 1);
                int i3 = Math.min(i + 3, rows - 1);
                if (used == PANEL) {
                    kernel(depth, a, aAt + i * aRow, aAt + i1 * aRow, aAt + i2 * aRow, aAt + i3 * aRow, packed, panel,
                            c, at + i * n + j, at + i1 * n + j, at + i2 * n + j, at + i3 * n + j);
                    continue;
                }
                int there = Math.min(ROWS, rows - i);
                for (int r = 0; r < there; r++) {
                    System.arraycopy(c, at + (i + r) * n + j, packed, microTile + r * PANEL, used);
                }
                kernel(depth, a, aAt + i * aRow, aAt + i1 * aRow, aAt + i2 * aRow, aAt + i3 * aRow, packed, panel,
                        packed, microTile, microTile + (i1 - i) * PANEL, microTile + (i2 - i) * PANEL,
                        microTile + (i3 - i) * PANEL);
                for (int r = 0; r < there; r++) {
                    System.arraycopy(packed, microTile + r * PANEL, c, at + (i + r) * n + j, used);
                }
            }
        }
    }

    /// Four rows of C, one panel wide, each chain continued by `depth` links.
    private static void kernel(int depth, float[] a, int a0, int a1, int a2, int a3, float[] b, int panel, float[] c,
            int c0, int c1, int c2, int c3) {
        FloatVector s00 = FloatVector.fromArray(SPECIES, c, c0);
        FloatVector s01 = FloatVector.fromArray(SPECIES, c, c0 + LANES);
        FloatVector s10 = FloatVector.fromArray(SPECIES, c, c1);
        FloatVector s11 = FloatVector.fromArray(SPECIES, c, c1 + LANES);
        FloatVector s20 = FloatVector.fromArray(SPECIES, c, c2);
        FloatVector s21 = FloatVector.fromArray(SPECIES, c, c2 + LANES);
        FloatVector s30 = FloatVector.fromArray(SPECIES, c, c3);
        FloatVector s31 = FloatVector.fromArray(SPECIES, c, c3 + LANES);
        for (int p = 0; p < depth; p++) {
            FloatVector left = FloatVector.fromArray(SPECIES, b, panel + p * PANEL);
            FloatVector right = FloatVector.fromArray(SPECIES, b, panel + p * PANEL + LANES);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + p]);
            s00 = x0.fma(left, s00);
            s01 = x0.fma(right, s01);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + p]);
            s10 = x1.fma(left, s10);
            s11 = x1.fma(right, s11);
            FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + p]);
            s20 = x2.fma(left, s20);
            s21 = x2.fma(right, s21);
            FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + p]);
            s30 = x3.fma(left, s30);
            s31 = x3.fma(right, s31);
        }
        s00.intoArray(c, c0);
        s01.intoArray(c, c0 + LANES);
        s10.intoArray(c, c1);
        s11.intoArray(c, c1 + LANES);
        s20.intoArray(c, c2);
        s21.intoArray(c, c2 + LANES);
        s30.intoArray(c, c3);
        s31.intoArray(c, c3 + LANES);
    }
}
