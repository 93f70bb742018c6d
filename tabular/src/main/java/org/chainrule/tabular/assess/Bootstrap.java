package org.chainrule.tabular.assess;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chainrule.nn.Draws;
import org.chainrule.tabular.outcome.Interval;
import org.jspecify.annotations.Nullable;

/// Intervals of measures by the percentile bootstrap (Efron, 1979): the test rows are drawn with replacement, as many as
/// there are, again and again; the interval has the middle 95 % of the values that a measure then has. It shows how far
/// the measure would move with other test rows of the same kind. It does not show how far it would move with other
/// training rows.
///
/// Rows that belong together, such as all rows of a customer, are drawn as a whole: they are not independent, and the
/// interval would be too narrow otherwise.
///
/// The resamples depend on the seed and the number of rows only.
///
/// @param intervals the interval of each measure; a measure has none if it is not defined for most resamples, or is the
///                  same for all of them
/// @param resamples the number of resamples
public record Bootstrap(Map<String, Interval> intervals, int resamples) {
    /// The share of the resamples in an interval.
    public static final double LEVEL = 0.95;
    /// The number of resamples, unless there are very many rows.
    public static final int MOST = 1000;
    /// The number of resamples of very many rows, whose intervals are narrow in any case.
    private static final int FEWEST = 100;
    /// With more rows than this in all resamples together, there are fewer resamples.
    private static final long ROWS = 12_000_000;
    /// With more rows, a random number of 24 bits does not reach each of them equally often.
    private static final int FINE = 1 << 16;

    /// No intervals.
    public static final Bootstrap NONE = new Bootstrap(Map.of(), 0);

    /// Creates intervals; copies the map.
    public Bootstrap {
        intervals = Collections.unmodifiableMap(new LinkedHashMap<>(intervals));
    }

    /// Returns the intervals of measures; none if there are fewer than two rows or groups.
    ///
    /// @param rows     the number of rows
    /// @param groups   the group of each row, from 0; null if each row stands for itself
    /// @param weights  the weight of each row; null if all count equally
    /// @param measures the measures by name, of that many rows
    public static Bootstrap of(int rows, int @Nullable [] groups, float @Nullable [] weights,
            Map<String, Statistic> measures, long seed) {
        int units = groups == null ? rows : Arrays.stream(groups).max().orElse(-1) + 1;
        if (units < 2) {
            return NONE;
        }
        int resamples = Math.clamp(ROWS / rows, FEWEST, MOST);
        List<Map.Entry<String, Statistic>> entries = List.copyOf(measures.entrySet());
        double[][] values = new double[entries.size()][resamples];
        for (int resample = 0; resample < resamples; resample++) {
            int[] drawn = drawn(units, Draws.of(seed, "bootstrap " + resample));
            double[] counts = counts(groups == null ? drawn : counts(drawn, groups), weights);
            for (int i = 0; i < values.length; i++) {
                values[i][resample] = entries.get(i).getValue().of(counts);
            }
        }
        Map<String, Interval> intervals = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            String name = entries.get(i).getKey();
            interval(values[i]).ifPresent(interval -> intervals.put(name, interval));
        }
        return new Bootstrap(intervals, resamples);
    }

    /// Returns how often each of `units` was drawn.
    private static int[] drawn(int units, Draws draws) {
        int[] counts = new int[units];
        boolean fine = units > FINE;
        float[] random = draws.uniform(fine ? 2 * units : units);
        for (int i = 0; i < units; i++) {
            double u = fine ? random[i] + random[units + i] * 0x1p-24 : random[i];
            counts[Math.min((int) (u * units), units - 1)]++;
        }
        return counts;
    }

    private static double[] counts(int[] drawn, float @Nullable [] weights) {
        double[] counts = new double[drawn.length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = weights == null ? drawn[i] : drawn[i] * (double) weights[i];
        }
        return counts;
    }

    private static int[] counts(int[] drawn, int[] groups) {
        int[] counts = new int[groups.length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = drawn[groups[i]];
        }
        return counts;
    }

    private static Optional<Interval> interval(double[] values) {
        double[] sorted = Arrays.stream(values).filter(value -> !Double.isNaN(value)).sorted().toArray();
        return sorted.length <= values.length / 2 || sorted[0] == sorted[sorted.length - 1]
                ? Optional.empty()
                : Optional.of(new Interval(quantile(sorted, (1 - LEVEL) / 2), quantile(sorted, (1 + LEVEL) / 2)));
    }

    /// Returns the interval of a share that is 1 in the sample: from the share that is 1 in one sample of forty (Clopper and
    /// Pearson, 1934). The draws cannot tell, because all of them are 1 too.
    ///
    /// @param units the number of rows or groups
    public static Interval ofAll(int units) {
        return new Interval(StrictMath.pow((1 - LEVEL) / 2, 1.0 / units), 1);
    }

    /// Returns a quantile of sorted values, interpolated linearly between two of them.
    static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
