package org.chainrule.tabular.outcome;

import java.util.Locale;

/// The type of prediction: a class or a number.
public enum Task {
    /// Predicts one of several classes.
    CLASSIFICATION("classification"),
    /// Predicts a number.
    REGRESSION("regression"),
    /// Predicts the mean of a count, such as the number of visits: a number of at least 0.
    COUNTS("Poisson regression"),
    /// Predicts one of several classes that have an order, such as grades.
    ORDERED("ordinal classification");

    private final String title;

    Task(String title) {
        this.title = title;
    }

    /// Returns the name in options and files: `classification`, `regression`, `counts` or `ordered`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Returns the name in sentences: `classification`, `regression`, `Poisson regression` or `ordinal classification`.
    public String title() {
        return title;
    }

    /// Returns whether the prediction is a class; otherwise it is a number.
    public boolean isClasses() {
        return this == CLASSIFICATION || this == ORDERED;
    }
}
