package org.chainrule.bench.tables;

/// A measure of predictions.
enum Measure {
    /// The share of rows whose most probable class is theirs.
    ACCURACY("accuracy", true),
    /// The area under the ROC curve, of the second of two classes.
    AUC("AUC", true),
    /// The mean of -ln p, where p is the probability of a row's class, at least 1e-7.
    LOG_LOSS("log loss", false),
    /// The root of the mean squared error, in the units of the target.
    RMSE("RMSE", false),
    /// The share of the rows whose number lies in its interval of level 0.9.
    COVERAGE("coverage", true),
    /// The expected calibration error, with 15 bins of equal width (Guo et al., 2017).
    CALIBRATION("calibration error", false),
    /// The expected calibration error before calibration.
    UNCALIBRATED("calibration error before", false);

    private final String title;
    private final boolean up;

    Measure(String title, boolean up) {
        this.title = title;
        this.up = up;
    }

    /// Returns the name in reports and in the file of results.
    String title() {
        return title;
    }

    /// Returns whether more is better.
    boolean up() {
        return up;
    }

    /// Returns the measure that decides between models: AUC for two classes, log loss for more, RMSE for numbers.
    static Measure deciding(int classes) {
        return switch (classes) {
            case 0 -> RMSE;
            case 2 -> AUC;
            default -> LOG_LOSS;
        };
    }
}
