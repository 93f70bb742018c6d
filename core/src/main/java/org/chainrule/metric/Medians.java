package org.chainrule.metric;

import java.util.Arrays;
import java.util.Comparator;

/// Medians of weighted rows.
final class Medians {
    private record Weighted(double value, double weight) {
    }

    private Medians() {
    }

    /// Returns the median of the absolute errors of each column, averaged over the columns.
    static double absoluteError(ScoredRows all) {
        double sum = 0;
        for (int column = 0; column < all.kind().outputs(); column++) {
            Weighted[] errors = new Weighted[all.rows()];
            for (int row = 0; row < errors.length; row++) {
                double error = (double) all.prediction(row, column) - all.target(row, column);
                errors[row] = new Weighted(Math.abs(error), all.weight(row));
            }
            sum += median(errors);
        }
        return sum / all.kind().outputs();
    }

    /// Returns the value with half of the weight on each side; the midpoint of two values if the halves meet between
    /// them.
    private static double median(Weighted[] values) {
        Arrays.sort(values, Comparator.comparingDouble(Weighted::value));
        double total = 0;
        for (Weighted each : values) {
            total += each.weight;
        }
        // NaN is sorted above all numbers
        if (Double.isNaN(values[values.length - 1].value)) {
            return Double.NaN;
        }
        double below = 0;
        int at = 0;
        while (below + values[at].weight < total / 2) {
            below += values[at++].weight;
        }
        boolean between = below + values[at].weight == total / 2 && at + 1 < values.length;
        return between ? (values[at].value + values[at + 1].value) / 2 : values[at].value;
    }
}
