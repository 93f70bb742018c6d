package org.chainrule.observe;

import java.util.Map;

/// Follows one training. The training calls it on its own thread: a method that waits makes the training wait, and one that
/// throws ends it. What an observer reads changes no bit of the model.
@FunctionalInterface
public interface Observer {
    /// Called after each step.
    ///
    /// @param moment the state after the step; readable during the call only
    void step(Moment moment);

    /// Called at the end of each epoch.
    ///
    /// @param moment     the state after the epoch; readable during the call only
    /// @param loss       the mean loss over the training rows
    /// @param validation the measures on the validation set by name; empty without one
    /// @param best       whether the epoch is the best so far
    default void epoch(Moment moment, double loss, Map<String, Double> validation, boolean best) {
    }

    /// Called when the training has ended, also when it failed.
    ///
    /// @param failure why it failed, in words; empty if it did not
    default void ended(String failure) {
    }
}
