package org.chainrule.tabular.outcome;

/// The agreement of predicted and true classes in an order, by kappa with quadratic weights (Cohen, "Weighted kappa", 1968):
/// 1 minus the mean squared distance of their ranks over the same for predictions drawn at random from all predictions. It
/// is 1 if all predictions are right, and 0 if they are no better than chance.
public final class QuadraticKappa {
    private double weights;
    private double distances;
    private double trueSum;
    private double trueSquares;
    private double predictedSum;
    private double predictedSquares;

    /// Creates an agreement of no rows.
    public QuadraticKappa() {
    }

    /// Adds a row.
    ///
    /// @param truth     the rank of the true class
    /// @param predicted the rank of the predicted class
    /// @param weight    how much the row counts
    public void add(int truth, int predicted, double weight) {
        double distance = (double) truth - predicted;
        weights += weight;
        distances += weight * distance * distance;
        trueSum += weight * truth;
        trueSquares += weight * truth * truth;
        predictedSum += weight * predicted;
        predictedSquares += weight * predicted * predicted;
    }

    /// Returns kappa; NaN if all true and predicted classes are the same one.
    public double value() {
        // the sum of (a - b)^2 over all pairs of a true and a predicted rank
        double chance = weights * (trueSquares + predictedSquares) - 2 * trueSum * predictedSum;
        return chance > 0 ? 1 - weights * distances / chance : Double.NaN;
    }
}
