package org.chainrule.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.chainrule.error.ArgumentException;

/// One entry of the history of a training.
///
/// @param number the epoch, from 1
/// @param loss the mean loss over the training rows
/// @param validation the measures on the validation set by name; empty without a validation set
/// @param seconds the seconds since the training began; not saved with the model, so that equal trainings give equal
///     files
public record EpochRecord(int number, double loss, Map<String, Double> validation, double seconds) {
    public EpochRecord {
        validation = Collections.unmodifiableMap(new LinkedHashMap<>(validation));
    }

    /// Returns a measure on the validation set: `loss`, or a metric by name. If the net has several outputs, the name
    /// of the output and a dot come first.
    ///
    /// @throws ArgumentException if there is no such measure, or no validation set
    public double validation(String metric) {
        Double value = validation.get(metric);
        if (validation.isEmpty()) {
            throw new ArgumentException("metric", "validation: there is no validation set for the measure "
                    + metric + "; call fit(train, validation)");
        }
        if (value == null) {
            throw new ArgumentException("metric", "validation: there is no measure " + metric + ", expected one of "
                    + validation.keySet());
        }
        return value;
    }
}
