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

    static <M> Trainer<M> of(Layer net, Loss loss, String monitor, Finish<M> finish) {
        return new Trainer<>(new Settings(net, loss, monitor), finish);
    }

    private Trainer<M> with(Consumer<Settings> change) {
        Settings copy = settings.copy();
        change.accept(copy);
        return new Trainer<>(copy, finish);
    }

    /// How parameters follow from gradients; Adam at 0.001 unless said otherwise.
    public Trainer<M> optimizer(Optimizer optimizer) {
        return with(s -> s.optimizer = optimizer);
    }

    /// What predictions are held against; cross-entropy for classes and the squared error for numbers unless said
    /// otherwise.
    public Trainer<M> loss(Loss loss) {
        return with(s -> s.loss = loss);
    }

    /// How the learning rate moves over the training; constant unless said otherwise.
    public Trainer<M> schedule(Schedule schedule) {
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

    /// Ends the training after this many epochs without a new best on the validation rows.
    public Trainer<M> patience(int epochs) {
        return with(s -> s.patience = atLeastOne("patience", epochs));
    }

    /// The measure on the validation rows that says which epoch is best; of two equal ones the lower loss counts.
    /// `accuracy` for classes and `loss` for numbers unless said otherwise.
    public Trainer<M> monitor(String metric) {
        return with(s -> s.monitor = metric);
    }

    /// A weight for each class in the loss, for classes of unequal size or importance.
    public Trainer<M> classWeights(float... weights) {
        return with(s -> s.classWeights = weights.clone());
    }

    /// What to do after each epoch: show progress, or [Epoch#stop].
    public Trainer<M> onEpoch(Consumer<Epoch> listener) {
        return with(s -> s.onEpoch = s.onEpoch.andThen(listener));
    }

    /// What to do after each step: show how far a long epoch is.
    public Trainer<M> onStep(StepListener listener) {
        return with(s -> s.onStep = listener);
    }

    /// A question asked before each step and now and then while the validation rows are measured; once it is answered with
    /// yes, training ends and the best epoch so far is returned.
    public Trainer<M> stopWhen(BooleanSupplier stop) {
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
        return Plan.of(settings, examples);
    }

    /// Trains on all examples for all epochs; the model is that of the last epoch.
    ///
    /// @throws org.chainrule.error.DivergedException if the loss stops being a finite number
    public M fit(Examples train) {
        return finish.model(new Training(settings, train, Optional.empty()).run());
    }

    /// Trains with an eye on rows that are not trained on; the model is that of the best epoch (see [#monitor]).
    ///
    /// @throws org.chainrule.error.DivergedException if the loss stops being a finite number
    public M fit(Examples train, Examples validation) {
        return finish.model(new Training(settings, train, Optional.of(validation)).run());
    }
}
