package org.chainrule.model;

import java.util.Map;

/// How good predictions are, as the field measures it, of all rows at once; [ClassMetrics] and [NumberMetrics] take them
/// a part at a time.
public final class Metrics {
    private Metrics() {
    }

    /// Accuracy, log loss, F1 averaged over the classes, and for two classes the area under the ROC curve.
    ///
    /// @param probabilities row by row, `classes` a row
    public static Map<String, Double> classification(float[] probabilities, int classes, int[] labels) {
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
        ClassMetrics metrics = new ClassMetrics(classes);
        for (int i = 0; i < labels.length; i++) {
            metrics.add(probabilities, i * classes, labels[i], predicted[i]);
        }
        return metrics.measures();
    }

    /// Root mean squared error, mean absolute error, and the share of the variance that is explained.
    public static Map<String, Double> regression(float[] predictions, float[] targets, int width) {
        NumberMetrics metrics = new NumberMetrics(targets, width);
        metrics.add(predictions, targets.length);
        return metrics.measures();
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
