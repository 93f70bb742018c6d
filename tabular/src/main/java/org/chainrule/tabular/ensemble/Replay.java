package org.chainrule.tabular.ensemble;

import java.util.Map;

/// The course of an earlier training, which a training repeats regardless of the time: the networks that were trained,
/// and the epoch after which each ended.
///
/// @param epochs  the number of epochs of each network, by its name; empty if nothing is repeated
/// @param stopped whether the caller stopped the earlier training, which then decided the rest on fewer rows
public record Replay(Map<String, Integer> epochs, boolean stopped) {
    /// No earlier training.
    public static final Replay NONE = new Replay(Map.of(), false);

    /// Creates a course; copies the map.
    public Replay {
        epochs = Map.copyOf(epochs);
    }

    /// Returns whether a training is repeated.
    public boolean repeats() {
        return !epochs.isEmpty();
    }

    /// Returns whether the earlier training did not have a network.
    boolean leavesOut(String name) {
        return repeats() && !epochs.containsKey(name);
    }

    /// Returns the epoch after which a network ends; at most that of its recipe.
    public int last(String name) {
        return epochs.getOrDefault(name, Integer.MAX_VALUE);
    }
}
