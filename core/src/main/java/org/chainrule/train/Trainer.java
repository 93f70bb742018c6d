package org.chainrule.train;

import static org.chainrule.optim.Optimizers.adam;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.chainrule.Tensor;
import org.chainrule.data.Examples;
import org.chainrule.error.ArgumentException;
import org.chainrule.metric.Metric;
import org.chainrule.metric.OutputKind;
import org.chainrule.nn.Loss;
import org.chainrule.nn.Net;
import org.chainrule.nn.Objective;
import org.chainrule.observe.Observer;
import org.chainrule.observe.Viewer;
import org.chainrule.optim.Optimizer;
import org.chainrule.optim.Schedule;

/// An immutable description of a training. Each setting returns a changed copy, and [#fit] trains and returns a model.
///
/// ```java
/// Classifier digits = Classifier.of(net).optimizer(adam(1e-3)).epochs(20).batch(128).seed(7)
///         .onEpoch(e -> { if (e.validation("accuracy") > 0.99) e.stop(); })
///         .fit(train, validation);
/// ```
///
/// The same seed and the same examples give the same model, to the last bit, on any number of threads and on any
/// machine.
///
/// @param <M> the type of the model
public final class Trainer<M> {
    /// A function from a fitted net to a model.
    @FunctionalInterface
    public interface Finish<M> {
        /// Returns the model for a net and the values of its variables.
        M model(Fitted fitted);
    }

    private final Settings<M> settings;
    private final Finish<M> finish;

    private Trainer(Settings<M> settings, Finish<M> finish) {
        this.settings = settings;
        this.finish = finish;
    }

    /// Returns a trainer of a net with one output.
    ///
    /// @param task the kind of the output
    /// @param finish the function that makes the model
    public static <M> Trainer<M> of(Net net, OutputKind task, Loss loss, Finish<M> finish) {
        ArgumentException.requireNotNull("trainer", "net", net);
        ArgumentException.requireNotNull("trainer", "task", task);
        ArgumentException.requireNotNull("trainer", "finish", finish);
        return new Trainer<>(new Settings<>(Optional.of(task), Step.of(net, Objective.of(loss), adam(1e-3))), finish);
    }

    /// Returns a trainer of a net with any number of outputs. Metrics compare an output with the target of the same
    /// name, if there is one: as classes if the target holds whole numbers, as labels if it holds truth values, and as
    /// numbers otherwise.
    ///
    /// @param finish the function that makes the model
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

    /// Returns a copy with another optimizer. The default is Adam with a learning rate of 0.001.
    public Trainer<M> optimizer(Optimizer optimizer) {
        ArgumentException.requireNotNull("trainer", "optimizer", optimizer);
        return step(s -> s.optimizer(optimizer));
    }

    /// Returns a copy with another loss, for a net with one output. The default is cross-entropy for classes and the
    /// squared error for numbers.
    public Trainer<M> loss(Loss loss) {
        ArgumentException.requireNotNull("trainer", "loss", loss);
        return step(s -> s.objective(Objective.of(loss)));
    }

    /// Returns a copy with another objective, which the training minimizes, for a net with any number of outputs.
    public Trainer<M> objective(Objective objective) {
        ArgumentException.requireNotNull("trainer", "objective", objective);
        return step(s -> s.objective(objective));
    }

    /// Returns a copy with a schedule of the learning rate. The default is a constant rate.
    public Trainer<M> schedule(Schedule schedule) {
        ArgumentException.requireNotNull("trainer", "schedule", schedule);
        return step(s -> s.schedule(schedule));
    }

    /// Returns a copy that freezes parameters and state.
    ///
    /// @param paths the paths to freeze, in addition to those frozen before
    public Trainer<M> freeze(Predicate<String> paths) {
        return step(s -> s.freeze(paths));
    }

    /// Returns a copy with a factor of the learning rate for each path, such as 0.1 for layers that were trained
    /// before.
    public Trainer<M> rates(ToDoubleFunction<String> factors) {
        ArgumentException.requireNotNull("trainer", "factors", factors);
        return step(s -> s.rates(factors));
    }

