package org.chainrule.train;

import org.chainrule.Tensor;

/// What an output of a net predicts.
public enum Task {
    /// One of several classes, from a logit for each: the probabilities are their softmax.
    CLASSES("accuracy"),
    /// Several answers of yes or no, from a logit for each: the probabilities are their sigmoids.
    LABELS("loss"),
    /// Numbers.
    NUMBERS("loss");

    /// The measure that says which epoch is best, unless the caller names one.
    final String monitor;

    Task(String monitor) {
        this.monitor = monitor;
    }

    /// What metrics are given: probabilities, or the numbers.
    ///
    /// @param output what the net says
    public Tensor prediction(Tensor output) {
        return switch (this) {
            case CLASSES -> output.softmax(-1);
            case LABELS -> output.sigmoid();
            case NUMBERS -> output;
        };
    }
}
