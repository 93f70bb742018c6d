package org.chainrule.tabular.network;

import java.util.ArrayList;
import java.util.List;
import org.chainrule.data.Examples;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Layers;
import org.chainrule.nn.Loss;
import org.chainrule.nn.Losses;
import org.chainrule.nn.Mixture;
import org.chainrule.optim.Optimizers;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.outcome.Task;
import org.chainrule.train.Trainer;

/// TabM-mini: an ensemble whose members share all weights but the factors of their inputs and their last layer, with
/// piecewise-linear embeddings of numbers (Gorishniy, Kotelnikov and Babenko, "TabM: Advancing tabular deep learning with
/// parameter-efficient ensembling", 2024).
///
/// @param epochs   the maximum number of epochs
/// @param patience the number of epochs without a new best after which the training ends
/// @param members  the number of members
/// @param width    the width of the hidden layers
public record TabM(int epochs, int patience, int members, int width) implements Recipe {
    /// The name of the kind of network.
    public static final String NAME = "tabm";
    private static final int EPOCHS = 200;
    private static final int PATIENCE = 16;
    private static final int MEMBERS = 16;
    private static final int WIDTH = 256;
    private static final int HIDDEN = 2;
    private static final int BINS = 48;
    private static final int EMBEDDING = 16;
    private static final double DROPOUT = 0.1;
    private static final double DECAY = 3e-4;
    private static final double LEARNING_RATE = 2e-3;
    private static final double NORM = 1;
    private static final int USUAL_EPOCHS = 40;
    private static final double SHARED = 0.35;

    /// Returns the recipe of the paper, with the number of members that suits processors without an accelerator.
    public static TabM published() {
        return new TabM(EPOCHS, PATIENCE, MEMBERS, WIDTH);
    }

    /// Returns a copy with another maximum number of epochs.
    public TabM epochs(int other) {
        return new TabM(other, patience, members, width);
    }

    /// Returns a copy with hidden layers of another width.
    public TabM width(int other) {
        return new TabM(epochs, patience, members, other);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Layer net(Schema schema, Examples train, Task task, int outputs) {
        List<Layer> layers = new ArrayList<>();
        layers.add(Stem.of(schema,
                numbers -> List.of(Layers.piecewiseLinear(BinEdges.of(train, numbers, BINS), EMBEDDING))));
        layers.add(Layers.fan(members, false));
        for (int i = 0; i < HIDDEN; i++) {
            layers.add(Layers.linear(width));
            layers.add(Layers.relu());
            layers.add(Layers.dropout(DROPOUT));
        }
        layers.add(Layers.heads(outputs));
        layers.add(Layers.memberMean(
                task.isClasses() ? Mixture.Kind.CLASSES : Mixture.Kind.NUMBERS));
        return Layers.sequential(layers.toArray(Layer[]::new));
    }

    @Override
    public <M> Trainer<M> settings(Trainer<M> start, Task task, int rows) {
        return start.optimizer(Optimizers.adam(LEARNING_RATE).decay(DECAY).decayMatricesOnly()).clip(NORM)
                .epochs(epochs)
                .patience(patience).batch(batch(rows)).monitor(task.isClasses() ? "logLoss" : "loss");
    }

    @Override
    public Loss loss(Loss each) {
        return Losses.members(each);
    }

    @Override
    public int batch(int rows) {
        return rows < 2_800
                ? 32
                : rows < 4_500
                        ? 64
                        : rows < 6_400
                                ? 128
                                : rows < 32_000
                                        ? 256
                                        : rows < 108_000
                                                ? 512
                                                : 1024;
    }

    @Override
    public double learningRate(Task task, int rows) {
        return LEARNING_RATE;
    }

    /// Returns the number of multiplications for a row, which the members repeat with shared weights.
    @Override
    public long size(InputCounts inputs, int outputs) {
        return members * (inputs.size(EMBEDDING, width) + (HIDDEN - 1L) * width * width + (long) width * outputs);
    }

    @Override
    public double elementWork(InputCounts inputs) {
        return UNIT_WORK * HIDDEN * members * width;
    }

    @Override
    public int usualEpochs() {
        return Math.min(epochs, USUAL_EPOCHS);
    }

    /// The members use each weight, but read it once for several of them.
    @Override
    public double uses() {
        return SHARED * members;
    }
}
