package org.chainrule.serve.play.lesson;

/// The steps of a training that are measured and kept: every step at first, then 64 in each doubling of the number of
/// steps. They depend on nothing else, so every training with the same settings is measured at the same steps.
final class Marks {
    private static final int PER_DOUBLING = 64;

    private Marks() {
    }

    /// Returns the next mark after a step.
    static long after(long step) {
        long every = Math.max(1, Long.highestOneBit(step) / PER_DOUBLING);
        return step / every * every + every;
    }
}
