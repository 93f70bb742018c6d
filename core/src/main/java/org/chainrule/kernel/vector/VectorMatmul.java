package org.chainrule.kernel.vector;

import static org.chainrule.kernel.vector.Vectors.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.chainrule.kernel.Epilogue;
import org.chainrule.kernel.Kernels;
import org.chainrule.kernel.Matrix;
import org.jspecify.annotations.Nullable;

/// Matmul in the Vector API (Goto and van de Geijn, "Anatomy of high-performance matrix multiplication", 2008).
///
/// A micro-kernel keeps a tile of C, a few rows high and two vectors wide, in registers while it iterates over k. It
/// reads A in place, transposed or not. It reads B in place too, unless B is transposed or so many rows use it that
/// packing pays. The last columns, which do not fill a tile, are always packed, and their tile of C is computed in
/// scratch. Chains continue from one piece of k to the next through C.
///
/// Scratch holds, in this order: the packed piece of B, one tile of C, a square to transpose, the rows of A if those of
/// the matrix conflict in the cache, and, if k needs several blocks, the chains of the current block.
public final class VectorMatmul {
    private static final int LANES = SPECIES.length();
    private static final boolean TALL = LANES == 16;
    private static final int PANEL = 2 * LANES;
    private static final int ROWS = TALL ? VectorTallTile.ROWS : VectorTile.ROWS;
    private static final int TILE_N = 256;
    /// A packed panel of this depth fits the first-level cache.
    private static final int PACKED_K = Math.min(512, 8192 / PANEL);
    private static final int DIRECT_K = 512;
    /// The depth for many rows of C, which do not fit the second-level cache and should be read and written few times.
    /// It does not apply to a transposed A, where every link is on another page.
    private static final int DEEP_K = TALL ? 1024 : PACKED_K;
    private static final int DEEP_ROWS = 512;
    /// The rows of A that fit the second-level cache; a multiple of the rows of every tile.
    private static final int CHUNK = 120;
    private static final int PACKED_ROWS = 200;
    /// Rows of A whose distance is a multiple of this many floats share a few cache lines.
    private static final int CLASH = 512;
    /// The gap that keeps copied rows of A in different cache lines.
    private static final int GAP = 16;
    /// Fewer rows are computed one by one in [VectorRowMatmul].
    public static final int FEW_ROWS = 3;
    private static final int FEW_COLUMNS = 12;
    private static final float[] ZEROS = new float[PANEL];
    private static final FloatVector LANE = FloatVector.zero(SPECIES).addIndex(1);

    private VectorMatmul() {
    }

    static int scratch(int m, int n, int k) {
        int partial = k > Kernels.BLOCK ? Math.min(CHUNK, m) * Math.min(TILE_N, n) : 0;
        return packed(m, n, k) + ROWS * PANEL + LANES * LANES + rowsOfA(m, k) + partial;
    }

    private static int rowsOfA(int m, int k) {
        return k % CLASH == 0 ? Math.min(CHUNK, m) * (deepest(m, k) + GAP) : 0;
    }

    private static int deepest(int m, int k) {
        return Math.min(k, m >= DEEP_ROWS ? Math.max(DEEP_K, DIRECT_K) : DIRECT_K);
    }

    private static int packed(int m, int n, int k) {
        return deepest(m, k) * Math.min(TILE_N, (n + PANEL - 1) / PANEL * PANEL);
    }

