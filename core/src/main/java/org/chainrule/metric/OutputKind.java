package org.chainrule.metric;

import org.chainrule.Tensor;

/// The kind of prediction that an output of a net makes.
public enum OutputKind {
    /// One of several classes. The output has one logit per class; the probabilities are their softmax.
    CLASSES,
    /// Any number of several labels. The output has one logit per label; the probabilities are their sigmoids.
    LABELS,
    /// Numbers.
    NUMBERS;

    /// Returns the predictions that metrics read: the probabilities, or the numbers themselves.
    ///
    /// @param output the output of the net
    public Tensor prediction(Tensor output) {
        return switch (this) {
            case CLASSES -> output.softmax(-1);
            case LABELS -> output.sigmoid();
            case NUMBERS -> output;
        };
    }
}
