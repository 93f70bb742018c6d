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

/// A trained net with any named inputs and outputs. Its outputs are given as the net says them: of classes it gives logits,
/// unless the net ends in a softmax. It may be asked from any number of threads at once, as a [Classifier].
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

    /// How a net is to be trained. An output is measured if there is a target of its name: as classes if the target is whole
    /// numbers, as labels of yes or no if it is truth values, else as numbers.
    public static Trainer<NetModel> of(Net net, Objective objective) {
        return Trainer.of(net, objective, NetModel::new);
    }

    /// A net with given values of its parameters and its state, such as another model's.
    ///
    /// @param inputs what it takes
    /// @throws ArgumentException if a value is missing or has another shape
    public static NetModel of(Net net, List<Field> inputs, Map<String, Tensor> values) {
        return new NetModel(Fitted.of(net, inputs, values));
    }

    /// The outputs for examples by name, each `[rows, ..]`; targets are not read.
    ///
    /// @throws org.chainrule.error.ShapeException if the examples do not have the model's inputs
    public Tensors predict(Examples examples) {
        return named(prediction.outputs(examples));
    }

    /// The outputs for inputs by name, each `[rows, ..]`.
    ///
    /// @param inputs by name, each `[rows, ..]`
    /// @throws org.chainrule.error.ShapeException if they are not the model's inputs, or have different numbers of rows
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

    /// The mean of an objective over examples as `loss`, then the measures of each output that has a target of its name,
    /// weighted by the weights of the rows.
    ///
    /// @throws ArgumentException if the examples are not of the model's kind
    public Map<String, Double> evaluate(Examples examples, Objective objective) {
        ArgumentException.requireNotNull("evaluate", "objective", objective);
        return fitted.measure(task(), examples, Optional.of(objective), Map.of());
    }

    /// The measures of each output that has a target of its name, and more of one of them.
    ///
    /// @throws ArgumentException if the examples are not of the model's kind, a metric does not fit, or the output has no
    ///     target of its name
    public Map<String, Double> evaluate(Examples examples, String output, Metric... metrics) {
        ArgumentException.requireNotNull("evaluate", "output", output);
        ArgumentException.requireNoneNull("evaluate", "metrics", metrics);
        return fitted.measure(task(), examples, Optional.empty(), Map.of(output, List.of(metrics)));
    }

    /// One metric of an output that has a target of its name.
    ///
    /// @throws ArgumentException as [#evaluate(Examples, String, Metric...)]
    public double measure(Examples examples, String output, Metric metric) {
        ArgumentException.requireNotNull("measure", "output", output);
        ArgumentException.requireNotNull("measure", "metric", metric);
        return fitted.measure(task(), examples, output, metric);
    }

    /// Empty: each output has a target of its own.
    @Override
    public Optional<OutputKind> task() {
        return Optional.empty();
    }

    /// Differentiates the sum of the only output.
    @Override
    public Trace trace(float[] row) {
        return trace(Inputs.of("trace", this, Rows.one(row, row())), only());
    }

    /// Differentiates the sum of the only output.
    @Override
    public Trace trace(Examples row) {
        return trace(Inputs.of("trace", this, row), only());
    }

    /// Differentiates the sum of an output for one row.
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

    /// Loads a model made of layers that Chainrule knows.
    ///
    /// @throws IOException if the file cannot be read
    /// @throws org.chainrule.error.FormatException if it is not such a model
    public static NetModel load(Path file) throws IOException {
        return load(file, Map.of());
    }

    /// Loads a model from a stream, which is read to its end.
    public static NetModel load(InputStream stream) throws IOException {
        return load(stream, Map.of());
    }

    /// Loads a model with layers of the caller's own, each known by its name ([Layer#name]).
    public static NetModel load(Path file, Map<String, Layer> layers) throws IOException {
        return new NetModel(ModelFile.open(file).layers(layers).read(Kind.NET));
    }

    /// As [#load(Path, Map)], from a stream, which is read to its end.
    public static NetModel load(InputStream stream, Map<String, Layer> layers) throws IOException {
        return new NetModel(ModelFile.open(stream, "stream").layers(layers).read(Kind.NET));
    }

    /// Loads the parameters of a net of the caller's own, which is described once more.
    public static NetModel load(Net net, Path file) throws IOException {
        return new NetModel(ModelFile.open(net, file).read(Kind.NET));
    }

    /// As [#load(Net, Path)], from a stream, which is read to its end.
    public static NetModel load(Net net, InputStream stream) throws IOException {
        return new NetModel(ModelFile.open(net, stream).read(Kind.NET));
    }

    @Override
    public int outputs() {
        if (names.size() != 1) {
            throw new ArgumentException("outputs",
                    "outputs: the model has the outputs " + names + ", expected one; ask outputShapes()");
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
