package org.chainrule.train;

import static org.chainrule.optim.Optimizers.adam;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.chainrule.Tensor;
import org.chainrule.data.Examples;
import org.chainrule.error.ArgumentException;
import org.chainrule.metric.Metric;
import org.chainrule.metric.OutputKind;
import org.chainrule.nn.Loss;
import org.chainrule.nn.Net;
import org.chainrule.nn.Objective;
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
/// @param <M> the model that comes out
public final class Trainer<M> {
    /// Makes a model of what was learned.
    @FunctionalInterface
    public interface Finish<M> {
        /// The model of a net with the values of its variables.
        M model(Fitted fitted);
    }

    private final Settings<M> settings;
    private final Finish<M> finish;

    private Trainer(Settings<M> settings, Finish<M> finish) {
        this.settings = settings;
        this.finish = finish;
    }

    /// A training of a net with one output.
    ///
    /// @param task what the output predicts
    /// @param finish what makes a model of what was learned
    public static <M> Trainer<M> of(Net net, OutputKind task, Loss loss, Finish<M> finish) {
        ArgumentException.requireNotNull("trainer", "net", net);
        ArgumentException.requireNotNull("trainer", "task", task);
        ArgumentException.requireNotNull("trainer", "finish", finish);
        return new Trainer<>(new Settings<>(Optional.of(task), Step.of(net, Objective.of(loss), adam(1e-3))), finish);
    }

    /// A training of a net with any number of outputs. An output is measured if there is a target of its name: as classes if
    /// the target is whole numbers, as yes or no if it is truth values, else as numbers.
    ///
    /// @param finish what makes a model of what was learned
    public static <M> Trainer<M> of(Net net, Objective objective, Finish<M> finish) {
        ArgumentException.requireNotNull("trainer", "net", net);
        ArgumentException.requireNotNull("trainer", "finish", finish);
        return new Trainer<>(new Settings<>(Optional.empty(), Step.of(net, objective, adam(1e-3))), finish);
    }

    private Trainer<M> with(Consumer<Settings<M>> change) {
        Settings<M> copy = settings.copy();
        change.accept(copy);
        return new Trainer<>(copy, finish);
    }

    private Trainer<M> step(UnaryOperator<Step> change) {
        return with(s -> s.step = change.apply(s.step));
    }

    /// How parameters follow from gradients; defaults to Adam at 0.001.
    public Trainer<M> optimizer(Optimizer optimizer) {
        ArgumentException.requireNotNull("trainer", "optimizer", optimizer);
        return step(s -> s.optimizer(optimizer));
    }

    /// What predictions are held against, of a net with one output; defaults to cross-entropy for classes and to the squared
    /// error for numbers.
    public Trainer<M> loss(Loss loss) {
        ArgumentException.requireNotNull("trainer", "loss", loss);
        return step(s -> s.objective(Objective.of(loss)));
    }

    /// What the training makes small, of a net with any number of outputs.
    public Trainer<M> objective(Objective objective) {
        ArgumentException.requireNotNull("trainer", "objective", objective);
        return step(s -> s.objective(objective));
    }

    /// How the learning rate moves over the training; defaults to constant.
    public Trainer<M> schedule(Schedule schedule) {
        ArgumentException.requireNotNull("trainer", "schedule", schedule);
        return step(s -> s.schedule(schedule));
    }

    /// Keeps parameters and state as they are.
    ///
    /// @param paths tells which, by path; what was frozen before stays frozen
    public Trainer<M> freeze(Predicate<String> paths) {
        return step(s -> s.freeze(paths));
    }

    /// The factor of the learning rate by path, such as 0.1 for what was trained before.
    public Trainer<M> rates(ToDoubleFunction<String> factors) {
        ArgumentException.requireNotNull("trainer", "factors", factors);
        return step(s -> s.rates(factors));
    }

    /// The values that variables start from, such as another model's, by path; the others start as the net says.
    public Trainer<M> from(Map<String, Tensor> values) {
        ArgumentException.requireNotNull("from", "values", values);
        return with(s -> s.from = Map.copyOf(values));
    }

    /// As [#from(Map)], for some of the values: all but those of a head that is replaced, say.
    ///
    /// @param paths tells which, by path
    /// @throws ArgumentException if it chooses none
    public Trainer<M> from(Map<String, Tensor> values, Predicate<String> paths) {
        ArgumentException.requireNotNull("from", "values", values);
        ArgumentException.requireNotNull("from", "paths", paths);
        Map<String, Tensor> chosen = new LinkedHashMap<>(values);
        chosen.keySet().removeIf(paths.negate());
        if (chosen.isEmpty()) {
            throw new ArgumentException("paths",
                    "from: none of the values is chosen, expected some of " + values.keySet());
        }
        return from(chosen);
    }

    /// The most epochs, in each of which every row is seen once; defaults to 20.
    public Trainer<M> epochs(int epochs) {
        return with(s -> s.epochs = atLeastOne("epochs", epochs));
    }

