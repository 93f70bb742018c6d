package org.chainrule.spark.parallel;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.spark.LocalSpark;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Trainings in barrier stages of a local session.
class DataParallelTest {
    private final WorkerTrainingTest.Weighted weighted = new WorkerTrainingTest.Weighted();
    private final ParallelSettings settings = ParallelSettings.epochs(2).batch(256).seed(5);

    private static Dataset<Row> rows(int count, int partitions) {
        return rows(LocalSpark.session(), count, partitions);
    }

    static Dataset<Row> rows(SparkSession session, int count, int partitions) {
        Column[] numbers = new Column[5];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = expr("cast((xxhash64(id, " + i + ") % 1000) / 500.0 as float)");
        }
        return session.range(0, count, 1, partitions).select(col("id"), array(numbers).as("features"))
                .select(col("features"), expr("features[0] * features[1] + features[2]").as("target"),
                        expr("1.0 + id % 3").as("weight"), col("id"));
    }

    private static void assertSame(DataParallelResult actual, DataParallelResult expected) {
        assertThat(actual.epochs()).isEqualTo(expected.epochs());
        expected.parameters()
                .forEach((path, value) -> assertThat(Objects.requireNonNull(actual.parameters().get(path)).values())
                        .as(path)
                        .isEqualTo(value.values()));
    }

    @Test
    void neitherWorkersNorTheOrderOfRowsChangeABit() {
        Dataset<Row> rows = rows(2000, 3);
        DataParallelResult alone = DataParallel.train(rows, weighted, settings.workers(1));
        assertThat(alone.epochs()).hasSize(2);
        assertThat(alone.steps()).isEqualTo(14);
        assertThat(alone.parameters()).hasSize(4);
        assertSame(DataParallel.train(rows(2000, 5).orderBy(col("id").desc()), weighted, settings), alone);
    }

    @Test
    @Tag("full")
    void equalRowsAreSpreadOverTheShards() {
        Dataset<Row> rows = rows(2000, 2).withColumn("features", expr("transform(features, x -> cast(x > 0 as float))"))
                .withColumn("target", col("features").getItem(0)).withColumn("weight", expr("1"));
        DataParallelResult alone = DataParallel.train(rows, weighted, settings.workers(1));
        assertThat(alone.steps()).isBetween(12L, 16L);
        assertSame(DataParallel.train(rows, weighted, settings.workers(2)), alone);
    }

    @Test
    @Tag("full")
    void aTrainingGoesOnFromItsFolder(@TempDir Path folder) throws Exception {
        Dataset<Row> rows = rows(2000, 3);
        ParallelSettings kept = settings.checkpoints(folder.toUri().toString(), 3);
        DataParallelResult whole = DataParallel.train(rows, weighted, settings);
        assertSame(DataParallel.train(rows, weighted, kept), whole);
        // as if the driver had been killed before the last checkpoint
        try (var list = Files.list(folder)) {
            Path last = list.filter(Files::isDirectory).sorted().toList().getLast();
            Files.delete(last.resolve("progress.json"));
        }
        assertSame(DataParallel.train(rows, weighted, kept.workers(1)), whole);
        assertThatThrownBy(() -> DataParallel.train(rows, weighted, kept.seed(6))).isInstanceOf(FormatException.class)
                .hasMessageContaining("holds checkpoints of another training");
        assertThatThrownBy(() -> DataParallel.train(rows(2001, 3), weighted, kept))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("holds checkpoints of a training on other rows");
    }

    /// Kills a task of a barrier stage once a training has written a checkpoint.
    private static final class Killer extends SparkListener {
        private final SparkContext context;
        private final Path folder;
        private final Set<Integer> barrier = ConcurrentHashMap.newKeySet();
        private final AtomicInteger kills = new AtomicInteger();
        private final AtomicInteger starts = new AtomicInteger();

        Killer(SparkContext context, Path folder) {
            this.context = context;
            this.folder = folder;
        }

        @Override
        public void onTaskStart(SparkListenerTaskStart start) {
            if (!barrier.contains(start.stageId())) {
                return;
            }
            if (starts.incrementAndGet() == 1) {
                Thread.ofVirtual().start(() -> kill(start.taskInfo().taskId()));
            }
        }

        @Override
        public void onStageSubmitted(SparkListenerStageSubmitted submitted) {
            if (submitted.stageInfo().numTasks() == 2 && submitted.stageInfo().parentIds().nonEmpty()) {
                barrier.add(submitted.stageInfo().stageId());
            }
        }

        private void kill(long task) {
            try {
                while (!ClusterProgram.written(folder)) {
                    Thread.sleep(5);
                }
                kills.addAndGet(context.killTaskAttempt(task, false, "a test") ? 1 : 0);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    @Tag("full")
    void aKilledTaskGoesOnFromTheLastCheckpoint(@TempDir Path folder) {
        Dataset<Row> rows = rows(2000, 3);
        ParallelSettings longer = ParallelSettings.epochs(200).batch(256).seed(5);
        DataParallelResult whole = DataParallel.train(rows, weighted, longer);
        SparkContext context = LocalSpark.session().sparkContext();
        Killer killer = new Killer(context, folder);
        context.addSparkListener(killer);
        try {
            assertSame(DataParallel.train(rows, weighted, longer.checkpoints(folder.toUri().toString(), 100)), whole);
        } finally {
            context.removeSparkListener(killer);
        }
        assertThat(killer.kills).hasValue(1);
        assertThat(killer.starts).hasValue(4); // both tasks, and both again
    }

    @Test
    void outcomesTravelWithAnySerializer() {
        ParallelOutcome outcome = new ParallelOutcome(null, new byte[]{1},
                Progress.start("rows").plus(2).endOfEpoch(1, 3), 4, 5);
        ParallelOutcome received = LocalSpark.throughKryo(outcome);
        assertThat(received.progress()).isEqualTo(outcome.progress());
        assertThat(received.values()).containsExactly(1);
    }

    @Test
    void workersAreAsManyAsSparkRunsAtATime() {
        SparkContext context = LocalSpark.session().sparkContext();
        context.conf().set("spark.default.parallelism", "200");
        try {
            assertThat(DataParallel.workers(context, settings)).isEqualTo(2);
        } finally {
            context.conf().remove("spark.default.parallelism");
        }
    }

    @Test
    void mistakesAreNamedOnce() {
        Dataset<Row> rows = rows(100, 2);
        ParallelSettings settings = this.settings.shards(2).workers(1);
        assertThatThrownBy(() -> DataParallel.train(rows.drop("weight"), weighted, settings))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("train: the rows have no column weight, only features, target, id");
        assertThatThrownBy(
                () -> DataParallel.train(rows.withColumn("features", expr("array(1.0)")), weighted, settings))
                .isInstanceOf(ArgumentException.class).hasMessage("train: a row has 1 inputs, expected 5");
        assertThatThrownBy(() -> DataParallel.train(rows.limit(0), weighted, settings))
                .isInstanceOf(ArgumentException.class).hasMessage("train: there are no rows to learn from");
    }

    @Test
    @Tag("full")
    void missingNumbersAndEmptyShardsAreRefused() {
        Dataset<Row> rows = rows(100, 2);
        ParallelSettings settings = this.settings.shards(2).workers(1);
        assertThatThrownBy(() -> DataParallel.train(rows.withColumn("target", expr("null")), weighted, settings))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("holds NaN");
        assertThatThrownBy(() -> DataParallel.train(rows.limit(3), weighted, settings.shards(8)))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("train: 3 rows leave some of the 8 shards empty; use fewer shards, or more rows");
    }
}
