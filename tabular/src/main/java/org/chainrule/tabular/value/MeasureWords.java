package org.chainrule.tabular.value;

/// The names and the meanings of measures in words, for sentences. Where a measure is chosen, and in JSON, it has its own
/// name, such as `logLoss`.
public final class MeasureWords {
    private MeasureWords() {
    }

    /// Returns the name of a measure in words: `log loss` for `logLoss`.
    public static String named(String name) {
        return switch (name) {
            case "rmse" -> "root mean square error";
            case "mae" -> "mean absolute error";
            case "r2" -> "R\u00b2";
            case "logLoss" -> "log loss";
            case "pinball" -> "pinball loss";
            case "macroF1" -> "macro F1";
            case "auc" -> "AUC";
            case "averagePrecision" -> "average precision";
            case "balancedAccuracy" -> "balanced accuracy";
            case "brier" -> "Brier score";
            case "matthews" -> "Matthews correlation";
            case "rankError" -> "rank error";
            case "intervalWidth" -> "interval width";
            case "poissonDeviance" -> "Poisson deviance";
            default -> name;
        };
    }

    /// Returns what a measure means, in words that follow its name: `the share of right predictions`; empty for one that is
    /// not among those of tables.
    public static String meaning(String name) {
        return switch (name) {
            case "accuracy" -> "the share of right predictions";
            case "logLoss" ->
                "how wrong the probabilities of the classes are; 0 is perfect, and being sure of a wrong class costs"
                        + " most";
            case "macroF1" ->
                "precision and recall in one number, averaged over the classes, so that rare ones count as much";
            case "auc" ->
                "how well the probabilities rank the rows: of all pairs of a row of the class and another row, the share in"
                        + " which the former has the higher probability; 0.5 is guessing";
            case "averagePrecision" ->
                "the precision, averaged over all thresholds that find one row of the class more";
            case "balancedAccuracy" -> "the share of right predictions, averaged over the classes";
            case "brier" -> "the mean square distance of the probabilities from the truth; 0 is perfect";
            case "matthews" -> "the correlation of predicted and true classes; 0 is guessing";
            case "kappa" -> "the agreement of predicted and true ranks; 0 is guessing";
            case "rankError" -> "how many ranks the predicted class is off, on average";
            case "rmse" -> "the usual size of an error, in which large ones count more";
            case "mae" -> "the mean size of an error";
            case "r2" -> "the share of the variance that is explained; 0 is no better than the mean";
            case "pinball" -> "the mean error of the quantiles, weighted so that each is best at its level";
            case "coverage" -> "the share of true numbers between the first and the last quantile";
            case "intervalWidth" -> "the mean distance of the first and the last quantile";
            case "poissonDeviance" -> "how badly the predicted means fit the counts; 0 is perfect";
            default -> "";
        };
    }
}
