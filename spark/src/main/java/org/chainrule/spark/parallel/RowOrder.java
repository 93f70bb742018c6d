package org.chainrule.spark.parallel;

import java.io.IOException;
import org.chainrule.nn.Draws;

/// Reads the rows of a shard in the random order of an epoch. Blocks of adjacent rows are drawn at random, and the rows of
/// several blocks, a window, are mixed in memory. The order depends on the seed, the shard, the epoch and the width of the
/// rows alone.
final class RowOrder {
    /// The size of a window in bytes.
    private static final int WINDOW = 4 << 20;
    private static final int BLOCKS = 32;

    private final RowFile file;
    private final Shard shard;
    private final long seed;
    private final int epoch;
    private final int block;
    private final int[] blocks;
    private float[] window = {};
    private int[] order = {};
    private int at;
    private int nextBlock;

    /// The rows of a shard in a file.
    ///
    /// @param number the number of the shard among all of the training
    /// @param first the first row in the file
    record Shard(int number, long first, int rows) {
    }

    /// @param skip the number of rows to leave out
    RowOrder(RowFile file, Shard shard, long seed, int epoch, long skip) throws IOException {
        this.file = file;
        this.shard = shard;
        this.seed = seed;
        this.epoch = epoch;
        this.block = Math.max(1, WINDOW / Float.BYTES / file.width() / BLOCKS);
        this.blocks = draws("blocks").permutation(Math.ceilDiv(shard.rows, block));
        long left = skip;
        while (left > 0) {
            int rows = windowRows();
            if (left < rows) {
                load();
                at = (int) left;
                return;
            }
            left -= rows;
            nextBlock += BLOCKS;
        }
    }

    private Draws draws(String purpose) {
        return Draws.of(seed, "order of " + purpose + " of shard " + shard.number + " in epoch " + epoch);
    }

    private int windowRows() {
        int rows = 0;
        for (int i = nextBlock; i < Math.min(nextBlock + BLOCKS, blocks.length); i++) {
            rows += size(blocks[i]);
        }
        return rows;
    }

    private int size(int number) {
        return Math.min(block, shard.rows - number * block);
    }

    private void load() throws IOException {
        int rows = windowRows();
        int width = file.width();
        if (window.length < rows * width) {
            window = new float[rows * width];
        }
        order = draws("rows from block " + nextBlock).permutation(rows);
        int filled = 0;
        for (int i = nextBlock; i < Math.min(nextBlock + BLOCKS, blocks.length); i++) {
            int count = size(blocks[i]);
            file.read(shard.first + (long) blocks[i] * block, count, window, filled * width);
            filled += count;
        }
        nextBlock += BLOCKS;
        at = 0;
    }

    /// Reads the next row.
    void next(RowLayout layout, RowLayout.Arrays to, int row) throws IOException {
        if (at == order.length) {
            load();
        }
        layout.split(window, order[at++] * file.width(), to, row);
    }
}
