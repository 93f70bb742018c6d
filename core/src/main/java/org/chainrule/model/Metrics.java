package org.chainrule.model;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;

/// How good predictions are, as the field measures it.
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
        int[] predicted = new int[labels.length];
        Arrays.setAll(predicted, i -> argmax(probabilities, i * classes, classes));
        return classification(probabilities, classes, labels, predicted);
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
        int[][] confusion = new int[classes][classes];
        double logLoss = 0;
        for (int i = 0; i < labels.length; i++) {
            confusion[labels[i]][predicted[i]]++;
            // scikit-learn clips at the machine epsilon of the probabilities' type as well
            logLoss -= StrictMath.log(Math.max(probabilities[i * classes + labels[i]], Math.ulp(1f) / 2));
        }
        int right = 0;
        double f1 = 0;
        int present = 0;
        for (int k = 0; k < classes; k++) {
            int actual = Arrays.stream(confusion[k]).sum();
            int said = 0;
            for (int[] row : confusion) {
                said += row[k];
            }
            right += confusion[k][k];
            present += actual + said > 0 ? 1 : 0;
            f1 += actual + said > 0 ? 2.0 * confusion[k][k] / (actual + said) : 0;
        }
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("accuracy", (double) right / labels.length);
        metrics.put("logLoss", logLoss / labels.length);
        metrics.put("macroF1", f1 / present);
        if (classes == 2) {
            double auc = auc(probabilities, labels);
            if (!Double.isNaN(auc)) {
                metrics.put("auc", auc);
            }
        }
        return metrics;
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

    /// The chance that a row of class 1 gets a higher probability than a row of class 0, ties counting half: the
    /// statistic of Mann and Whitney (1947). NaN where one class has no row.
    private static double auc(float[] probabilities, int[] labels) {
        // one number a row to sort: the probability, of which the bits keep the order since none is negative, and the label
        long[] order = new long[labels.length];
        Arrays.setAll(order, i -> (long) Float.floatToIntBits(probabilities[2 * i + 1] + 0f) << 1 | labels[i]);
        Arrays.sort(order);
        double ranks = 0;
        long positives = 0;
        for (int i = 0; i < order.length;) {
            int end = i;
            int tied = 0;
            while (end < order.length && order[end] >> 1 == order[i] >> 1) {
                tied += (int) order[end++] & 1;
            }
            ranks += tied * (i + 1.0 + end) / 2;
            positives += tied;
            i = end;
        }
        return (ranks - positives * (positives + 1) / 2.0) / (positives * (double) (labels.length - positives));
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
        double squares = 0;
        double absolute = 0;
        for (int i = 0; i < targets.length; i++) {
            double error = (double) predictions[i] - targets[i];
            squares += error * error;
            absolute += Math.abs(error);
        }
        double spread = 0;
        for (int column = 0; column < width; column++) {
            double mean = 0;
            for (int i = column; i < targets.length; i += width) {
                mean += (double) targets[i] * width / targets.length;
            }
            for (int i = column; i < targets.length; i += width) {
                spread += (targets[i] - mean) * (targets[i] - mean);
            }
        }
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("rmse", Math.sqrt(squares / targets.length));
        metrics.put("mae", absolute / targets.length);
        metrics.put("r2", spread == 0 ? squares == 0 ? 1 : 0 : 1 - squares / spread);
        return metrics;
    }
}
