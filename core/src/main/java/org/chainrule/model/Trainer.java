package org.chainrule.model;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.chainrule.error.ArgumentException;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Loss;
import org.chainrule.optim.Optimizer;
import org.chainrule.optim.Schedule;

/// How a network is to be trained: an immutable description, each method returns a changed copy, and [#fit] returns a
/// model.
///
/// ```java
/// Classifier digits = Classifier.of(net).optimizer(adam(1e-3)).epochs(20).batch(128).seed(7)
///         .onEpoch(e -> { if (e.validation("accuracy") > 0.99) e.stop(); })
///         .fit(train, validation);
/// ```
///
/// The same seed and the same examples give the same model to the last bit, whatever the number of threads, the
/// machine or the instruction set.
///
/// @param <M> what comes out
public final class Trainer<M> {
    /// Makes a model of what was learned.
    @FunctionalInterface
    interface Finish<M> {
        M model(Fitted fitted);
    }

    private final Settings settings;
    private final Finish<M> finish;

    private Trainer(Settings settings, Finish<M> finish) {
        this.settings = settings;
        this.finish = finish;
    }

    static <M> Trainer<M> of(Task task, Layer net, Loss loss, Finish<M> finish) {
        ArgumentException.requireNotNull("trainer", "net", net);
        return new Trainer<>(new Settings(task, net, loss), finish);
    }

    private Trainer<M> with(Consumer<Settings> change) {
        Settings copy = settings.copy();
        change.accept(copy);
        return new Trainer<>(copy, finish);
    }

    /// How parameters follow from gradients; Adam at 0.001 unless said otherwise.
    public Trainer<M> optimizer(Optimizer optimizer) {
        ArgumentException.requireNotNull("trainer", "optimizer", optimizer);
        return with(s -> s.optimizer = optimizer);
    }

    /// What predictions are held against; cross-entropy for classes and the squared error for numbers unless said
    /// otherwise.
    public Trainer<M> loss(Loss loss) {
        ArgumentException.requireNotNull("trainer", "loss", loss);
        return with(s -> s.loss = loss);
    }

    /// How the learning rate moves over the training; constant unless said otherwise.
    public Trainer<M> schedule(Schedule schedule) {
        ArgumentException.requireNotNull("trainer", "schedule", schedule);
        return with(s -> s.schedule = schedule);
    }

    /// How often every row is seen, at most; 20 unless said otherwise.
    public Trainer<M> epochs(int epochs) {
        return with(s -> s.epochs = atLeastOne("epochs", epochs));
    }

    /// How many rows a step takes; 32 unless said otherwise.
    public Trainer<M> batch(int batch) {
        return with(s -> s.batch = atLeastOne("batch", batch));
    }

    /// What all random numbers follow from: first parameters, the order of the rows, dropout; 0 unless said otherwise.
    public Trainer<M> seed(long seed) {
        return with(s -> s.seed = seed);
    }

    /// How many threads take part; as many as there are processors unless said otherwise. The model does not depend on
    /// it.
    public Trainer<M> threads(int threads) {
        return with(s -> s.threads = atLeastOne("threads", threads));
    }

    /// The largest global norm of the gradients of a step; larger ones are scaled down to it.
    public Trainer<M> clip(double norm) {
        if (!(norm > 0)) {
            throw new ArgumentException("norm", "clip: the largest norm is " + norm + ", expected a number above 0");
        }
        return with(s -> s.clip = norm);
    }

    /// Ends the training after this many epochs without a new best on the validation rows, which must then be
    /// given.
    public Trainer<M> patience(int epochs) {
        return with(s -> s.patience = atLeastOne("patience", epochs));
    }

    /// The measure on the validation rows that says which epoch is best; of two equal ones the lower loss counts.
    /// `accuracy` for class labels, else `loss`, unless said otherwise. Validation rows must be given, and have the measure:
    /// `loss` is always there; `accuracy`, `logLoss` and `macroF1` for class labels, `auc` for rows of two classes; `rmse`,
    /// `mae` and `r2` where the network has an output for each target column.
    public Trainer<M> monitor(String metric) {
        ArgumentException.requireNotNull("trainer", "metric", metric);
        return with(s -> s.monitor = metric);
    }

    /// A weight for each class in the loss, for classes of unequal size or importance.
    ///
    /// @throws ArgumentException if what is trained is not a classifier, or a weight is below 0 or not finite, or all are 0
    public Trainer<M> classWeights(float... weights) {
        ArgumentException.requireNotNull("trainer", "weights", weights);
        if (settings.task != Task.CLASSES) {
            throw new ArgumentException("weights", "classWeights: a regressor has no classes; use examples.weights(...)"
                    + " to weight rows");
        }
        boolean any = false;
        for (int i = 0; i < weights.length; i++) {
            if (!(weights[i] >= 0 && weights[i] <= Float.MAX_VALUE)) {
                throw new ArgumentException("weights", "classWeights: the weight of class " + i + " is " + weights[i]
                        + ", expected a finite number of at least 0");
            }
            any |= weights[i] > 0;
        }
        if (!any) {
            throw new ArgumentException("weights", "classWeights: got no weight above 0, expected at least one");
        }
        return with(s -> s.classWeights = weights.clone());
    }

    /// What to do after each epoch: show progress, or [Epoch#stop].
    public Trainer<M> onEpoch(Consumer<Epoch> listener) {
        ArgumentException.requireNotNull("trainer", "listener", listener);
        return with(s -> s.onEpoch = s.onEpoch.andThen(listener));
    }

    /// What to do after each step: show how far a long epoch is.
    public Trainer<M> onStep(StepListener listener) {
        return with(s -> s.onStep = listener);
    }

    /// A question asked before each step and now and then while the validation rows are measured; once it is answered with
    /// yes, training ends and the best epoch so far is returned.
    public Trainer<M> stopWhen(BooleanSupplier stop) {
        ArgumentException.requireNotNull("trainer", "stop", stop);
        return with(s -> s.stop = stop);
    }

    private static int atLeastOne(String name, int value) {
        if (value < 1) {
            throw new ArgumentException(name, name + ": got " + value + ", expected at least 1");
        }
        return value;
    }

    /// The network, its parameters and the memory a training on such examples takes, before anything runs.
    public Plan plan(Examples examples) {
        ArgumentException.requireNotNull("plan", "examples", examples);
        return Plan.of(settings, examples);
    }

    /// Trains on all examples for all epochs; the model is that of the last epoch.
    ///
    /// @throws ArgumentException if the examples are not of the model's kind, or a setting needs validation rows
    /// @throws org.chainrule.error.DivergedException if the loss or a parameter stops being a finite number
    public M fit(Examples train) {
        ArgumentException.requireNotNull("fit", "train", train);
        return finish.model(new Training(settings, train, Optional.empty()).run());
    }

    /// Trains with an eye on rows that are not trained on; the model is that of the best epoch (see [#monitor]).
    ///
    /// @throws ArgumentException if the examples are not of the model's kind, or have no measure of the name to monitor
    /// @throws org.chainrule.error.DivergedException if the loss or a parameter stops being a finite number
    public M fit(Examples train, Examples validation) {
        ArgumentException.requireNotNull("fit", "train", train);
        ArgumentException.requireNotNull("fit", "validation", validation);
        return finish.model(new Training(settings, train, Optional.of(validation)).run());
    }
}
