package org.chainrule.tabular.train;

import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// The outputs of a network for many rows, in blocks of rows. If they fit in memory, all blocks are computed at once
/// and kept. Otherwise a block is computed when one of its rows is requested, and kept until a row of another block is.
/// Reading the rows in order computes each block once.
public final class Outputs {
    /// The most numbers that are kept: 256 MiB.
    private static final long KEPT = 1 << 26;
    /// The most numbers in a block, unless a single row has more.
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

    /// Returns outputs that exist already, row by row.
    public static Outputs of(float[] values, int width) {
        int rows = values.length / width;
        return new Outputs(rows, width, Math.max(1, rows), true, _ -> values);
    }

    /// Returns outputs in blocks of the given number of rows.
    ///
    /// @param source computes the outputs of the block that begins at a row
    public static Outputs of(int rows, int width, int blockRows, IntFunction<float[]> source) {
        return of(rows, width, blockRows, KEPT, source);
    }

    public static Outputs of(int rows, int width, int blockRows, long keptNumbers, IntFunction<float[]> source) {
        return new Outputs(rows, width, blockRows, (long) rows * width <= keptNumbers, source);
    }

    /// Returns the number of rows in a block, from the numbers of inputs and outputs of a row.
    public static int blockRows(int inputs, int outputs) {
        return Math.clamp(BLOCK / Math.max(1, Math.max(inputs, outputs)), 1, MOST_ROWS);
    }

    /// Returns the number of rows.
    public int rows() {
        return rows;
    }

    /// Returns the outputs of the block that contains a row; the row's own outputs begin at [#at].
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

    /// Returns the index in [#around] at which the outputs of a row begin.
    public int at(int row) {
        return row % blockRows * width;
    }
}
