package org.chainrule.metric;

import org.chainrule.Tensor;

/// What an output of a net predicts.
public enum OutputKind {
    /// One of several classes, from a logit for each: the probabilities are their softmax.
    CLASSES,
    /// Several answers of yes or no, from a logit for each: the probabilities are their sigmoids.
    LABELS,
    /// Numbers.
    NUMBERS;

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
