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

/// A trained network that predicts which of several labels hold for a row, independently of each other. Its output is one
/// logit per label, and the sigmoid of the logit is the probability of the label. A label is predicted if its probability is
/// above a threshold, which defaults to 0.5. Any number of threads can use the model at once, as with a [Classifier].
///
/// ```java
/// Examples films = Examples.named().input("x", x).target("y", genres);     // boolean[][] genres
/// MultiLabelClassifier model = MultiLabelClassifier.of(sequential(linear(64), relu(), linear(5))).fit(films);
/// boolean[] holds = model.predict(row);
/// ```
public final class MultiLabelClassifier implements Model {
    private static final double HALF = 0.5;

    private final Fitted fitted;
    private final ForwardPass logits;
    private final ForwardPass probabilities;

    MultiLabelClassifier(Fitted fitted) {
        this.fitted = fitted;
        ForwardPass all = ForwardPass.of(fitted,
                network -> List.of(network.output(), OutputKind.LABELS.prediction(network.output())));
        this.logits = all.answer(0);
        this.probabilities = all.answer(1);
    }

    /// Returns a trainer of a network whose output is logits. The loss defaults to binary cross-entropy. The target is a truth
    /// value, or a number from 0 to 1, for each label.
    public static Trainer<MultiLabelClassifier> of(Layer net) {
        return of((Net) net);
    }

    /// Returns a trainer of a net whose output is logits and which may have several inputs.
    public static Trainer<MultiLabelClassifier> of(Net net) {
        return Trainer.of(net, OutputKind.LABELS, Losses.binaryCrossEntropy(), MultiLabelClassifier::new);
    }

    /// Returns a model with the given values of its parameters and its state, such as another model's.
    ///
    /// @param inputs the inputs of the model
    /// @throws ArgumentException if a value is missing or has the wrong shape
    public static MultiLabelClassifier of(Net net, List<Field> inputs, Map<String, Tensor> values) {
        return new MultiLabelClassifier(Fitted.of(net, inputs, values));
    }

    /// Returns whether each label is predicted for a row.
    public boolean[] predict(float... row) {
        return predict(row, HALF);
    }

    /// Returns whether the probability of each label is above a threshold.
    ///
    /// @throws ArgumentException if the threshold is not a number from 0 to 1
    public boolean[] predict(float[] row, double threshold) {
        check(threshold);
        return decided(probabilities(row), threshold);
    }

    /// Returns whether each label is predicted for each row: `[rows][labels]`.
    public boolean[][] predict(float[][] rows) {
        return predict(rows, HALF);
    }

    /// Returns whether the probability of each label is above a threshold, for each row: `[rows][labels]`.
    public boolean[][] predict(float[][] rows, double threshold) {
        check(threshold);
        return decided(probabilities(rows), threshold);
    }

    /// Returns whether each label is predicted for each example: `[rows][labels]`.
    public boolean[][] predict(Examples examples) {
        return predict(examples, HALF);
    }

    /// Returns whether the probability of each label is above a threshold, for each example: `[rows][labels]`.
    public boolean[][] predict(Examples examples, double threshold) {
        check(threshold);
        return decided(probabilities(examples), threshold);
    }

