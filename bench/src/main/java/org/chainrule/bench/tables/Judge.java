package org.chainrule.bench.tables;

import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;

/// Measures the predictions of all competitors in the same way, in double.
final class Judge {
    /// The least probability that the log loss counts: a forest may give a class 0.
    private static final double LEAST = 1e-7;

    private static final int BINS = 15;

    private Judge() {
    }

    /// Returns the measures of predictions.
    ///
    /// @param classes     the number of classes; 0 if the target is a number
    /// @param predictions the probability of each class, or one number, for each row
    /// @param targets     the class or the number of each row
    static Map<Measure, Double> measures(int classes, double[][] predictions, double[] targets) {
        check(classes, predictions, targets);
        Map<Measure, Double> measures = new EnumMap<>(Measure.class);
        if (classes == 0) {
            measures.put(Measure.RMSE, Math.sqrt(mean(targets.length, row -> square(predictions[row][0]
                    - targets[row]))));
            return measures;
        }
        measures.put(Measure.ACCURACY, mean(targets.length, row -> best(predictions[row]) == targets[row] ? 1 : 0));
        measures.put(Measure.LOG_LOSS, mean(targets.length, row -> -Math.log(Math.clamp(
                predictions[row][(int) targets[row]], LEAST, 1))));
        measures.put(Measure.CALIBRATION, calibration(predictions, targets, 1));
        if (classes == 2) {
            measures.put(Measure.AUC, auc(predictions, targets));
        }
        return measures;
    }

    /// Returns the share of the targets that lie in their intervals.
    ///
    /// @param intervals the ends of the interval of each row
    static double coverage(double[][] intervals, double[] targets) {
        return mean(targets.length,
                row -> intervals[row][0] <= targets[row] && targets[row] <= intervals[row][1] ? 1 : 0);
    }

    /// Returns the expected calibration error of probabilities to the power of a temperature.
    static double calibration(double[][] predictions, double[] targets, double temperature) {
        double[] distances = new double[BINS];
        for (int row = 0; row < targets.length; row++) {
            int best = best(predictions[row]);
            double sum = Arrays.stream(predictions[row]).map(p -> Math.pow(p, temperature)).sum();
            double confidence = Math.pow(predictions[row][best], temperature) / sum;
            int bin = Math.clamp((int) Math.ceil(confidence * BINS) - 1, 0, BINS - 1);
            distances[bin] += confidence - (best == targets[row] ? 1 : 0);
        }
        return Arrays.stream(distances).map(Math::abs).sum() / targets.length;
    }

    private static void check(int classes, double[][] predictions, double[] targets) {
        if (predictions.length != targets.length) {
            throw new IllegalArgumentException("judge: got " + predictions.length + " predictions for " + targets.length
                    + " rows, expected one for each row");
        }
        for (double[] prediction : predictions) {
            double sum = 0;
            for (double value : prediction) {
                if (!Double.isFinite(value)) {
                    throw new IllegalArgumentException(
                            "judge: a prediction is " + value + ", expected a finite number");
                }
                sum += value;
            }
            if (classes > 0 && Math.abs(sum - 1) > 1e-3) {
                throw new IllegalArgumentException("judge: the probabilities of a row sum to " + sum + ", expected 1");
            }
        }
    }

    private static double mean(int rows, java.util.function.IntToDoubleFunction of) {
        return IntStream.range(0, rows).mapToDouble(of).sum() / rows;
    }

    private static double square(double x) {
        return x * x;
    }

    private static int best(double[] probabilities) {
        int best = 0;
        for (int k = 1; k < probabilities.length; k++) {
            best = probabilities[k] > probabilities[best] ? k : best;
        }
        return best;
    }

    /// Returns the probability that a row of class 1 has a higher score than one of class 0, where equal scores count
    /// half: the Mann-Whitney statistic.
    private static double auc(double[][] predictions, double[] targets) {
        int[] order = IntStream.range(0, targets.length).boxed()
                .sorted(Comparator.comparingDouble(row -> predictions[row][1])).mapToInt(row -> row).toArray();
        double above = 0;
        double negatives = 0;
        double positives = 0;
        for (int from = 0, to; from < order.length; from = to) {
            double ones = 0;
            for (to = from; to < order.length
                    && predictions[order[to]][1] == predictions[order[from]][1]; to++) {
                ones += targets[order[to]];
            }
            double zeros = to - from - ones;
            above += ones * (negatives + zeros / 2);
            negatives += zeros;
            positives += ones;
        }
        return above / (positives * negatives);
    }
}
