package org.chainrule.tabular.assess;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Measures of predicted sets of labels against the true sets, row by row.
///
/// For label k with `tp` true positives, `fp` false positives and `fn` false negatives, F1 is `2 tp / (2 tp + fp + fn)`, and 0
/// if that is not defined. `microF1` is the F1 of all labels counted together, `macroF1` the mean over the labels,
/// `subsetAccuracy` the share of rows with the right set, and `hammingLoss` the share of wrong decisions (Tsoumakas and
/// Katakis, "Multi-label classification: an overview", 2007).
public final class LabelScores {
    private final double[] right;
    private final double[] wrong;
    private final double[] missed;
    private final int labels;
    private double rows;
    private double sets;

    /// Scores without rows.
    ///
    /// @param labels the number of labels
    public LabelScores(int labels) {
        this.labels = labels;
        this.right = new double[labels];
        this.wrong = new double[labels];
        this.missed = new double[labels];
    }

    /// Adds a row.
    ///
    /// @param predicted whether each label is predicted
    /// @param present   whether each label is present
    /// @param weight    how much the row counts
    public void add(boolean[] predicted, boolean[] present, double weight) {
        boolean all = true;
        for (int k = 0; k < labels; k++) {
            right[k] += predicted[k] && present[k] ? weight : 0;
            wrong[k] += predicted[k] && !present[k] ? weight : 0;
            missed[k] += !predicted[k] && present[k] ? weight : 0;
            all &= predicted[k] == present[k];
        }
        rows += weight;
        sets += all ? weight : 0;
    }

    /// Returns the scores of rows.
    ///
    /// @param predicted whether each label is predicted: `[rows][labels]`
    /// @param present   whether each label is present: `[rows][labels]`
    /// @param weights   how much each row counts; null if all count equally
    public static Map<String, Double> of(boolean[][] predicted, boolean[][] present, float @Nullable [] weights) {
        LabelScores scores = new LabelScores(predicted.length == 0 ? 0 : predicted[0].length);
        for (int row = 0; row < predicted.length; row++) {
            scores.add(predicted[row], present[row], weights == null ? 1 : weights[row]);
        }
        return scores.values();
    }

    /// Returns the measures by name; NaN if there is no row.
    public Map<String, Double> values() {
        double tp = 0;
        double fp = 0;
        double fn = 0;
        double macro = 0;
        for (int k = 0; k < labels; k++) {
            tp += right[k];
            fp += wrong[k];
            fn += missed[k];
            macro += f1(right[k], wrong[k], missed[k]) / labels;
        }
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("microF1", rows == 0 ? Double.NaN : f1(tp, fp, fn));
        values.put("macroF1", rows == 0 ? Double.NaN : macro);
        values.put("subsetAccuracy", sets / rows);
        values.put("hammingLoss", (fp + fn) / (rows * labels));
        return values;
    }

    private static double f1(double tp, double fp, double fn) {
        double all = 2 * tp + fp + fn;
        return all == 0 ? 0 : 2 * tp / all;
    }
}
