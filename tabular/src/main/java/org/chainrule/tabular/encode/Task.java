package org.chainrule.tabular.encode;

import java.util.Locale;

/// What is predicted: a class or a number.
public enum Task {
    /// One of several classes.
    CLASSIFICATION,
    /// A number.
    REGRESSION;

    /// The name as it is written in options, reports and files: `classification`, `regression`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
