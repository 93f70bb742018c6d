package org.chainrule.tabular.network;

import java.util.List;
import java.util.stream.Stream;
import org.chainrule.data.Examples;
import org.chainrule.model.Model;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Linear;
import org.chainrule.nn.Loss;
import org.chainrule.nn.MemberMean;
import org.chainrule.nn.Sequential;
import org.chainrule.nn.TangentLinear;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.outcome.Task;
import org.chainrule.train.Trainer;

/// How a network learns from a table: its layers, its optimizer, and the length of its training.
public sealed interface Recipe permits Perceptron, RealMlp, TabM {
    /// The work of the activation of a unit, in operations of a matrix product.
    double UNIT_WORK = 200;

    /// Returns the recipe of the kind of a trained network, by its layers.
    ///
    /// @param batch        the batch size of a [Perceptron]; 0 for the default
    /// @param learningRate the learning rate of a [Perceptron]; 0 for the default
    static Recipe of(Layer net, int batch, double learningRate) {
        List<Layer> layers = net instanceof Sequential(List<Layer> parts) ? parts : List.of(net);
        if (layers.stream().anyMatch(MemberMean.class::isInstance)) {
            return TabM.published();
        }
        if (layers.stream().anyMatch(TangentLinear.class::isInstance)) {
            return RealMlp.published();
        }
        List<Integer> hidden = layers.stream()
                .flatMap(layer -> layer instanceof Linear linear ? Stream.of(linear.units()) : Stream.empty()).toList();
        return new Perceptron(hidden.subList(0, hidden.size() - 1), -1, 1, 1, batch, learningRate);
    }

    /// Returns the name of the kind of network, such as `mlp`.
    String name();

    /// Returns the network.
    ///
    /// @param schema  the encodings of the columns, which name the inputs
    /// @param train   the rows to learn from
    /// @param outputs the number of outputs: a logit for each class, or one number
    Layer net(Schema schema, Examples train, Task task, int outputs);

    /// Returns a copy of a trainer with the settings of this recipe.
    ///
    /// @param rows the number of training rows
    <M> Trainer<M> settings(Trainer<M> start, Task task, int rows);

    /// Returns the loss of the network.
    ///
    /// @param each the loss of one prediction
    default Loss loss(Loss each) {
        return each;
    }

    /// Returns the measure on held-out rows that chooses the epoch; lower is better.
    ///
    /// @param each the loss of one prediction
    default double measure(Model model, Examples held, Loss each, Task task) {
        return model.evaluate(held, loss(each)).getOrDefault(task.isClasses() ? "logLoss" : "loss", Double.NaN);
    }

    /// Returns the maximum number of epochs.
    int epochs();

    /// Returns the batch size in rows.
    ///
    /// @param rows the number of training rows
    int batch(int rows);

    /// Returns the learning rate before any schedule.
    ///
    /// @param rows the number of training rows
    double learningRate(Task task, int rows);

    /// Returns an estimate of the number of parameters.
    ///
    /// @param outputs the number of outputs
    long size(InputCounts inputs, int outputs);

    /// Returns an estimate of the work of a training in floating-point operations: two for each parameter, row and epoch
    /// of the forward pass, four of the backward pass, and those of activations and embeddings.
    default double work(int rows, InputCounts inputs, int outputs) {
        return (6.0 * size(inputs, outputs) + elementWork(inputs)) * rows * usualEpochs();
    }

    /// Returns the work of activations and embeddings for a row and an epoch, counted as the operations of a matrix product
    /// that takes as long.
    default double elementWork(InputCounts inputs) {
        return 0;
    }

    /// Returns the number of epochs that a training usually has.
    default int usualEpochs() {
        return epochs();
    }

    /// Returns how many times as long as in linear layers a parameter takes in the prediction of a single row.
    default double uses() {
        return 1;
    }
}
