package org.chainrule.kernel.scalar;

import java.util.Arrays;
import org.chainrule.kernel.Epilogue;
import org.jspecify.annotations.Nullable;

/// A packed tile of B and four rows of C. Each row is a separate array.
final class ScalarTile {
    static final int DEPTH = 64;
    static final int WIDTH = 256;
    /// Rows up to this length use a separate loop. HotSpot would unroll a common loop as if all rows were short.
    private static final int SHORT = 64;

    private final float[][] b = new float[DEPTH][WIDTH + 12];
    private final float[] upper = new float[WIDTH + 12];
    private final float[] lower = new float[WIDTH + 12];
    private final float[] third = new float[WIDTH + 12];
    private final float[] fourth = new float[WIDTH + 12];
    private final float[] added = new float[WIDTH + 12];

    void pack(float[] from, int at, int step, int column, int depth, int width) {
        if (column == 1) {
            for (int p = 0; p < depth; p++) {
                System.arraycopy(from, at + p * step, b[p], 0, width);
            }
            return;
        }
        int eights = step == 1 ? width & -8 : 0;
        for (int j = 0; j < eights; j += 8) {
            eightColumns(from, at + j * column, column, j, depth);
        }
        for (int j = eights; j < width; j++) {
            for (int p = 0; p < depth; p++) {
                b[p][j] = from[at + j * column + p * step];
            }
        }
    }

    private void eightColumns(float[] from, int at, int column, int j, int depth) {
        int at1 = at + column;
        int at2 = at1 + column;
        int at3 = at2 + column;
        int at4 = at3 + column;
        int at5 = at4 + column;
        int at6 = at5 + column;
        int at7 = at6 + column;
        for (int p = 0; p < depth; p++) {
            float[] row = b[p];
            row[j] = from[at + p];
            row[j + 1] = from[at1 + p];
            row[j + 2] = from[at2 + p];
            row[j + 3] = from[at3 + p];
            row[j + 4] = from[at4 + p];
            row[j + 5] = from[at5 + p];
            row[j + 6] = from[at6 + p];
            row[j + 7] = from[at7 + p];
        }
    }

    /// Starts or continues the chains of `rows` rows of C with `depth` links.
    ///
    /// @param begin whether the chains start
    /// @param bias the bias that completes the chains, or null; the numbers from `biasAt` on are for the columns of the
    ///     tile, or for its rows if these are columns of C
    void multiply(float[] a, int aAt, int aRow, int aStep, int depth, float[] c, int corner, int cRow, int cColumn,
            int rows, int width, boolean begin, Epilogue.@Nullable Bias bias, int biasAt) {
        if (bias != null && cColumn == 1) {
            System.arraycopy(bias.bias(), biasAt, added, 0, width);
        }
        int fours = rows & -4;
        for (int i = 0; i < fours; i += 4) {
            int first = corner + i * cRow;
            load(c, first, cColumn, upper, width, begin);
            load(c, first + cRow, cColumn, lower, width, begin);
            load(c, first + 2 * cRow, cColumn, third, width, begin);
            load(c, first + 3 * cRow, cColumn, fourth, width, begin);
            fourRows(a, aAt + i * aRow, aRow, aStep, depth, width);
            if (bias != null) {
                finish(upper, bias, biasAt + i, cColumn, width);
                finish(lower, bias, biasAt + i + 1, cColumn, width);
                finish(third, bias, biasAt + i + 2, cColumn, width);
                finish(fourth, bias, biasAt + i + 3, cColumn, width);
            }
            if (cColumn == 1) {
                System.arraycopy(upper, 0, c, first, width);
                System.arraycopy(lower, 0, c, first + cRow, width);
                System.arraycopy(third, 0, c, first + 2 * cRow, width);
                System.arraycopy(fourth, 0, c, first + 3 * cRow, width);
            } else {
                storeColumns(upper, lower, third, fourth, c, first, cColumn, width);
            }
        }
        for (int i = fours; i < rows; i += 2) {
            int first = corner + i * cRow;
            int ai = aAt + i * aRow;
            // the last of an odd number of rows is computed twice, and the copy is dropped
            boolean pair = i + 1 < rows;
            int aj = pair ? ai + aRow : ai;
            load(c, first, cColumn, upper, width, begin);
            if (pair) {
                load(c, first + cRow, cColumn, lower, width, begin);
            }
            int p = 0;
            for (; p + 4 <= depth; p += 4) {
                int s = p * aStep;
                fourLinks(upper, lower, b[p], b[p + 1], b[p + 2], b[p + 3], a[ai + s], a[ai + s + aStep],
                        a[ai + s + 2 * aStep], a[ai + s + 3 * aStep], a[aj + s], a[aj + s + aStep],
                        a[aj + s + 2 * aStep], a[aj + s + 3 * aStep], width);
            }
            for (; p < depth; p++) {
                oneLink(upper, lower, b[p], a[ai + p * aStep], a[aj + p * aStep], width);
            }
            if (bias != null) {
                finish(upper, bias, biasAt + i, cColumn, width);
                if (pair) {
                    finish(lower, bias, biasAt + i + 1, cColumn, width);
                }
            }
            store(upper, c, first, cColumn, width);
            if (pair) {
                store(lower, c, first + cRow, cColumn, width);
            }
        }
    }

    private void finish(float[] row, Epilogue.Bias bias, int number, int cColumn, int width) {
        if (cColumn != 1) {
            Arrays.fill(added, 0, width, bias.bias()[number]);
        }
        finish(row, added, bias.least(), width);
    }