    /// How many rows a step takes; defaults to 32.
    public Trainer<M> batch(int batch) {
        return with(s -> s.batch = atLeastOne("batch", batch));
    }

    /// What all random numbers follow from: first parameters, the order of the rows, dropout; defaults to 0.
    public Trainer<M> seed(long seed) {
        return step(s -> s.seed(seed));
    }

    /// How many threads take part; defaults to the number of processors. The model does not depend on it.
    public Trainer<M> threads(int threads) {
        return with(s -> s.threads = atLeastOne("threads", threads));
    }

    /// The largest global norm of the gradients of a step; larger ones are scaled down to it.
    public Trainer<M> clip(double norm) {
        return step(s -> s.clip(norm));
    }

    /// Ends the training after this many epochs without a new best on the validation rows, which must then be
    /// given.
    public Trainer<M> patience(int epochs) {
        return with(s -> s.patience = atLeastOne("patience", epochs));
    }

    /// What is measured on the validation rows beside the loss and the usual metrics, of a net with one output. One of the
    /// usual metrics is measured once all the same.
    ///
    /// @throws ArgumentException by [#fit], before the first step, if a metric does not fit what the net predicts
    public Trainer<M> metrics(Metric... metrics) {
        return metrics("", metrics);
    }

    /// As [#metrics(Metric...)], for an output that has a target of its name.
    public Trainer<M> metrics(String output, Metric... metrics) {
        ArgumentException.requireNotNull("metrics", "output", output);
        ArgumentException.requireNoneNull("metrics", "metrics", metrics);
        return with(s -> s.measure(output, metrics));
    }

    /// The measure on the validation rows that says which epoch is best; of two equal ones the lower loss counts. Defaults to
    /// `accuracy` for class labels, else to `loss`. Validation rows must be given, and have the measure: `loss` is always
    /// there; `accuracy`, `logLoss` and `macroF1` for class labels, `auc` for rows of two classes; `subsetAccuracy`,
    /// `hammingLoss`, `microF1`, `macroF1` and `binaryLogLoss` for labels of yes or no; `rmse`, `mae` and `r2` where the
    /// network has an output for each target column; and what [#metrics] adds. Of a net with several outputs the name of the
    /// output and a dot come first, as in `sold.accuracy`.
    public Trainer<M> monitor(String metric) {
        ArgumentException.requireNotNull("trainer", "metric", metric);
        return with(s -> s.monitor = metric);
    }

    /// As [#monitor(String)], by a metric that is measured.
    public Trainer<M> monitor(Metric metric) {
        ArgumentException.requireNotNull("trainer", "metric", metric);
        return monitor(metric.name());
    }

    /// Where and how often the training is saved, to go on after an interruption.
    public Trainer<M> checkpoints(Checkpoints checkpoints) {
        ArgumentException.requireNotNull("trainer", "checkpoints", checkpoints);
        return with(s -> s.checkpoints = checkpoints);
    }

    /// What to do after each epoch: show progress, or [Epoch#stop]. Several are called in the order in which they were
    /// given.
    public Trainer<M> onEpoch(Consumer<? super Epoch<M>> listener) {
        ArgumentException.requireNotNull("trainer", "listener", listener);
        return with(s -> s.onEpoch = s.onEpoch.andThen(listener));
    }

    /// What to do after each step: show how far a long epoch is. It replaces what was given before.
    public Trainer<M> onStep(StepListener listener) {
        ArgumentException.requireNotNull("trainer", "listener", listener);
        return with(s -> s.onStep = listener);
    }

    /// A question asked before each step and now and then while the validation rows are measured; once it is answered with
    /// yes, training ends and the model is that of the best epoch so far, or of the latest step if no epoch has ended or
    /// there are no validation rows. It replaces what was given before. An interruption of the
    /// thread does not end a training; `stopWhen(() -> Thread.currentThread().isInterrupted())` makes it do so.
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
        requireInputs(train);
        return finish.model(new Training<>(settings, finish, train, Optional.empty()).run());
    }

    private static void requireInputs(Examples train) {
        ArgumentException.requireNotNull("fit", "train", train);
        if (train.type().inputs().isEmpty()) {
            throw new ArgumentException("train", "fit: the examples have no inputs, expected at least one");
        }
    }

    /// Trains with an eye on rows that are not trained on; the model is that of the best epoch (see [#monitor]).
    ///
    /// @throws ArgumentException if the examples are not of the model's kind, or have no measure of the name to monitor
    /// @throws org.chainrule.error.DivergedException if the loss or a parameter stops being a finite number
    public M fit(Examples train, Examples validation) {
        requireInputs(train);
        ArgumentException.requireNotNull("fit", "validation", validation);
        return finish.model(new Training<>(settings, finish, train, Optional.of(validation)).run());
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
