package org.chainrule.tabular.network;

import org.chainrule.data.Examples;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Loss;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.outcome.Task;
import org.chainrule.train.Trainer;

/// How a network learns from a table: its layers, its optimizer, and the length of its training.
public sealed interface Recipe permits Perceptron, RealMlp, TabM {
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
    /// of the forward pass, and four of the backward pass.
    default double work(int rows, InputCounts inputs, int outputs) {
        return 6.0 * rows * epochs() * size(inputs, outputs);
    }

    /// Returns how many times as long as in linear layers a parameter takes in the prediction of a single row.
    default double uses() {
        return 1;
    }
}
