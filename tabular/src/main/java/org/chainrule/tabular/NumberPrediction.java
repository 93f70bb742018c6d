package org.chainrule.tabular;

/// The number a model predicts for one row, in the units of the target, with an interval that holds the true value for
/// nine rows of ten like those of the training table (split conformal prediction, Lei et al. 2018). Its half-width is a
/// quantile of the errors on the validation rows; these also chose the epoch, so that the share may be a little less.
///
/// @param value the number
/// @param low   where the interval begins; -∞ when the model has no interval, having been trained without at least nine
///              validation rows or by an older version
/// @param high  where it ends; ∞ when the model has no interval
public record NumberPrediction(double value, double low, double high) implements Prediction {
    /// With the digits that a network in float32 has: seven at most.
    @Override
    public String text() {
        return Float.toString((float) value);
    }
}
