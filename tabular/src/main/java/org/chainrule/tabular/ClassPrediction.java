package org.chainrule.tabular;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The class a model predicts for one row.
///
/// @param label         the class: by the target's threshold where it has one, otherwise the most probable one, of
///                      several the first
/// @param probabilities the probability of each class, in the order of the target's labels
public record ClassPrediction(String label, Map<String, Float> probabilities) implements Prediction {
    /// A class with the probability of each.
    public ClassPrediction {
        probabilities = Collections.unmodifiableMap(new LinkedHashMap<>(probabilities));
    }

    @Override
    public String text() {
        return label;
    }

    /// The probability of the class that is predicted.
    public float probability() {
        return probabilities.getOrDefault(label, Float.NaN);
    }
}
