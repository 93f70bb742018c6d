package org.chainrule.train;

import java.util.List;

/// A copy of the state of a run before a recent step. When a training diverges, the steps since the copy are repeated
/// to find the first number that is not finite. The state is copied every [#EVERY] steps, and only if it has at most
/// [#LIMIT] numbers, so that a large network does not need twice its memory.
final class Backup {
    static final int EVERY = 256;
    static final long LIMIT = 1 << 24;

    private final List<float[]> state;
    private final boolean keeps;
    private float[][] kept = {};
    private Run.Position position = Run.Position.START;

    /// @param state the arrays of the state, which steps update in place
    Backup(List<float[]> state) {
        this.state = state;
        this.keeps = state.stream().mapToLong(array -> array.length).sum() <= LIMIT;
    }

    /// Copies the state before a step.
    void keep(Run.Position before) {
        if (!keeps) {
            return;
        }
        if (kept.length == 0) {
            kept = state.stream().map(array -> new float[array.length]).toArray(float[][]::new);
        }
        for (int i = 0; i < kept.length; i++) {
            System.arraycopy(state.get(i), 0, kept[i], 0, kept[i].length);
        }
        position = before;
    }

    /// Restores the latest copy, if there is one.
    ///
    /// @return the position of the copy; the start if there is none
    Run.Position restore() {
        for (int i = 0; i < kept.length; i++) {
            System.arraycopy(kept[i], 0, state.get(i), 0, kept[i].length);
        }
        return position;
    }
}
