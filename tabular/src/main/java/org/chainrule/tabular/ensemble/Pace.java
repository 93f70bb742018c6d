package org.chainrule.tabular.ensemble;

import java.util.HashMap;
import java.util.Map;

/// How long the networks of a lineup take, learned from those that are trained.
final class Pace {
    private final Map<Integer, Double> longest = new HashMap<>();
    private int done;

    synchronized void took(WorkItem item, double seconds) {
        longest.merge(item.entry(), seconds, Math::max);
        done++;
    }

    /// Returns the expected time of a network: that of the slowest network of its recipe, or of any recipe; 0 if none is
    /// trained yet.
    synchronized double seconds(WorkItem item) {
        return longest.getOrDefault(item.entry(), longest.values().stream().max(Double::compare).orElse(0.0));
    }

    synchronized int done() {
        return done;
    }
}
