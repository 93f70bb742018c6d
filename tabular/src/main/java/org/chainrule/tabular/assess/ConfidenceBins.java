package org.chainrule.tabular.assess;

/// The expected calibration error: how far the probability of the most probable class is from the share of rows in which
/// it is right (Naeini, Cooper and Hauskrecht, 2015; Guo et al., 2017). Rows are sorted into 15 bins of equal width by
/// that probability; the error is the mean over the rows of the distance, in their bin, between the mean probability and
/// the share of right rows.
public final class ConfidenceBins {
    private static final int BINS = 15;

    private final double[] confidence = new double[BINS];
    private final long[] right = new long[BINS];
    private final long[] rows = new long[BINS];

    /// Bins without rows.
    public ConfidenceBins() {
    }

    /// Adds a row.
    ///
    /// @param probabilities the probabilities of the classes, from index `at` on
    /// @param truth         the class, from 0
    public void add(float[] probabilities, int at, int classes, int truth) {
        int best = 0;
        for (int k = 1; k < classes; k++) {
            best = probabilities[at + k] > probabilities[at + best] ? k : best;
        }
        float largest = probabilities[at + best];
        // a bin contains its upper bound and not its lower one
        int bin = Math.clamp((int) Math.ceil(largest * (double) BINS) - 1, 0, BINS - 1);
        confidence[bin] += largest;
        right[bin] += best == truth ? 1 : 0;
        rows[bin]++;
    }

    /// Returns the expected calibration error of the rows added, from 0 to 1; NaN if there are none.
    public double error() {
        double sum = 0;
        long all = 0;
        for (int bin = 0; bin < BINS; bin++) {
            sum += Math.abs(confidence[bin] - right[bin]);
            all += rows[bin];
        }
        return sum / all;
    }
}
