package org.chainrule.spark.parallel;

import java.io.Serializable;
import java.util.Optional;
import org.chainrule.error.ArgumentException;
import org.jspecify.annotations.Nullable;

/// Settings of a [DataParallel] training. Each method returns a changed copy.
///
/// @param shards the number of shards into which the rows are divided. It takes part in the result; the number of workers
///     does not.
/// @param workers the largest number of workers, each of which is a task of Spark; 0 for as many as run at the same time
/// @param batch the number of rows of a step in all shards together, about: each shard gives equally many
/// @param localSteps the number of steps that each shard takes by itself before the networks are averaged; 1 to add the
///     gradients of all shards in each step
/// @param epochs the number of passes over the rows
/// @param held the share of the rows of each shard that is held out to choose the best epoch
/// @param patience the number of epochs without improvement after which the training ends; 0 for no such limit
/// @param seed the seed of all random numbers
/// @param checkpoints the folder of checkpoints, of any file system of Hadoop; null for none
/// @param checkpointSteps the number of steps between checkpoints; 0 for one at the end of each epoch only
/// @param timeout the number of seconds without a message after which a worker counts as lost
public record ParallelSettings(int shards, int workers, int batch, int localSteps, int epochs, double held,
        int patience,
        long seed, @Nullable String checkpoints, int checkpointSteps, int timeout) implements Serializable {
    /// @throws ArgumentException if a number is out of range
    public ParallelSettings {
        atLeast("shards", shards, 1);
        atLeast("workers", workers, 0);
        atLeast("batch", batch, 1);
        atLeast("localSteps", localSteps, 1);
        atLeast("epochs", epochs, 1);
        atLeast("patience", patience, 0);
        atLeast("checkpointSteps", checkpointSteps, 0);
        atLeast("timeout", timeout, 1);
        if (!(held >= 0 && held < 1)) {
            throw new ArgumentException("held", "train: the held-out share is " + held
                    + ", expected at least 0 and less than 1");
        }
        if (patience > 0 && held == 0) {
            throw new ArgumentException("patience", "train: patience needs held-out rows; set held, such as to 0.1");
        }
    }

    private static void atLeast(String name, int value, int least) {
        if (value < least) {
            throw new ArgumentException(name, "train: " + name + " is " + value + ", expected at least " + least);
        }
    }

    /// Returns settings for a number of epochs: 8 shards, batches of 8,192 rows whose gradients are added in each step, no
    /// held-out rows, no checkpoints.
    public static ParallelSettings epochs(int epochs) {
        return new ParallelSettings(8, 0, 8192, 1, epochs, 0, 0, 0, null, 0, 120);
    }

    /// Returns a copy with another number of shards.
    public ParallelSettings shards(int number) {
        return new ParallelSettings(number, workers, batch, localSteps, epochs, held, patience, seed, checkpoints,
                checkpointSteps, timeout);
    }

    /// Returns a copy with another number of workers.
    public ParallelSettings workers(int most) {
        return new ParallelSettings(shards, most, batch, localSteps, epochs, held, patience, seed, checkpoints,
                checkpointSteps, timeout);
    }

    /// Returns a copy with another batch size.
    public ParallelSettings batch(int rows) {
        return new ParallelSettings(shards, workers, rows, localSteps, epochs, held, patience, seed, checkpoints,
                checkpointSteps, timeout);
    }

    /// Returns a copy in which each shard takes several steps before the networks are averaged.
    public ParallelSettings localSteps(int number) {
        return new ParallelSettings(shards, workers, batch, number, epochs, held, patience, seed, checkpoints,
                checkpointSteps, timeout);
    }

    /// Returns a copy that holds out rows and keeps the epoch that predicts them best.
    ///
    /// @param share the share of the rows
    /// @param epochsWithout the number of epochs without improvement after which the training ends; 0 for no such limit
    public ParallelSettings held(double share, int epochsWithout) {
        return new ParallelSettings(shards, workers, batch, localSteps, epochs, share, epochsWithout, seed, checkpoints,
                checkpointSteps, timeout);
    }

    /// Returns a copy with another seed.
    public ParallelSettings seed(long other) {
        return new ParallelSettings(shards, workers, batch, localSteps, epochs, held, patience, other, checkpoints,
                checkpointSteps, timeout);
    }

    /// Returns a copy that writes checkpoints, from which a lost worker or a later training with the same folder goes on.
    ///
    /// @param folder the folder, such as `hdfs:///models/prices`
    /// @param steps the number of steps between checkpoints; 0 for one at the end of each epoch only
    public ParallelSettings checkpoints(String folder, int steps) {
        return new ParallelSettings(shards, workers, batch, localSteps, epochs, held, patience, seed, folder, steps,
                timeout);
    }

    /// Returns a copy in which a worker counts as lost after other seconds without a message.
    public ParallelSettings timeout(int seconds) {
        return new ParallelSettings(shards, workers, batch, localSteps, epochs, held, patience, seed, checkpoints,
                checkpointSteps, seconds);
    }

    /// Returns the folder of checkpoints.
    Optional<String> folder() {
        return Optional.ofNullable(checkpoints);
    }
}
