package org.chainrule.tabular;

/// The prediction for one row: a class with the probability of each class, or a number with an interval.
///
/// ```java
/// String answer = switch (model.predict(row)) {
///     case ClassPrediction species -> species.label() + " (" + species.probability() + ")";
///     case NumberPrediction price -> price.value() + " from " + price.low() + " to " + price.high();
/// };
/// ```
public sealed interface Prediction permits ClassPrediction, NumberPrediction {
    /// Returns the prediction as text, spelled as in the target column.
    String text();
}
