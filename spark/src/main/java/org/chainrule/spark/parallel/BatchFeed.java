package org.chainrule.spark.parallel;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.chainrule.data.Batch;
import org.jspecify.annotations.Nullable;

/// The batches of a worker in the order in which it uses them, which a thread reads ahead.
final class BatchFeed implements Closeable {
    private static final int AHEAD = 2;

    private final RowFile file;
    private final RowLayout layout;
    private final List<RowOrder.Shard> shards;
    private final Schedule schedule;
    private final long seed;
    private final BlockingQueue<Filled> ready = new ArrayBlockingQueue<>(AHEAD);
    private final BlockingQueue<RowLayout.Arrays> free = new ArrayBlockingQueue<>(AHEAD + 2);
    private final Thread reader;
    private RowLayout.@Nullable Arrays using;

    /// The division of a training into batches: rounds of steps, in each of which a worker takes the steps of its first
    /// shard, then those of the next.
    ///
    /// @param batch the number of rows that a step takes of each shard
    /// @param steps the number of steps in an epoch
    /// @param round the number of steps in a round; the last of an epoch may be shorter
    /// @param epochs the number of epochs
    record Schedule(int batch, int steps, int round, int epochs) {
        /// Returns the step after the round of a step.
        long end(long step) {
            return step + Math.min(round, steps - step % steps);
        }

        long allSteps() {
            return (long) steps * epochs;
        }
    }

    /// A batch, or the reason why there is none.
    private record Filled(RowLayout.@Nullable Arrays arrays, @Nullable Throwable failure) {
    }

    /// @param shards the shards of this worker
    /// @param from the first step, at which a round starts
    BatchFeed(RowFile file, RowLayout layout, List<RowOrder.Shard> shards, Schedule schedule, long seed, long from) {
        this.file = file;
        this.layout = layout;
        this.shards = shards;
        this.schedule = schedule;
        this.seed = seed;
        for (int i = 0; i < AHEAD + 1; i++) {
            free.add(layout.arrays(schedule.batch));
        }
        reader = Thread.ofPlatform().daemon().name("batches").start(() -> readAll(from));
    }

    private void readAll(long from) {
        try {
            List<RowOrder> orders = new ArrayList<>();
            for (long step = from; step < schedule.allSteps(); step = schedule.end(step)) {
                if (orders.isEmpty() || step % schedule.steps == 0) {
                    orders.clear();
                    int epoch = (int) (step / schedule.steps) + 1;
                    for (RowOrder.Shard shard : shards) {
                        orders.add(new RowOrder(file, shard, seed, epoch, step % schedule.steps * schedule.batch));
                    }
                }
                for (RowOrder order : orders) {
                    for (long i = step; i < schedule.end(step); i++) {
                        fill(order);
                    }
                }
            }
        } catch (InterruptedException e) {
            return; // closed
        } catch (IOException | RuntimeException | Error e) {
            ready.clear();
            ready.add(new Filled(null, e));
        }
    }

    private void fill(RowOrder order) throws IOException, InterruptedException {
        RowLayout.Arrays arrays = free.take();
        for (int row = 0; row < schedule.batch; row++) {
            order.next(layout, arrays, row);
        }
        ready.put(new Filled(arrays, null));
    }

    /// Returns the next batch, which is valid until the next call.
    ///
    /// @throws IOException if the rows cannot be read
    Batch next() throws IOException {
        try {
            if (using != null) {
                free.put(using);
            }
            Filled filled = ready.take();
            if (filled.arrays == null) {
                throw new IOException("training cannot read its rows from the disk: " + filled.failure, filled.failure);
            }
            using = filled.arrays;
            return layout.batch(filled.arrays, schedule.batch);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("training was interrupted", e);
        }
    }

    /// Ends the reading.
    @Override
    public void close() {
        reader.interrupt();
        try {
            reader.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
