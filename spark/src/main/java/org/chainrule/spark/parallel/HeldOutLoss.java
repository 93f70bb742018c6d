package org.chainrule.spark.parallel;

import java.io.IOException;
import java.util.Arrays;
import org.chainrule.spark.parallel.exchange.TreeSum;
import org.chainrule.train.Run;

/// The measure of the held-out rows of all shards, which all workers compute to the same bits.
final class HeldOutLoss {
    private final HeldOut own;
    private final WorkerRows rows;
    private final TreeSum sums;
    private final int shards;

    HeldOutLoss(HeldOut own, WorkerRows rows, WorkerTraining.Group group, int shards) {
        this.own = own;
        this.rows = rows;
        this.sums = group.sum(2 * shards);
        this.shards = shards;
    }

    /// Returns the mean measure of the network of a run.
    double of(Run run) throws IOException {
        own.set(run.parameters());
        // each shard has two places to itself, so that adding moves numbers and rounds nothing
        float[] all = sums.sum((shard, into) -> {
            Arrays.fill(into, 0);
            HeldOut.Measure measure = own.of(rows.heldOut(shard));
            into[2 * shard] = (float) measure.mean();
            into[2 * shard + 1] = (float) measure.weight();
        });
        double sum = 0;
        double weight = 0;
        for (int shard = 0; shard < shards; shard++) {
            sum += (double) all[2 * shard] * all[2 * shard + 1];
            weight += all[2 * shard + 1];
        }
        return sum / weight;
    }
}
