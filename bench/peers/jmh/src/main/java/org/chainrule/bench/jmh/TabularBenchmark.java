package org.chainrule.bench.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.chainrule.bench.Data;
import org.chainrule.tabular.Prediction;
import org.chainrule.tabular.Predictions;
import org.chainrule.tabular.Predictor;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.read.Tables;
import org.chainrule.tabular.table.Table;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Predictions of a model of a table, from values to a prediction: one row at a time, and a table of 100,000 rows on all
/// processors.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class TabularBenchmark {
    private static final int ROWS = 100_000;

    /// A row of eight numbers.
    ///
    /// @param x0 a number
    /// @param x1 a number
    /// @param x2 a number
    /// @param x3 a number
    /// @param x4 a number
    /// @param x5 a number
    /// @param x6 a number
    /// @param x7 a number
    public record Eight(double x0, double x1, double x2, double x3, double x4, double x5, double x6, double x7) {
    }

    private static final Eight ROW = new Eight(0.5, -0.25, 0.125, 0.75, -0.5, 0.25, -0.125, 1.5);

    private final Map<String, Double> map = new LinkedHashMap<>();
    private TabularModel single;
    private TabularModel small;
    private Predictor<Eight> predictor;
    private Table table;

    /// Trains the models.
    @Setup
    public void train() throws IOException {
        Table eight = table(2000, 8);
        single = Tabular.of("y").hidden(256, 256, 256).epochs(2).seed(1).fit(eight).model();
        predictor = single.predictor(Eight.class);
        for (int i = 0; i < 8; i++) {
            map.put("x" + i, i / 8.0);
        }
        table = table(ROWS, 16);
        small = Tabular.of("y").hidden(64, 64).epochs(1).seed(1).fit(table(2000, 16)).model();
    }

    private static Table table(int rows, int columns) throws IOException {
        Path file = Files.writeString(Files.createTempFile("rows", ".csv"), Data.csv(rows, columns));
        try {
            return Tables.read(file);
        } finally {
            Files.delete(file);
        }
    }

    /// One record, by three layers of 256.
    @Benchmark
    public Prediction recordOfEight() {
        return predictor.predict(ROW);
    }

    /// One map, by three layers of 256.
    @Benchmark
    public Prediction mapOfEight() {
        return single.predict(map);
    }

    /// A row of a table that is in memory, by two layers of 64.
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public Predictions rowOfATable() {
        return small.predict(table);
    }
}
