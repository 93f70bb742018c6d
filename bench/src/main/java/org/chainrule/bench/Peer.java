package org.chainrule.bench;

import java.util.function.BooleanSupplier;

/// A library that the benchmark times. It prepares a task for a work, which is then repeated.
@FunctionalInterface
public interface Peer {
    /// Prepares a work. Building the network, its data and its buffers is not timed.
    ///
    /// @throws UnsupportedOperationException with a plain sentence, if the library cannot run the work
    Task prepare(Work work, int threads);

    /// The task that is repeated while the clock runs.
    @FunctionalInterface
    interface Task {
        /// Runs one step, call or product.
        void step();

        /// Repeats the task until the stopwatch stops it, which is asked after each step. If the library runs the loop, a
        /// listener asks.
        default void repeat(BooleanSupplier more) {
            do {
                step();
            } while (more.getAsBoolean());
        }

        /// Returns the loss of the last training step, or for a [Work.Fit] the mean over the last whole pass through the data.
        /// The value for other works is ignored.
        default float loss() {
            return Float.NaN;
        }
    }
}
