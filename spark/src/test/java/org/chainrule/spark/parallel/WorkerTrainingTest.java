package org.chainrule.spark.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chainrule.nn.Layers.batchNorm;
import static org.chainrule.nn.Layers.dropout;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.nn.Losses.squared;
import static org.chainrule.optim.Optimizers.adamW;
import static org.chainrule.optim.Optimizers.sgd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;
import org.chainrule.data.Batch;
import org.chainrule.data.Examples;
import org.chainrule.data.Field;
import org.chainrule.data.RowType;
import org.chainrule.io.Safetensors;
import org.chainrule.optim.Schedule;
import org.chainrule.spark.parallel.exchange.ShardTree;
import org.chainrule.spark.parallel.exchange.TreeSumTest;
import org.chainrule.train.Run;
import org.chainrule.train.Step;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Trainings by threads that stand for workers.
class WorkerTrainingTest {
    private static final int SHARDS = 8;
    private static final int FEATURES = 5;

    @TempDir
    private Path folder;
    private final AtomicInteger files = new AtomicInteger();
    /// The hash of the rows, of which those of this test have none.
    private long hash;

    /// A network with dropout for rows with weights.
    static final class Weighted implements NetworkTraining {
        @Override
        public RowType type() {
            return rowType(true);
        }

        @Override
        public Step step(long rows) {
            return Step.of(sequential(linear(16), relu(), dropout(0.2), linear(1)), squared(), adamW(0.01))
                    .schedule(Schedule.cosine()).clip(5);
        }
    }

    /// A network whose steps along the sum of gradients can be compared with those of one run.
    static final class Plain implements NetworkTraining {
        @Override
        public RowType type() {
            return rowType(false);
        }

        @Override
        public Step step(long rows) {
            return Step.of(sequential(linear(8), relu(), linear(1)), squared(), sgd(0.05));
        }
    }

    /// A network that keeps statistics of its batches.
    static final class Normed implements NetworkTraining {
        @Override
        public RowType type() {
            return rowType(false);
        }

        @Override
        public Step step(long rows) {
            return Step.of(sequential(linear(8), batchNorm(), relu(), linear(1)), squared(), adamW(0.01));
        }
    }

    /// A rate that is much too high.
    static final class Diverging implements NetworkTraining {
        @Override
        public RowType type() {
            return rowType(false);
        }

        @Override
        public Step step(long rows) {
            return Step.of(sequential(linear(8), relu(), linear(1)), squared(), sgd(1e20));
        }
    }

    private static RowType rowType(boolean weighted) {
        return new RowType(List.of(new Field("x", TensorType.f32(Shape.of(FEATURES)))),
                List.of(new Field("y", TensorType.f32(Shape.of(1)))), weighted);
    }

    private static float[] row(int shard, int number, boolean weighted) {
        SplittableRandom random = new SplittableRandom(shard * 100_000L + number);
        float[] row = new float[FEATURES + (weighted ? 2 : 1)];
        for (int i = 0; i < FEATURES; i++) {
            row[i] = (float) random.nextGaussian();
        }
        row[FEATURES] = row[0] * row[1] + row[2] + 0.1f * (float) random.nextGaussian();
        if (weighted) {
            row[FEATURES + 1] = 1 + number % 3;
        }
        return row;
    }

    private static int rows(int shard) {
        return 200 + 3 * shard;
    }

