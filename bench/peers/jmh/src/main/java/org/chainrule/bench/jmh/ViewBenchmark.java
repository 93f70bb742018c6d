package org.chainrule.bench.jmh;

import java.io.IOException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.chainrule.bench.Data;
import org.chainrule.data.Examples;
import org.chainrule.model.Regressor;
import org.chainrule.nn.Layers;
import org.chainrule.serve.TrainingView;
import org.chainrule.train.Trainer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// A training of 50 epochs of 128 steps, with a live view that nobody looks at and without one: 16-32-32-1 with ReLU, batches
/// of 32 rows, one thread. A step takes some microseconds, so that the view would show.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(3)
@Warmup(iterations = 8, time = 2)
@Measurement(iterations = 5, time = 2)
public class ViewBenchmark {
    private static final int ROWS = 4096;
    private static final int COLUMNS = 16;
    private static final int WIDTH = 32;

    /// Whether there is a view.
    @Param({"false", "true"})
    public boolean viewed;

    private TrainingView view;
    private Examples rows;
    private Trainer<Regressor> training;

    /// Opens the view.
    @Setup
    public void open() throws IOException {
        view = TrainingView.open();
        Random random = new Random(1);
        rows = Examples.of(Data.normal(random, ROWS * COLUMNS, 1), COLUMNS, Data.normal(random, ROWS, 1));
        training = Regressor.of(Layers.sequential(Layers.linear(WIDTH), Layers.relu(), Layers.linear(WIDTH),
                Layers.relu(), Layers.linear(1))).epochs(50).batch(32).threads(1).seed(1);
    }

    /// Closes the view.
    @TearDown
    public void close() {
        view.close();
    }

    /// One training.
    @Benchmark
    public Regressor training() {
        return (viewed ? training.observe(view.observer("network")) : training).fit(rows);
    }
}
