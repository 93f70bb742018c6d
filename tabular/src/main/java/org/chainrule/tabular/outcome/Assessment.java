package org.chainrule.tabular.outcome;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// How far the measures and predictions of a trained model can be trusted, as the test rows show.
///
/// @param intervals for each measure on the test rows, the interval with 95 % of its values over random draws of as many
///                  test rows (percentile bootstrap, Efron 1979); rows of one group are drawn together if the split kept
///                  groups together. If all classes are right, that of `accuracy` is the one of Clopper and Pearson
///                  (1934), and measures that no draw changes have none. Empty if there are fewer than two test rows, or if
///                  the training was stopped
/// @param resamples the number of draws: 1000, or fewer for very many test rows; 0 without intervals
/// @param neighbors the number of neighbors of the baseline of the nearest training rows; 0 without it
/// @param calibration how well the probabilities of classes are calibrated; empty for numbers and without test rows
/// @param coverage how often intervals and sets contain the truth; empty if the model has none, and without test rows
public record Assessment(Map<String, Interval> intervals, int resamples, int neighbors,
        Optional<Calibration> calibration, Optional<Coverage> coverage) {
    /// An assessment without test rows.
    public static final Assessment NONE = new Assessment(Map.of(), 0, 0, Optional.empty(), Optional.empty());

    /// The calibration of the probabilities by a temperature, fitted on the validation rows (Guo et al., 2017).
    ///
    /// @param temperature the number by which the logits are divided; 1 if that does not lower the log loss by more than
    ///                    chance would
    /// @param before      the expected calibration error on the test rows with a temperature of 1: the mean difference, in
    ///                    15 bins of rows, between the probability of the predicted class and the share of right
    ///                    predictions
    /// @param after       the same with the temperature
    public record Calibration(double temperature, double before, double after) {
    }

    /// How often the intervals around predicted numbers, or the prediction sets of classes, contain the truth.
    ///
    /// @param level the share of rows like those of the training that they are made for
    /// @param share the share of test rows
    /// @param size  the mean number of classes in a set, or half the width of an interval in the units of the target
    public record Coverage(double level, double share, double size) {
    }

    /// Creates an assessment; copies the map.
    public Assessment {
        intervals = Collections.unmodifiableMap(new LinkedHashMap<>(intervals));
    }

    /// Returns one end of each interval, by the name of the measure.
    public Map<String, Double> ends(ToDoubleFunction<Interval> end) {
        Map<String, Double> ends = new LinkedHashMap<>();
        intervals.forEach((name, interval) -> ends.put(name, end.applyAsDouble(interval)));
        return ends;
    }

    /// Returns a copy with the number of neighbors of the baseline.
    public Assessment withNeighbors(int count) {
        return new Assessment(intervals, resamples, count, calibration, coverage);
    }
}
