package org.chainrule.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.chainrule.Tensor;
import org.chainrule.metric.Metric;
import org.chainrule.metric.OutputKind;
import org.jspecify.annotations.Nullable;

/// All settings of a training together; written only while a [Trainer] makes its changed copy.
final class Settings<M> implements Cloneable {
    /// What the only output predicts, if there is only one that is measured.
    final Optional<OutputKind> task;
    Step step;
    /// Metrics of the caller's by output, under the empty name for the only one.
    Map<String, List<Metric>> metrics = Map.of();
    /// The measure that the caller named.
    @Nullable
    String monitor;
    int epochs = 20;
    int batch = 32;
    int threads = Runtime.getRuntime().availableProcessors();
    /// Epochs without a new best before the training ends; 0 for never.
    int patience;
    Consumer<Epoch<M>> onEpoch = _ -> {
    };
    BooleanSupplier stop = () -> false;
    Trainer.StepListener onStep = (_, _, _) -> {
    };
    /// The values that some variables start from.
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

    /// Adds metrics of an output to those there are.
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
