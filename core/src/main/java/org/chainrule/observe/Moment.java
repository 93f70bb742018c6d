package org.chainrule.observe;

import org.chainrule.Memory;

/// The state of a training after a step.
public interface Moment {
    /// Returns the number of the epoch, from 1.
    int epoch();

    /// Returns the maximum number of epochs.
    int epochs();

    /// Returns the number of rows trained on in this epoch so far.
    int rows();

    /// Returns the number of rows in an epoch.
    int of();

    /// Returns the mean loss of the batch of the latest step, before that step.
    float loss();

    /// Returns the learning rate of the next step, after the schedule.
    double rate();

    /// Returns the planned memory of a step. It is computed anew by each call, which takes about as long as the start of
    /// the training did.
    Memory memory();

    /// Returns what flows through the network for the rows of the latest batch, at the parameters after the step and with
    /// its random numbers. This takes another pass over these rows, and copies all values.
    ///
    /// @param most the largest number of rows; fewer are used if the values of a row are very many
    Flow flow(int most);

    /// Ends the training: after a step as [org.chainrule.train.Trainer#stopWhen] does, and at the end of an epoch after
    /// that epoch.
    void stop();
}
