package org.chainrule.tabular.network;

import java.util.ArrayList;
import java.util.List;
import org.chainrule.nn.Activation;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Layers;
import org.chainrule.nn.Periodic;
import org.chainrule.optim.Optimizers;
import org.chainrule.optim.Schedule;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.outcome.Task;
import org.chainrule.train.Trainer;

/// RealMLP: a multilayer perceptron with good defaults for tables (Holzmüller, Grinsztajn and Steinwart, "Better by
/// default: Strong pre-tuned MLPs and boosted trees on tabular data", 2024).
///
/// @param epochs the number of epochs
public record RealMlp(int epochs) implements Recipe {
    /// The name of the kind of network.
    public static final String NAME = "realmlp";
    private static final int BATCH = 256;
    private static final int WIDTH = 256;
    private static final int HIDDEN = 3;
    private static final int FREQUENCIES = 16;
    private static final double SIGMA = 0.1;
    private static final int EMBEDDING = 4;
    private static final double DROPOUT = 0.15;
    private static final double DECAY = 0.02;
    private static final int CYCLES = 4;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Layer net(Schema schema, Task task, int outputs) {
        List<Layer> layers = new ArrayList<>();
        layers.add(Stem.of(schema, new Periodic(FREQUENCIES, SIGMA, EMBEDDING)));
        layers.add(Layers.scaling());
        for (int i = 0; i < HIDDEN; i++) {
            layers.add(Layers.tangentLinear(WIDTH).dataDriven());
            layers.add(Layers.parametric(
                    task.isClasses() ? Activation.Function.SELU : Activation.Function.MISH));
            layers.add(Layers.dropout(DROPOUT).schedule(Schedule.flatCosine()));
        }
        layers.add(Layers.tangentLinear(outputs).dataDriven());
        return Layers.sequential(layers.toArray(Layer[]::new));
    }

    @Override
    public <M> Trainer<M> settings(Trainer<M> start, Task task, int rows) {
        return start.optimizer(Optimizers.adam(learningRate(task, rows), 0.9, 0.95, 1e-8).decay(DECAY)
                .decayMatricesOnly().decaySchedule(Schedule.flatCosine())).rates(RealMlp::factor)
                .schedule(Schedule.coslog(CYCLES)).epochs(epochs).batch(batch(rows))
                .monitor(task.isClasses() ? "logLoss" : "loss");
    }

    /// Returns the factor of the learning rate of a parameter.
    private static double factor(String path) {
        if (path.endsWith("/factor")) {
            return 6;
        }
        return path.endsWith("/bias") || path.endsWith("/alpha") || path.startsWith("parts/periodic") ? 0.1 : 1;
    }

    @Override
    public int batch(int rows) {
        return BATCH;
    }

    @Override
    public double learningRate(Task task, int rows) {
        // the mean of a count is an exponential of the output, as the odds of a class are: large steps would overflow
        return task == Task.REGRESSION ? 0.2 : 0.04;
    }

    @Override
    public long size(int inputs, int outputs) {
        return (long) inputs * EMBEDDING * WIDTH + (HIDDEN - 1L) * WIDTH * WIDTH + (long) WIDTH * outputs;
    }
}
