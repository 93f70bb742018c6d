package org.chainrule.tabular;

/// What a model says about one row: a class with the probability of each, or a number with an interval.
///
/// ```java
/// String answer = switch (model.predict(row)) {
///     case ClassPrediction species -> species.label() + " (" + species.probability() + ")";
///     case NumberPrediction price -> price.value() + " from " + price.low() + " to " + price.high();
/// };
/// ```
public sealed interface Prediction permits ClassPrediction, NumberPrediction {
    /// What is predicted, as the target column would spell it.
    String text();
}
