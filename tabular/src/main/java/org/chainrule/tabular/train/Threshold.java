package org.chainrule.tabular.train;

import java.util.Arrays;

/// From which probability on the positive class of two is predicted.
public final class Threshold {
    private Threshold() {
    }

    /// The threshold with the highest F1 of the positive class; of several the one nearest to 0.5. It lies in the middle
    /// between two probabilities that occur. Without a row of the positive class it is 0.5.
    ///
    /// @param probabilities of the positive class, one a row
    /// @param classes       the class of each row
    public static double bestF1(float[] probabilities, int positive, int[] classes) {
        int rows = classes.length;
        // One number a row to sort: the probability, of which the bits keep the order since none is negative, and whether
        // the row is positive.
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