    /// Computes C = A B and applies the epilogue; see [Kernels#matmul].
    static void multiply(Matrix left, Matrix right, Matrix result, @Nullable Epilogue epilogue, int first,
            float[] scratch) {
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
        boolean transposeB = bColumn != 1;
        if (rows < FEW_ROWS && !transposeB) {
            for (int i = 0; i < rows; i++) {
                VectorRowMatmul.row(bStep, k, a, aAt + i * aRow, aStep, b, bAt, c, cAt + i * cRow, columns, scratch);
            }
            finish(epilogue, c, cAt, cRow, rows, first, columns);
            return;
        }
        if (rows < FEW_ROWS && aStep == 1) {
            for (int i = 0; i < rows; i++) {
                VectorRowMatmul.turnedRow(bColumn, k, a, aAt + i * aRow, b, bAt, c, cAt + i * cRow, columns);
            }
            finish(epilogue, c, cAt, cRow, rows, first, columns);
            return;
        }
        if (aStep != 1 && columns <= FEW_COLUMNS && rows >= PANEL && k <= Kernels.BLOCK) {
            turned(k, a, aAt, aStep, b, bAt, bColumn, bStep, c, cAt, cRow, rows, columns, scratch);
            finish(epilogue, c, cAt, cRow, rows, first, columns);
            return;
        }
        int bOther = transposeB ? bColumn : bStep;
        int square = packed(rows, columns, k) + ROWS * PANEL;
        boolean inBlocks = k > Kernels.BLOCK;
        block(Math.min(k, Kernels.BLOCK), a, aAt, aRow, aStep, transposeB, b, bAt, bOther, c, cAt, cRow, rows, columns,
                inBlocks ? null : epilogue, first, scratch, square);
        int partial = square + LANES * LANES + rowsOfA(rows, k);
        for (int block = Kernels.BLOCK; block < k; block += Kernels.BLOCK) {
            int depth = Math.min(Kernels.BLOCK, k - block);
            for (int i = 0; i < rows; i += CHUNK) {
                int high = Math.min(CHUNK, rows - i);
                for (int j = 0; j < columns; j += TILE_N) {
                    int width = Math.min(TILE_N, columns - j);
                    block(depth, a, aAt + i * aRow + block * aStep, aRow, aStep, transposeB, b,
                            bAt + j * bColumn + block * bStep, bOther, scratch, partial, width, high, width, null, 0,
                            scratch, square);
                    add(scratch, partial, c, cAt + i * cRow + j, cRow, high, width);
                }
            }
        }
        if (inBlocks) {
            finish(epilogue, c, cAt, cRow, rows, first, columns);
        }
    }

    private static void finish(@Nullable Epilogue epilogue, float[] c, int cAt, int cRow, int rows, int column,
            int width) {
        if (epilogue != null) {
            VectorEpilogue.finish(epilogue, c, cAt, cRow, rows, column, width);
        }
    }

    /// Computes few columns of C for a transposed A as the transposed product, so that vectors run along the contiguous
    /// columns of A. The last tile overlaps the one before.
    private static void turned(int k, float[] a, int aAt, int aStep, float[] b, int bAt, int bColumn, int bStep,
            float[] c, int cAt, int cRow, int rows, int columns, float[] scratch) {
        for (int tile = 0; tile < rows; tile += PANEL) {
            int i = Math.min(tile, rows - PANEL);
            for (int j = 0; j < columns; j += ROWS) {
                int high = Math.min(ROWS, columns - j);
                tile(k, b, bAt + j * bColumn, bColumn, bStep, a, aAt + i, aStep, ZEROS, 0, 0, scratch, 0, PANEL, high);
                int to = cAt + i * cRow + j;
                for (int r = 0; r < PANEL; r++) {
                    for (int q = 0; q < high; q++) {
                        c[to + r * cRow + q] = scratch[q * PANEL + r];
                    }
                }
            }
        }
    }

