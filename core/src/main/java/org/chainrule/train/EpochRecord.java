package org.chainrule.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.chainrule.error.ArgumentException;

/// One line of a training's history.
///
/// @param number the epoch, from 1
/// @param loss the mean loss over the training rows
/// @param validation the measures on the validation rows, by name; empty without them
/// @param seconds seconds since the training began; not saved with the model, so that equal trainings give equal files
public record EpochRecord(int number, double loss, Map<String, Double> validation, double seconds) {
    public EpochRecord {
        validation = Collections.unmodifiableMap(new LinkedHashMap<>(validation));
    }

    /// A measure on the validation rows: `loss`, or a metric by its name; where a net has several outputs, after the name of
    /// the output and a dot.
    ///
    /// @throws ArgumentException if there is no such measure, or no validation rows
    public double validation(String metric) {
        Double value = validation.get(metric);
        if (validation.isEmpty()) {
            throw new ArgumentException("metric", "validation: there are no validation rows to have a measure "
                    + metric + " on; use fit(train, validation)");
        }
        if (value == null) {
            throw new ArgumentException("metric", "validation: there is no measure " + metric + ", expected one of "
                    + validation.keySet());
        }
        return value;
    }
}
