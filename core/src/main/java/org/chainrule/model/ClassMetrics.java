package org.chainrule.model;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// Measures of predicted classes, accumulated row by row. The memory for a row does not depend on the number of classes, and
/// the probabilities of all rows need not be in memory at once.
public final class ClassMetrics {
    private final int classes;
    private final int[] actual;
    private final int[] said;
    private final int[] right;
    /// For two classes, one sortable number for each row: the bits of the probability of class 1, whose order is that of the
    /// probabilities since none is negative, and then the label.
    private long[] order;
    private int rows;
    private double logLoss;

    /// Begins without rows.
    ///
    /// @param classes how many classes there are
    public ClassMetrics(int classes) {
        this.classes = classes;
        this.actual = new int[classes];
        this.said = new int[classes];
        this.right = new int[classes];
        this.order = new long[classes == 2 ? 256 : 0];
    }

    /// Adds a row of which the most probable class is predicted.
    ///
    /// @param probabilities the row's probabilities, from `at` on
    /// @param label         the row's class
    public void add(float[] probabilities, int at, int label) {
        add(probabilities, at, label, Metrics.argmax(probabilities, at, classes));
    }

    /// Adds a row whose predicted class need not be the most probable one, such as one chosen by a threshold. Accuracy and F1
    /// are computed from the predicted classes.
    public void add(float[] probabilities, int at, int label, int predicted) {
        actual[label]++;
        said[predicted]++;
        right[label] += label == predicted ? 1 : 0;
        // scikit-learn clips at the machine epsilon of the probabilities' type as well
        logLoss -= StrictMath.log(Math.max(probabilities[at + label], Math.ulp(1f) / 2));
        if (classes == 2) {
            if (rows == order.length) {
                order = Arrays.copyOf(order, rows + (rows >> 1));
            }
            order[rows] = (long) Float.floatToIntBits(probabilities[at + 1] + 0f) << 1 | label;
        }
        rows++;
    }

    /// Accuracy, log loss, F1 averaged over the classes, and for two classes that both have rows the area under the ROC
    /// curve. Log loss and area are NaN if a probability they need is NaN.
    public Map<String, Double> measures() {
        int all = 0;
        double f1 = 0;
        int present = 0;
        for (int k = 0; k < classes; k++) {
            int seen = actual[k] + said[k];
            all += right[k];
            present += seen > 0 ? 1 : 0;
            f1 += seen > 0 ? 2.0 * right[k] / seen : 0;
        }
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("accuracy", (double) all / rows);
        measures.put("logLoss", logLoss / rows);
        measures.put("macroF1", f1 / present);
        if (classes == 2 && actual[0] > 0 && actual[1] > 0) {
            measures.put("auc", auc());
        }
        return measures;
    }

    /// The chance that a row of class 1 gets a higher probability than a row of class 0, ties counting half: the
    /// statistic of Mann and Whitney (1947).
    private double auc() {
        long[] sorted = Arrays.copyOf(order, rows);
        Arrays.sort(sorted);
        // the bits of NaN are above those of all numbers
        if (Float.isNaN(Float.intBitsToFloat((int) (sorted[rows - 1] >> 1)))) {
            return Double.NaN;
        }
        double ranks = 0;
        long positives = 0;
        for (int i = 0; i < rows;) {
            int end = i;
            int tied = 0;
            while (end < rows && sorted[end] >> 1 == sorted[i] >> 1) {
                tied += (int) sorted[end++] & 1;
            }
            ranks += tied * (i + 1.0 + end) / 2;
            positives += tied;
            i = end;
        }
        return (ranks - positives * (positives + 1) / 2.0) / (positives * (double) (rows - positives));
    }
}
