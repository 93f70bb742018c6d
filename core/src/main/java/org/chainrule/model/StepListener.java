package org.chainrule.model;

/// Who is told of each step of a training.
@FunctionalInterface
public interface StepListener {
    /// A step has ended.
    ///
    /// @param epoch the epoch it belongs to, from 1
    /// @param rows  how many rows the epoch has seen
    /// @param of    how many rows an epoch sees
    void step(int epoch, int rows, int of);
}
