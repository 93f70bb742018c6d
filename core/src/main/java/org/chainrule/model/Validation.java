package org.chainrule.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Loss;
import org.chainrule.nn.Network;
import org.chainrule.nn.Parameter;
import org.chainrule.type.Shape;

/// Measures parameters on rows that are not trained on, with the network as it predicts.
final class Validation {
    private static final int BLOCK = 256;

    private final String operation;
    private final Task task;
    private final Layer net;
    private final BooleanSupplier stop;
    private final Examples examples;
    private final Network network;
    private final Tensor target;
    private final Tensor losses;
    private final Tensor prediction;
    private final Program.Session session;

    /// @param operation the word with which errors begin
    /// @param task what the network predicts
    /// @param examples examples of its kind
    /// @param stop asked before each block of rows but the first
    Validation(String operation, Task task, Layer net, Loss loss, Examples examples, int threads,
            BooleanSupplier stop) {
        this.operation = operation;
        this.task = task;
        this.net = net;
        this.stop = stop;
        this.examples = examples;
        this.network = Network.of(net, StepProgram.rows(examples.row()), false);
        this.target = Tensor.input("target", StepProgram.targets(examples));
        this.losses = StepProgram.losses(loss, network.output(), target);
        boolean classes = examples.target() instanceof Examples.Target.Labels;
        this.prediction = classes ? network.output().softmax(-1) : network.output();
        List<Tensor> inputs = new ArrayList<>(List.of(network.input(), target));
        network.parameters().forEach(parameter -> inputs.add(parameter.tensor()));
        this.session = Program.of(inputs, List.of(losses, prediction))
                .start(Math.min(BLOCK, examples.size()), threads);
    }

    /// The names of the measures of some examples. The loss is the only one if the numbers of outputs and target columns
    /// differ, as with a mean and a deviation for one column.
    ///
    /// @param output the shape of the output of the network for a batch
    static List<String> measures(Task task, Shape output, Examples examples) {
        return switch (examples.target()) {
            case Examples.Target.Labels(int[] labels) -> output.elements() == 2
                    && Arrays.stream(labels).distinct().count() == 2
                            ? List.of("loss", "accuracy", "logLoss", "macroF1", "auc")
                            : List.of("loss", "accuracy", "logLoss", "macroF1");
            case Examples.Target.Numbers(float[] _, int width) ->
                task == Task.NUMBERS && output.elements() == width
                        ? List.of("loss", "rmse", "mae", "r2")
                        : List.of("loss");
        };
    }

    /// The network with the values of its parameters.
    private Network valued(Function<Parameter, float[]> values) {
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        network.parameters().forEach(parameter -> parameters.put(parameter.path(),
                Tensor.of(values.apply(parameter), parameter.shape())));
        return Network.of(net, StepProgram.rows(examples.row()), parameters);
    }

    /// The measures at the parameters as they are; none if the training is asked to stop meanwhile.
    Map<String, Double> measure(Function<Parameter, float[]> values) {
        for (Parameter parameter : network.parameters()) {
            float[] current = values.apply(parameter);
            System.arraycopy(current, 0, session.array(parameter.tensor()), 0, current.length);
        }
        int width = prediction.shape().elements();
        int features = examples.features();
        boolean comparable = measures(task, prediction.shape(), examples).contains("rmse");
        ClassMetrics classes = new ClassMetrics(width);
        NumberMetrics numbers = examples.target() instanceof Examples.Target.Numbers(float[] all, int w)
                ? new NumberMetrics(all, w)
                : new NumberMetrics(new float[0], 1);
        double total = 0;
        double weight = 0;
        for (int from = 0; from < examples.size(); from += BLOCK) {
            if (from > 0 && stop.getAsBoolean()) {
                return Map.of();
            }
            int rows = Math.min(BLOCK, examples.size() - from);
            float[] x = session.array(network.input());
            float[] y = session.array(target);
            for (int i = 0; i < rows; i++) {
                examples.read(from + i, x, i * features);
                switch (examples.target()) {
                    case Examples.Target.Labels(int[] labels) -> y[i] = labels[from + i];
                    case Examples.Target.Numbers(float[] all, int w) ->
                        System.arraycopy(all, (from + i) * w, y, i * w, w);
                }
            }
            Rows.checkFinite(operation, x, 0, rows, from, features);
            int first = from;
            try {
                session.run(rows);
            } catch (ArgumentException e) {
                throw OutOfRange.placed(e, valued(values), x, 0, rows, number -> first + number);
            }
            for (int i = 0; i < rows; i++) {
                total += (double) session.array(losses)[i] * examples.weight(from + i);
                weight += examples.weight(from + i);
            }
            float[] predictions = session.array(prediction);
            switch (examples.target()) {
                case Examples.Target.Labels(int[] labels) -> {
                    for (int i = 0; i < rows; i++) {
                        classes.add(predictions, i * width, labels[from + i]);
                    }
                }
                case Examples.Target.Numbers _ -> {
                    if (comparable) {
                        numbers.add(predictions, rows * width);
                    }
                }
            }
        }
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("loss", total / weight);
        measures.putAll(switch (examples.target()) {
            case Examples.Target.Labels _ -> classes.measures();
            case Examples.Target.Numbers _ -> comparable ? numbers.measures() : Map.of();
        });
        return measures;
    }
}
