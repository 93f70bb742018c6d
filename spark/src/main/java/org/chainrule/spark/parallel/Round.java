package org.chainrule.spark.parallel;

import java.io.IOException;
import java.util.function.Consumer;
import org.chainrule.data.Batch;

/// Some steps of a training, after which all workers hold the same network.
interface Round {
    /// Takes steps.
    ///
    /// @param steps the number of steps
    /// @return the sum of the losses of the steps, each a mean over the shards; NaN if the training has failed at some
    ///     worker
    /// @throws IOException if another worker is lost, or rows cannot be read
    double take(int steps, Batches batches) throws IOException;

    /// The batches of a worker.
    @FunctionalInterface
    interface Batches {
        /// Uses the next batch.
        ///
        /// @param shard the number of its shard
        /// @return whether that succeeded
        boolean next(int shard, Consumer<Batch> use) throws IOException;
    }
}
