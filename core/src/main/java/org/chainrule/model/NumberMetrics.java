package org.chainrule.model;

import java.util.LinkedHashMap;
import java.util.Map;

/// Measures of predicted numbers, accumulated block by block. The predictions of all rows need not be in memory at once.
public final class NumberMetrics {
    private final float[] targets;
    private final int width;
    private int next;
    private double squares;
    private double absolute;

    /// Begins without predictions.
    ///
    /// @param targets the numbers to predict, row by row
    /// @param width   how many numbers a row has
    public NumberMetrics(float[] targets, int width) {
        this.targets = targets;
        this.width = width;
    }

    /// Adds predictions for the next rows.
    ///
    /// @param count the number of predictions, which stand at the beginning of the array
    public void add(float[] predictions, int count) {
        for (int i = 0; i < count; i++) {
            double error = (double) predictions[i] - targets[next++];
            squares += error * error;
            absolute += Math.abs(error);
        }
    }

    /// Root mean squared error, mean absolute error, and the share of the variance that is explained, once all rows are
    /// added.
    public Map<String, Double> measures() {
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
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("rmse", Math.sqrt(squares / targets.length));
        measures.put("mae", absolute / targets.length);
        measures.put("r2", spread == 0 ? squares == 0 ? 1 : 0 : 1 - squares / spread);
        return measures;
    }
}
