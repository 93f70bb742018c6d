package org.chainrule.tabular.train;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The choice of a decision threshold for a binary target.
public final class Threshold {
    private Threshold() {
    }

    /// Returns the threshold with the highest F1 of the positive class; of equal ones, the nearest to 0.5. It lies
    /// midway between two probabilities that occur. Returns 0.5 if no row has the positive class.
    ///
    /// @param probabilities the probability of the positive class, for each row
    /// @param classes       the class of each row
    /// @param weights       the weight of each row; null if all count equally
    public static double bestF1(float[] probabilities, int positive, int[] classes, float @Nullable [] weights) {
        int rows = classes.length;
        // One number per row to sort: the bits of the probability, whose order is that of the values because none is
        // negative, and the row.
        long[] order = new long[rows];
        Arrays.setAll(order, i -> (long) Float.floatToIntBits(probabilities[i] + 0f) << 32 | i);
        Arrays.sort(order);
        double positives = 0;
        for (int i = 0; i < rows; i++) {
            positives += classes[i] == positive ? weight(weights, i) : 0;
        }
        double best = 0.5;
        double bestF1 = -1;
        double found = 0;
        double said = 0;
        for (int i = rows - 1; i >= 0; i--) {
            int row = (int) order[i];
            said += weight(weights, row);
            found += classes[row] == positive ? weight(weights, row) : 0;
            if (i > 0 && order[i] >> 32 == order[i - 1] >> 32) {
                continue;
            }
            double f1 = 2 * found / (said + positives);
            double threshold = (probability(order[i]) + (i > 0 ? probability(order[i - 1]) : 0)) / 2;
            boolean nearer = f1 == bestF1 && Math.abs(threshold - 0.5) < Math.abs(best - 0.5);
            if (positives > 0 && threshold > 0 && threshold < 1 && (f1 > bestF1 || nearer)) {
                bestF1 = f1;
                best = threshold;
            }
        }
        return best;
    }

    private static double weight(float @Nullable [] weights, int row) {
        return weights == null ? 1 : weights[row];
    }

    private static double probability(long entry) {
        return Float.intBitsToFloat((int) (entry >> 32));
    }
}