    private static void add(float[] sums, int at, float[] c, int cAt, int n, int rows, int width) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < width; j++) {
                c[cAt + i * n + j] += sums[at + i * width + j];
            }
        }
    }

    /// Computes the chains of one block of k from their start, and applies the epilogue if it is not null.
    ///
    /// @param bOther the distance between rows of B, or between columns if B is transposed
    /// @param first the column of the whole matrix C at which the epilogue begins
    private static void block(int depth, float[] a, int aAt, int aRow, int aStep, boolean transposeB, float[] b,
            int bAt, int bOther, float[] c, int cAt, int cRow, int rows, int columns,
            @Nullable Epilogue epilogue, int first, float[] scratch, int square) {
        boolean pack = transposeB || rows >= PACKED_ROWS;
        int most = !pack ? DIRECT_K : aStep == 1 && rows >= DEEP_ROWS ? DEEP_K : PACKED_K;
        int pieces = Math.max(1, (depth + most - 1) / most);
        for (int column = 0; column < columns; column += TILE_N) {
            int width = Math.min(TILE_N, columns - column);
            for (int piece = 0; piece < pieces; piece++) {
                int p = (int) ((long) depth * piece / pieces);
                int links = (int) ((long) depth * (piece + 1) / pieces) - p;
                int corner = bAt + (transposeB ? column * bOther + p : p * bOther + column);
                int direct = pack ? 0 : width / PANEL * PANEL;
                pack(links, transposeB, b, corner, bOther, direct, width, aStep, scratch, square);
                for (int i = 0; i < rows; i += CHUNK) {
                    int high = Math.min(CHUNK, rows - i);
                    int from = aAt + i * aRow + p * aStep;
                    int to = cAt + i * cRow + column;
                    if (aStep == 1 && aRow % CLASH == 0 && width > PANEL) {
                        int copy = square + LANES * LANES;
                        for (int r = 0; r < high; r++) {
                            System.arraycopy(a, from + r * aRow, scratch, copy + r * (links + GAP), links);
                        }
                        chunk(links, scratch, copy, links + GAP, 1, b, corner, bOther, direct, scratch, c, to, cRow,
                                high, width, piece == 0, pieces == 1, square - ROWS * PANEL);
                    } else {
                        chunk(links, a, from, aRow, aStep, b, corner, bOther, direct, scratch, c, to, cRow, high,
                                width, piece == 0, pieces == 1, square - ROWS * PANEL);
                    }
                    if (piece == pieces - 1) {
                        finish(epilogue, c, to, cRow, high, first + column, width);
                    }
                }
            }
        }
    }

    /// Returns whether `used` columns are for the slim micro-kernel, whose panel is one vector wide.
    private static boolean slim(int used, int aStep) {
        return TALL && used <= LANES && aStep == 1;
    }

    private static void pack(int depth, boolean transposeB, float[] b, int corner, int bOther, int from, int width,
            int aStep, float[] packed, int square) {
        for (int j = from; j < width; j += PANEL) {
            int used = Math.min(PANEL, width - j);
            int panel = slim(used, aStep) ? LANES : PANEL;
            if (transposeB) {
                VectorPacking.turned(bOther, b, corner + j * bOther, depth, used, panel, packed, j * depth, square);
            } else {
                VectorPacking.panel(bOther, b, corner + j, depth, used, panel, packed, j * depth);
            }
        }
    }

    /// Computes some rows of C, as wide as the piece of B. The first `direct` columns of B are read in place.
    private static void chunk(int depth, float[] a, int aAt, int aRow, int aStep, float[] b, int corner, int bRow,
            int direct, float[] scratch, float[] c, int cAt, int cRow, int rows, int width, boolean first,
            boolean only, int tile) {
        for (int j = 0; j < width; j += PANEL) {
            int used = Math.min(PANEL, width - j);
            boolean inPlace = j < direct;
            boolean slim = slim(used, aStep);
            float[] y = inPlace ? b : scratch;
            int yAt = inPlace ? corner + j : j * depth;
            int yStep = inPlace ? bRow : slim ? LANES : PANEL;
            // if the columns are whole rows of C, a vector extends into the next rows, which are written later
            int whole = used == PANEL ? rows : only && slim && cRow == used ? rows - (LANES - 1) / used : 0;
            int step = slim ? VectorSlimTile.ROWS : ROWS;
            for (int i = 0; i < rows; i += step) {
                int high = Math.min(step, rows - i);
                int there = cAt + i * cRow + j;
                boolean straight = i + high <= whole;
                float[] to = straight ? c : scratch;
                int toAt = straight ? there : tile;
                int toRow = straight ? cRow : PANEL;
                for (int r = 0; r < high && !straight && !first; r++) {
                    System.arraycopy(c, there + r * cRow, scratch, tile + r * PANEL, used);
                }
                float[] from = first ? ZEROS : to;
                int fromAt = first ? 0 : toAt;
                int fromRow = first ? 0 : toRow;
                if (slim) {
                    VectorSlimTile.multiply(depth, a, aAt + i * aRow, aRow, y, yAt, from, fromAt, fromRow, to, toAt,
                            toRow, high);
                } else {
                    tile(depth, a, aAt + i * aRow, aRow, aStep, y, yAt, yStep, from, fromAt, fromRow, to, toAt, toRow,
                            high);
                }
                if (!straight) {
                    copy(scratch, tile, c, there, cRow, high, used);
                }
            }
        }
    }

    private static void tile(int depth, float[] a, int aAt, int aRow, int aStep, float[] b, int bAt, int bStep,
            float[] from, int fromAt, int fromRow, float[] c, int cAt, int cRow, int rows) {
        if (TALL && rows > VectorTile.ROWS) {
            VectorTallTile.multiply(depth, a, aAt, aRow, aStep, b, bAt, bStep, from, fromAt, fromRow, c, cAt, cRow,
                    rows);
        } else {
            VectorTile.multiply(depth, a, aAt, aRow, aStep, b, bAt, bStep, from, fromAt, fromRow, c, cAt, cRow, rows);
        }
    }

    /// Copies the first columns of a tile to C.
    private static void copy(float[] tile, int at, float[] c, int cAt, int cRow, int rows, int used) {
        int left = Math.max(0, used - LANES);
        VectorMask<Float> end = LANE.compare(VectorOperators.LT, left > 0 ? left : used);
        for (int i = 0; i < rows; i++) {
            int from = at + i * PANEL;
            int to = cAt + i * cRow;
            if (left > 0) {
                FloatVector.fromArray(SPECIES, tile, from).intoArray(c, to);
                from += LANES;
                to += LANES;
            }
            FloatVector.fromArray(SPECIES, tile, from).intoArray(c, to, end);
        }
    }
}
