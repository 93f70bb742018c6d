package org.chainrule.tabular.assess;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Numbers that are too far from what a model predicts for them to be explained by its usual errors.
///
/// The usual error of a row is that of the rows with similar predictions: their median, and their spread, which is 1.4826
/// times the median distance from it. A row is far if its error in spreads is beyond the outer fences of all rows: more
/// than three times the distance of the quartiles outside the quartiles (Tukey, "Exploratory data analysis", 1977). One
/// error in 400,000 is that large if errors are normal.
public final class FarErrors {
    /// The share of the rows, and their fewest and largest number, that tell the usual error of a row.
    private static final int SHARE = 20;
    private static final int FEWEST = 50;
    private static final int MOST = 500;
    /// So many rows with neighboring predictions share one estimate.
    private static final int BLOCK = 10;
    /// The smallest spread as a share of that of all rows.
    private static final double LEAST = 0.1;
    private static final double NORMAL = 1.4826;
    private static final double FENCE = 3;

    private FarErrors() {
    }

    /// A row that is far from its prediction.
    ///
    /// @param row   the index of the row
    /// @param error its error in spreads
    public record Far(int row, double error) {
    }

    /// Returns the rows that are far, the farthest first.
    ///
    /// @param truth      the number of each row
    /// @param prediction the prediction for each row by a model that did not learn from the row
    public static List<Far> of(double[] truth, double[] prediction) {
        int rows = truth.length;
        double[] errors = new double[rows];
        Arrays.setAll(errors, row -> truth[row] - prediction[row]);
        double least = LEAST * spread(errors, median(errors));
        int[] order = IntStream.range(0, rows).boxed().sorted(Comparator.comparingDouble(row -> prediction[row]))
                .mapToInt(Integer::intValue).toArray();
        int window = Math.min(rows, Math.clamp(rows / SHARE, FEWEST, MOST));
        double[] scaled = new double[rows];
        for (int from = 0; from < rows; from += BLOCK) {
            int to = Math.min(rows, from + BLOCK);
            int start = Math.clamp((from + to - window) / 2, 0, rows - window);
            double[] near = Arrays.stream(order, start, start + window).mapToDouble(row -> errors[row]).toArray();
            double middle = median(near);
            double spread = Math.max(least, spread(near, middle));
            for (int i = from; i < to; i++) {
                scaled[order[i]] = spread > 0 ? (errors[order[i]] - middle) / spread : 0;
            }
        }
        double[] sorted = Arrays.stream(scaled).sorted().toArray();
        double low = quantile(sorted, 0.25);
        double high = quantile(sorted, 0.75);
        double reach = FENCE * (high - low);
        List<Far> far = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            if (scaled[row] < low - reach || scaled[row] > high + reach) {
                far.add(new Far(row, scaled[row]));
            }
        }
        far.sort(Comparator.comparingDouble(row -> -Math.abs(row.error)));
        return far;
    }

    private static double median(double[] values) {
        return quantile(Arrays.stream(values).sorted().toArray(), 0.5);
    }

    private static double spread(double[] values, double middle) {
        return NORMAL * median(Arrays.stream(values).map(value -> Math.abs(value - middle)).toArray());
    }

    /// Returns a quantile with linear interpolation.
    private static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int at = (int) place;
        double above = sorted[Math.min(at + 1, sorted.length - 1)];
        return sorted[at] + (place - at) * (above - sorted[at]);
    }
}
