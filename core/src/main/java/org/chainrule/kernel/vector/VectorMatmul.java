package org.chainrule.kernel.vector;

import static org.chainrule.kernel.vector.VectorMath.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.chainrule.kernel.Epilogue;
import org.chainrule.kernel.Kernels;
import org.jspecify.annotations.Nullable;

/// Matmul in the Vector API (Goto and van de Geijn, "Anatomy of high-performance matrix multiplication", 2008).
///
/// A micro-kernel keeps a tile of C, a few rows high and two vectors wide, in registers while it goes down k. It reads A
/// where it stands, transposed or not, and B too unless B is transposed, or so many rows use it that a copy in the order
/// of reading pays. The last columns, which do not fill a tile, are always copied, and their tile of C goes through
/// scratch. Chains pass from one piece of k to the next through C.
///
/// Scratch holds, in this order: the packed piece of B, one tile of C, a square to turn, rows of A where those of the
/// matrix clash in the cache, and where k needs several blocks the chains of the block at work.
public final class VectorMatmul {
    private static final int LANES = SPECIES.length();
    private static final boolean TALL = LANES == 16;
    private static final int PANEL = 2 * LANES;
    private static final int ROWS = TALL ? VectorTallTile.ROWS : VectorTile.ROWS;
    private static final int TILE_N = 256;
    /// A packed panel of this depth stays in the first-level cache.
    private static final int PACKED_K = Math.min(512, 8192 / PANEL);
    private static final int DIRECT_K = 512;
    /// Where so many rows of C do not stay in the second-level cache, the fewer times they are read and written the better,
    /// unless A is transposed: then every link lies on another page.
    private static final int DEEP_K = TALL ? 1024 : PACKED_K;
    private static final int DEEP_ROWS = 512;
    /// Rows of A that stay in the second-level cache; a multiple of every tile's.
    private static final int CHUNK = 120;
    private static final int PACKED_ROWS = 200;
    /// Rows of A this many floats apart, or a multiple of it, fall on the same few lines of the cache.
    private static final int CLASH = 512;
    /// What keeps copied rows of A off the same lines.
    private static final int GAP = 16;
    /// Fewer rows run one by one in [VectorRowMatmul].
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

    static void multiply(boolean transposeA, boolean transposeB, int m, int n, int k, float[] a, int aOffset, float[] b,
            int bOffset, float[] c, int cOffset, int rowLo, int rowHi, int colLo, int colHi,
            @Nullable Epilogue epilogue, float[] scratch) {
        int aRow = transposeA ? 1 : k;
        int aStep = transposeA ? m : 1;
        int bStep = transposeB ? 1 : n;
        int bColumn = transposeB ? k : 1;
        int aAt = aOffset + rowLo * aRow;
        int bAt = bOffset + colLo * bColumn;
        int cAt = cOffset + rowLo * n + colLo;
        int rows = rowHi - rowLo;
        int columns = colHi - colLo;
        if (rows < FEW_ROWS && !transposeB) {
            for (int i = rowLo; i < rowHi; i++) {
                VectorRowMatmul.row(n, k, a, aOffset + i * aRow, aStep, b, bOffset, c, cOffset + i * n, colLo, colHi,
                        scratch);
            }
            finish(epilogue, c, cAt, n, rows, colLo, columns);
            return;
        }
        if (rows < FEW_ROWS && aStep == 1) {
            for (int i = rowLo; i < rowHi; i++) {
                VectorRowMatmul.turnedRow(k, a, aOffset + i * k, b, bOffset, c, cOffset + i * n, colLo, colHi);
            }
            finish(epilogue, c, cAt, n, rows, colLo, columns);
            return;
        }
        if (transposeA && columns <= FEW_COLUMNS && rows >= PANEL && k <= Kernels.BLOCK) {
            turned(k, a, aAt, m, b, bAt, bColumn, bStep, c, cAt, n, rows, columns, scratch);
            finish(epilogue, c, cAt, n, rows, colLo, columns);
            return;
        }
        int square = packed(m, n, k) + ROWS * PANEL;
        boolean inBlocks = k > Kernels.BLOCK;
        block(Math.min(k, Kernels.BLOCK), a, aAt, aRow, aStep, transposeB, b, bAt, transposeB ? k : n, c, cAt, n, rows,
                columns, inBlocks ? null : epilogue, colLo, scratch, square);
        int partial = square + LANES * LANES + rowsOfA(m, k);
        for (int block = Kernels.BLOCK; block < k; block += Kernels.BLOCK) {
            int depth = Math.min(Kernels.BLOCK, k - block);
            for (int i = 0; i < rows; i += CHUNK) {
                int high = Math.min(CHUNK, rows - i);
                for (int j = 0; j < columns; j += TILE_N) {
                    int width = Math.min(TILE_N, columns - j);
                    block(depth, a, aAt + i * aRow + block * aStep, aRow, aStep, transposeB, b,
                            bAt + j * bColumn + block * bStep, transposeB ? k : n, scratch, partial, width, high, width,
                            null, 0, scratch, square);
                    add(scratch, partial, c, cAt + i * n + j, n, high, width);
                }
            }
        }
        if (inBlocks) {
            finish(epilogue, c, cAt, n, rows, colLo, columns);
        }
    }

    private static void finish(@Nullable Epilogue epilogue, float[] c, int cAt, int cRow, int rows, int column,
            int width) {
        if (epilogue != null) {
            VectorEpilogue.finish(epilogue, c, cAt, cRow, rows, column, width);
        }
    }

    /// Few columns of C where A is transposed: the transposed product, so that vectors run along the rows of A where they
    /// stand. The last tile overlaps the one before.
    private static void turned(int k, float[] a, int aAt, int m, float[] b, int bAt, int bColumn, int bStep, float[] c,
            int cAt, int n, int rows, int columns, float[] scratch) {
        for (int tile = 0; tile < rows; tile += PANEL) {
            int i = Math.min(tile, rows - PANEL);
            for (int j = 0; j < columns; j += ROWS) {
                int high = Math.min(ROWS, columns - j);
                tile(k, b, bAt + j * bColumn, bColumn, bStep, a, aAt + i, m, ZEROS, 0, 0, scratch, 0, PANEL, high);
                int to = cAt + i * n + j;
                for (int r = 0; r < PANEL; r++) {
                    for (int q = 0; q < high; q++) {
                        c[to + r * n + q] = scratch[q * PANEL + r];
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

    /// The chains of one block of k, from their beginning, with what ends them where this is the only block.
    ///
    /// @param first the number of the first column in the whole of C
    /// @param bOther what lies between rows of B, or between columns if B is transposed
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

    /// Whether columns `used` wide are for the slim micro-kernel and stand in a panel as wide as a vector.
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

    /// Some rows of C, as wide as the piece of B; the first `direct` columns of B are read where they stand.
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
            // where the columns are whole rows of C, a vector goes on into the next rows, which are written after it
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

    /// The first columns of a tile to where they belong.
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
