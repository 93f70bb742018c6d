package org.chainrule.tabular.ensemble;

import java.util.HashMap;
import java.util.Map;

/// How long the networks of a lineup take, learned from those that are trained.
final class Pace {
    private final Map<Integer, Double> longest = new HashMap<>();
    private int done;
    private double perRow;

    synchronized void took(WorkItem item, double seconds) {
        longest.merge(item.entry(), seconds, Math::max);
    }

    /// Returns the expected time of a network: that of the slowest network of its recipe, or of any recipe; 0 if none is
    /// trained yet.
    synchronized double seconds(WorkItem item) {
        return longest.getOrDefault(item.entry(), longest.values().stream().max(Double::compare).orElse(0.0));
    }

    /// Records the time of predictions by one network and returns the number of networks that are trained.
    synchronized int predicted(int rows, double seconds) {
        perRow += seconds / rows;
        return ++done;
    }

    /// Returns the expected time for one row by all networks that are trained.
    synchronized double secondsPerRow() {
        return perRow;
    }
}
