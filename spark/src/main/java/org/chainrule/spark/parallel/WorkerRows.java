package org.chainrule.spark.parallel;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.chainrule.data.Examples;

/// The rows of a worker: a file, and where the shards are in it. The first rows of each shard are held out.
///
/// @param shards all rows of each shard of the worker, in order
/// @param held the share of the rows that is held out
record WorkerRows(RowFile file, RowLayout layout, List<RowOrder.Shard> shards, double held) {
    private static final int SAMPLE = 4096;

    /// What all workers must know of the rows of all shards.
    ///
    /// @param least the number of rows to learn from in the smallest shard
    /// @param all the number of rows to learn from in all shards
    /// @param meanWeight the mean weight of all rows
    /// @param identity a text that differs for other rows
    record Totals(int least, long all, double meanWeight, String identity) {
        /// @param rows the number of rows of each shard
        /// @param weights the sum of the weights of each shard
        /// @param hashes the sum of the hashes of the rows of each shard
        static Totals of(int[] rows, double[] weights, long[] hashes, double held) {
            int least = Integer.MAX_VALUE;
            long all = 0;
            long learned = 0;
            double weight = 0;
            for (int shard = 0; shard < rows.length; shard++) {
                int own = rows[shard] - heldOf(rows[shard], held);
                least = Math.min(least, own);
                learned += own;
                all += rows[shard];
                weight += weights[shard];
            }
            return new Totals(least, learned, all == 0 ? 0 : weight / all,
                    all + " rows " + Integer.toHexString(Arrays.hashCode(hashes)));
        }

        /// Returns the division into batches.
        BatchFeed.Schedule schedule(ParallelSettings settings) {
            int wanted = Math.max(1, settings.batch() / settings.shards());
            int steps = (int) Math.max(1, Math.round((double) least / wanted));
            return new BatchFeed.Schedule(least / steps, steps, settings.localSteps(), settings.epochs());
        }
    }

    private static int heldOf(int rows, double held) {
        return (int) (rows * held);
    }

    /// Returns the rows to learn from.
    List<RowOrder.Shard> learned() {
        return shards.stream().map(shard -> {
            int first = heldOf(shard.rows(), held);
            return new RowOrder.Shard(shard.number(), shard.first() + first, shard.rows() - first);
        }).toList();
    }

    /// Returns the held-out rows of a shard.
    RowOrder.Shard heldOut(int shard) {
        RowOrder.Shard own = shards.stream().filter(other -> other.number() == shard).findFirst().orElseThrow();
        return new RowOrder.Shard(shard, own.first(), heldOf(own.rows(), held));
    }

    /// Returns some rows to learn from, from which start values are computed.
    Examples sample() throws IOException {
        RowOrder.Shard first = learned().getFirst();
        int count = Math.min(SAMPLE, first.rows());
        float[] rows = new float[count * layout.width()];
        file.read(first.first(), count, rows, 0);
        RowLayout.Arrays arrays = layout.arrays(count);
        for (int row = 0; row < count; row++) {
            layout.split(rows, row * layout.width(), arrays, row);
        }
        return layout.examples(arrays);
    }
}
