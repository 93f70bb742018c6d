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
import org.chainrule.train.Fitted;
import org.chainrule.train.Trainer;
import org.chainrule.type.Shape;

/// A trained network that predicts the class of a row. Its output is one logit per class, and the softmax of the logits is
/// the probability of each class. The predicted class is that of the largest logit, or the first of several largest.
///
/// Any number of threads can use a classifier at once. The network is frozen ([org.chainrule.Frozen]): all threads share the
/// parameters, the memory for buffers is bounded, and a call allocates only its result.
///
/// ```java
/// Classifier digits = Classifier.of(sequential(linear(256), relu(), linear(10))).epochs(20).fit(train, validation);
/// int digit = digits.predict(row);
/// float[] probabilities = digits.probabilities(row);
/// ```
public final class Classifier implements Model {
    private final Fitted fitted;
    private final ForwardPass logits;
    private final ForwardPass probabilities;
    private final ForwardPass classes;

    Classifier(Fitted fitted) {
        this.fitted = fitted;
        ForwardPass all = ForwardPass.of(fitted, network -> List.of(network.output(), network.output().softmax(-1),
                network.output().argmax(-1)));
        this.logits = all.answer(0);
        this.probabilities = all.answer(1);
        this.classes = all.answer(2);
    }

    /// Returns a trainer of a network whose output is logits. The loss defaults to cross-entropy.
    public static Trainer<Classifier> of(Layer net) {
        return of((Net) net);
    }

    /// Returns a trainer of a net whose output is logits and which may have several inputs.
    public static Trainer<Classifier> of(Net net) {
        return Trainer.of(net, OutputKind.CLASSES, Losses.crossEntropy(), Classifier::new);
    }

    /// Returns a model with the given values of its parameters and its state, such as another model's.
    ///
    /// @param inputs the inputs of the model
    /// @throws ArgumentException if a value is missing or has the wrong shape, or the network does not output one logit
    ///     for each of at least two classes
    public static Classifier of(Net net, List<Field> inputs, Map<String, Tensor> values) {
        Fitted fitted = Fitted.of(net, inputs, values);
        Shape output = fitted.network().output().shape();
        if (output.rank() != 2 || output.size(1) < 2) {
            throw new ShapeException("classifier", "needs one logit for each class, two for yes and no",
                    "output " + output);
        }
        return new Classifier(fitted);
    }

    /// Returns the class of a row. The call allocates nothing.
    public int predict(float... row) {
        return (int) classes.value(Rows.one(row, row()));
    }

    /// Returns the class of each row.
    public int[] predict(float[][] rows) {
        ArgumentException.requireNoneNull("predict", "rows", rows);
        int[] whole = new int[rows.length];
        classes.each(rows, (from, count, block) -> {
            for (int i = 0; i < count; i++) {
                whole[from + i] = (int) block[i];
            }
        });
        return whole;
    }

    /// Returns the class of each of flat rows.
    public int[] predictAll(float[] rows) {
        float[] all = classes.predict(rows);
        int[] whole = new int[all.length];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = (int) all[i];
        }
        return whole;
    }

    /// Returns the predicted classes as a matrix. Each row of it has a 1 in the column of the class and 0 elsewhere.
    public float[][] oneHot(float[][] rows) {
        int[] predicted = predict(rows);
        float[][] matrix = new float[predicted.length][outputs()];
        for (int i = 0; i < predicted.length; i++) {
            matrix[i][predicted[i]] = 1;
        }
        return matrix;
    }

    /// Returns the logit of each class for a row.
    public float[] logits(float... row) {
        return logits.predict(Rows.one(row, row()));
    }

    /// Returns the probability of each class for a row.
    public float[] probabilities(float... row) {
        return probabilities.predict(Rows.one(row, row()));
    }

    /// Returns the probability of each class for each row.
    public float[][] probabilities(float[][] rows) {
        return probabilities.predict(rows);
    }

    /// Returns the probabilities of flat rows, row by row.
    public float[] probabilitiesAll(float[] rows) {
        return probabilities.predict(rows);
    }

    /// Writes the probabilities of flat rows, row by row, to the caller's array, which may be longer than needed. The call
    /// allocates nothing.
    public void probabilitiesAll(float[] rows, float[] results) {
        probabilities.predict(rows, results);
    }

    /// Returns the class of each example.
    public int[] predict(Examples examples) {
        ArgumentException.requireNotNull("predict", "examples", examples);
        int[] whole = new int[examples.size()];
        classes.each(examples, (from, count, block) -> {
            for (int i = 0; i < count; i++) {
                whole[from + i] = (int) block[i];
            }
        });
        return whole;
    }

    /// Returns the probability of each class for each example.
    public float[][] probabilities(Examples examples) {
        return probabilities.predict(examples);
    }

    @Override
    public Optional<OutputKind> task() {
        return Optional.of(OutputKind.CLASSES);
    }

    private void checkLabel(String which, int label) {
        if (label < 0 || label >= outputs()) {
            throw new ArgumentException("label",
                    which + " is not among the model's classes, expected 0 to " + (outputs() - 1));
        }
    }

    /// Traces a row and differentiates the logit of the predicted class.
    @Override
    public Trace trace(float[] row) {
        return trace(Inputs.of("trace", this, Rows.one(row, row())));
    }

    @Override
    public Trace trace(Examples row) {
        return trace(Inputs.of("trace", this, row));
    }

    private Trace trace(Inputs row) {
        int predicted = (int) classes.outputs(row).getFirst().value();
        return Trace.of(this, row, "logit " + predicted,
                network -> network.output().slice(-1, predicted, predicted + 1));
    }

    /// Traces a row and differentiates the cross-entropy between the prediction and the true class.
    public Trace trace(float[] row, int label) {
        checkLabel("trace: label " + label, label);
        return Trace.of(this, Inputs.of("trace", this, Rows.one(row, row())), "loss",
                network -> network.output().logSoftmax(-1).slice(-1, label, label + 1).neg());
    }

    @Override
    public void save(Path file, Map<String, String> metadata) throws IOException {
        ModelFile.write(file, Kind.CLASSIFICATION, this, metadata);
    }

    /// Loads a model whose layers are all in the catalogue.
    ///
    /// @throws IOException if the file cannot be read
    /// @throws org.chainrule.error.FormatException if the file does not contain such a model
    public static Classifier load(Path file) throws IOException {
        return load(file, Map.of());
    }

    /// Loads a model from a stream, which is read to its end.
    public static Classifier load(InputStream stream) throws IOException {
        return load(stream, Map.of());
    }

    /// Loads a model with custom layers, which the map contains by their names ([Layer#name]).
    public static Classifier load(Path file, Map<String, Layer> layers) throws IOException {
        return new Classifier(ModelFile.open(file).layers(layers).read(Kind.CLASSIFICATION));
    }

    /// Loads a model from a stream, as [#load(Path, Map)] does from a file; the stream is read to its end.
    public static Classifier load(InputStream stream, Map<String, Layer> layers) throws IOException {
        return new Classifier(ModelFile.open(stream, "stream").layers(layers).read(Kind.CLASSIFICATION));
    }

    /// Loads the parameters of a net. The caller passes the net, which the file need not describe.
    public static Classifier load(Net net, Path file) throws IOException {
        return new Classifier(ModelFile.open(net, file).read(Kind.CLASSIFICATION));
    }

    /// Loads the parameters of a net from a stream, as [#load(Net, Path)] does from a file; the stream is read to its end.
    public static Classifier load(Net net, InputStream stream) throws IOException {
        return new Classifier(ModelFile.open(net, stream).read(Kind.CLASSIFICATION));
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
