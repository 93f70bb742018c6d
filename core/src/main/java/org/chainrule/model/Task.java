package org.chainrule.model;

/// What a model predicts.
enum Task {
    /// A class, from one logit for each.
    CLASSES("accuracy"),
    /// Numbers.
    NUMBERS("loss");

    /// The measure that says which epoch is best, unless the caller names one.
    final String monitor;

    Task(String monitor) {
        this.monitor = monitor;
    }
}
