package org.chainrule.tabular.outcome;

import java.util.Locale;

/// The type of prediction: a class or a number.
public enum Task {
    /// Predicts one of several classes.
    CLASSIFICATION,
    /// Predicts a number.
    REGRESSION;

    /// Returns the name in options, reports and files: `classification` or `regression`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
