package org.chainrule.tabular.train;

import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// The outputs of a network for many rows, in blocks of rows: all kept while they are not too many, otherwise computed
/// when they are asked for and kept until another block is. Rows read in order are computed once.
public final class Outputs {
    /// So many numbers are kept, 256 MiB.
    private static final long KEPT = 1 << 26;
    /// So many numbers a block has at most, unless that is less than a row.
    private static final int BLOCK = 1 << 20;
    private static final int MOST_ROWS = 4096;

    private final int rows;
    private final int blockRows;
    private final int width;
    private final IntFunction<float[]> source;
    private final float @Nullable [][] kept;
    private volatile Block last;

    private record Block(int number, float[] values) {
    }

    private Outputs(int rows, int width, int blockRows, boolean keeps, IntFunction<float[]> source) {
        this.rows = rows;
        this.width = width;
        this.blockRows = blockRows;
        this.source = source;
        this.kept = keeps ? new float[(int) (((long) rows + blockRows - 1) / blockRows)][] : null;
        for (int block = 0; kept != null && block < kept.length; block++) {
            kept[block] = source.apply(block * blockRows);
        }
        this.last = new Block(0, rows == 0 ? new float[0] : kept == null ? source.apply(0) : kept[0]);
    }

    /// Outputs that are there already, row by row.
    public static Outputs of(float[] values, int width) {
        int rows = values.length / width;
        return new Outputs(rows, width, Math.max(1, rows), true, _ -> values);
    }

    /// Outputs in blocks of so many rows.
    ///
    /// @param source the outputs of the block that begins at a row
    public static Outputs of(int rows, int width, int blockRows, IntFunction<float[]> source) {
        return of(rows, width, blockRows, KEPT, source);
    }

    public static Outputs of(int rows, int width, int blockRows, long keptNumbers, IntFunction<float[]> source) {
        return new Outputs(rows, width, blockRows, (long) rows * width <= keptNumbers, source);
    }

    /// How many rows a block has where a row has so many inputs and outputs.
    public static int blockRows(int inputs, int outputs) {
        return Math.clamp(BLOCK / Math.max(1, Math.max(inputs, outputs)), 1, MOST_ROWS);
    }

    /// How many rows there are.
    public int rows() {
        return rows;
    }

    /// The outputs of a row and of its neighbours; its own begin at [#at].
    public float[] around(int row) {
        int number = row / blockRows;
        if (kept != null) {
            return kept[number];
        }
        Block block = last;
        if (block.number != number) {
            block = new Block(number, source.apply(number * blockRows));
            last = block;
        }
        return block.values;
    }

    /// Where in [#around] the outputs of a row begin.
    public int at(int row) {
        return row % blockRows * width;
    }
}
