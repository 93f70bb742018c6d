package org.chainrule.train;

/// Receives each step of a training, such as to show the progress of a long epoch.
@FunctionalInterface
public interface StepListener {
    /// Called after each step.
    ///
    /// @param epoch the epoch it belongs to, from 1
    /// @param rows  how many rows the epoch has seen
    /// @param of    how many rows an epoch sees
    void step(int epoch, int rows, int of);
}
