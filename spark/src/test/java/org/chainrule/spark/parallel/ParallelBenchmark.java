package org.chainrule.spark.parallel;

import static org.apache.spark.sql.functions.expr;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.nn.Losses.crossEntropy;
import static org.chainrule.nn.Losses.squared;
import static org.chainrule.optim.Optimizers.adamW;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.chainrule.data.Batch;
import org.chainrule.data.Field;
import org.chainrule.data.RowType;
import org.chainrule.spark.parallel.exchange.ShardTree;
import org.chainrule.spark.parallel.exchange.TreeSum;
import org.chainrule.spark.parallel.exchange.TreeSumTest;
import org.chainrule.train.Run;
import org.chainrule.train.Step;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;

/// Measures trainings in a cluster of two executors with one core each, beside one process with two threads.
///
/// ```
/// ParallelBenchmark one BATCH SECONDS      one process: rows per second
/// ParallelBenchmark steps BATCH LOCAL N M  two executors: rows per second, from trainings of N and M epochs
/// ParallelBenchmark rows N                 N rows of 20 columns, executors of 1.5 GB
/// ParallelBenchmark gather N               N calls of Spark's allGather
/// ParallelBenchmark sums W LENGTH N        N sums of arrays by W threads over connections of this machine
/// ```
final class ParallelBenchmark {
    private static final int ROWS = 32_768;

    /// The network 784-256-128-10.
    static final class Digits implements NetworkTraining {
        @Override
        public RowType type() {
            return new RowType(List.of(new Field("x", TensorType.f32(Shape.of(784)))),
                    List.of(new Field("y", TensorType.i32(Shape.scalar()))), false);
        }

        @Override
        public Step step(long rows) {
            return Step.of(sequential(linear(256), relu(), linear(128), relu(), linear(10)), crossEntropy(),
                    adamW(1e-3));
        }
    }

    /// A network for 20 columns.
    static final class Columns implements NetworkTraining {
        @Override
        public RowType type() {
            return new RowType(List.of(new Field("x", TensorType.f32(Shape.of(20)))),
                    List.of(new Field("y", TensorType.f32(Shape.of(1)))), false);
        }

        @Override
        public Step step(long rows) {
            return Step.of(sequential(linear(64), relu(), linear(64), relu(), linear(1)), squared(), adamW(1e-3));
        }
    }

    private ParallelBenchmark() {
    }

    public static void main(String... args) throws Exception {
        switch (args[0]) {
            case "one" -> one(Integer.parseInt(args[1]), Double.parseDouble(args[2]));
            case "steps" -> steps(Integer.parseInt(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]),
                    Integer.parseInt(args[4]));
            case "rows" -> rows(Integer.parseInt(args[1]));
            case "gather" -> gather(Integer.parseInt(args[1]));
            case "sums" -> sums(Integer.parseInt(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]));
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void one(int size, double seconds) {
        RowLayout layout = new RowLayout(new Digits().type());
        RowLayout.Arrays arrays = layout.arrays(size);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < size * 784; i++) {
            arrays.inputs().getFirst()[i] = random.nextInt(256) / 255f;
        }
        for (int i = 0; i < size; i++) {
            arrays.targets().getFirst()[i] = random.nextInt(10);
        }
        Batch batch = layout.batch(arrays, size);
        Run run = new Digits().step(ROWS).start(layout.type(), size, 2);
        long warm = System.nanoTime();
        while (System.nanoTime() - warm < seconds * 1e9 / 2) {
            run.step(batch);
        }
        long steps = 0;
        long began = System.nanoTime();
        double passed = 0;
        for (; passed < seconds; passed = (System.nanoTime() - began) / 1e9) {
            run.step(batch);
            steps++;
        }
        System.out.printf("one process, two threads, batch %d: %.0f rows/s%n", size, steps * size / passed);
    }

    private static void steps(int batch, int local, int few, int many) throws IOException {
        try (SparkSession session = Clusters.start(2, 1536)) {
            Dataset<Row> rows = session.range(0, ROWS, 1, 2).select(
                    expr("transform(sequence(1, 784), i -> cast(pmod(xxhash64(id, i), 256) / 255.0 as float))")
                            .as("features"),
                    expr("pmod(xxhash64(id), 10)").as("target")).cache();
            ParallelSettings settings = ParallelSettings.epochs(few).batch(batch).localSteps(local).shards(2);
            DataParallel.train(rows, new Digits(), settings); // warms the executors
            DataParallelResult first = DataParallel.train(rows, new Digits(), settings);
            DataParallelResult second = DataParallel.train(rows, new Digits(),
                    ParallelSettings.epochs(many).batch(batch)
                            .localSteps(local).shards(2));
            System.out.printf("two executors, batch %d, %d local steps: %.0f rows/s (%d steps in %.2f s, %d in %.2f)%n",
                    batch, local, (many - few) * (double) ROWS / (second.seconds() - first.seconds()), first.steps(),
                    first.seconds(), second.steps(), second.seconds());
        }
    }

    private static void rows(int count) throws IOException {
        try (SparkSession session = Clusters.start(2, 1536)) {
            Dataset<Row> rows = session.range(0, count, 1, 8)
                    .select(expr(
                            "transform(sequence(1, 20), i -> cast(pmod(xxhash64(id, i), 1000) / 500.0 - 1 as float))")
                            .as("features"))
                    .withColumn("target", expr("features[0] * features[1] + features[2]"));
            long began = System.nanoTime();
            DataParallelResult result = DataParallel.train(rows, new Columns(), ParallelSettings.epochs(1).batch(8192));
            double seconds = (System.nanoTime() - began) / 1e9;
            System.out.printf("%d rows of 20 columns, two executors of 1536 MB: one epoch in %.1f s, %.1f with Spark's"
                    + " part; loss %.4f%n", count, result.seconds(), seconds, result.epochs().getFirst().loss());
        }
    }

    private static void gather(int calls) throws IOException {
        try (SparkSession session = Clusters.start(2, 1024)) {
            List<Double> seconds = Gather.measure(session, calls);
            System.out.println("allGather of two tasks: " + seconds);
        }
    }

    private static void sums(int workers, int length, int count) throws Exception {
        for (boolean encrypted : new boolean[]{false, true}) {
            double seconds = TreeSumTest.connected(workers, encrypted, 60_000, (worker, mesh) -> {
                TreeSum sum = new TreeSum(new ShardTree(workers, workers), worker, mesh, length);
                for (int i = 0; i < count; i++) {
                    sum.sum((_, _) -> {
                    });
                }
                long began = System.nanoTime();
                for (int i = 0; i < count; i++) {
                    sum.sum((_, _) -> {
                    });
                }
                return (System.nanoTime() - began) / 1e9 / count;
            }).getFirst();
            System.out.printf("sum of %d floats of %d workers%s: %.3f ms, %.2f GB/s sent and received by each%n",
                    length,
                    workers, encrypted ? ", encrypted" : "", seconds * 1e3,
                    2.0 * Float.BYTES * length * (workers - 1) / workers / seconds / 1e9);
        }
    }
}
