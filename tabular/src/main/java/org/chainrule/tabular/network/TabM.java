package org.chainrule.tabular.network;

import java.util.ArrayList;
import java.util.List;
import org.chainrule.data.Examples;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Layers;
import org.chainrule.nn.Losses;
import org.chainrule.nn.Mixture;
import org.chainrule.optim.Optimizers;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.outcome.Task;
import org.chainrule.train.Trainer;

/// TabM-mini: members that share all weights but the factors of their inputs and their last layer, with piecewise-linear
/// embeddings of numbers (Gorishniy, Kotelnikov and Babenko, "TabM: Advancing tabular deep learning with
/// parameter-efficient ensembling", 2024).
///
/// @param members  the number of members
/// @param epochs   the maximum number of epochs
/// @param patience the number of epochs without a new best after which the training ends
public record TabM(int members, int epochs, int patience, int width, int hidden, int emb, double lr, double dropout) implements Recipe {
    /// The name of the kind of network.
    public static final String NAME = "tabm";
    private static final int BINS = 48;
    private static final double DECAY = 3e-4;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Layer net(Schema schema, Examples train, Task task, int outputs) {
        List<Layer> layers = new ArrayList<>();
        layers.add(Stem.of(schema, numbers -> Boolean.getBoolean("lab.relu") ? Layers.sequential(Layers.piecewiseLinear(Quantiles.edges(train, numbers, BINS), emb), Layers.relu()) : Layers.piecewiseLinear(Quantiles.edges(train, numbers, BINS), emb)));
        layers.add(Layers.fan(members, Boolean.getBoolean("lab.signs")));
        for (int i = 0; i < hidden; i++) {
            layers.add(Layers.linear(width));
            layers.add(Layers.relu());
            if (dropout > 0) layers.add(Layers.dropout(dropout));
        }
        layers.add(Layers.heads(outputs));
        layers.add(Layers.memberMean(task == Task.CLASSIFICATION ? Mixture.Kind.CLASSES : Mixture.Kind.NUMBERS));
        return Layers.sequential(layers.toArray(Layer[]::new));
    }

    @Override
    public <M> Trainer<M> settings(Trainer<M> start, Task task, int rows) {
        return start.loss(Losses.members(task == Task.CLASSIFICATION ? Losses.crossEntropy() : Losses.squared()))
                .optimizer(Optimizers.adam(lr).decay(DECAY).decayMatricesOnly()).clip(1).epochs(epochs)
                .batch(batch(rows)).patience(patience).monitor(task == Task.CLASSIFICATION ? "logLoss" : "loss");
    }

    @Override
    public int batch(int rows) {
        return rows < 2_800 ? 32 : rows < 4_500 ? 64 : rows < 6_400 ? 128 : rows < 32_000 ? 256 : rows < 108_000 ? 512 : 1024;
    }

    @Override
    public double learningRate(Task task, int rows) {
        return lr;
    }

    @Override
    public long size(int inputs, int outputs) {
        return members * ((long) inputs * emb * width + (hidden - 1L) * width * width + (long) width * outputs);
    }
}