    /// Trains with a number of workers and returns what each returned.
    ///
    /// @param cancelled whether worker 1, or 0 if it is alone, gives up; asked before each round
    private List<ParallelOutcome> train(NetworkTraining training, ParallelSettings settings, int workers,
            BooleanSupplier cancelled) throws Exception {
        RowLayout layout = new RowLayout(training.type());
        boolean weighted = layout.type().weighted();
        ShardTree tree = new ShardTree(settings.shards(), workers);
        int[] counts = new int[settings.shards()];
        double[] weights = new double[settings.shards()];
        long[] hashes = new long[settings.shards()];
        hashes[0] = hash;
        java.util.Arrays.setAll(counts, WorkerTrainingTest::rows);
        java.util.Arrays.setAll(weights, shard -> java.util.stream.IntStream.range(0, counts[shard])
                .mapToDouble(number -> weighted ? 1 + number % 3 : 1).sum());
        WorkerRows.Totals totals = WorkerRows.Totals.of(counts, weights, hashes, settings.held());
        CheckpointStore store = settings.folder().isEmpty()
                ? null
                : new CheckpointStore(settings.folder().get(), new Configuration());
        String latest = store == null ? "" : store.latest();
        return TreeSumTest.connected(workers, false, 10_000, (worker, mesh) -> {
            try (RowFile file = new RowFile(folder.resolve("rows" + files.getAndIncrement()), layout.width(), false)) {
                List<RowOrder.Shard> own = new ArrayList<>();
                for (int shard = tree.first(worker); shard < tree.first(worker + 1); shard++) {
                    own.add(new RowOrder.Shard(shard, file.rows(), counts[shard]));
                    for (int i = 0; i < counts[shard]; i++) {
                        file.add(row(shard, i, weighted));
                    }
                }
                file.flush();
                boolean last = worker == workers - 1;
                return new WorkerTraining(training, settings, new WorkerRows(file, layout, own, settings.held()),
                        totals,
                        new WorkerTraining.Group(tree, worker, mesh), new WorkerTraining.Machine(1, store, folder,
                                () -> last && cancelled.getAsBoolean()))
                        .train(store == null || latest.isEmpty() ? null : store.read(latest));
            }
        });
    }

    private List<ParallelOutcome> train(NetworkTraining training, ParallelSettings settings, int workers)
            throws Exception {
        return train(training, settings, workers, () -> false);
    }

    private static void assertSame(List<ParallelOutcome> outcomes, ParallelOutcome expected) {
        for (ParallelOutcome outcome : outcomes) {
            assertThat(outcome.failure()).isEqualTo(expected.failure());
            assertThat(outcome.progress()).isEqualTo(expected.progress());
            assertThat(outcome.values()).isEqualTo(expected.values());
        }
    }

    private static ParallelSettings settings(int localSteps) {
        return ParallelSettings.epochs(3).shards(SHARDS).batch(256).localSteps(localSteps).seed(5);
    }

    @ParameterizedTest
    @CsvSource({"1,0", "4,0.2"})
    void anyNumberOfWorkersGivesTheSameBits(int localSteps, double held) throws Exception {
        ParallelSettings settings = settings(localSteps).held(held, 0);
        ParallelOutcome alone = train(new Weighted(), settings, 1).getFirst();
        assertThat(alone.failure()).isNull();
        assertThat(alone.steps()).isEqualTo(held == 0 ? 18 : 15);
        assertThat(Objects.requireNonNull(alone.progress()).epochs()).hasSize(3);
        assertThat(Objects.requireNonNull(alone.progress()).epochs().getLast().loss())
                .isLessThan(Objects.requireNonNull(alone.progress()).epochs().getFirst().loss());
        for (int workers : new int[]{2, 3, 4, 8}) {
            assertSame(train(new Weighted(), settings, workers), alone);
        }
    }

