package org.chainrule.tabular.assess;

import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/// Temperature scaling (Guo, Pleiss, Sun and Weinberger, "On calibration of modern neural networks", 2017): all logits
/// are divided by one number. Above 1, it makes probabilities less extreme; below 1, more so. It never changes which
/// class is the most probable.
///
/// It works on probabilities, because the softmax of scaled logits is that of scaled logarithms of the probabilities:
/// `p[k]^(1/T)`, divided by the sum over the classes. Averages of several networks are calibrated in the same way.
public final class Temperature {
    private static final double COLDEST = 0.05;
    private static final double HOTTEST = 20;
    private static final int STEPS = 60;
    /// As in the log loss of the metrics: smaller probabilities count as this.
    private static final double LEAST = Math.ulp(1f) / 2;

    private Temperature() {
    }

    /// Returns the temperature with the lowest log loss, rounded to four decimals; 1 if it lowers the mean log loss of
    /// these rows by no more than 1/n. A number that is fitted to n rows lowers it by about 1/(2n) by chance, and raises
    /// that of other rows by as much (Akaike, 1974).
    ///
    /// The true class counts as certain only up to 1/(n + 2), as by Laplace's rule of succession: otherwise rows that
    /// are all predicted correctly would make the probabilities as extreme as possible (Platt, 1999).
    ///
    /// @param probabilities the probabilities of the classes, [n, classes]
    /// @param classes       the number of classes, at least 2
    /// @param truth         the class of each row, from 0
    /// @param weights       the weight of each row; null if all count equally. They count as `(sum w)^2 / sum w^2` rows (Kish,
    ///                      "Survey sampling", 1965)
    public static double of(float[] probabilities, int classes, int[] truth, float @Nullable [] weights) {
        if (truth.length == 0) {
            return 1;
        }
        double[] counts = counts(truth.length, weights);
        double rows = worth(counts);
        double temperature = rounded(1 / inverse(probabilities, classes, truth, counts));
        double gain = logLoss(probabilities, classes, truth, counts) - logLoss(
                scaled(probabilities, classes, temperature), classes, truth, counts);
        return gain > 1 / rows ? temperature : 1;
    }

    /// Returns a temperature of four decimals.
    public static double rounded(double temperature) {
        return Math.rint(1e4 * temperature) / 1e4;
    }

    /// Returns the mean log loss at the temperature at which it is least.
    ///
    /// @param probabilities the probabilities of the classes, [n, classes]
    /// @param classes       the number of classes, at least 2
    /// @param truth         the class of each of the rows, of which there is at least one
    /// @param weights       the weight of each row
    static double leastLoss(float[] probabilities, int classes, int[] truth, float[] weights) {
        double[] counts = counts(truth.length, weights);
        double temperature = 1 / inverse(probabilities, classes, truth, counts);
        return logLoss(scaled(probabilities, classes, temperature), classes, truth, counts);
    }

    /// Returns the number of equal rows that rows are worth.
    private static double worth(double[] counts) {
        return counts.length * (counts.length / DoubleStream.of(counts).map(count -> count * count).sum());
    }

    /// Returns how often each row counts, once on average.
    private static double[] counts(int rows, float @Nullable [] weights) {
        double[] counts = new double[rows];
        double sum = 0;
        for (int i = 0; i < rows; i++) {
            counts[i] = weights == null ? 1 : weights[i];
            sum += counts[i];
        }
        for (int i = 0; i < rows; i++) {
            counts[i] *= rows / sum;
        }
        return counts;
    }

    /// Returns the inverse of the temperature. The loss is convex in it, so that its derivative is zero at one place, which
    /// Newton's method finds inside a bracket.
    ///
    /// @param counts how often each row counts, once on average
    private static double inverse(float[] probabilities, int classes, int[] truth, double[] counts) {
        double[] logits = new double[probabilities.length];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = StrictMath.log(Math.max(probabilities[i], Float.MIN_VALUE));
        }
        double doubt = 1 / (worth(counts) + 2);
        double low = 1 / HOTTEST;
        double high = 1 / COLDEST;
        double inverse = 1;
        double[] weights = new double[classes];
        for (int step = 0; step < STEPS; step++) {
            double slope = 0;
            double curvature = 0;
            for (int row = 0; row < truth.length; row++) {
                int at = row * classes;
                double mean = mean(logits, at, inverse, weights);
                double squares = 0;
                double all = 0;
                for (int k = 0; k < classes; k++) {
                    squares += weights[k] * (logits[at + k] - mean) * (logits[at + k] - mean);
                    all += logits[at + k];
                }
                double right = logits[at + truth[row]];
                slope += counts[row] * (mean - (1 - doubt) * right - doubt * (all - right) / (classes - 1));
                curvature += counts[row] * squares;
            }
            if (slope > 0) {
                high = inverse;
            } else {
                low = inverse;
            }
            double next = inverse - slope / curvature;
            next = next > low && next < high ? next : Math.sqrt(low * high);
            if (Math.abs(next - inverse) < 1e-7 * inverse) {
                return next;
            }
            inverse = next;
        }
        return inverse;
    }

    /// Writes the probabilities at an inverse temperature and returns the mean logit under them.
    private static double mean(double[] logits, int at, double inverse, double[] weights) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < weights.length; k++) {
            largest = Math.max(largest, logits[at + k]);
        }
        double sum = 0;
        for (int k = 0; k < weights.length; k++) {
            weights[k] = StrictMath.exp(inverse * (logits[at + k] - largest));
            sum += weights[k];
        }
        double mean = 0;
        for (int k = 0; k < weights.length; k++) {
            weights[k] /= sum;
            mean += weights[k] * logits[at + k];
        }
        return mean;
    }

    private static float[] scaled(float[] probabilities, int classes, double temperature) {
        float[] scaled = probabilities.clone();
        apply(scaled, classes, temperature);
        return scaled;
    }

    private static double logLoss(float[] probabilities, int classes, int[] truth, double[] counts) {
        double sum = 0;
        for (int row = 0; row < truth.length; row++) {
            sum -= counts[row] * StrictMath.log(Math.max(probabilities[row * classes + truth[row]], LEAST));
        }
        return sum / truth.length;
    }

    /// Replaces probabilities by those at a temperature. A temperature of 1 changes nothing.
    ///
    /// @param probabilities the probabilities of the classes, [n, classes]
    public static void apply(float[] probabilities, int classes, double temperature) {
        if (temperature == 1) {
            return;
        }
        double[] scaled = new double[classes];
        for (int at = 0; at < probabilities.length; at += classes) {
            float largest = 0;
            for (int k = 0; k < classes; k++) {
                largest = Math.max(largest, probabilities[at + k]);
            }
            double sum = 0;
            for (int k = 0; k < classes; k++) {
                // relative to the largest, so that the power of many small probabilities does not vanish
                scaled[k] = StrictMath.pow(probabilities[at + k] / (double) largest, 1 / temperature);
                sum += scaled[k];
            }
            for (int k = 0; k < classes; k++) {
                probabilities[at + k] = (float) (scaled[k] / sum);
            }
        }
    }
}
