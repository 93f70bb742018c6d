package org.chainrule.bench;

import java.util.function.BooleanSupplier;

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

        /// Goes on until it is told to stop; it asks after each step. A task whose library runs the loop asks from within.
        default void repeat(BooleanSupplier more) {
            do {
                step();
            } while (more.getAsBoolean());
        }

        /// The loss of a training: of its last step, or for a [Work.Fit] the mean over the last whole pass through the
        /// data. Anything else for other works.
        default float loss() {
            return Float.NaN;
        }
    }
}
