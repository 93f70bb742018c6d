package org.chainrule.model;

import java.util.Map;
import org.chainrule.error.ArgumentException;

/// What a training has reached at the end of an epoch, and the means to end it there.
public final class Epoch {
    private final EpochRecord record;
    private final int epochs;
    private final boolean best;
    private boolean stopped;

    Epoch(EpochRecord record, int epochs, boolean best) {
        this.record = record;
        this.epochs = epochs;
        this.best = best;
    }

    /// The number of the epoch, from 1.
    public int number() {
        return record.number();
    }

    /// How many epochs were asked for.
    public int epochs() {
        return epochs;
    }

    /// The mean loss over the training rows, each taken when its batch was trained on.
    public double loss() {
        return record.loss();
    }

    /// A measure on the validation rows: `loss`, and `accuracy`, `logLoss`, `macroF1`, `auc` or `rmse`, `mae`, `r2`.
    ///
    /// @throws ArgumentException if there is no such measure, or no validation rows
    public double validation(String metric) {
        Double value = record.validation().get(metric);
        if (record.validation().isEmpty()) {
            throw new ArgumentException("metric", "validation: there are no validation rows to have a measure "
                    + metric + " on; use fit(train, validation)");
        }
        if (value == null) {
            throw new ArgumentException("metric", "validation: there is no measure " + metric + ", expected one of "
                    + record.validation().keySet());
        }
        return value;
    }

    /// All measures on the validation rows; empty without them.
    public Map<String, Double> validation() {
        return record.validation();
    }

    /// Whether this epoch is the best so far on the validation rows.
    public boolean best() {
        return best;
    }

    /// Seconds since the training began.
    public double seconds() {
        return record.seconds();
    }

    /// Ends the training after this epoch.
    public void stop() {
        stopped = true;
    }

    boolean stopped() {
        return stopped;
    }
}
