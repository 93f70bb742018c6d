package org.chainrule.train;

import java.util.Map;
import java.util.function.Supplier;
import org.chainrule.error.ArgumentException;
import org.chainrule.metric.Metric;

/// The state of a training at the end of an epoch, which a listener can read, and a way to end the training there.
///
/// @param <M> the type of the model
public final class Epoch<M> {
    private final EpochRecord record;
    private final int epochs;
    private final boolean best;
    private final Look<M> look;
    private boolean stopped;
    private boolean over;

    /// Values that are computed during the callback, on demand.
    ///
    /// @param rate the learning rate of the next step
    record Look<M>(Supplier<M> model, Supplier<Double> gradientNorm, Supplier<Double> rate) {
    }

    Epoch(EpochRecord record, int epochs, boolean best, Look<M> look) {
        this.record = record;
        this.epochs = epochs;
        this.best = best;
        this.look = look;
    }

    /// Returns the number of the epoch, from 1.
    public int number() {
        return record.number();
    }

    /// Returns the maximum number of epochs of the training.
    public int epochs() {
        return epochs;
    }

    /// Returns the mean loss over the training rows, each computed in the step of its batch.
    public double loss() {
        return record.loss();
    }

    /// Returns a measure on the validation set: `loss`, or a metric by name. If the net has several outputs, the name
    /// of the output and a dot come first.
    ///
    /// @throws ArgumentException if there is no such measure, or no validation set
    public double validation(String metric) {
        return record.validation(metric);
    }

    /// Returns a metric on the validation set.
    ///
    /// @throws ArgumentException if the training does not measure it, or there is no validation set
    public double validation(Metric metric) {
        ArgumentException.requireNotNull("validation", "metric", metric);
        return validation(metric.name());
    }

    /// Returns all measures on the validation set by name; empty without a validation set.
    public Map<String, Double> validation() {
        return record.validation();
    }

    /// Returns whether this epoch is the best so far on the validation set; true without a validation set.
    public boolean best() {
        return best;
    }

    /// Returns the seconds since the training began.
    public double seconds() {
        return record.seconds();
    }

    /// Returns the current model.
    ///
    /// @throws ArgumentException if the callback is over
    public M model() {
        return during("model", look.model);
    }

    /// Returns the Euclidean norm of all gradients, for the batch of the last step at the current parameters. This
    /// takes another pass over that batch.
    ///
    /// @return the norm; NaN if the training resumed at the end of this epoch, without a step
    /// @throws ArgumentException if the callback is over
    public double gradientNorm() {
        return during("gradientNorm", look.gradientNorm);
    }

    /// Returns the learning rate of the next step, after the schedule.
    ///
    /// @throws ArgumentException if the callback is over
    public double rate() {
        return during("rate", look.rate);
    }

    private <T> T during(String what, Supplier<T> value) {
        if (over) {
            throw new ArgumentException("epoch",
                    what + ": the callback of epoch " + number() + " is over; call this method during the callback");
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

    /// A listener that is called after each step of a training.
    @FunctionalInterface
    public interface StepListener {
        /// Called after each step.
        ///
        /// @param epoch the number of the epoch, from 1
        /// @param rows the number of rows trained on in this epoch so far
        /// @param of the number of rows in an epoch
        void step(int epoch, int rows, int of);
    }
}
