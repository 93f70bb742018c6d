package org.chainrule.spark;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.outcome.Task;
import org.jspecify.annotations.Nullable;

/// The settings of a training, which the driver and the tasks turn into the same [Tabular].
///
/// @param weight  the column of weights; empty for none
/// @param type    the kind of model; empty for what the other settings suggest
/// @param hidden  the widths of the hidden layers; null for the default
/// @param epochs  the maximum number of epochs; 0 for the default
/// @param seconds the time limit; 0 for none
/// @param folds   the number of folds; 0 for the default
/// @param numbers the columns that are numbers, whatever they seem to hold
/// @param checkpoints the folder of checkpoints over the cluster; null for none
record Settings(Task task, String label, String weight, String type, int @Nullable [] hidden, int epochs,
        double seconds, int folds, int ensemble, double testFraction, long seed, List<String> numbers,
        @Nullable String checkpoints)
        implements
            Serializable {
    private static final long serialVersionUID = 1;

    /// Returns the settings of an estimator.
    ///
    /// @throws ArgumentException if one does not apply to the kind of model
    static Settings of(ChainruleParams params, Task task, List<String> numbers) {
        String kind = params.isSet(params.modelType()) ? params.$(params.modelType()) : "";
        if (params.isSet(params.hiddenLayers()) && !List.of("", "mlp", "quick").contains(kind)) {
            throw new ArgumentException("hiddenLayers", "hiddenLayers requires modelType mlp, but it is " + kind
                    + "; leave out one of the two");
        }
        if (params.isSet(params.maxIter()) && kind.equals("best")) {
            throw new ArgumentException("maxIter", "maxIter describes a single network, but modelType is best;"
                    + " leave it out, or choose another modelType");
        }
        String folder = params.isSet(params.checkpointDir()) ? params.$(params.checkpointDir()) : "";
        return new Settings(task, params.getLabelCol(), params.getWeightCol(),
                kind,
                params.isSet(params.hiddenLayers()) ? params.$(params.hiddenLayers()).clone() : null,
                params.isSet(params.maxIter()) ? (int) params.$(params.maxIter()) : 0,
                (double) params.$(params.maxSeconds()),
                params.isSet(params.folds()) ? (int) params.$(params.folds()) : 0,
                (int) params.$(params.ensemble()), (double) params.$(params.testFraction()),
                (long) params.$(params.seed()), numbers,
                folder.isEmpty() ? null : folder);
    }

    /// Returns the settings of a single network that is trained for an epoch.
    Settings quick() {
        return new Settings(task, label, weight, type.isEmpty() ? "mlp" : type, hidden, 1, 0, 0, 1, testFraction, seed,
                numbers, null);
    }

    /// Returns the description of the training.
    Tabular tabular() {
        Tabular tabular = Tabular.of(label).task(task).testFraction(testFraction).seed(seed).ensemble(ensemble);
        tabular = switch (type) {
            case "realmlp" -> tabular.realMlp();
            case "tabm" -> tabular.tabM();
            case "mlp", "quick" -> tabular.quick();
            case "linear" -> tabular.linear();
            case "best" -> tabular.best();
            default -> tabular;
        };
        if (!numbers.isEmpty()) {
            tabular = tabular.numeric(numbers.toArray(String[]::new));
        }
        if (!weight.isEmpty()) {
            tabular = tabular.weights(weight);
        }
        if (hidden != null) {
            tabular = tabular.hidden(hidden);
        }
        if (epochs > 0) {
            tabular = tabular.epochs(epochs);
        }
        if (folds > 0) {
            tabular = tabular.folds(folds);
        }
        return seconds > 0 ? tabular.time(Duration.ofNanos((long) (seconds * 1e9))) : tabular;
    }
}
