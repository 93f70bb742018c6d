package org.chainrule.tabular.network;

import java.util.ArrayList;
import java.util.List;
import org.chainrule.data.Examples;
import org.chainrule.model.Model;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Layers;
import org.chainrule.nn.Loss;
import org.chainrule.optim.Optimizers;
import org.chainrule.optim.Schedule;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.outcome.Task;
import org.chainrule.train.Trainer;

/// Linear layers with ReLU and dropout between them, or a single linear layer, trained with Adam.
///
/// @param hidden       the width of each hidden layer; empty for a linear model
/// @param dropout      the dropout rate; negative for a default that depends on the task
/// @param epochs       the maximum number of epochs
/// @param patience     the number of epochs without a new best after which the training ends
/// @param batch        the batch size in rows; 0 for a default that depends on the number of rows
/// @param learningRate the learning rate; 0 for a default that depends on the batch size
public record Perceptron(List<Integer> hidden, double dropout, int epochs, int patience, int batch,
        double learningRate) implements Recipe {
    private static final int LARGEST_BATCH = 1024;

    /// Creates a recipe; copies the list.
    public Perceptron {
        hidden = List.copyOf(hidden);
    }

    @Override
    public String name() {
        return isLinear() ? "linear" : "mlp";
    }

    private boolean isLinear() {
        return hidden.isEmpty();
    }

    @Override
    public Layer net(Schema schema, Examples train, Task task, int outputs) {
        // Noise in hidden values harms the precision of numbers more than the choice of a class.
        double share = dropout >= 0 ? dropout : task.isClasses() ? 0.3 : 0.1;
        List<Layer> layers = new ArrayList<>();
        for (int units : hidden) {
            layers.add(Layers.linear(units));
            layers.add(Layers.relu());
            if (share > 0) {
                layers.add(Layers.dropout(share));
            }
        }
        layers.add(Layers.linear(outputs));
        return Layers.sequential(layers.toArray(Layer[]::new));
    }

    @Override
    public <M> Trainer<M> settings(Trainer<M> start, Task task, int rows) {
        // a linear model has one minimum: large steps reach it fast, and the steps must then shrink to settle there
        return start.optimizer(Optimizers.adam(learningRate(task, rows))).epochs(epochs).batch(batch(rows))
                .patience(patience).schedule(Schedule.cosine()).monitor("loss");
    }

    @Override
    public double measure(Model model, Examples held, Loss each, Task task) {
        return model.evaluate(held, each).getOrDefault("loss", Double.NaN);
    }

    /// Returns the batch size: small for few rows, so that an epoch has enough steps.
    @Override
    public int batch(int rows) {
        if (batch > 0) {
            return batch;
        }
        int size = 32;
        while (size < LARGEST_BATCH && rows >= size * 100) {
            size *= 2;
        }
        return size;
    }

    /// Returns the learning rate. A linear model has a single minimum and can move toward it in larger steps. The steps
    /// of Adam grow with the square root of the batch size (Malladi et al., "On the SDEs and scaling rules for adaptive
    /// gradient algorithms", 2022).
    @Override
    public double learningRate(Task task, int rows) {
        if (learningRate > 0) {
            return learningRate;
        }
        return isLinear() ? 1e-2 : 1e-3 * Math.sqrt(batch(rows) / 32.0);
    }

    @Override
    public long size(InputCounts inputs, int outputs) {
        long size = 0;
        int from = inputs.width();
        for (int units : hidden) {
            size += (from + 1L) * units;
            from = units;
        }
        return size + (from + 1L) * outputs;
    }
}
