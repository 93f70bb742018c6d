package org.chainrule.bench.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.chainrule.bench.Data;
import org.chainrule.data.Batch;
import org.chainrule.data.Examples;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Layers;
import org.chainrule.nn.Loss;
import org.chainrule.nn.Losses;
import org.chainrule.nn.Mixture;
import org.chainrule.optim.Optimizers;
import org.chainrule.train.Run;
import org.chainrule.train.Step;
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
import org.openjdk.jmh.annotations.Warmup;

/// A training step of k members side by side (fan, shared layers, heads), against that of one network of the same
/// layers: 32-width-width-1 with ReLU, squared error and Adam, batches of 256 rows.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class MembersBenchmark {
    private static final int COLUMNS = 32;
    private static final int ROWS = 256;

    /// The number of members; 1 for a network without them.
    @Param({"1", "4", "16", "32"})
    public int members;

    /// The width of both hidden layers.
    @Param({"64", "256"})
    public int width;

    /// The number of threads.
    @Param({"1", "2"})
    public int threads;

    private Run run;
    private Batch batch;

    /// Starts the training.
    @Setup
    public void prepare() {
        Random random = new Random(1);
        Examples rows = Examples.of(Data.normal(random, ROWS * COLUMNS, 1), COLUMNS, Data.normal(random, ROWS, 1));
        boolean one = members == 1;
        List<Layer> layers = new ArrayList<>();
        if (!one) {
            layers.add(Layers.fan(members, false));
        }
        layers.addAll(List.of(Layers.linear(width), Layers.relu(), Layers.linear(width), Layers.relu()));
        layers.addAll(one
                ? List.of(Layers.linear(1))
                : List.of(Layers.heads(1), Layers.memberMean(Mixture.Kind.NUMBERS)));
        Loss loss = one ? Losses.squared() : Losses.members(Losses.squared());
        batch = rows.batch();
        run = Step.of(Layers.sequential(layers.toArray(Layer[]::new)), loss, Optimizers.adam(1e-3)).seed(1)
                .start(batch.type(), ROWS, threads);
    }

    /// One step.
    @Benchmark
    public float step() {
        return run.step(batch);
    }
}
