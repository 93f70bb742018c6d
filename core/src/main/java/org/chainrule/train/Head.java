package org.chainrule.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chainrule.Tensor;
import org.chainrule.data.Examples;
import org.chainrule.data.Field;
import org.chainrule.error.ArgumentException;
import org.chainrule.metric.Metric;
import org.chainrule.metric.Metrics;
import org.chainrule.metric.OutputKind;
import org.chainrule.metric.Scores;
import org.chainrule.nn.Network;
import org.chainrule.type.DType;

/// An output of a net and the target that metrics compare it with.
///
/// @param prefix the prefix of the names of its measures; empty for the only output
/// @param prediction the predictions of a batch that metrics read
/// @param target the index of the target in the examples
/// @param kind the content of a row of predictions and targets
/// @param metrics the metrics
record Head(String prefix, Tensor prediction, int target, Metric.Kind kind, List<Metric> metrics) {
    /// The name of the objective among the measures.
    static final String LOSS = "loss";

    /// Returns the heads of a network.
    ///
    /// @param task the kind of the only output; if absent, outputs are compared with the targets of their names
    /// @param own the caller's metrics by output, under the empty name for the only output
    /// @throws ArgumentException if a metric does not fit its output, or belongs to an output without a target
    static List<Head> of(Network network, Optional<OutputKind> task, Examples examples, Map<String, List<Metric>> own) {
        List<Field> targets = examples.type().targets();
        List<Head> heads = new ArrayList<>();
        if (task.isPresent()) {
            add(heads, "", network.output(), task.get(), 0, examples, own.getOrDefault("", List.of()));
            own.keySet().stream().filter(output -> !output.isEmpty()).findFirst().ifPresent(output -> {
                throw new ArgumentException("metrics", "metrics: the model has one output, which has no name;"
                        + " leave '" + output + "' out");
            });
            return heads;
        }
        boolean only = targets.size() == 1;
        List<String> measured = new ArrayList<>();
        for (int target = 0; target < targets.size(); target++) {
            Field field = targets.get(target);
            Tensor output = network.outputs().asMap().get(field.name());
            if (output != null) {
                List<Metric> metrics = new ArrayList<>(own.getOrDefault(field.name(), List.of()));
                metrics.addAll(only ? own.getOrDefault("", List.of()) : List.of());
                if (add(heads, only ? "" : field.name() + ".", output, task(field), target, examples, metrics)) {
                    measured.add(field.name());
                }
            }
        }
        own.keySet().stream().filter(output -> !measured.contains(output))
                .filter(output -> !output.isEmpty() || !only || measured.isEmpty()).findFirst().ifPresent(output -> {
                    throw unknown(output, measured);
                });
        return heads;
    }

    private static ArgumentException unknown(String output, List<String> expected) {
        if (expected.isEmpty()) {
            return new ArgumentException("metrics",
                    "metrics: no output has a target of the same name; name a target after an output");
        }
        return new ArgumentException("metrics", output.isEmpty()
                ? "metrics: the model has several outputs; name one of " + expected
                : "metrics: there is no output '" + output
                        + "' with a target of its own, expected one of " + expected);
    }

    /// Returns the head of an output with a single metric.
    ///
    /// @param output the name of the output; empty for the only one
    static Head of(Network network, Optional<OutputKind> task, Examples examples, String output, Metric metric) {
        List<Head> all = of(network, task, examples, Map.of());
        List<String> names = all.stream().map(head -> examples.type().targets().get(head.target).name()).toList();
        int number = output.isEmpty() && all.size() == 1 ? 0 : names.indexOf(output);
        if (number < 0) {
            throw unknown(output, names);
        }
        Head head = all.get(number);
        metric.start(head.kind);
        return new Head(head.prefix, head.prediction, head.target, head.kind, List.of(metric));
    }

    /// Returns the names of the measures, in order.
    static List<String> names(List<Head> heads) {
        List<String> names = new ArrayList<>(List.of(LOSS));
        heads.forEach(head -> head.metrics().forEach(metric -> names.add(head.prefix() + metric.name())));
        return names;
    }

    /// Returns the name of the measure that decides by default which epoch is best.
    static String monitor(Optional<OutputKind> task) {
        return task.filter(OutputKind.CLASSES::equals).map(_ -> Metrics.accuracy().name()).orElse(LOSS);
    }

    private static OutputKind task(Field field) {
        return switch (field.type().dtype()) {
            case I32 -> OutputKind.CLASSES;
            case BOOL -> OutputKind.LABELS;
            case F32 -> OutputKind.NUMBERS;
        };
    }

    /// @return whether metrics can compare the output with the target
    private static boolean add(List<Head> heads, String prefix, Tensor output, OutputKind task, int target,
            Examples examples,
            List<Metric> own) {
        int outputs = output.shape().elements(1);
        Field field = examples.type().targets().get(target);
        boolean labels = task == OutputKind.CLASSES && field.type().dtype() == DType.I32;
        boolean measurable = switch (task) {
            case CLASSES -> outputs > 1 && (field.width() == 1 || field.width() == outputs);
            case LABELS, NUMBERS -> true;
        };
        if (!measurable) {
            return false;
        }
        Metric.Kind kind = new Metric.Kind(task == OutputKind.CLASSES, outputs, field.width());
        List<Metric> metrics = new ArrayList<>(usual(task, kind, labels && outputs == 2 && both(examples, target)));
        own.stream().filter(metric -> !metrics.contains(metric)).forEach(metrics::add);
        if (prefix.isEmpty() && metrics.stream().anyMatch(metric -> metric.name().equals(LOSS))) {
            throw new ArgumentException("metrics",
                    "metrics: a metric is named loss, which is the name of the objective; choose another name");
        }
        Scores.of(metrics, kind);
        heads.add(new Head(prefix, task.prediction(output), target, kind, metrics));
        return true;
    }

    private static List<Metric> usual(OutputKind task, Metric.Kind kind, boolean both) {
        if (task == OutputKind.LABELS) {
            return List.of(Metrics.subsetAccuracy(), Metrics.hammingLoss(), Metrics.microF1(), Metrics.macroF1(),
                    Metrics.binaryLogLoss());
        }
        List<Metric> usual = new ArrayList<>(Metrics.usual(kind));
        if (!both) {
            usual.removeIf(metric -> metric.equals(Metrics.auc()));
        }
        return usual;
    }

    /// Returns whether both of two classes are among the targets; without both, there is no area under a curve.
    private static boolean both(Examples examples, int target) {
        if (examples.streamed()) {
            return false;
        }
        boolean[] seen = new boolean[2];
        float[] label = new float[1];
        for (int row = 0; row < examples.size() && !(seen[0] && seen[1]); row++) {
            examples.readTarget(target, row, label, 0);
            seen[label[0] == 0 ? 0 : 1] = true;
        }
        return seen[0] && seen[1];
    }
}
