package org.chainrule.tabular.ensemble;

import java.util.Optional;
import org.chainrule.observe.Observer;
import org.chainrule.train.Epoch;

/// A listener that follows the training of an ensemble. Several threads call it.
public interface EnsembleListener {
    /// Called at the end of each epoch of a network.
    void epoch(String name, Epoch<?> epoch);

    /// Called at the end of each step of a network.
    ///
    /// @param rows the number of rows that the epoch has processed
    /// @param of   the number of rows in an epoch
    void step(String name, int epoch, int rows, int of);

    /// Returns the observer of the training of a network from within, when that is prepared.
    Optional<Observer> observer(String name);

    /// Called when a network is trained.
    ///
    /// @param done the number of networks that are trained
    /// @param of   the number of networks in the lineup
    void trained(String name, int done, int of);
}
