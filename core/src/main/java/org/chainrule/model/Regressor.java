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
import org.chainrule.error.ShapeException;
import org.chainrule.metric.OutputKind;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Losses;
import org.chainrule.nn.Net;
import org.chainrule.nn.Network;
import org.chainrule.train.Fitted;
import org.chainrule.train.Trainer;
import org.chainrule.type.Shape;

/// A trained network that predicts numbers. Any number of threads can use it at once, as with a [Classifier].
///
/// ```java
/// Regressor line = Regressor.of(linear(1)).fit(Examples.of(x, y));     // Z = XW + b
/// Tensor w = line.parameter("linear/weight");                          // [d, 1]
/// ```
public final class Regressor implements Model {
    private final Fitted fitted;
    private final ForwardPass prediction;

    Regressor(Fitted fitted) {
        this.fitted = fitted;
        this.prediction = ForwardPass.of(fitted, network -> List.of(network.output()));
    }

    /// Returns a trainer of a network. The loss defaults to the squared error.
    public static Trainer<Regressor> of(Layer net) {
        return of((Net) net);
    }

    /// Returns a trainer of a net, which may have several inputs.
    public static Trainer<Regressor> of(Net net) {
        return Trainer.of(net, OutputKind.NUMBERS, Losses.squared(), Regressor::new);
    }

    /// Returns a model with the given values of its parameters and its state, such as another model's.
    ///
    /// @param inputs the inputs of the model
    /// @throws ArgumentException if a value is missing or has the wrong shape
    public static Regressor of(Net net, List<Field> inputs, Map<String, Tensor> values) {
        return new Regressor(Fitted.of(net, inputs, values));
    }

    /// Returns the predicted number for a row, for a model with one output. The call allocates nothing.
    ///
    /// @throws ShapeException if the model predicts several numbers
    public float predict(float... row) {
        requireOne("predict");
        return prediction.value(Rows.one(row, row()));
    }

    private void requireOne(String operation) {
        if (outputs() != 1) {
            throw new ShapeException(operation, "the model predicts several numbers per row"
                    + (operation.equals("predict") ? "; use predictAll" : ", expected one"),
                    "output [n, " + outputs() + "]");
        }
    }

    /// Returns the predicted numbers for each row: `[rows][outputs]`.
    public float[][] predict(float[][] rows) {
        return prediction.predict(rows);
    }

    /// Returns the predicted numbers for flat rows, row by row.
    public float[] predictAll(float[] rows) {
        return prediction.predict(rows);
    }

    /// Writes the predicted numbers for flat rows, row by row, to the caller's array, which may be longer than needed. The
    /// call allocates nothing.
    public void predictAll(float[] rows, float[] results) {
        prediction.predict(rows, results);
    }

    /// Returns the predicted numbers for each example: `[rows][outputs]`.
    public float[][] predict(Examples examples) {
        return prediction.predict(examples);
    }

    /// Returns `rmse`, `mae` and `r2`.
    ///
    /// @throws ShapeException if the number of outputs differs from the number of target columns; then only a loss can be
    ///     evaluated, with [#evaluate(Examples, org.chainrule.nn.Loss)]
    @Override
    public Map<String, Double> evaluate(Examples examples) {
        Map<String, Double> measures = Model.super.evaluate(examples);
        if (measures.isEmpty()) {
            throw new ShapeException("evaluate", "rmse, mae and r2 need an output for each target column; use"
                    + " evaluate(examples, loss) for the loss alone", "output [n, " + outputs() + "]",
                    "target " + examples.type().targets().getFirst().batch().shape());
        }
        return measures;
    }

    @Override
    public Optional<OutputKind> task() {
        return Optional.of(OutputKind.NUMBERS);
    }

    /// Traces a row and differentiates the sum of the outputs.
    @Override
    public Trace trace(float[] row) {
        return Trace.of(this, Inputs.of("trace", this, Rows.one(row, row())), "output", Network::output);
    }

    @Override
    public Trace trace(Examples row) {
        return Trace.of(this, Inputs.of("trace", this, row), "output", Network::output);
    }

    /// Traces a row and differentiates the squared error between the prediction and the true number.
    ///
    /// @throws ShapeException if the model predicts several numbers
    public Trace trace(float[] row, float target) {
        requireOne("trace");
        return Trace.of(this, Inputs.of("trace", this, Rows.one(row, row())), "loss",
                network -> network.output().sub(target).square());
    }

    @Override
    public void save(Path file, Map<String, String> metadata) throws IOException {
        ModelFile.write(file, Kind.REGRESSION, this, metadata);
    }

    /// Loads a model whose layers are all in the catalogue.
    ///
    /// @throws IOException if the file cannot be read
    /// @throws org.chainrule.error.FormatException if the file does not contain such a model
    public static Regressor load(Path file) throws IOException {
        return load(file, Map.of());
    }

    /// Loads a model from a stream, which is read to its end.
    public static Regressor load(InputStream stream) throws IOException {
        return load(stream, Map.of());
    }

    /// Loads a model with custom layers, which the map contains by their names ([Layer#name]).
    public static Regressor load(Path file, Map<String, Layer> layers) throws IOException {
        return new Regressor(ModelFile.open(file).layers(layers).read(Kind.REGRESSION));
    }

    /// Loads a model from a stream, as [#load(Path, Map)] does from a file; the stream is read to its end.
    public static Regressor load(InputStream stream, Map<String, Layer> layers) throws IOException {
        return new Regressor(ModelFile.open(stream, "stream").layers(layers).read(Kind.REGRESSION));
    }

    /// Loads the parameters of a net. The caller passes the net, which the file need not describe.
    public static Regressor load(Net net, Path file) throws IOException {
        return new Regressor(ModelFile.open(net, file).read(Kind.REGRESSION));
    }

    /// Loads the parameters of a net from a stream, as [#load(Net, Path)] does from a file; the stream is read to its end.
    public static Regressor load(Net net, InputStream stream) throws IOException {
        return new Regressor(ModelFile.open(net, stream).read(Kind.REGRESSION));
    }

    @Override
    public int outputs() {
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
