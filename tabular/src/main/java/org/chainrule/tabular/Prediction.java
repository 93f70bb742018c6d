package org.chainrule.tabular;

/// The prediction for one row: a class with the probability of each class, a number with an interval, or
/// quantiles of a number.
///
/// ```java
/// String answer = switch (model.predict(row)) {
///     case ClassPrediction species -> species.label() + " (" + species.probability() + ")";
///     case NumberPrediction price -> price.value() + " from " + price.low() + " to " + price.high();
///     case QuantilePrediction delay -> "at most " + delay.quantiles().get(0.9);
/// };
/// ```
public sealed interface Prediction permits ClassPrediction, NumberPrediction, QuantilePrediction {
    /// Returns the prediction as text, spelled as in the target column.
    String text();
}
