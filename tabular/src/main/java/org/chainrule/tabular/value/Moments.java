package org.chainrule.tabular.value;

/// The mean and population standard deviation, computed in float64 and in two passes so that large values keep their
/// differences.
///
/// @param mean      `sum(x) / n`
/// @param deviation `sqrt(sum((x - mean)²) / n)`
public record Moments(double mean, double deviation) {
    /// Returns the moments of some values.
    public static Moments of(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double mean = sum / values.length;
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return new Moments(mean, Math.sqrt(squares / values.length));
    }
}
