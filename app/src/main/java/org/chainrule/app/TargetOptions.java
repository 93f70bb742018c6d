package org.chainrule.app;

import java.util.Locale;
import java.util.function.Function;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.encode.Task;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// The options of `chainrule train` about the column to predict.
final class TargetOptions {
    private static final String BEST = "best-f1";

    private enum TaskName {
        classification, regression
    }

    @Option(names = "--task", paramLabel = "TASK", description = "classification or regression; decided from the target unless said.")
    private @Nullable TaskName task;

    @Option(names = "--positive", paramLabel = "LABEL", description = "Which of two classes the threshold is about; unless said + beside -, otherwise the last in sorted order.")
    private @Nullable String positive;

    @Option(names = "--threshold", paramLabel = "P", description = "Predict the positive class from this probability on, 0.5 unless said; or best-f1: the "
            + "threshold of the highest F1 on the validation rows. It is kept in the model.")
    private @Nullable String threshold;

    /// The training with what was said.
    Tabular apply(Tabular start, Function<String, ParameterException> wrong) {
        Tabular tabular = start;
        if (task != null) {
            tabular = tabular.task(task == TaskName.classification ? Task.CLASSIFICATION : Task.REGRESSION);
        }
        if (task == TaskName.regression && (positive != null || threshold != null)) {
            throw wrong.apply((positive != null ? "--positive" : "--threshold")
                    + " is for two classes; a regression predicts numbers");
        }
        if (positive != null) {
            tabular = tabular.positive(positive);
        }
        if (threshold == null) {
            return tabular;
        }
        if (threshold.toLowerCase(Locale.ROOT).equals(BEST)) {
            return tabular.bestF1Threshold();
        }
        double probability;
        try {
            probability = Double.parseDouble(threshold);
        } catch (NumberFormatException e) {
            probability = Double.NaN;
        }
        if (!(probability > 0 && probability < 1)) {
            throw wrong.apply(
                    "--threshold should be a number between 0 and 1, or best-f1, but is \"" + threshold + "\"");
        }
        return tabular.threshold(probability);
    }
}
