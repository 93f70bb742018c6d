package org.chainrule.bench;

import java.util.List;

/// Quantiles of figures.
public final class Quantile {
    private Quantile() {
    }

    /// Returns the figure that a share of the others do not exceed.
    static double of(List<Double> figures, double share) {
        return figures.stream().sorted().toList().get((int) Math.round(share * (figures.size() - 1)));
    }

    /// Returns the figure in the middle, or the mean of the two there.
    public static double median(List<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        int count = sorted.size();
        return (sorted.get((count - 1) / 2) + sorted.get(count / 2)) / 2;
    }
}
