package org.chainrule.app.option;

import java.util.function.Function;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.Quote;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.outcome.Criterion;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// The options of `chainrule train` about what the training aims at: the metric that chooses the epoch, and how much each
/// row counts.
public final class AimOptions {
    @Option(names = "--metric", paramLabel = "METRIC", description = "Keep the epoch that is best by this metric on the validation rows, and weigh networks by it: "
            + "accuracy, auc, average_precision, balanced_accuracy, brier, f1, logloss or mcc for classes, also kappa or rank_error if they are ordered; mae, poisson, r2 or rmse for numbers; pinball for quantiles. Defaults to the loss.")
    private @Nullable String metric;

    @Option(names = "--weights", paramLabel = "COLUMN", description = "Weigh each row by a number of at least 0 in this column, in training and in all measures. The column is no input.")
    private @Nullable String weights;

    @Option(names = "--balanced", description = "Give all classes the same total weight in training. Probabilities are then those of equally frequent classes.")
    private boolean balanced;

    /// Returns the training with these options.
    ///
    /// @param predicted the options on the target
    /// @param column    the name of the target
    /// @param wrong     makes the exception for a wrong value from its message
    public Tabular apply(Tabular start, TargetOptions predicted, String column,
            Function<String, ParameterException> wrong) {
        if (balanced && predicted.numbers()) {
            throw wrong.apply("--balanced applies to classes, but a regression predicts numbers");
        }
        Tabular tabular = balanced ? start.balanced() : start;
        if (weights != null) {
            tabular = tabular.weights(weights);
        }
        if (metric == null) {
            return tabular;
        }
        try {
            Criterion criterion = Criterion.of(metric);
            predicted.kind(column, wrong).flatMap(criterion::misfit).ifPresent(why -> {
                throw wrong.apply("the target " + Quote.of(column) + why);
            });
            return tabular.metric(metric);
        } catch (ArgumentException e) {
            throw wrong.apply(e.getMessage());
        }
    }
}