    private static void check(double threshold) {
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new ArgumentException("threshold",
                    "predict: the threshold is " + threshold + ", expected a number from 0 to 1");
        }
    }

    private static boolean[][] decided(float[][] probabilities, double threshold) {
        boolean[][] holds = new boolean[probabilities.length][];
        for (int i = 0; i < holds.length; i++) {
            holds[i] = decided(probabilities[i], threshold);
        }
        return holds;
    }

    private static boolean[] decided(float[] probabilities, double threshold) {
        boolean[] holds = new boolean[probabilities.length];
        for (int k = 0; k < holds.length; k++) {
            holds[k] = probabilities[k] > threshold;
        }
        return holds;
    }

    /// Returns the logit of each label for a row.
    public float[] logits(float... row) {
        return logits.predict(Rows.one(row, row()));
    }

    /// Returns the probability of each label for a row.
    public float[] probabilities(float... row) {
        return probabilities.predict(Rows.one(row, row()));
    }

    /// Returns the probability of each label for each row: `[rows][labels]`.
    public float[][] probabilities(float[][] rows) {
        return probabilities.predict(rows);
    }

    /// Returns the probability of each label for each example: `[rows][labels]`.
    public float[][] probabilities(Examples examples) {
        return probabilities.predict(examples);
    }

    @Override
    public Optional<OutputKind> task() {
        return Optional.of(OutputKind.LABELS);
    }

    /// Traces a row and differentiates the sum of the logits.
    @Override
    public Trace trace(float[] row) {
        return Trace.of(this, Inputs.of("trace", this, Rows.one(row, row())), "logits", Network::output);
    }

    /// Traces a row and differentiates the sum of the logits.
    @Override
    public Trace trace(Examples row) {
        return Trace.of(this, Inputs.of("trace", this, row), "logits", Network::output);
    }

    /// Traces a row and differentiates the binary cross-entropy between the prediction and the true labels.
    ///
    /// @throws ShapeException if the number of truth values is not the number of labels
    public Trace trace(float[] row, boolean[] labels) {
        ArgumentException.requireNotNull("trace", "labels", labels);
        if (labels.length != outputs()) {
            throw new ShapeException("trace", "needs a truth value for each label", "got " + labels.length,
                    "output [n, " + outputs() + "]");
        }
        float[] truth = new float[labels.length];
        for (int k = 0; k < truth.length; k++) {
            truth[k] = labels[k] ? 1 : 0;
        }
        Tensor target = Tensor.of(truth);
        return Trace.of(this, Inputs.of("trace", this, Rows.one(row, row())), "loss", network -> {
            Shape output = network.output().shape();
            return Losses.binaryCrossEntropy().apply(network.output(), target.expand(output));
        });
    }

    @Override
    public void save(Path file, Map<String, String> metadata) throws IOException {
        ModelFile.write(file, Kind.LABELS, this, metadata);
    }

    /// Loads a model whose layers are all in the catalogue.
    ///
    /// @throws IOException if the file cannot be read
    /// @throws org.chainrule.error.FormatException if the file does not contain such a model
    public static MultiLabelClassifier load(Path file) throws IOException {
        return load(file, Map.of());
    }

    /// Loads a model from a stream, which is read to its end.
    public static MultiLabelClassifier load(InputStream stream) throws IOException {
        return load(stream, Map.of());
    }

    /// Loads a model with custom layers, which the map contains by their names ([Layer#name]).
    public static MultiLabelClassifier load(Path file, Map<String, Layer> layers) throws IOException {
        return new MultiLabelClassifier(ModelFile.open(file).layers(layers).read(Kind.LABELS));
    }

    /// Loads a model from a stream, as [#load(Path, Map)] does from a file; the stream is read to its end.
    public static MultiLabelClassifier load(InputStream stream, Map<String, Layer> layers) throws IOException {
        return new MultiLabelClassifier(ModelFile.open(stream, "stream").layers(layers).read(Kind.LABELS));
    }

    /// Loads the parameters of a net. The caller passes the net, which the file need not describe.
    public static MultiLabelClassifier load(Net net, Path file) throws IOException {
        return new MultiLabelClassifier(ModelFile.open(net, file).read(Kind.LABELS));
    }

    /// Loads the parameters of a net from a stream, as [#load(Net, Path)] does from a file; the stream is read to its end.
    public static MultiLabelClassifier load(Net net, InputStream stream) throws IOException {
        return new MultiLabelClassifier(ModelFile.open(net, stream).read(Kind.LABELS));
    }

    @Override
    public int outputs() {
        return logits.width();
    }

    @Override
    public Map<String, Shape> outputShapes() {
        return logits.shapes();
    }

    @Override
    public Fitted fitted() {
        return fitted;
    }

    @Override
    public Memory memory(int n) {
        return probabilities.memory(n);
    }
}
