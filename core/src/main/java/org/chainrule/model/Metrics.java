package org.chainrule.model;

import java.util.Map;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;

/// How good predictions are, as the field measures it, of all rows at once; [ClassMetrics] and [NumberMetrics] take them
/// a part at a time.
public final class Metrics {
    private Metrics() {
    }

    /// Accuracy, log loss, F1 averaged over the classes, and for two classes the area under the ROC curve.
    ///
    /// @param probabilities row by row, `classes` a row
    ///
    /// @throws ArgumentException if there are no rows, or a label is not among the classes
    /// @throws ShapeException if there is not a probability for each class of each row
    public static Map<String, Double> classification(float[] probabilities, int classes, int[] labels) {
        checkSizes(probabilities, classes, labels);
        ClassMetrics metrics = new ClassMetrics(classes);
        for (int i = 0; i < labels.length; i++) {
            metrics.add(probabilities, i * classes, labels[i]);
        }
        return metrics.measures();
    }

    /// As [#classification(float\[\], int, int\[\])], where another class than the most probable one may be predicted, say by
    /// a threshold: accuracy and F1 are those of the classes predicted.
    public static Map<String, Double> classification(float[] probabilities, int classes, int[] labels,
            int[] predicted) {
        checkSizes(probabilities, classes, labels);
        ArgumentException.requireNotNull("classification", "predicted", predicted);
        if (predicted.length != labels.length) {
            throw new ShapeException("classification", "the number of rows differs", labels.length + " labels",
                    predicted.length + " predicted");
        }
        ClassMetrics metrics = new ClassMetrics(classes);
        for (int i = 0; i < labels.length; i++) {
            metrics.add(probabilities, i * classes, labels[i], predicted[i]);
        }
        return metrics.measures();
    }

    /// Root mean squared error, mean absolute error, and the share of the variance that is explained.
    ///
    /// @param width the number of columns of both
    /// @throws ArgumentException if there are no rows
    /// @throws ShapeException if there is not a prediction for each target, or they are not whole rows
    public static Map<String, Double> regression(float[] predictions, float[] targets, int width) {
        ArgumentException.requireNotNull("regression", "predictions", predictions);
        ArgumentException.requireNotNull("regression", "targets", targets);
        if (targets.length == 0) {
            throw new ArgumentException("targets", "regression: got no targets, expected at least one");
        }
        if (predictions.length != targets.length || width < 1 || targets.length % width != 0) {
            throw new ShapeException("regression", "expected a prediction for each target, in whole rows",
                    predictions.length + " predictions", targets.length + " targets", "rows of " + width);
        }
        NumberMetrics metrics = new NumberMetrics(targets, width);
        metrics.add(predictions, targets.length);
        return metrics.measures();
    }

    private static void checkSizes(float[] probabilities, int classes, int[] labels) {
        ArgumentException.requireNotNull("classification", "probabilities", probabilities);
        ArgumentException.requireNotNull("classification", "labels", labels);
        if (labels.length == 0) {
            throw new ArgumentException("labels", "classification: got no labels, expected at least one");
        }
        if (probabilities.length != (long) labels.length * classes) {
            throw new ShapeException("classification", "expected a probability for each class of each row",
                    probabilities.length + " probabilities", labels.length + " rows of " + classes + " classes");
        }
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new ArgumentException("labels", "classification: label " + labels[i] + " in row " + i
                        + ", expected 0 to " + (classes - 1));
            }
        }
    }

    /// The first of the largest of `count` values.
    static int argmax(float[] values, int from, int count) {
        int best = 0;
        for (int k = 1; k < count; k++) {
            best = values[from + k] > values[from + best] ? k : best;
        }
        return best;
    }
}
