package org.chainrule.tabular;

/// The number that a model predicts for one row, in the units of the target, with an interval that contains the true
/// value for nine of ten rows like those of the training table (split conformal prediction, Lei et al. 2018), or for the
/// share that [Predictions.Numbers#withIntervals] was given. Half the width is a quantile of the errors on the validation
/// rows. The same rows chose the epoch, so the true share may be slightly lower.
///
/// @param value the number
/// @param low   the lower end of the interval; -∞ if the model has no interval because it was trained with fewer than
///              nine validation rows or by an older version
/// @param high  the upper end of the interval; ∞ if the model has no interval
public record NumberPrediction(double value, double low, double high) implements Prediction {
    /// Returns the number with the precision of float32, at most nine significant digits.
    @Override
    public String text() {
        return Float.toString((float) value);
    }
}
