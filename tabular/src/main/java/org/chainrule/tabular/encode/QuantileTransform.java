package org.chainrule.tabular.encode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.tabular.value.JsonFields;
import org.chainrule.tabular.value.NormalQuantile;
import org.chainrule.tabular.value.Phrases;

/// The transform of numbers to normal quantiles: a number becomes the quantile of the standard normal distribution at its
/// rank among the training rows, so that the inputs of any column are distributed like normal numbers.
///
/// The input of a value that `below` of `n` rows are smaller than and `equal` rows share is the quantile at
/// `(below + equal / 2) / n`. Few values are stored; between two of them the input is linear. Fewer values than rows keep a
/// network from learning the ranks by heart (Gorishniy et al., "Revisiting Deep Learning Models for Tabular Data", 2021,
/// and the `QuantileTransformer` of scikit-learn, with which this differs at the ends: half a rank there is 1e-7).
///
/// @param values the stored values of the column, increasing
/// @param scores their inputs, increasing
public record QuantileTransform(List<Double> values, List<Double> scores) {
    /// No transform.
    public static final QuantileTransform NONE = new QuantileTransform(List.of(), List.of());

    private static final String FIELD = "quantiles";
    private static final int MOST = 256;
    private static final int FEWEST = 10;
    private static final int ROWS_FOR_ONE = 30;
    /// No distance is larger, so that inputs stay finite.
    private static final double LIMIT = 1e6;

    /// Creates a transform; copies the lists.
    public QuantileTransform {
        values = List.copyOf(values);
        scores = List.copyOf(scores);
    }

    /// Returns whether this is no transform.
    public boolean isNone() {
        return values.isEmpty();
    }

    /// Learns the transform from the values of the training rows: one value for 30 rows, but 10 to 256. Their inputs are
    /// about equally far apart, so that the tails are kept as well as the middle.
    ///
    /// @param numbers values, none of which is missing
    /// @return [#NONE] if all values are equal
    static QuantileTransform fit(double[] numbers) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        if (n == 0 || sorted[0] == sorted[n - 1]) {
            return NONE;
        }
        double step = (score(sorted, start(sorted)) - score(sorted, 0))
                / (Math.clamp(n / ROWS_FOR_ONE, FEWEST, MOST) - 1);
        List<Double> values = new ArrayList<>();
        List<Double> scores = new ArrayList<>();
        for (int at = 0; at < n; at = end(sorted, at)) {
            double score = score(sorted, at);
            if (at == 0 || end(sorted, at) == n || score >= scores.getLast() + step) {
                values.add(sorted[at] + 0.0); // adding 0 turns -0.0 into 0.0
                scores.add(score);
            }
        }
        return new QuantileTransform(values, scores);
    }

    /// Returns the first place of the largest value.
    private static int start(double[] sorted) {
        int at = sorted.length - 1;
        while (sorted[at - 1] == sorted[at]) {
            at--;
        }
        return at;
    }

    /// Returns the place after the last value that is equal to the one at a place.
    private static int end(double[] sorted, int at) {
        int end = at + 1;
        while (end < sorted.length && sorted[end] == sorted[at]) {
            end++;
        }
        return end;
    }

    /// Returns the normal quantile at the middle rank of all values equal to the first of them.
    private static double score(double[] sorted, int at) {
        return NormalQuantile.of((at + end(sorted, at)) / 2.0 / sorted.length);
    }

    /// Returns a value as an input of a network: between two stored values on the line through them. Outside, the input
    /// approaches that of the nearest stored value plus or minus 1, as `d / (1 + d)`, where `d` is the distance from it in
    /// deviations. The input therefore increases with the value, and is bounded.
    ///
    /// @param deviation the population standard deviation of the training rows
    double input(double value, double deviation) {
        int last = values.size() - 1;
        double outside = Math.max(values.getFirst() - value, value - values.get(last)) / deviation;
        if (outside >= 0) {
            double distance = Math.min(outside, LIMIT);
            double beyond = distance / (1 + distance);
            return value < values.get(last) ? scores.getFirst() - beyond : scores.get(last) + beyond;
        }
        int low = 0;
        int high = last;
        while (high - low > 1) {
            int middle = (low + high) / 2;
            if (values.get(middle) <= value) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double share = (value - values.get(low)) / (values.get(high) - values.get(low));
        return scores.get(low) + share * (scores.get(high) - scores.get(low));
    }

    /// Returns the transform in words.
    String words() {
        return "rank among the training rows, as a normal quantile from " + Phrases.plain(scores.getFirst()) + " to "
                + Phrases.plain(scores.getLast());
    }

    /// Adds the transform to the tree of an encoding, if there is one.
    void toJson(Map<String, Object> json) {
        if (!isNone()) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("values", values);
            tree.put("scores", scores);
            json.put(FIELD, tree);
        }
    }

    /// Returns the transform in the tree of an encoding; [#NONE] if there is none, as in older models.
    static QuantileTransform read(JsonFields fields) {
        if (!fields.keys().contains(FIELD)) {
            return NONE;
        }
        List<Double> values = fields.object(FIELD).numbers("values");
        List<Double> scores = fields.object(FIELD).numbers("scores");
        if (values.size() < 2 || values.size() != scores.size() || !increases(values) || !increases(scores)) {
            throw fields.refuse(
                    "has \"quantiles\" that are not two or more increasing values and as many increasing scores");
        }
        return new QuantileTransform(values, scores);
    }

    private static boolean increases(List<Double> numbers) {
        boolean increases = Double.isFinite(numbers.getLast() - numbers.getFirst());
        for (int i = 1; i < numbers.size(); i++) {
            increases &= numbers.get(i - 1) < numbers.get(i);
        }
        return increases;
    }
}
