package org.chainrule.tabular.value;

import java.util.stream.IntStream;

/// The counts of rows and the sums of their numbers, by group.
public final class GroupSums {
    private final int outputs;
    private final int[] counts;
    private final double[] sums;
    private final double[] totals;
    private double squares;
    private int rows;

    /// Creates sums without rows.
    ///
    /// @param groups  the number of groups
    /// @param outputs how many numbers a row has
    public GroupSums(int groups, int outputs) {
        this.outputs = outputs;
        this.counts = new int[groups];
        this.sums = new double[groups * outputs];
        this.totals = new double[outputs];
    }

    /// Adds a row.
    ///
    /// @param group the group; NaN or negative if the row is in none, so that only the [mean][#mean] counts it
    public void add(double group, double[] numbers) {
        rows++;
        for (int k = 0; k < outputs; k++) {
            totals[k] += numbers[k];
        }
        if (group >= 0) {
            int index = (int) group;
            counts[index]++;
            for (int k = 0; k < outputs; k++) {
                sums[index * outputs + k] += numbers[k];
                squares += numbers[k] * numbers[k];
            }
        }
    }

    /// Returns the number of rows of each group.
    public int[] counts() {
        return counts.clone();
    }

    /// Returns the sums, as [groups, outputs].
    public double[] sums() {
        return sums.clone();
    }

    /// Returns the mean of a number in all rows.
    public double mean(int output) {
        return totals[output] / rows;
    }

    /// Returns the number of rows that the overall mean should count as in the mean of a group, the empirical Bayes estimate:
    /// the variance within groups divided by that between them, from the analysis of variance with one random factor
    /// (Searle, Casella and McCulloch, "Variance Components", 1992, section 3.6). Infinite if the groups differ no more than
    /// by chance.
    public double smoothing() {
        double present = IntStream.of(counts).sum();
        double groups = IntStream.of(counts).filter(count -> count > 0).count();
        double means = 0;
        for (int i = 0; i < sums.length; i++) {
            means += counts[i / outputs] == 0 ? 0 : sums[i] * sums[i] / counts[i / outputs];
        }
        double all = 0;
        for (int k = 0; k < outputs; k++) {
            double sum = 0;
            for (int i = k; i < sums.length; i += outputs) {
                sum += sums[i];
            }
            all += sum * sum / present;
        }
        double size = (present - IntStream.of(counts).mapToDouble(count -> (double) count * count).sum() / present)
                / (groups - 1);
        double within = Math.max(0, squares - means) / (present - groups);
        double between = ((means - all) / (groups - 1) - within) / size;
        return between > 0 ? within / between : Double.POSITIVE_INFINITY;
    }
}
