package org.chainrule.tabular.ensemble;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The weights of the models of an ensemble by greedy selection with replacement: again and again, the model is added
/// that lowers the error of the average the most (Caruana et al., "Ensemble selection from libraries of models", 2004).
/// The weight of a model is the share of rounds in which it was chosen, up to the best round.
///
/// Models cost time in a prediction, so the total cost of the chosen ones has a limit.
final class GreedySelection {
    private static final int ROUNDS = 50;
    /// Keeps the logarithm of a probability finite.
    private static final float LEAST = 1e-7f;

    private GreedySelection() {
    }

    /// Returns the weight of each candidate; they sum to 1.
    ///
    /// @param candidates the predictions of each candidate for the same rows; the average of predictions is theirs
    ///                   together
    /// @param error      the error of predictions, lower is better
    /// @param costs      the cost of each candidate
    /// @param limit      the largest sum of costs; if every candidate costs more, the best one is chosen
    static double[] weights(float[][] candidates, ToDoubleFunction<float[]> error, double[] costs, double limit) {
        int rows = candidates[0].length;
        double[] sums = new double[rows];
        int[] counts = new int[candidates.length];
        int[] best = counts;
        double least = Double.POSITIVE_INFINITY;
        float[] average = new float[rows];
        boolean none = Arrays.stream(costs).allMatch(cost -> cost > limit);
        for (int round = 1; round <= (none ? 1 : ROUNDS); round++) {
            int chosen = -1;
            double lowest = Double.POSITIVE_INFINITY;
            for (int c = 0; c < candidates.length; c++) {
                if (none || affordable(counts, c, costs, limit)) {
                    for (int i = 0; i < rows; i++) {
                        average[i] = (float) ((sums[i] + candidates[c][i]) / round);
                    }
                    double value = error.applyAsDouble(average);
                    if (chosen < 0 || value < lowest) {
                        chosen = c;
                        lowest = value;
                    }
                }
            }
            for (int i = 0; i < rows; i++) {
                sums[i] += candidates[chosen][i];
            }
            counts[chosen]++;
            if (lowest < least) {
                least = lowest;
                best = counts.clone();
            }
        }
        double total = Arrays.stream(best).sum();
        return Arrays.stream(best).mapToDouble(count -> count / total).toArray();
    }

    /// Returns the weighted average of predictions.
    static float[] average(float[][] candidates, double[] weights) {
        float[] average = new float[candidates[0].length];
        for (int i = 0; i < average.length; i++) {
            double sum = 0;
            for (int c = 0; c < weights.length; c++) {
                sum += weights[c] * candidates[c][i];
            }
            average[i] = (float) sum;
        }
        return average;
    }

    /// Returns the mean negative logarithm of the probabilities of the true classes.
    ///
    /// @param weights the weight of each row; null if all count equally
    static double logLoss(float[] probabilities, float @Nullable [] weights) {
        double sum = 0;
        double all = 0;
        for (int i = 0; i < probabilities.length; i++) {
            double weight = weights == null ? 1 : weights[i];
            sum -= weight * StrictMath.log(Math.max(probabilities[i], LEAST));
            all += weight;
        }
        return sum / all;
    }

    /// Returns the mean squared difference.
    ///
    /// @param weights the weight of each row; null if all count equally
    static double squaredError(float[] predictions, float[] truth, float @Nullable [] weights) {
        double sum = 0;
        double all = 0;
        for (int i = 0; i < truth.length; i++) {
            double weight = weights == null ? 1 : weights[i];
            double difference = predictions[i] - truth[i];
            sum += weight * (difference * difference);
            all += weight;
        }
        return sum / all;
    }

    private static boolean affordable(int[] counts, int more, double[] costs, double limit) {
        return counts[more] > 0 || costs[more]
                + IntStream.range(0, counts.length).filter(c -> counts[c] > 0).mapToDouble(c -> costs[c])
                        .sum() <= limit;
    }
}
