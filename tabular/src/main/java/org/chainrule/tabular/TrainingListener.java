package org.chainrule.tabular;

import java.util.Optional;
import org.chainrule.observe.Observer;
import org.chainrule.tabular.outcome.TargetChoice;
import org.chainrule.train.Epoch;

/// A listener that follows the progress of a training.
@FunctionalInterface
public interface TrainingListener {
    /// Called at the end of each epoch.
    ///
    /// @param model the model being trained: `mlp`, or `linear` for the linear model, whether chosen or the baseline
    /// @param epoch the state after the epoch; its measures are in the network's units
    void epoch(String model, Epoch<?> epoch);

    /// Called at the end of each step. Does nothing by default.
    ///
    /// @param model the model being trained, as for [#epoch]
    /// @param epoch the epoch of the step, from 1
    /// @param rows  the number of rows that the epoch has processed
    /// @param of    the number of rows in an epoch
    default void step(String model, int epoch, int rows, int of) {
    }

    /// Called when a network of an ensemble is trained. Does nothing by default.
    ///
    /// @param model the name of the network, such as `realmlp fold 2 of 5`
    /// @param done  the number of networks that are trained
    /// @param of    the number of networks to train
    default void trained(String model, int done, int of) {
    }

    /// Returns the observer of the training of a network from within, for example to show it. Several threads call this, each
    /// when a network is prepared, which does not mean that it will be trained. Returns no observer by default.
    ///
    /// @param model the name of the network: as for [#epoch], or that of one of several, such as `realmlp fold 2 of 5`
    default Optional<Observer> observer(String model) {
        return Optional.empty();
    }

    /// Called when the networks of a plan are about to be trained. Does nothing by default.
    default void begins(TrainingPlan plan) {
    }

    /// Called when the model and its baselines are trained and measured. Does nothing by default.
    default void ended(TabularResult result) {
    }

    /// Called when the task is chosen, before anything else is decided about the table. Does nothing by default.
    default void target(TargetChoice choice) {
    }

    /// Called as the table is read, like [org.chainrule.tabular.read.ReadingListener#read]. Does nothing by default.
    default void reading(String source, long rows, long bytes, long of) {
    }
}
