package org.chainrule.tabular.train;

import java.util.Arrays;

/// The choice of a decision threshold for a binary target.
public final class Threshold {
    private Threshold() {
    }

    /// Returns the threshold with the highest F1 of the positive class; of equal ones, the nearest to 0.5. It lies
    /// midway between two probabilities that occur. Returns 0.5 if no row has the positive class.
    ///
    /// @param probabilities the probability of the positive class, for each row
    /// @param classes       the class of each row
    public static double bestF1(float[] probabilities, int positive, int[] classes) {
        int rows = classes.length;
        // One number per row to sort: the bits of the probability, whose order is that of the values because none is
        // negative, and whether the row is positive.
        long[] order = new long[rows];
        Arrays.setAll(order, i -> (long) Float.floatToIntBits(probabilities[i] + 0f) << 1
                | (classes[i] == positive ? 1 : 0));
        Arrays.sort(order);
        long positives = Arrays.stream(order).filter(value -> (value & 1) == 1).count();
        double best = 0.5;
        double bestF1 = -1;
        long found = 0;
        for (int i = rows - 1; i >= 0; i--) {
            found += order[i] & 1;
            if (i > 0 && order[i] >> 1 == order[i - 1] >> 1) {
                continue;
            }
            double f1 = 2.0 * found / (rows - i + positives);
            double threshold = (probability(order[i]) + (i > 0 ? probability(order[i - 1]) : 0)) / 2;
            boolean nearer = f1 == bestF1 && Math.abs(threshold - 0.5) < Math.abs(best - 0.5);
            if (positives > 0 && threshold > 0 && threshold < 1 && (f1 > bestF1 || nearer)) {
                bestF1 = f1;
                best = threshold;
            }
        }
        return best;
    }

    private static double probability(long entry) {
        return Float.intBitsToFloat((int) (entry >> 1));
    }
}
