package org.chainrule.tabular.outcome;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// How far the measures and predictions of a trained model can be trusted, as the test rows show.
///
/// @param intervals for each measure on the test rows, the interval with 95 % of its values over random draws of as many
///                  test rows (percentile bootstrap, Efron 1979); rows of one group are drawn together if the split kept
///                  groups together. Empty if there are fewer than two test rows, or if the training was stopped
/// @param resamples the number of draws: 1000, or fewer for very many test rows; 0 without intervals
/// @param neighbors the number of neighbors of the baseline of the nearest training rows; 0 without it
public record Assessment(Map<String, Interval> intervals, int resamples, int neighbors) {
    /// An assessment without test rows.
    public static final Assessment NONE = new Assessment(Map.of(), 0, 0);

    /// Creates an assessment; copies the map.
    public Assessment {
        intervals = Collections.unmodifiableMap(new LinkedHashMap<>(intervals));
    }

    /// Returns a copy with the number of neighbors of the baseline.
    public Assessment withNeighbors(int count) {
        return new Assessment(intervals, resamples, count);
    }
}
