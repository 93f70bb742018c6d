package org.chainrule.train;

import java.util.Map;
import java.util.function.Supplier;
import org.chainrule.error.ArgumentException;
import org.chainrule.metric.Metric;

/// What a training has reached at the end of an epoch, and the means to end it there.
///
/// @param <M> what comes out of the training
public final class Epoch<M> {
    private final EpochRecord record;
    private final int epochs;
    private final boolean best;
    private final Look<M> look;
    private boolean stopped;
    private boolean over;

    /// What can be looked at during the callback, computed only if it is asked for.
    ///
    /// @param rate the learning rate of the last step
    record Look<M>(Supplier<M> model, Supplier<Double> gradientNorm, Supplier<Double> rate) {
    }

    Epoch(EpochRecord record, int epochs, boolean best, Look<M> look) {
        this.record = record;
        this.epochs = epochs;
        this.best = best;
        this.look = look;
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

    /// A measure on the validation rows: `loss`, or a metric by its name; where a net has several outputs, after the name of
    /// the output and a dot.
    ///
    /// @throws ArgumentException if there is no such measure, or no validation rows
    public double validation(String metric) {
        return record.validation(metric);
    }

    /// A metric on the validation rows.
    ///
    /// @throws ArgumentException if the training does not measure it, or there are no validation rows
    public double validation(Metric metric) {
        ArgumentException.requireNotNull("validation", "metric", metric);
        return validation(metric.name());
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

    /// The model as it is now.
    ///
    /// @throws ArgumentException if it is asked for after the callback, when the training has gone on
    public M model() {
        return during("model", look.model);
    }

    /// The Euclidean norm of all gradients together, for the batch of the last step at the parameters as they are now. It
    /// costs another pass over that batch.
    ///
    /// @return NaN if the training went on from a checkpoint of the end of this epoch, without a step
    /// @throws ArgumentException if it is asked for after the callback
    public double gradientNorm() {
        return during("gradientNorm", look.gradientNorm);
    }

    /// The learning rate that the next step has, by the schedule.
    ///
    /// @throws ArgumentException if it is asked for after the callback
    public double rate() {
        return during("rate", look.rate);
    }

    private <T> T during(String what, Supplier<T> value) {
        if (over) {
            throw new ArgumentException("epoch",
                    what + ": the callback of epoch " + number() + " is over, ask for it during the callback");
        }
        return value.get();
    }

    /// Ends the training after this epoch.
    public void stop() {
        stopped = true;
    }

    /// Ends the callback.
    void end() {
        over = true;
    }

    boolean stopped() {
        return stopped;
    }
}