    /// Returns a copy with start values of variables by path, such as those of another model. Other variables start as
    /// the net defines.
    public Trainer<M> from(Map<String, Tensor> values) {
        ArgumentException.requireNotNull("from", "values", values);
        return with(s -> s.from = Map.copyOf(values));
    }

    /// Returns a copy with start values like [#from(Map)], for some of the values, such as all but those of a replaced
    /// head.
    ///
    /// @param paths the paths to use
    /// @throws ArgumentException if `paths` matches no value
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

    /// Returns a copy with another maximum number of epochs. The default is 20. An epoch trains on every row once.
    public Trainer<M> epochs(int epochs) {
        return with(s -> s.epochs = atLeastOne("epochs", epochs));
    }

    /// Returns a copy with another number of rows per batch. The default is 32.
    public Trainer<M> batch(int batch) {
        return with(s -> s.batch = atLeastOne("batch", batch));
    }

    /// Returns a copy with another seed of all random numbers: initial parameters, order of the rows, dropout. The
    /// default is 0.
    public Trainer<M> seed(long seed) {
        return step(s -> s.seed(seed));
    }

    /// Returns a copy with another number of threads. The default is the number of processors; the model does not
    /// depend on it.
    public Trainer<M> threads(int threads) {
        return with(s -> s.threads = atLeastOne("threads", threads));
    }

    /// Returns a copy that limits the global norm of the gradients of a step. Gradients with a larger norm are scaled
    /// down to it.
    public Trainer<M> clip(double norm) {
        return step(s -> s.clip(norm));
    }

    /// Returns a copy that divides the weighted losses of a batch by the number of its rows times the mean weight of all
    /// rows, instead of by the sum of the weights in the batch, see [Step#meanWeight(double)].
    ///
    /// @param mean the mean weight of all rows, above 0
    public Trainer<M> meanWeight(double mean) {
        return step(s -> s.meanWeight(mean));
    }

    /// Returns a copy that ends the training after this number of epochs without a new best measure on the validation
    /// set, which [#fit] then requires.
    public Trainer<M> patience(int epochs) {
        return patience(epochs, 0);
    }

    /// Returns a copy with a patience that grows with the best epoch `b`: the training ends after `epochs + share * b`
    /// epochs without a new best. A training whose measure falls and rises again needs more of it the longer it has
    /// improved.
    ///
    /// @param share the share of the best epoch, at least 0
    public Trainer<M> patience(int epochs, double share) {
        if (!(share >= 0 && share < Double.POSITIVE_INFINITY)) {
            throw new ArgumentException("share",
                    "patience: the share is " + share + ", expected a number of at least 0");
        }
        return with(s -> {
            s.patience = atLeastOne("patience", epochs);
            s.patienceShare = share;
        });
    }

    /// Returns a copy with more metrics on the validation set, beside the loss and the default metrics, for a net with
    /// one output. Naming a default metric has no effect.
    ///
    /// @throws ArgumentException from [#fit], before the first step, if a metric does not fit the predictions of the
    ///     net
    public Trainer<M> metrics(Metric... metrics) {
        return metrics("", metrics);
    }

    /// Returns a copy with more metrics like [#metrics(Metric...)], for an output with a target of the same name.
    public Trainer<M> metrics(String output, Metric... metrics) {
        ArgumentException.requireNotNull("metrics", "output", output);
        ArgumentException.requireNoneNull("metrics", "metrics", metrics);
        return with(s -> s.measure(output, metrics));
    }

    /// Returns a copy with another measure on the validation set to decide which epoch is best. If two epochs have an
    /// equal measure, the lower loss is better. The default is `accuracy` for class labels and `loss` otherwise. [#fit]
    /// then requires a validation set with that measure. The measures are `loss`; `accuracy`, `logLoss` and `macroF1`
    /// for class labels, and `auc` for rows of two classes; `subsetAccuracy`, `hammingLoss`, `microF1`, `macroF1` and
    /// `binaryLogLoss` for yes-or-no labels; `rmse`, `mae` and `r2` for numbers with one output per target column; and
    /// the metrics of [#metrics]. For a net with several outputs, the name of the output and a dot come first, as in
    /// `sold.accuracy`.
    public Trainer<M> monitor(String metric) {
        ArgumentException.requireNotNull("trainer", "metric", metric);
        return with(s -> s.monitor = metric);
    }

