package org.chainrule.tabular;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The class that a model predicts for one row.
///
/// @param label         the class: by the decision threshold if the target has one, otherwise the most probable class,
///                      and the first of equally probable ones
/// @param probabilities the probability of each class, in the order of the target's labels
public record ClassPrediction(String label, Map<String, Float> probabilities) implements Prediction {
    /// Creates a prediction; copies the map.
    public ClassPrediction {
        probabilities = Collections.unmodifiableMap(new LinkedHashMap<>(probabilities));
    }

    @Override
    public String text() {
        return label;
    }

    /// Returns the probability of the predicted class.
    public float probability() {
        return probabilities.getOrDefault(label, Float.NaN);
    }
}
