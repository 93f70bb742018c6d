package org.chainrule.tabular.assess;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.chainrule.tabular.outcome.QuadraticKappa;

/// A measure of predictions as a function of how often each row counts. With one as every count, it is the measure of
/// the rows themselves. Each factory keeps what it can compute once, so that a value takes one pass over the rows.
@FunctionalInterface
public interface Statistic {
    /// Returns the measure; NaN if it is not defined for these counts.
    ///
    /// @param counts how often each row counts, at least one of them above 0; with weights, not whole numbers
    double of(double[] counts);

    /// Returns the measure for whole numbers of times.
    default double of(int[] counts) {
        return of(Arrays.stream(counts).asDoubleStream().toArray());
    }

    /// Returns the mean of one value per row, such as accuracy, log loss or mean absolute error.
    static Statistic mean(double[] parts) {
        return counts -> {
            double sum = 0;
            double rows = 0;
            for (int i = 0; i < parts.length; i++) {
                sum += counts[i] * parts[i];
                rows += counts[i];
            }
            return sum / rows;
        };
    }

    /// Returns the root of the mean of one value per row: the root mean squared error for squared errors.
    static Statistic rootMean(double[] squares) {
        Statistic mean = mean(squares);
        return counts -> Math.sqrt(mean.of(counts));
    }

    /// Returns the coefficient of determination: 1 minus the sum of the squared errors over the sum of the squared
    /// distances of the true numbers from their mean. NaN if the true numbers are all equal.
    ///
    /// @param squares the squared error of each row
    /// @param truth   the true number of each row
    static Statistic explained(double[] squares, double[] truth) {
        // distances from a nearby number instead of 0, because large numbers with a small spread would cancel out
        double near = truth.length == 0 ? 0 : Arrays.stream(truth).average().orElse(0);
        return counts -> {
            double errors = 0;
            double sum = 0;
            double sumOfSquares = 0;
            double rows = 0;
            for (int i = 0; i < truth.length; i++) {
                double count = counts[i];
                double distance = truth[i] - near;
                errors += count * squares[i];
                sum += count * distance;
                sumOfSquares += count * distance * distance;
                rows += count;
            }
            double spread = sumOfSquares - sum * sum / rows;
            return spread > 1e-12 * sumOfSquares ? 1 - errors / spread : Double.NaN;
        };
    }

    /// Returns the mean, over the classes that are true or predicted in a counted row, of the F1 of the class.
    ///
    /// @param truth     the class of each row, from 0
    /// @param predicted the predicted class of each row
    /// @param classes   the number of classes
    static Statistic macroF1(int[] truth, int[] predicted, int classes) {
        return counts -> {
            double[] either = new double[classes];
            double[] right = new double[classes];
            for (int i = 0; i < truth.length; i++) {
                double count = counts[i];
                either[truth[i]] += count;
                either[predicted[i]] += count;
                right[truth[i]] += truth[i] == predicted[i] ? count : 0;
            }
            double sum = 0;
            int present = 0;
            for (int k = 0; k < classes; k++) {
                if (either[k] > 0) {
                    sum += 2 * right[k] / either[k];
                    present++;
                }
            }
            return sum / present;
        };
    }

    /// Returns the mean, over the classes that are true in a counted row, of the share of their rows that is predicted
    /// correctly.
    ///
    /// @param truth     the class of each row, from 0
    /// @param predicted the predicted class of each row
    /// @param classes   the number of classes
    static Statistic balancedAccuracy(int[] truth, int[] predicted, int classes) {
        return counts -> {
            double[] all = new double[classes];
            double[] right = new double[classes];
            for (int i = 0; i < truth.length; i++) {
                all[truth[i]] += counts[i];
                right[truth[i]] += truth[i] == predicted[i] ? counts[i] : 0;
            }
            double sum = 0;
            int present = 0;
            for (int k = 0; k < classes; k++) {
                if (all[k] > 0) {
                    sum += right[k] / all[k];
                    present++;
                }
            }
            return sum / present;
        };
    }

    /// Returns the agreement of classes in an order, see [QuadraticKappa].
    ///
    /// @param truth     the rank of the class of each row
    /// @param predicted the rank of the predicted class of each row
    static Statistic quadraticKappa(int[] truth, int[] predicted) {
        return counts -> {
            QuadraticKappa kappa = new QuadraticKappa();
            for (int i = 0; i < truth.length; i++) {
                kappa.add(truth[i], predicted[i], counts[i]);
            }
            return kappa.value();
        };
    }

    /// Returns the area under the ROC curve: the probability that a positive row has a higher score than a negative one,
    /// where ties count half (Mann and Whitney, 1947). NaN without rows of both kinds.
    ///
    /// @param scores   the score of each row
    /// @param positive whether each row is positive
    static Statistic area(float[] scores, boolean[] positive) {
        int[] order = IntStream.range(0, scores.length).boxed().sorted(Comparator.comparingDouble(i -> scores[i] + 0f))
                .mapToInt(Integer::intValue).toArray();
        boolean[] yes = new boolean[order.length];
        boolean[] last = new boolean[order.length];
        for (int i = 0; i < order.length; i++) {
            yes[i] = positive[order[i]];
            last[i] = i + 1 == order.length || scores[order[i]] != scores[order[i + 1]];
        }
        return counts -> {
            double pairs = 0;
            double positives = 0;
            double negatives = 0;
            double tiedPositives = 0;
            double tiedNegatives = 0;
            for (int i = 0; i < order.length; i++) {
                double count = counts[order[i]];
                tiedPositives += yes[i] ? count : 0;
                tiedNegatives += yes[i] ? 0 : count;
                if (last[i]) {
                    pairs += tiedPositives * (negatives + tiedNegatives / 2);
                    positives += tiedPositives;
                    negatives += tiedNegatives;
                    tiedPositives = 0;
                    tiedNegatives = 0;
                }
            }
            return pairs / (positives * negatives);
        };
    }
}
