package org.chainrule.tabular.outcome;

import java.util.Locale;
import java.util.Set;
import org.chainrule.tabular.value.Phrases;

/// Measures as text, the same in every report and every locale.
public final class MeasureText {
    private static final Set<String> SCALED = Set.of("rmse", "mae", "pinball", "intervalWidth");
    private static final Set<String> UNDEFINED = Set.of("r2", "auc", "averagePrecision", "kappa");

    private MeasureText() {
    }

    /// Returns a measure: four significant digits for those that have the scale of the target, such as `rmse`, and four
    /// decimals for others. `undefined` for an `r2`, `auc`, `averagePrecision` or `kappa` that is NaN, because the rows have
    /// a single number or class.
    ///
    /// @param name the name under which it is reported
    public static String of(String name, double value) {
        if (Double.isNaN(value) && UNDEFINED.contains(name)) {
            return "undefined";
        }
        if (SCALED.contains(name)) {
            return significant(value, 4);
        }
        String text = String.format(Locale.ROOT, "%.4f", value);
        return text.equals("-0.0000") ? "0.0000" : text;
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
            case "logLoss" -> "how little probability the true classes were given; 0 is perfect, and being sure of a wrong"
                    + " class costs most";
            case "macroF1" -> "precision and recall in one number, averaged over the classes, so that rare ones count as much";
            case "auc" -> "the chance that a row of the class gets a higher probability than another row; 0.5 is guessing";
            case "averagePrecision" -> "the precision, averaged over all thresholds that find one row of the class more";
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

    /// Returns a number with at most the given number of significant digits: `0.00123`, `1.50e+12`.
    public static String significant(double value, int digits) {
        return Phrases.significant(value, digits);
    }
}
