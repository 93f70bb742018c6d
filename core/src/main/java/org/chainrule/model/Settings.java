package org.chainrule.model;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Loss;
import org.chainrule.optim.Optimizer;
import org.chainrule.optim.Optimizers;
import org.chainrule.optim.Schedule;
import org.jspecify.annotations.Nullable;

/// All settings of a training together; written only while a [Trainer] makes its changed copy.
final class Settings {
    final Task task;
    final Layer net;
    Loss loss;
    /// The measure that the caller named.
    @Nullable
    String monitor;
    Optimizer optimizer = Optimizers.adam(1e-3);
    Schedule schedule = Schedule.constant();
    int epochs = 20;
    int batch = 32;
    long seed;
    int threads = Runtime.getRuntime().availableProcessors();
    /// The largest global norm of the gradients; 0 for no limit.
    double clip;
    /// Epochs without a new best before the training ends; 0 for never.
    int patience;
    Consumer<Epoch> onEpoch = _ -> {
    };
    BooleanSupplier stop = () -> false;
    StepListener onStep = (_, _, _) -> {
    };
    float @Nullable [] classWeights;

    Settings(Task task, Layer net, Loss loss) {
        this.task = task;
        this.net = net;
        this.loss = loss;
    }

    Settings copy() {
        Settings copy = new Settings(task, net, loss);
        copy.monitor = monitor;
        copy.optimizer = optimizer;
        copy.schedule = schedule;
        copy.epochs = epochs;
        copy.batch = batch;
        copy.seed = seed;
        copy.threads = threads;
        copy.clip = clip;
        copy.patience = patience;
        copy.onEpoch = onEpoch;
        copy.stop = stop;
        copy.onStep = onStep;
        copy.classWeights = classWeights;
        return copy;
    }
}
