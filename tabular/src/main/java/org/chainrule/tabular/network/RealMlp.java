package org.chainrule.tabular.network;

import java.util.ArrayList;
import java.util.List;
import org.chainrule.data.Examples;
import org.chainrule.model.Model;
import org.chainrule.nn.Activation;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Layers;
import org.chainrule.nn.Loss;
import org.chainrule.nn.Periodic;
import org.chainrule.optim.Optimizers;
import org.chainrule.optim.Schedule;
import org.chainrule.tabular.assess.Refinement;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.outcome.Task;
import org.chainrule.train.Trainer;

/// RealMLP: a multilayer perceptron with good defaults for tables (Holzmüller, Grinsztajn and Steinwart, "Better by
/// default: Strong pre-tuned MLPs and boosted trees on tabular data", 2024).
///
/// @param epochs  the maximum number of epochs
/// @param width   the width of the hidden layers
/// @param sigma   the standard deviation of the frequencies of the numbers at the start: with a larger one, the network
///                fits functions that change faster
/// @param pieces  the number of outputs of a piecewise-linear embedding of each number, beside the periodic one; 0, as
///                published, for none. It tells values apart that are close together and common.
/// @param dropout the dropout rate at the start
public record RealMlp(int epochs, int width, double sigma, int pieces, double dropout)
        implements
            Recipe {
    /// The name of the kind of network.
    public static final String NAME = "realmlp";
    private static final int BATCH = 256;
    private static final int EPOCHS = 256;
    private static final int WIDTH = 256;
    private static final int HIDDEN = 3;
    private static final int FREQUENCIES = 16;
    private static final double SIGMA = 0.1;
    private static final int EMBEDDING = 4;
    private static final int BINS = 48;
    private static final double DROPOUT = 0.15;
    private static final double DECAY = 0.02;
    private static final int CYCLES = 4;
    private static final int PATIENCE = 40;
    private static final double PATIENCE_SHARE = 2;
    /// The work of the embedding of a number, in operations of a matrix product.
    private static final double NUMBER_WORK = 5_000;
    private static final double BINNED_WORK = 20_000;

    /// Returns the published recipe.
    public static RealMlp published() {
        return new RealMlp(EPOCHS, WIDTH, SIGMA, 0, DROPOUT);
    }

    /// Returns a copy with another maximum number of epochs.
    public RealMlp epochs(int other) {
        return new RealMlp(other, width, sigma, pieces, dropout);
    }

    /// Returns a copy with hidden layers of another width.
    public RealMlp width(int other) {
        return new RealMlp(epochs, other, sigma, pieces, dropout);
    }

    /// Returns a copy with another deviation of the frequencies.
    public RealMlp sigma(double other) {
        return new RealMlp(epochs, width, other, pieces, dropout);
    }

    /// Returns a copy with a piecewise-linear embedding of each number.
    public RealMlp pieces(int other) {
        return new RealMlp(epochs, width, sigma, other, dropout);
    }

    /// Returns a copy with another dropout rate.
    public RealMlp dropout(double other) {
        return new RealMlp(epochs, width, sigma, pieces, other);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Layer net(Schema schema, Examples train, Task task, int outputs) {
        List<Layer> layers = new ArrayList<>();
        layers.add(Stem.of(schema, numbers -> {
            List<Layer> embeddings = new ArrayList<>(List.of(new Periodic(FREQUENCIES, sigma, EMBEDDING)));
            if (pieces > 0) {
                embeddings.add(Layers.piecewiseLinear(BinEdges.of(train, numbers, BINS), pieces));
            }
            return embeddings;
        }));
        layers.add(Layers.scaling());
        for (int i = 0; i < HIDDEN; i++) {
            layers.add(Layers.tangentLinear(width).dataDriven());
            layers.add(Layers.parametric(
                    task.isClasses() ? Activation.Function.SELU : Activation.Function.MISH));
            if (dropout > 0) {
                layers.add(Layers.dropout(dropout).schedule(Schedule.flatCosine()));
            }
        }
        layers.add(Layers.tangentLinear(outputs).dataDriven());
        return Layers.sequential(layers.toArray(Layer[]::new));
    }

    @Override
    public <M> Trainer<M> settings(Trainer<M> start, Task task, int rows) {
        Trainer<M> trainer = start.optimizer(Optimizers.adam(learningRate(task, rows), 0.9, 0.95, 1e-8).decay(DECAY)
                .decayMatricesOnly().decaySchedule(Schedule.flatCosine())).rates(RealMlp::factor)
                .schedule(Schedule.coslog(CYCLES)).epochs(epochs).patience(PATIENCE, PATIENCE_SHARE).batch(batch(rows));
        return task.isClasses()
                ? trainer.metrics(Refinement.METRIC).monitor(Refinement.METRIC)
                : trainer.monitor("loss");
    }

    @Override
    public double measure(Model model, Examples held, Loss each, Task task) {
        return task.isClasses()
                ? model.measure(held, Refinement.METRIC)
                : model.evaluate(held, each).getOrDefault("loss", Double.NaN);
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
    public long size(InputCounts inputs, int outputs) {
        return inputs.size(EMBEDDING + pieces, width) + (HIDDEN - 1L) * width * width + (long) width * outputs;
    }

    @Override
    public double elementWork(InputCounts inputs) {
        return UNIT_WORK * HIDDEN * width + (pieces > 0 ? BINNED_WORK : NUMBER_WORK) * inputs.numbers();
    }
}
