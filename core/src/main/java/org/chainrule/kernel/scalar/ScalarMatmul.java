package org.chainrule.kernel.scalar;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.chainrule.kernel.Epilogue;
import org.chainrule.kernel.Kernels;
import org.chainrule.kernel.Matrix;
import org.jspecify.annotations.Nullable;

/// Matmul in plain Java that HotSpot vectorises.
///
/// HotSpot vectorises a loop over several arrays only if all have the same index, because it cannot prove otherwise
/// that they do not overlap. A tile of B is therefore packed into one array for each row, four rows of C are copied to
/// separate arrays, and the inner loop runs over the columns of these arrays. This does not pay for few rows or
/// columns, where eight chains run in local variables instead.
public final class ScalarMatmul {
    private static final int TILE_K = ScalarTile.DEPTH;
    private static final int TILE_N = ScalarTile.WIDTH;
    private static final int CHUNK = 64;
    private static final int FEW_ROWS = 4;
    private static final int FEW_COLUMNS = 24;
    private static final int NARROW = 64;
    private static final int DEEP = 16;

    /// The idle tiles: as many as there were concurrent calls, up to this limit.
    private final AtomicReferenceArray<@Nullable ScalarTile> idle = new AtomicReferenceArray<>(16);

    /// Returns the floats of scratch. If k exceeds one block, chunks of C keep the sums of finished blocks there.
    static int scratch(int k) {
        return k <= Kernels.BLOCK ? 0 : CHUNK * TILE_N;
    }

    /// Computes C = A B and applies the epilogue; see [Kernels#matmul].
    void multiply(Matrix left, Matrix right, Matrix result, @Nullable Epilogue epilogue, int first, float[] scratch) {
        int rows = result.rows();
        int columns = result.columns();
        int k = left.columns();
        float[] a = left.array();
        int aAt = left.offset();
        int aRow = left.rowDistance();
        int aStep = left.columnDistance();
        float[] b = right.array();
        int bAt = right.offset();
        int bStep = right.rowDistance();
        int bColumn = right.columnDistance();
        float[] c = result.array();
        int cAt = result.offset();
        int cRow = result.rowDistance();
        // a tile adds the bias while a row is in a separate array
        Epilogue.Bias bias = epilogue instanceof Epilogue.Bias wanted && k > 0 && k <= Kernels.BLOCK && cRow > 1
                ? wanted
                : null;
        boolean narrow = columns < 2 * FEW_COLUMNS || (columns <= NARROW && k >= DEEP);
        if (narrow && rows >= 2 * columns && rows >= FEW_COLUMNS) {
            // the transposed product B' A' has the longer inner loop
            tiles(k, b, bAt, bColumn, bStep, a, aAt, aStep, aRow, c, cAt, 1, cRow, columns, rows, bias, first, scratch);
        } else if (columns < FEW_COLUMNS || (rows < FEW_ROWS && bColumn != 1)) {
            for (int i = 0; i < rows; i++) {
                chains(k, a, aAt + i * aRow, aStep, b, bAt, bStep, bColumn, c, cAt + i * cRow, columns);
            }
            bias = null;
        } else {
            tiles(k, a, aAt, aRow, aStep, b, bAt, bStep, bColumn, c, cAt, cRow, 1, rows, columns, bias, first, scratch);
        }
        if (epilogue != null && bias == null) {
            ScalarEpilogue.finish(epilogue, c, cAt, cRow, rows, first, columns);
        }
    }

    /// Computes `rows` times `columns` elements of C, whose rows are `cRow` and columns `cColumn` apart. One of the two
    /// is 1, and the bias has a number for each index along it.
    private void tiles(int k, float[] a, int aAt, int aRow, int aStep, float[] b, int bAt, int bStep, int bColumn,
            float[] c, int cAt, int cRow, int cColumn, int rows, int columns, Epilogue.@Nullable Bias bias,
            int biasAt, float[] scratch) {
        ScalarTile tile = borrow();
        int chunk = k <= Kernels.BLOCK ? rows : CHUNK;
        for (int column = 0; column < columns; column += TILE_N) {
            int width = Math.min(TILE_N, columns - column);
            for (int row = 0; row < rows; row += chunk) {
                int high = Math.min(chunk, rows - row);
                int corner = cAt + row * cRow + column * cColumn;
                for (int block = 0; block == 0 || block < k; block += Kernels.BLOCK) {
                    int blockEnd = Math.min(block + Kernels.BLOCK, k);
                    if (block > 0) {
                        keep(c, corner, cRow, cColumn, high, width, scratch);
                    }
                    if (k == 0) {
                        clear(c, corner, cRow, cColumn, high, width);
                    }
                    for (int p = block; p < blockEnd; p += TILE_K) {
                        int depth = Math.min(TILE_K, blockEnd - p);
                        tile.pack(b, bAt + p * bStep + column * bColumn, bStep, bColumn, depth, width);
                        tile.multiply(a, aAt + row * aRow + p * aStep, aRow, aStep, depth, c, corner, cRow, cColumn,
                                high, width, p == block, p + depth == k ? bias : null,
                                biasAt + (cColumn == 1 ? column : row));
                    }
                    if (block > 0) {
                        add(c, corner, cRow, cColumn, high, width, scratch);
                    }
                }
            }
        }
        giveBack(tile);
    }

