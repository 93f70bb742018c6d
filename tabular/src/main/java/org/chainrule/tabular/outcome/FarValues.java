package org.chainrule.tabular.outcome;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.chainrule.tabular.table.NumberColumn;

/// The values of a numeric target that lie so far from all others that they are probably errors.
///
/// Values are compared by their distance from the median. If the tail of the distances is that of a power law, as in
/// heavy-tailed data at worst, `j log(d[j] / d[j+1])` is exponentially distributed for the j-th largest distance, with
/// the mean that Hill's estimator ("A simple general approach to inference about the tail of a distribution", 1975)
/// measures on the k distances below. The gap is then larger by a factor t than this mean with the probability `(1 +
/// t/k)^-k`. A gap that is nearly impossible by this measure separates far values, if they are also many interquartile
/// ranges away.
public final class FarValues {
    /// No far values.
    public static final FarValues NONE = new FarValues(new int[0], 0, Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY, 1);
    private static final int FEWEST = 20;
    private static final int FEWEST_BELOW = 10;
    private static final int MOST_BELOW = 200;
    private static final double RANGES = 20;
    private static final double PROBABILITY = 1e-5;
    /// The least mean of the logarithm of a gap, because ties and bounds of ordinary values show no tail.
    private static final double LEAST_TAIL = 0.2;

    private final int[] rows;
    private final double median;
    private final double low;
    private final double high;
    private final double gap;

    private FarValues(int[] rows, double median, double low, double high, double gap) {
        this.rows = rows;
        this.median = median;
        this.low = low;
        this.high = high;
        this.gap = gap;
    }

    /// Returns the far values among the given rows, none of which is missing.
    public static FarValues of(NumberColumn column, int[] rows) {
        int n = rows.length;
        if (n < FEWEST) {
            return NONE;
        }
        double[] distances = IntStream.of(rows).mapToDouble(column::value).sorted().toArray();
        double median = distances[n / 2];
        double range = distances[3 * n / 4] - distances[n / 4];
        // A large table has room for only one such array.
        Arrays.setAll(distances, i -> Math.abs(distances[i] - median));
        Arrays.sort(distances);
        double scale = range > 0 ? range : middle(distances);
        int most = Math.min(n / FEWEST, Math.max(5, n / 1000));
        int far = 0;
        for (int j = 1; j <= most; j++) {
            if (distances[n - j] > RANGES * scale && isGap(distances, j)) {
                far = j;
            }
        }
        if (far == 0) {
            return NONE;
        }
        double nearest = distances[n - far];
        double low = median;
        double high = median;
        for (int row : rows) {
            double value = column.value(row);
            if (Math.abs(value - median) < nearest) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        int[] found = IntStream.of(rows).filter(row -> Math.abs(column.value(row) - median) >= nearest).boxed()
                .sorted(Comparator.comparingDouble(row -> -Math.abs(column.value(row) - median)))
                .mapToInt(Integer::intValue).toArray();
        return new FarValues(found, median, low, high, nearest / distances[n - far - 1]);
    }

    /// Returns the median of the distances that are not 0; 0 if all are.
    private static double middle(double[] distances) {
        int zeros = 0;
        while (zeros < distances.length && distances[zeros] == 0) {
            zeros++;
        }
        return zeros == distances.length ? 0 : distances[zeros + (distances.length - zeros) / 2];
    }

    /// Returns whether the gap below the j-th largest distance is nearly impossible.
    private static boolean isGap(double[] distances, int j) {
        int next = distances.length - j - 1;
        int below = Math.clamp(distances.length / 4, FEWEST_BELOW, Math.clamp(distances.length / 10, 50, MOST_BELOW));
        while (below >= FEWEST_BELOW && (next - below < 0 || distances[next - below] == 0)) {
            below--;
        }
        if (below < FEWEST_BELOW) {
            return false;
        }
        double tail = 0;
        for (int i = 0; i < below; i++) {
            tail += StrictMath.log(distances[next - i] / distances[next - below]) / below;
        }
        double t = j * StrictMath.log(distances[next + 1] / distances[next]) / Math.max(tail, LEAST_TAIL);
        return StrictMath.pow(1 + t / below, -below) < PROBABILITY;
    }

    /// Returns the rows with a far value, the farthest first.
    public int[] rows() {
        return rows.clone();
    }

    /// Returns the median of all values.
    public double median() {
        return median;
    }

    /// Returns how many times the nearest far value is as far from the median as any other value.
    public double gap() {
        return gap;
    }

    /// Returns the value, or, if it is farther than all others, the smallest or largest of the others.
    public double clip(double value) {
        return Double.isNaN(value) ? value : Math.clamp(value, low, high);
    }
}
