package org.chainrule.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.chainrule.Tensor;
import org.chainrule.metric.Metric;
import org.chainrule.metric.OutputKind;
import org.chainrule.observe.Observer;
import org.jspecify.annotations.Nullable;

/// All settings of a training. A [Trainer] writes only to a fresh copy; cloning copies every field, including future
/// ones.
final class Settings<M> implements Cloneable {
    /// The kind of the only output, for a net with one output.
    final Optional<OutputKind> task;
    Step step;
    /// The caller's metrics by output, under the empty name for the only output.
    Map<String, List<Metric>> metrics = Map.of();
    /// The measure to monitor; null for the default.
    @Nullable
    String monitor;
    int epochs = 20;
    int batch = 32;
    int threads = Runtime.getRuntime().availableProcessors();
    /// The number of epochs without a new best that ends the training; 0 for no limit.
    int patience;
    double patienceShare;
    Consumer<Epoch<M>> onEpoch = _ -> {
    };
    BooleanSupplier stop = () -> false;
    Epoch.StepListener onStep = (_, _, _) -> {
    };
    /// Each returns the observer of one training, when that begins.
    List<Supplier<Observer>> observers = List.of();
    /// The start values of some variables, by path.
    Map<String, Tensor> from = Map.of();
    @Nullable
    Checkpoints checkpoints;

    Settings(Optional<OutputKind> task, Step step) {
        this.task = task;
        this.step = step;
    }

    @SuppressWarnings("unchecked")
    Settings<M> copy() {
        try {
            return (Settings<M>) clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Adds metrics of an output.
    void measure(String output, Metric... more) {
        Map<String, List<Metric>> all = new LinkedHashMap<>(metrics);
        all.merge(output, List.of(more), (before, added) -> {
            List<Metric> both = new ArrayList<>(before);
            both.addAll(added);
            return List.copyOf(both);
        });
        metrics = all;
    }
}
