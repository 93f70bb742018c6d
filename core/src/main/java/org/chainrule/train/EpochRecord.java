package org.chainrule.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

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
}