    private static void finish(float[] row, float[] added, float least, int width) {
        for (int j = 0; j < width; j++) {
            row[j] = Math.max(row[j] + added[j], least);
        }
    }

    private void fourRows(float[] a, int at, int aRow, int aStep, int depth, int width) {
        int p = 0;
        for (; p + 4 <= depth; p += 4) {
            int a0 = at + p * aStep;
            int a1 = a0 + aRow;
            int a2 = a1 + aRow;
            int a3 = a2 + aRow;
            if (width <= SHORT) {
                fourLinks(upper, lower, b[p], b[p + 1], b[p + 2], b[p + 3], a[a0], a[a0 + aStep], a[a0 + 2 * aStep],
                        a[a0 + 3 * aStep], a[a1], a[a1 + aStep], a[a1 + 2 * aStep], a[a1 + 3 * aStep], width);
                fourLinks(third, fourth, b[p], b[p + 1], b[p + 2], b[p + 3], a[a2], a[a2 + aStep], a[a2 + 2 * aStep],
                        a[a2 + 3 * aStep], a[a3], a[a3 + aStep], a[a3 + 2 * aStep], a[a3 + 3 * aStep], width);
                continue;
            }
            sixteenLinks(upper, lower, third, fourth, b[p], b[p + 1], b[p + 2], b[p + 3], a[a0], a[a0 + aStep],
                    a[a0 + 2 * aStep], a[a0 + 3 * aStep], a[a1], a[a1 + aStep], a[a1 + 2 * aStep],
                    a[a1 + 3 * aStep], a[a2], a[a2 + aStep], a[a2 + 2 * aStep], a[a2 + 3 * aStep], a[a3],
                    a[a3 + aStep], a[a3 + 2 * aStep], a[a3 + 3 * aStep], width);
        }
        for (; p < depth; p++) {
            int from = at + p * aStep;
            oneLink(upper, lower, b[p], a[from], a[from + aRow], width);
            oneLink(third, fourth, b[p], a[from + 2 * aRow], a[from + 3 * aRow], width);
        }
    }

    private static void load(float[] c, int at, int column, float[] row, int width, boolean begin) {
        if (begin) {
            Arrays.fill(row, 0, width, 0f);
            return;
        }
        if (column == 1) {
            System.arraycopy(c, at, row, 0, width);
            return;
        }
        for (int j = 0; j < width; j++) {
            row[j] = c[at + j * column];
        }
    }

    private static void store(float[] row, float[] c, int at, int column, int width) {
        if (column == 1) {
            System.arraycopy(row, 0, c, at, width);
            return;
        }
        for (int j = 0; j < width; j++) {
            c[at + j * column] = row[j];
        }
    }

    /// Stores four rows of a transposed C, which are contiguous.
    private static void storeColumns(float[] r0, float[] r1, float[] r2, float[] r3, float[] c, int at, int column,
            int width) {
        for (int j = 0; j < width; j++) {
            int to = at + j * column;
            c[to] = r0[j];
            c[to + 1] = r1[j];
            c[to + 2] = r2[j];
            c[to + 3] = r3[j];
        }
    }

    private static void fourLinks(float[] upper, float[] lower, float[] b0, float[] b1, float[] b2, float[] b3,
            float u0, float u1, float u2, float u3, float l0, float l1, float l2, float l3, int width) {
        for (int j = 0; j < width; j++) {
            float x0 = b0[j];
            float x1 = b1[j];
            float x2 = b2[j];
            float x3 = b3[j];
            upper[j] = Fma.fma(u3, x3, Fma.fma(u2, x2, Fma.fma(u1, x1, Fma.fma(u0, x0, upper[j]))));
            lower[j] = Fma.fma(l3, x3, Fma.fma(l2, x2, Fma.fma(l1, x1, Fma.fma(l0, x0, lower[j]))));
        }
    }

    private static void sixteenLinks(float[] upper, float[] lower, float[] third, float[] fourth, float[] b0,
            float[] b1, float[] b2, float[] b3, float u0, float u1, float u2, float u3, float l0, float l1,
            float l2, float l3, float t0, float t1, float t2, float t3, float f0, float f1, float f2, float f3,
            int width) {
        for (int j = 0; j < width; j++) {
            float x0 = b0[j];
            float x1 = b1[j];
            float x2 = b2[j];
            float x3 = b3[j];
            upper[j] = Fma.fma(u3, x3, Fma.fma(u2, x2, Fma.fma(u1, x1, Fma.fma(u0, x0, upper[j]))));
            lower[j] = Fma.fma(l3, x3, Fma.fma(l2, x2, Fma.fma(l1, x1, Fma.fma(l0, x0, lower[j]))));
            third[j] = Fma.fma(t3, x3, Fma.fma(t2, x2, Fma.fma(t1, x1, Fma.fma(t0, x0, third[j]))));
            fourth[j] = Fma.fma(f3, x3, Fma.fma(f2, x2, Fma.fma(f1, x1, Fma.fma(f0, x0, fourth[j]))));
        }
    }

    private static void oneLink(float[] upper, float[] lower, float[] b, float u, float l, int width) {
        for (int j = 0; j < width; j++) {
            upper[j] = Fma.fma(u, b[j], upper[j]);
            lower[j] = Fma.fma(l, b[j], lower[j]);
        }
    }
}