    private ScalarTile borrow() {
        for (int i = 0; i < idle.length(); i++) {
            ScalarTile tile = idle.getAndSet(i, null);
            if (tile != null) {
                return tile;
            }
        }
        return new ScalarTile();
    }

    private void giveBack(ScalarTile tile) {
        for (int i = 0; i < idle.length(); i++) {
            if (idle.compareAndSet(i, null, tile)) {
                return;
            }
        }
    }

    private static void clear(float[] c, int corner, int row, int column, int rows, int width) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < width; j++) {
                c[corner + i * row + j * column] = 0f;
            }
        }
    }

    private static void keep(float[] c, int corner, int row, int column, int rows, int width, float[] sums) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < width; j++) {
                sums[i * width + j] = c[corner + i * row + j * column];
            }
        }
    }

    private static void add(float[] c, int corner, int row, int column, int rows, int width, float[] sums) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < width; j++) {
                int at = corner + i * row + j * column;
                c[at] = sums[i * width + j] + c[at];
            }
        }
    }

    /// Computes a row of C, eight columns at a time, each as a chain in a local variable.
    private static void chains(int k, float[] a, int aRow, int aStep, float[] b, int bOffset, int bStep, int bColumn,
            float[] c, int cRow, int columns) {
        for (int block = 0; block == 0 || block < k; block += Kernels.BLOCK) {
            int depth = Math.min(Kernels.BLOCK, k - block);
            int aAt = aRow + block * aStep;
            int bAt = bOffset + block * bStep;
            int j = 0;
            for (; j + 8 <= columns; j += 8) {
                eight(block > 0, depth, a, aAt, aStep, b, bAt + j * bColumn, bStep, bColumn, c, cRow + j);
            }
            for (; j < columns; j++) {
                float sum = one(depth, a, aAt, aStep, b, bAt + j * bColumn, bStep);
                c[cRow + j] = block > 0 ? c[cRow + j] + sum : sum;
            }
        }
    }

    /// Returns one chain of `depth` fused multiply-adds.
    public static float one(int depth, float[] a, int aAt, int aStep, float[] b, int bAt, int bStep) {
        float sum = 0f;
        for (int p = 0; p < depth; p++) {
            sum = Fma.fma(a[aAt + p * aStep], b[bAt + p * bStep], sum);
        }
        return sum;
    }

    private static void eight(boolean added, int depth, float[] a, int aAt, int aStep, float[] b, int bAt, int bStep,
            int bColumn, float[] c, int at) {
        float s0 = 0f;
        float s1 = 0f;
        float s2 = 0f;
        float s3 = 0f;
        float s4 = 0f;
        float s5 = 0f;
        float s6 = 0f;
        float s7 = 0f;
        int bEnd = bAt + 4 * bColumn;
        for (int p = 0; p < depth; p++) {
            float x = a[aAt + p * aStep];
            int near = bAt + p * bStep;
            int far = bEnd + p * bStep;
            s0 = Fma.fma(x, b[near], s0);
            s1 = Fma.fma(x, b[near + bColumn], s1);
            s2 = Fma.fma(x, b[near + 2 * bColumn], s2);
            s3 = Fma.fma(x, b[near + 3 * bColumn], s3);
            s4 = Fma.fma(x, b[far], s4);
            s5 = Fma.fma(x, b[far + bColumn], s5);
            s6 = Fma.fma(x, b[far + 2 * bColumn], s6);
            s7 = Fma.fma(x, b[far + 3 * bColumn], s7);
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
}
