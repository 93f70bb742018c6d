package org.chainrule.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chainrule.Memory;
import org.chainrule.Tensor;
import org.chainrule.data.Examples;
import org.chainrule.data.Field;
import org.chainrule.error.ArgumentException;
import org.chainrule.metric.Metric;
import org.chainrule.metric.OutputKind;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Loss;
import org.chainrule.nn.Net;
import org.chainrule.nn.Objective;
import org.chainrule.train.EpochRecord;
import org.chainrule.train.Fitted;
import org.chainrule.train.Plan;
import org.chainrule.type.Shape;

/// A trained network: immutable, safe to share between threads, with nothing to close.
public sealed interface Model permits Classifier, MultiLabelClassifier, NetModel, Regressor {
    /// What its training left behind.
    Fitted fitted();

    /// The network.
    default Net net() {
        return fitted().net();
    }

    /// The shape of a row it takes.
    ///
    /// @throws ArgumentException if it has several inputs
    default Shape row() {
        return fitted().row();
    }

    /// What it takes.
    default List<Field> inputs() {
        return fitted().inputs();
    }

    /// What its only output predicts; empty for a [NetModel], whose outputs are measured against targets of their names.
    Optional<OutputKind> task();

    /// The width of its output: the number of classes, of labels or of numbers.
    ///
    /// @throws ArgumentException if it has several outputs
    int outputs();

    /// The shape of a row of each output, by name; the only output of a network of layers is `y`.
    Map<String, Shape> outputShapes();

    /// The values of its parameters by path, in the network's order.
    default Map<String, Tensor> parameters() {
        return fitted().parameters();
    }

    /// The values of one parameter, such as `linear/weight`.
    ///
    /// @throws ArgumentException if there is none of that name, naming those there are
    default Tensor parameter(String path) {
        Tensor parameter = parameters().get(path);
        if (parameter == null) {
            throw new ArgumentException("path", "parameter: there is no " + path
                    + " in the model, expected one of " + parameters().keySet());
        }
        return parameter;
    }

    /// The values of the parameters and the state under a path, named from there on: those of a part, such as an encoder,
    /// to make a model of its own with.
    ///
    /// @throws ArgumentException if there are none
    default Map<String, Tensor> under(String path) {
        return fitted().under(path);
    }

    /// One line for each epoch of its training.
    default List<EpochRecord> history() {
        return fitted().history();
    }

    /// The epoch its parameters are from.
    default int bestEpoch() {
        return fitted().bestEpoch();
    }

    /// What all random numbers of its training followed from.
    default long seed() {
        return fitted().seed();
    }

    /// The notes that the caller of [#save(Path, Map)] put into its file, by name.
    default Map<String, String> metadata() {
        return fitted().metadata();
    }

    /// The layers of the network in order, those that contain others left out unless they have parameters of their own.
    default List<Plan.Row> layers() {
        return Plan.rows(fitted().network());
    }

    /// How good it is on examples, by the usual measures of its kind, weighted by the weights of the rows.
    ///
    /// @throws ArgumentException if the examples are not of the model's kind
    default Map<String, Double> evaluate(Examples examples) {
        return fitted().measure(task(), examples, Optional.empty(), Map.of());
    }

    /// The mean of a loss over examples, and the usual measures of this kind of model, weighted by the weights of the rows.
    /// The loss is the only measure if the numbers of outputs and target columns differ, as with a mean and a deviation
    /// for one column.
    ///
    /// @param loss one number a row, such as the one the model was trained with
    /// @return `loss`, then the measures as [#evaluate(Examples)] names them
    /// @throws ArgumentException if the examples are not of the model's kind
    default Map<String, Double> evaluate(Examples examples, Loss loss) {
        ArgumentException.requireNotNull("evaluate", "loss", loss);
        return fitted().measure(task(), examples, Optional.of(Objective.of(loss)), Map.of());
    }

    /// The usual measures and others.
    ///
    /// @throws ArgumentException if the examples are not of the model's kind, or a metric does not fit
    default Map<String, Double> evaluate(Examples examples, Metric... metrics) {
        ArgumentException.requireNoneNull("evaluate", "metrics", metrics);
        return fitted().measure(task(), examples, Optional.empty(),
                Map.of("", List.of(metrics)));
    }

    /// One metric on examples, weighted by the weights of the rows.
    ///
    /// @throws ArgumentException if the examples are not of the model's kind, or the metric does not fit
    default double measure(Examples examples, Metric metric) {
        ArgumentException.requireNotNull("measure", "metric", metric);
        return fitted().measure(task(), examples, "", metric);
    }

    /// The memory of a prediction for `n` rows at once.
    Memory memory(int n);

    /// One row followed through the network, and the gradients of what it predicts.
    ///
    /// @throws ArgumentException if the model has several inputs, see [#trace(Examples)], or several outputs, of which
    ///     [NetModel#trace(Examples, String)] takes one
    Trace trace(float[] row);

    /// As [#trace(float\[\])], for a model with any inputs.
    ///
    /// @param row one row
    Trace trace(Examples row);

    /// What the hidden layers make of rows: the output of the layer at a path (a latent vector a row).
    ///
    /// @param path where, such as `relu`
    /// @param rows flat rows
    default Tensor hidden(String path, float[] rows) {
        return Hidden.of(this, path, Inputs.of("hidden", this, rows));
    }

    /// As [#hidden(String, float\[\])], for a model with any inputs.
    default Tensor hidden(String path, Examples rows) {
        return Hidden.of(this, path, Inputs.of("hidden", this, rows));
    }

    /// Saves the model as one safetensors file, whole or not at all: what stood there before stays if anything fails.
    ///
    /// @throws IOException if the file cannot be written, saying why
    default void save(Path file) throws IOException {
        save(file, Map.of());
    }

    /// Saves the model with notes of the caller's own, which [#metadata] gives back.
    void save(Path file, Map<String, String> metadata) throws IOException;

    /// Whether the beginning of a file identifies it as a model, intact or damaged. Replacing such a file by another model
    /// destroys nothing else.
    ///
    /// @throws IOException if the file cannot be read
    static boolean isModel(Path file) throws IOException {
        return ModelFile.isModel(file);
    }

    /// Loads a model of any kind, made of layers that Chainrule knows.
    ///
    /// @throws IOException if the file cannot be read
    /// @throws org.chainrule.error.FormatException if it is not a model, or is damaged
    static Model load(Path file) throws IOException {
        return load(file, Map.of());
    }

    /// Loads a model of any kind with layers of the caller's own, each known by its name ([Layer#name]).
    static Model load(Path file, Map<String, Layer> layers) throws IOException {
        return ModelFile.open(file).layers(layers).model();
    }

    /// Loads a model of any kind from a stream, which is read to its end; the source names it in messages.
    static Model load(InputStream stream, String source) throws IOException {
        return ModelFile.open(stream, source).model();
    }

    /// As [#load(Path, Map)], from a stream.
    static Model load(InputStream stream, String source, Map<String, Layer> layers) throws IOException {
        return ModelFile.open(stream, source).layers(layers).model();
    }
}
