package org.chainrule.tabular;

import org.chainrule.train.Epoch;

/// A listener that is told of the progress of a training.
@FunctionalInterface
public interface TrainingListener {
    /// An epoch has ended.
    ///
    /// @param model which model is being trained: `mlp`, or `linear` for the linear model, chosen or to compare with
    /// @param epoch what it has reached; its measures are in the network's units
    void epoch(String model, Epoch<?> epoch);

    /// A step has ended. Does nothing by default.
    ///
    /// @param model which model is being trained, as for [#epoch]
    /// @param epoch the epoch the step belongs to, from 1
    /// @param rows  how many rows the epoch has seen
    /// @param of    how many rows an epoch sees
    default void step(String model, int epoch, int rows, int of) {
    }

    /// Some of a table has been read, as for [org.chainrule.tabular.read.ReadingListener#read]. Does nothing by default.
    default void reading(String source, long rows, long bytes, long of) {
    }
}