    /// Returns a copy with another measure like [#monitor(String)], by metric.
    public Trainer<M> monitor(Metric metric) {
        ArgumentException.requireNotNull("trainer", "metric", metric);
        return monitor(metric.name());
    }

    /// Returns a copy that saves checkpoints, so that the training can resume after an interruption.
    public Trainer<M> checkpoints(Checkpoints checkpoints) {
        ArgumentException.requireNotNull("trainer", "checkpoints", checkpoints);
        return with(s -> s.checkpoints = checkpoints);
    }

    /// Returns a copy with one more listener for the end of an epoch, for example to show progress or to call
    /// [Epoch#stop]. Listeners are called in the order of addition.
    public Trainer<M> onEpoch(Consumer<? super Epoch<M>> listener) {
        ArgumentException.requireNotNull("trainer", "listener", listener);
        return with(s -> s.onEpoch = s.onEpoch.andThen(listener));
    }

    /// Returns a copy with another listener for the end of a step, for example to show the progress of a long epoch.
    public Trainer<M> onStep(Epoch.StepListener listener) {
        ArgumentException.requireNotNull("trainer", "listener", listener);
        return with(s -> s.onStep = listener);
    }

    /// Returns a copy with one more observer, which sees each step from within: losses, rates, and the values and gradients
    /// of every layer. It changes no bit of the model.
    public Trainer<M> observe(Observer observer) {
        ArgumentException.requireNotNull("trainer", "observer", observer);
        return observed(() -> observer);
    }

    /// Returns a copy whose trainings are shown on a page in the browser while they run, by module `org.chainrule.serve`.
    /// The address of the page is logged when a training begins. A page that is open at the end keeps its last state.
    ///
    /// @throws ArgumentException if that module is not on the class path or module path
    public Trainer<M> view() {
        Viewer viewer = ServiceLoader.load(Viewer.class).findFirst().orElseThrow(() -> new ArgumentException("view",
                "view: nothing here can show a training; add chainrule-serve to the class path or module path"));
        return observed(viewer::open);
    }

    private Trainer<M> observed(Supplier<Observer> observer) {
        return with(s -> s.observers = Stream.concat(s.observers.stream(), Stream.of(observer)).toList());
    }

    /// Returns a copy with a condition that ends the training. The training evaluates it before each step and from time
    /// to time while the validation set is measured. The model is then that of the best epoch so far, or of the latest
    /// step if no epoch has ended or there is no validation set. Interrupting the thread does not end a training;
    /// `stopWhen(() -> Thread.currentThread().isInterrupted())` makes it do so.
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

    /// Returns the plan of a training on such examples: the network, its parameters and the memory. Nothing runs.
    public Plan plan(Examples examples) {
        ArgumentException.requireNotNull("plan", "examples", examples);
        return Plan.of(settings, examples);
    }

    /// Trains on all examples for all epochs and returns the model of the last epoch.
    ///
    /// @throws ArgumentException if the examples do not fit the model, or a setting requires a validation set
    /// @throws org.chainrule.error.DivergedException if the loss or a parameter is no longer finite
    public M fit(Examples train) {
        requireInputs(train);
        return finish.model(new Training<>(settings, finish::model, train, Optional.empty()).run());
    }

    private static void requireInputs(Examples train) {
        ArgumentException.requireNotNull("fit", "train", train);
        if (train.type().inputs().isEmpty()) {
            throw new ArgumentException("train", "fit: the examples have no inputs, expected at least one");
        }
    }

    /// Trains, measures a validation set after each epoch, and returns the model of the best epoch (see [#monitor]).
    ///
    /// @throws ArgumentException if the examples do not fit the model, or lack the measure to monitor
    /// @throws org.chainrule.error.DivergedException if the loss or a parameter is no longer finite
    public M fit(Examples train, Examples validation) {
        requireInputs(train);
        ArgumentException.requireNotNull("fit", "validation", validation);
        return finish.model(new Training<>(settings, finish::model, train, Optional.of(validation)).run());
    }
}
