package org.chainrule.observe;

/// A service that shows trainings to a person, which other modules provide ([java.util.ServiceLoader]).
@FunctionalInterface
public interface Viewer {
    /// Opens a view of one training.
    ///
    /// @return the observer to which the training is reported; the view closes when it is told of the end
    Observer open();
}
