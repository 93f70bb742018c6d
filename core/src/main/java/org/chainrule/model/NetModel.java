package org.chainrule.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chainrule.Memory;
import org.chainrule.Tensor;
import org.chainrule.Tensors;
import org.chainrule.data.Examples;
import org.chainrule.data.Field;
import org.chainrule.error.ArgumentException;
import org.chainrule.metric.Metric;
import org.chainrule.metric.OutputKind;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Net;
import org.chainrule.nn.Objective;
import org.chainrule.train.Fitted;
import org.chainrule.train.Trainer;
import org.chainrule.type.Shape;

/// A trained net with any named inputs and outputs. It returns the outputs of the net unchanged; for classes these are usually
/// logits. Any number of threads can use the model at once, as with a [Classifier].
///
/// ```java
/// NetModel houses = NetModel.of(net, objective).epochs(20).fit(train, validation);
/// Tensors outputs = houses.predict(test);
/// float price = outputs.get("price").at(0, 0);
/// ```
public final class NetModel implements Model {
    private final Fitted fitted;
    private final List<String> names;
    private final ForwardPass prediction;

    NetModel(Fitted fitted) {
        this.fitted = fitted;
        this.prediction = ForwardPass.of(fitted, network -> List.copyOf(network.outputs().asMap().values()));
        this.names = List.copyOf(prediction.network().outputs().names());
    }

    /// Returns a trainer of a net. Evaluation measures each output that has a target of the same name: as classes if the
    /// target holds whole numbers, as labels if it holds truth values, and otherwise as numbers.
    public static Trainer<NetModel> of(Net net, Objective objective) {
        return Trainer.of(net, objective, NetModel::new);
    }

    /// Returns a model with the given values of its parameters and its state, such as another model's.
    ///
    /// @param inputs the inputs of the model
    /// @throws ArgumentException if a value is missing or has the wrong shape
    public static NetModel of(Net net, List<Field> inputs, Map<String, Tensor> values) {
        return new NetModel(Fitted.of(net, inputs, values));
    }

    /// Returns the outputs for examples by name, each `[rows, ..]`. Targets are not read.
    ///
    /// @throws org.chainrule.error.ShapeException if the examples do not have the model's inputs
    public Tensors predict(Examples examples) {
        return named(prediction.outputs(examples));
    }

    /// Returns the outputs by name, each `[rows, ..]`.
    ///
    /// @param inputs the inputs by name, each `[rows, ..]`
    /// @throws org.chainrule.error.ShapeException if the inputs are not those of the model, or differ in the number of rows
    public Tensors predict(Tensors inputs) {
        return named(prediction.outputs(Inputs.of("predict", this, inputs)));
    }

    private Tensors named(List<Tensor> outputs) {
        Map<String, Tensor> named = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            named.put(names.get(i), outputs.get(i));
        }
        return Tensors.of(named);
    }

    /// Returns the mean of an objective over examples as `loss`, then the measures of each output that has a target of the
    /// same name. All are weighted by the weights of the rows.
    ///
    /// @throws ArgumentException if the examples do not fit the model
    public Map<String, Double> evaluate(Examples examples, Objective objective) {
        ArgumentException.requireNotNull("evaluate", "objective", objective);
        return fitted.measure(task(), examples, Optional.of(objective), Map.of());
    }

    /// Returns the measures of each output that has a target of the same name, and additional metrics of one output.
    ///
    /// @throws ArgumentException if the examples do not fit the model, a metric does not fit the output, or the output has no
    ///     target of the same name
    public Map<String, Double> evaluate(Examples examples, String output, Metric... metrics) {
        ArgumentException.requireNotNull("evaluate", "output", output);
        ArgumentException.requireNoneNull("evaluate", "metrics", metrics);
        return fitted.measure(task(), examples, Optional.empty(), Map.of(output, List.of(metrics)));
    }

    /// Returns one metric of an output that has a target of the same name.
    ///
    /// @throws ArgumentException as [#evaluate(Examples, String, Metric...)]
    public double measure(Examples examples, String output, Metric metric) {
        ArgumentException.requireNotNull("measure", "output", output);
        ArgumentException.requireNotNull("measure", "metric", metric);
        return fitted.measure(task(), examples, output, metric);
    }

    /// Returns nothing, because each output has a separate task.
    @Override
    public Optional<OutputKind> task() {
        return Optional.empty();
    }

    /// Traces a row and differentiates the sum of the only output.
    @Override
    public Trace trace(float[] row) {
        return trace(Inputs.of("trace", this, Rows.one(row, row())), only());
    }

    /// Traces a row and differentiates the sum of the only output.
    @Override
    public Trace trace(Examples row) {
        return trace(Inputs.of("trace", this, row), only());
    }

    /// Traces a row and differentiates the sum of an output.
    ///
    /// @throws ArgumentException if there is no such output
    public Trace trace(Examples row, String output) {
        ArgumentException.requireNotNull("trace", "output", output);
        return trace(Inputs.of("trace", this, row), output);
    }

    private Trace trace(Inputs row, String output) {
        return Trace.of(this, row, output, network -> network.outputs().get(output));
    }

    private String only() {
        if (names.size() != 1) {
            throw new ArgumentException("output",
                    "trace: the model has the outputs " + names + "; choose one with trace(row, output)");
        }
        return names.getFirst();
    }

    @Override
    public void save(Path file, Map<String, String> metadata) throws IOException {
        ModelFile.write(file, Kind.NET, this, metadata);
    }

    /// Loads a model whose layers are all in the catalogue.
    ///
    /// @throws IOException if the file cannot be read
    /// @throws org.chainrule.error.FormatException if the file does not contain such a model
    public static NetModel load(Path file) throws IOException {
        return load(file, Map.of());
    }

    /// Loads a model from a stream, which is read to its end.
    public static NetModel load(InputStream stream) throws IOException {
        return load(stream, Map.of());
    }

    /// Loads a model with custom layers, which the map contains by their names ([Layer#name]).
    public static NetModel load(Path file, Map<String, Layer> layers) throws IOException {
        return new NetModel(ModelFile.open(file).layers(layers).read(Kind.NET));
    }

    /// Loads a model from a stream, as [#load(Path, Map)] does from a file; the stream is read to its end.
    public static NetModel load(InputStream stream, Map<String, Layer> layers) throws IOException {
        return new NetModel(ModelFile.open(stream, "stream").layers(layers).read(Kind.NET));
    }

    /// Loads the parameters of a net. The caller passes the net, which the file need not describe.
    public static NetModel load(Net net, Path file) throws IOException {
        return new NetModel(ModelFile.open(net, file).read(Kind.NET));
    }

    /// Loads the parameters of a net from a stream, as [#load(Net, Path)] does from a file; the stream is read to its end.
    public static NetModel load(Net net, InputStream stream) throws IOException {
        return new NetModel(ModelFile.open(net, stream).read(Kind.NET));
    }

    @Override
    public int outputs() {
        if (names.size() != 1) {
            throw new ArgumentException("outputs",
                    "outputs: the model has the outputs " + names + ", expected one; use outputShapes()");
        }
        return prediction.width();
    }

    @Override
    public Map<String, Shape> outputShapes() {
        return prediction.shapes();
    }

    @Override
    public Fitted fitted() {
        return fitted;
    }

    @Override
    public Memory memory(int n) {
        return prediction.memory(n);
    }
}
