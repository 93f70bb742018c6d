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

/// A network that says which of several labels hold for a row: any number of them, each by itself. Its output is one logit
/// a label, whose sigmoid is the label's probability; a label is predicted if its probability is more than a threshold,
/// 0.5 if none is given. It may be asked from any number of threads at once, as a [Classifier].
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

    /// How a network of logits is to be trained, by binary cross-entropy if no loss is given. The target is a truth value,
    /// or a number from 0 to 1, for each label.
    public static Trainer<MultiLabelClassifier> of(Layer net) {
        return of((Net) net);
    }

    /// How a net of logits is to be trained, which may have several inputs.
    public static Trainer<MultiLabelClassifier> of(Net net) {
        return Trainer.of(net, OutputKind.LABELS, Losses.binaryCrossEntropy(), MultiLabelClassifier::new);
    }

    /// A network with given values of its parameters and its state, such as another model's.
    ///
    /// @param inputs what it takes
    /// @throws ArgumentException if a value is missing or has another shape
    public static MultiLabelClassifier of(Net net, List<Field> inputs, Map<String, Tensor> values) {
        return new MultiLabelClassifier(Fitted.of(net, inputs, values));
    }

    /// Whether each label holds for a row.
    public boolean[] predict(float... row) {
        return predict(row, HALF);
    }

    /// Whether the probability of each label is more than a threshold.
    ///
    /// @throws ArgumentException if the threshold is not a number from 0 to 1
    public boolean[] predict(float[] row, double threshold) {
        check(threshold);
        return decided(probabilities(row), threshold);
    }

    /// Whether each label holds for each row: `[rows][labels]`.
    public boolean[][] predict(float[][] rows) {
        return predict(rows, HALF);
    }

    /// As [#predict(float\[\], double)], for each row: `[rows][labels]`.
    public boolean[][] predict(float[][] rows, double threshold) {
        check(threshold);
        return decided(probabilities(rows), threshold);
    }

    /// Whether each label holds for each of the examples: `[rows][labels]`.
    public boolean[][] predict(Examples examples) {
        return predict(examples, HALF);
    }

    /// As [#predict(float\[\], double)], for each of the examples: `[rows][labels]`.
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

    /// The logit of each label for a row.
    public float[] logits(float... row) {
        return logits.predict(Rows.one(row, row()));
    }

    /// The probability of each label for a row.
    public float[] probabilities(float... row) {
        return probabilities.predict(Rows.one(row, row()));
    }

    /// The probability of each label for each row: `[rows][labels]`.
    public float[][] probabilities(float[][] rows) {
        return probabilities.predict(rows);
    }

    /// The probability of each label for each of the examples: `[rows][labels]`.
    public float[][] probabilities(Examples examples) {
        return probabilities.predict(examples);
    }

    @Override
    public Optional<OutputKind> task() {
        return Optional.of(OutputKind.LABELS);
    }

    /// Differentiates the sum of the logits.
    @Override
    public Trace trace(float[] row) {
        return Trace.of(this, Inputs.of("trace", this, Rows.one(row, row())), "logits", Network::output);
    }

    /// Differentiates the sum of the logits.
    @Override
    public Trace trace(Examples row) {
        return Trace.of(this, Inputs.of("trace", this, row), "logits", Network::output);
    }

    /// Differentiates the binary cross-entropy between the prediction and the labels that hold.
    ///
    /// @throws ShapeException if there is not a truth value for each label
    public Trace trace(float[] row, boolean[] labels) {
        ArgumentException.requireNotNull("trace", "labels", labels);
        if (labels.length != outputs()) {
            throw new ShapeException("trace", "takes a truth value for each label", labels.length + " given",
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

    /// Loads a model made of layers that Chainrule knows.
    ///
    /// @throws IOException if the file cannot be read
    /// @throws org.chainrule.error.FormatException if it is not such a model
    public static MultiLabelClassifier load(Path file) throws IOException {
        return load(file, Map.of());
    }

    /// Loads a model from a stream, which is read to its end.
    public static MultiLabelClassifier load(InputStream stream) throws IOException {
        return load(stream, Map.of());
    }

    /// Loads a model with layers of the caller's own, each known by its name ([Layer#name]).
    public static MultiLabelClassifier load(Path file, Map<String, Layer> layers) throws IOException {
        return new MultiLabelClassifier(ModelFile.open(file).layers(layers).read(Kind.LABELS));
    }

    /// As [#load(Path, Map)], from a stream, which is read to its end.
    public static MultiLabelClassifier load(InputStream stream, Map<String, Layer> layers) throws IOException {
        return new MultiLabelClassifier(ModelFile.open(stream, "stream").layers(layers).read(Kind.LABELS));
    }

    /// Loads the parameters of a net with layers of the caller's own, which is described once more.
    public static MultiLabelClassifier load(Net net, Path file) throws IOException {
        return new MultiLabelClassifier(ModelFile.open(net, file).read(Kind.LABELS));
    }

    /// As [#load(Net, Path)], from a stream, which is read to its end.
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