    @Test
    void oneShardTrainsLikeOneRun() throws Exception {
        ParallelSettings settings = ParallelSettings.epochs(2).shards(1).batch(50).seed(3);
        ParallelOutcome outcome = train(new Plain(), settings, 1).getFirst();
        float[][] x = new float[200][];
        float[] y = new float[200];
        for (int i = 0; i < x.length; i++) {
            x[i] = java.util.Arrays.copyOf(row(0, i, false), FEATURES);
            y[i] = row(0, i, false)[FEATURES];
        }
        Run run = new Plain().step(200).seed(3).start(Examples.of(x, y), 50, 1);
        RowLayout layout = new RowLayout(rowType(false));
        try (RowFile file = new RowFile(folder.resolve("one"), layout.width(), false)) {
            for (int i = 0; i < x.length; i++) {
                file.add(row(0, i, false));
            }
            file.flush();
            for (int epoch = 1; epoch <= 2; epoch++) {
                RowOrder order = new RowOrder(file, new RowOrder.Shard(0, 0, 200), 3, epoch, 0);
                for (int step = 0; step < 4; step++) {
                    RowLayout.Arrays arrays = layout.arrays(50);
                    for (int row = 0; row < 50; row++) {
                        order.next(layout, arrays, row);
                    }
                    Batch batch = layout.batch(arrays, 50);
                    run.step(batch);
                }
            }
        }
        var tensors = Safetensors.read(outcome.values(), "outcome").tensors();
        run.parameters()
                .forEach((path, value) -> assertThat(Objects.requireNonNull(tensors.get(path)).values()).as(path)
                        .isEqualTo(value.values()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void aTrainingThatLosesAWorkerGoesOnFromItsCheckpoint(int localSteps) throws Exception {
        ParallelSettings plain = settings(localSteps).held(0.2, 0);
        ParallelOutcome whole = train(new Weighted(), plain, 2).getFirst();
        for (int lostAfter : new int[]{1, 4}) {
            Path checkpoints = Files.createTempDirectory(folder, "checkpoints");
            ParallelSettings kept = plain.checkpoints(checkpoints.toUri().toString(), 4);
            AtomicInteger rounds = new AtomicInteger();
            assertThatThrownBy(() -> train(new Weighted(), kept, 2, () -> rounds.getAndIncrement() == lostAfter))
                    .isInstanceOf(ExecutionException.class).cause().isInstanceOf(IOException.class)
                    .hasMessageStartingWith("training ");
            // go on with more workers, and again from the end
            assertSame(train(new Weighted(), kept, 4), whole);
            assertSame(train(new Weighted(), kept, 1), whole);
        }
    }

    @Test
    @Tag("full")
    void anIncompleteOrForeignCheckpointIsNotUsed() throws Exception {
        ParallelSettings plain = settings(1);
        Path checkpoints = Files.createTempDirectory(folder, "checkpoints");
        ParallelSettings kept = plain.checkpoints(checkpoints.toUri().toString(), 0);
        ParallelOutcome whole = train(new Weighted(), kept, 1).getFirst();
        List<Path> all;
        try (var list = Files.list(checkpoints)) {
            all = list.sorted().toList();
        }
        assertThat(all).hasSize(2); // the older ones are deleted
        Files.writeString(all.getLast().resolve("progress.json"), "{\"lossSum\":");
        assertThat(new CheckpointStore(checkpoints.toUri().toString(), new Configuration()).latest())
                .isEqualTo(all.getFirst().getFileName().toString());
        assertSame(train(new Weighted(), kept, 2), whole);

        hash = 1;
        for (ParallelOutcome outcome : train(new Weighted(), kept, 2)) {
            assertThat(outcome.failure()).startsWith("train: " + checkpoints.toUri()
                    + " holds checkpoints of a training on other rows; choose another folder");
        }
    }

    @Test
    void aCheckpointIsReplacedAsAWhole() throws IOException {
        CheckpointStore store = new CheckpointStore(folder.resolve("replaced").toUri().toString(),
                new Configuration());
        store.write(7, new CheckpointStore.Checkpoint(Progress.start("rows"), new byte[]{1}, new byte[]{2}));
        store.write(7, new CheckpointStore.Checkpoint(Progress.start("rows"), new byte[]{3}, null));
        CheckpointStore.Checkpoint read = store.read(store.latest());
        assertThat(read.run()).containsExactly(3);
        assertThat(read.best()).isNull();
    }

    @Test
    void patienceEndsATraining() throws Exception {
        ParallelSettings settings = ParallelSettings.epochs(200).shards(2).batch(64).held(0.3, 2).seed(1);
        ParallelOutcome outcome = train(new Plain(), settings, 2).getFirst();
        int epochs = Objects.requireNonNull(outcome.progress()).epochs().size();
        assertThat(epochs).isLessThan(200).isEqualTo(outcome.progress().best() + 2);
    }

    @Test
    void aDivergedTrainingEndsEverywhere() throws Exception {
        for (ParallelOutcome outcome : train(new Diverging(), settings(1), 3)) {
            assertThat(outcome.failure()).isNotNull();
            assertThat(outcome.values()).isNull();
        }
    }

    @Test
    void statisticsOfBatchesNeedLocalSteps() throws Exception {
        assertThat(train(new Normed(), settings(1), 2).getFirst().failure())
                .startsWith("train: the network keeps statistics of its batches");
        ParallelOutcome alone = train(new Normed(), settings(3), 1).getFirst();
        assertThat(alone.failure()).isNull();
        assertSame(train(new Normed(), settings(3), 4), alone);
    }

}
