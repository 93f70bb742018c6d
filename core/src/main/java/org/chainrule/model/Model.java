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

/// A trained network. Models are immutable and thread-safe, and need not be closed.
public sealed interface Model permits Classifier, MultiLabelClassifier, NetModel, Regressor {
    /// Returns the result of training.
    Fitted fitted();

    /// Returns the net.
    default Net net() {
        return fitted().net();
    }

    /// Returns the shape of a row of the only input.
    ///
    /// @throws ArgumentException if the model has several inputs
    default Shape row() {
        return fitted().row();
    }

    /// Returns the inputs of the model.
    default List<Field> inputs() {
        return fitted().inputs();
    }

    /// Returns the task of the only output; empty for a [NetModel], which has a separate task for each output.
    Optional<OutputKind> task();

    /// Returns the width of the only output: the number of classes, labels or predicted numbers.
    ///
    /// @throws ArgumentException if the model has several outputs
    int outputs();

    /// Returns the shape of a row of each output, by name. The only output of a [Layer] is `y`.
    Map<String, Shape> outputShapes();

    /// Returns the values of parameters and state by path, in the order of the network.
    default Map<String, Tensor> parameters() {
        return fitted().parameters();
    }

    /// Returns the values of one parameter, such as `linear/weight`.
    ///
    /// @throws ArgumentException if there is no such parameter; the message lists the existing ones
    default Tensor parameter(String path) {
        Tensor parameter = parameters().get(path);
        if (parameter == null) {
            throw new ArgumentException("path", "parameter: there is no " + path
                    + " in the model, expected one of " + parameters().keySet());
        }
        return parameter;
    }

    /// Returns the values of the parameters and the state under a path, with names relative to that path. With them, a part
    /// of the network, such as an encoder, becomes a separate model.
    ///
    /// @throws ArgumentException if there are no values under the path
    default Map<String, Tensor> under(String path) {
        return fitted().under(path);
    }

    /// Returns one record for each epoch of training.
    default List<EpochRecord> history() {
        return fitted().history();
    }

    /// Returns the epoch that produced the parameters.
    default int bestEpoch() {
        return fitted().bestEpoch();
    }

    /// Returns the seed of all random numbers in training.
    default long seed() {
        return fitted().seed();
    }

    /// Returns the notes that were passed to [#save(Path, Map)], by name.
    default Map<String, String> metadata() {
        return fitted().metadata();
    }

    /// Returns the layers of the network in order. A layer that contains others is listed only if it has its own parameters.
    default List<Plan.Row> layers() {
        return Plan.rows(fitted().network());
    }

    /// Returns the usual measures of this kind of model on examples, weighted by the weights of the rows.
    ///
    /// @throws ArgumentException if the examples are not of the model's kind
    default Map<String, Double> evaluate(Examples examples) {
        return fitted().measure(task(), examples, Optional.empty(), Map.of());
    }

    /// Returns the mean of a loss over examples and the usual measures of this kind of model, weighted by the weights of the
    /// rows. If the number of outputs differs from the number of target columns, for example with a mean and a standard
    /// deviation for one column, the loss is the only measure.
    ///
    /// @param loss the loss, such as the one that training used
    /// @return `loss`, then the measures with the names that [#evaluate(Examples)] uses
    /// @throws ArgumentException if the examples are not of the model's kind
    default Map<String, Double> evaluate(Examples examples, Loss loss) {
        ArgumentException.requireNotNull("evaluate", "loss", loss);
        return fitted().measure(task(), examples, Optional.of(Objective.of(loss)), Map.of());
    }

    /// Returns the usual measures of this kind of model on examples, and additional metrics.
    ///
    /// @throws ArgumentException if the examples are not of the model's kind, or a metric does not fit
    default Map<String, Double> evaluate(Examples examples, Metric... metrics) {
        ArgumentException.requireNoneNull("evaluate", "metrics", metrics);
        return fitted().measure(task(), examples, Optional.empty(),
                Map.of("", List.of(metrics)));
    }

    /// Returns one metric on examples, weighted by the weights of the rows.
    ///
    /// @throws ArgumentException if the examples are not of the model's kind, or the metric does not fit
    default double measure(Examples examples, Metric metric) {
        ArgumentException.requireNotNull("measure", "metric", metric);
        return fitted().measure(task(), examples, "", metric);
    }

    /// Returns the memory of a prediction for `n` rows at once.
    Memory memory(int n);

    /// Returns the values of one row at every layer, and the gradients of the prediction.
    ///
    /// @throws ArgumentException if the model has several inputs; use [#trace(Examples)] then, or
    ///     [NetModel#trace(Examples, String)] if it has several outputs
    Trace trace(float[] row);

    /// Returns a trace, as [#trace(float\[\])] does, for a model with any inputs.
    ///
    /// @param row examples with exactly one row
    Trace trace(Examples row);

    /// Returns the output of a hidden layer for rows: one latent vector per row.
    ///
    /// @param path the path of the layer, such as `relu`
    /// @param rows flat rows
    default Tensor hidden(String path, float[] rows) {
        return Hidden.of(this, path, Inputs.of("hidden", this, rows));
    }

    /// Returns the output of a hidden layer, as [#hidden(String, float\[\])] does, for a model with any inputs.
    default Tensor hidden(String path, Examples rows) {
        return Hidden.of(this, path, Inputs.of("hidden", this, rows));
    }

    /// Saves the model as one safetensors file. If saving fails, an existing file stays as it was.
    ///
    /// @throws IOException if the file cannot be written; the message states the reason
    default void save(Path file) throws IOException {
        save(file, Map.of());
    }

    /// Saves the model with the caller's notes, which [#metadata] returns after loading.
    void save(Path file, Map<String, String> metadata) throws IOException;

    /// Returns whether the beginning of a file identifies it as a model, intact or damaged. Such a file can be replaced by
    /// another model without destroying anything else.
    ///
    /// @throws IOException if the file cannot be read
    static boolean isModel(Path file) throws IOException {
        return ModelFile.isModel(file);
    }

    /// Loads a model of any kind whose layers are all in the catalogue.
    ///
    /// @throws IOException if the file cannot be read
    /// @throws org.chainrule.error.FormatException if the file is not a model, or is damaged
    static Model load(Path file) throws IOException {
        return load(file, Map.of());
    }

    /// Loads a model of any kind with custom layers, which the map contains by their names ([Layer#name]).
    static Model load(Path file, Map<String, Layer> layers) throws IOException {
        return ModelFile.open(file).layers(layers).model();
    }

    /// Loads a model of any kind from a stream, which is read to its end. `source` names the stream in messages.
    static Model load(InputStream stream, String source) throws IOException {
        return ModelFile.open(stream, source).model();
    }

    /// Loads a model of any kind from a stream, as [#load(Path, Map)] does from a file.
    static Model load(InputStream stream, String source, Map<String, Layer> layers) throws IOException {
        return ModelFile.open(stream, source).layers(layers).model();
    }
}
