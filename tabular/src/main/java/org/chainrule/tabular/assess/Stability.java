package org.chainrule.tabular.assess;

import java.util.Arrays;
import java.util.stream.IntStream;

/// The population stability index: how differently a column is distributed in two samples. It is the sum over bins of
/// `(p - q) log(p / q)`, where p and q are the shares of the bin in the two samples; half a row is added to each bin, so
/// that none is empty. By custom, an index above 0.25 is a large shift (Siddiqi, "Credit risk scorecards", 2006).
///
/// @param index the index; 0 if a sample is empty
/// @param bins  the number of bins
/// @param least the index that chance reaches rarely: for two samples of n and m rows from one distribution, the index is
///              about `1/n + 1/m` times a chi-squared number with `bins - 1` degrees of freedom (Yurdakul and Naranjo,
///              2020). This is its mean and four standard deviations
public record Stability(double index, int bins, double least) {
    private static final double LARGE = 0.25;
    private static final int BINS = 10;
    private static final int MOST_CATEGORIES = 20;

    /// Returns the index of numbers, in ten bins with about as many of the first sample each, and one for missing values.
    ///
    /// @param before the numbers of the first sample, NaN if missing
    /// @param after  the numbers of the second
    public static Stability ofNumbers(double[] before, double[] after) {
        double[] sorted = Arrays.stream(before).filter(value -> !Double.isNaN(value)).sorted().toArray();
        double[] edges = IntStream.range(1, BINS).filter(_ -> sorted.length > 0)
                .mapToDouble(i -> sorted[(int) ((long) i * sorted.length / BINS)]).distinct().toArray();
        return of(bins(before, edges), bins(after, edges), edges.length + 2);
    }

    /// Returns the bin of each number: how many edges are at most the number; after those, one for missing values.
    private static int[] bins(double[] values, double[] edges) {
        return Arrays.stream(values).mapToInt(value -> {
            int place = Arrays.binarySearch(edges, value);
            return Double.isNaN(value) ? edges.length + 1 : place >= 0 ? place + 1 : -place - 1;
        }).toArray();
    }

    /// Returns the index of categories. The most frequent ones of the first sample are bins of their own; the others share
    /// one.
    ///
    /// @param before the categories of the first sample, from 0, each below `count`
    /// @param after  the categories of the second
    public static Stability ofCategories(int[] before, int[] after, int count) {
        long[] rows = new long[count];
        for (int category : before) {
            rows[category]++;
        }
        int[] bin = new int[count];
        Arrays.fill(bin, MOST_CATEGORIES);
        int[] order = IntStream.range(0, count).boxed().sorted((a, b) -> Long.compare(rows[b], rows[a]))
                .limit(MOST_CATEGORIES).mapToInt(Integer::intValue).toArray();
        for (int i = 0; i < order.length; i++) {
            bin[order[i]] = i;
        }
        return of(Arrays.stream(before).map(category -> bin[category]).toArray(),
                Arrays.stream(after).map(category -> bin[category]).toArray(), MOST_CATEGORIES + 1);
    }

    private static Stability of(int[] before, int[] after, int most) {
        double[] first = new double[most];
        double[] second = new double[most];
        Arrays.stream(before).forEach(bin -> first[bin]++);
        Arrays.stream(after).forEach(bin -> second[bin]++);
        int[] used = IntStream.range(0, most).filter(bin -> first[bin] + second[bin] > 0).toArray();
        if (before.length == 0 || after.length == 0 || used.length < 2) {
            return new Stability(0, used.length, Double.POSITIVE_INFINITY);
        }
        double index = 0;
        for (int bin : used) {
            double p = (first[bin] + 0.5) / (before.length + 0.5 * used.length);
            double q = (second[bin] + 0.5) / (after.length + 0.5 * used.length);
            index += (p - q) * StrictMath.log(p / q);
        }
        int freedom = used.length - 1;
        return new Stability(index, used.length,
                (freedom + 4 * Math.sqrt(2.0 * freedom)) * (1.0 / before.length + 1.0 / after.length));
    }

    /// Returns whether the shift is large, and larger than by chance.
    public boolean isShifted() {
        return index > LARGE && index > least;
    }
}
