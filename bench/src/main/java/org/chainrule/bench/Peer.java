package org.chainrule.bench;

/// A library as the benchmark sees it: told a work, it prepares what repeats.
@FunctionalInterface
public interface Peer {
    /// Prepares a work. Building a network, its data and its buffers is not timed.
    ///
    /// @throws UnsupportedOperationException in a plain sentence, where the library cannot do the work
    Task prepare(Work work, int threads);

    /// What is repeated while the clock runs.
    @FunctionalInterface
    interface Task {
        /// One step, call or product.
        void step();

        /// The loss of the last step of a training; anything else for other works.
        default float loss() {
            return Float.NaN;
        }
    }
}
