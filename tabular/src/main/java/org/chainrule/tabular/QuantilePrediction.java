package org.chainrule.tabular;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The quantiles that a model predicts for one row, in the units of the target: a share `q` of the true values of rows like
/// this one should lie below the quantile of the level `q`.
///
/// @param value     the quantile whose level is nearest to 0.5: the median if that is among them
/// @param quantiles the quantile of each level, by ascending level; a quantile is never below that of a lower level
public record QuantilePrediction(double value, Map<Double, Double> quantiles) implements Prediction {
    /// Creates a prediction; copies the map.
    public QuantilePrediction {
        quantiles = Collections.unmodifiableMap(new LinkedHashMap<>(quantiles));
    }

    /// Returns the value with the precision of float32, at most nine significant digits.
    @Override
    public String text() {
        return Float.toString((float) value);
    }
}
