package org.chainrule.spark;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/// Measures how many rows of a Parquet file are scored in a second of a processor, beside Spark's reading of the same
/// columns. It counts the processor time of the whole process, so that other load does not disturb it.
/// Arguments: a folder for the file, and the number of rows.
final class ScoringBenchmark {
    private static final int COLUMNS = 16;
    private static final int REPEATS = 4;

    private ScoringBenchmark() {
    }

    public static void main(String... args) {
        SparkSession spark = SparkSession.builder().master("local[1]").config("spark.ui.enabled", false)
                .config("spark.driver.host", "localhost").getOrCreate();
        String file = Path.of(args[0], "scoring.parquet").toString();
        long rows = Long.parseLong(args[1]);
        String columns = IntStream.range(0, COLUMNS).mapToObj(i -> "rand(" + i + ") as x" + i)
                .collect(Collectors.joining(", "));
        if (!Path.of(file).toFile().exists()) {
            spark.range(0, rows, 1, 4).selectExpr(columns.split(", ")).write().parquet(file);
        }
        Dataset<Row> table = spark.read().parquet(file);
        Dataset<Row> sample = table.limit(2000).selectExpr("*", "x0 + 2 * x1 * x2 + sin(x3) as label");
        ChainruleRegressionModel model = new ChainruleRegressor().setHiddenLayers(64, 64).setMaxIter(3).fit(sample);
        double plain = Double.MAX_VALUE;
        double scored = Double.MAX_VALUE;
        double called = Double.MAX_VALUE;
        String path = Path.of(args[0], "scoring.model").toString();
        try {
            model.write().overwrite().save(path);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        ChainruleExtensions.register(spark);
        String names = String.join(", ", table.columns());
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            plain = Math.min(plain, seconds(table));
            scored = Math.min(scored, seconds(model.transform(table)));
            called = Math.min(called,
                    seconds(table.selectExpr("*", "chainrule_predict('" + path + "', " + names + ") as p")));
        }
        System.out.printf("read alone: %.2fM rows/s%nread and transform: %.2fM rows/s%nread and chainrule_predict:"
                + " %.2fM rows/s%n", rows / plain / 1e6, rows / scored / 1e6, rows / called / 1e6);
        spark.stop();
    }

    private static double seconds(Dataset<Row> rows) {
        OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long start = process.getProcessCpuTime();
        rows.write().format("noop").mode("overwrite").save();
        return (process.getProcessCpuTime() - start) * 1e-9;
    }
}
