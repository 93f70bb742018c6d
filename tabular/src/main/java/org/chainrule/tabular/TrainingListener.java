package org.chainrule.tabular;

import org.chainrule.model.Epoch;

/// Who is told of each epoch of a training.
@FunctionalInterface
public interface TrainingListener {
    /// An epoch has ended.
    ///
    /// @param model which model is being trained: `mlp`, or `linear` for the linear model, chosen or to compare with
    /// @param epoch what it has reached; its measures are in the network's units
    void epoch(String model, Epoch epoch);
}
