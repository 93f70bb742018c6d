package org.chainrule.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.chainrule.Tensor;
import org.chainrule.data.Examples;
import org.chainrule.data.Field;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.metric.Metric;
import org.chainrule.metric.OutputKind;
import org.chainrule.nn.Net;
import org.chainrule.nn.Network;
import org.chainrule.nn.Objective;
import org.chainrule.type.Shape;

/// The result of a training: a net and the values of its variables.
///
/// @param net the net
/// @param inputs the inputs of the net
/// @param parameters the values of the parameters and the state by path, in the order of the network
/// @param history one entry per epoch
/// @param bestEpoch the epoch of the parameters
/// @param seed the seed of all random numbers
/// @param metadata entries that the caller adds to the model file, by name
public record Fitted(Net net, List<Field> inputs, Map<String, Tensor> parameters, List<EpochRecord> history,
        int bestEpoch, long seed, Map<String, String> metadata) {
    public Fitted {
        inputs = List.copyOf(inputs);
        metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        history = List.copyOf(history);
    }

    /// Returns a net with given values, as if it had been trained. Values that the net does not have are ignored, so
    /// they may come from a larger net that contains this one under the same path.
    ///
    /// @throws ArgumentException if a value is missing or has another shape
    public static Fitted of(Net net, List<Field> inputs, Map<String, Tensor> values) {
        ArgumentException.requireNotNull("fitted", "inputs", inputs);
        ArgumentException.requireNotNull("fitted", "values", values);
        Map<String, Tensor> own = new LinkedHashMap<>();
        Network.of(net, StepProgram.types(inputs), values).variables()
                .forEach(variable -> own.put(variable.path(), variable.tensor()));
        return new Fitted(net, inputs, own, List.of(), 0, 0, Map.of());
    }

    /// Returns the values of the variables under a path, such as those of an encoder, by the rest of their paths.
    ///
    /// @throws ArgumentException if there are none
    public Map<String, Tensor> under(String path) {
        ArgumentException.requireNotNull("under", "path", path);
        Map<String, Tensor> part = new LinkedHashMap<>();
        parameters.forEach((name, value) -> {
            if (name.startsWith(path + "/")) {
                part.put(name.substring(path.length() + 1), value);
            }
        });
        if (part.isEmpty()) {
            throw new ArgumentException("path", "under: there are no parameters under " + path
                    + ", expected the beginning of one of " + parameters.keySet());
        }
        return Collections.unmodifiableMap(part);
    }

    /// Returns the network for predictions, with these values.
    ///
    /// @throws ArgumentException if a value is missing or has another shape
    public Network network() {
        return Network.of(net, StepProgram.types(inputs), parameters);
    }

    /// Returns the shape of a row, for a net with one input.
    ///
    /// @throws ArgumentException if the net has several inputs
    public Shape row() {
        if (inputs.size() != 1) {
            throw new ArgumentException("row", "row: the model takes the inputs "
                    + inputs.stream().map(Field::name).toList()
                    + ", expected one; pass examples with all of them");
        }
        return inputs.getFirst().type().shape();
    }

    /// Returns the measures of this net on examples by name: the objective as `loss`, if there is one, then the default
    /// metrics and the caller's metrics.
    ///
    /// @param task the kind of the only output; if absent, outputs are compared with the targets of their names
    /// @param metrics more metrics by output, under the empty name for the only output
    /// @throws ArgumentException if the examples do not fit the model, or a metric does not fit the output
    /// @throws ShapeException if the rows do not have the model's inputs
    public Map<String, Double> measure(Optional<OutputKind> task, Examples examples,
            Optional<Objective> objective, Map<String, List<Metric>> metrics) {
        Network network = predicting(task, examples);
        return measure(network, examples, objective, Head.of(network, task, examples, metrics));
    }

    /// Returns one metric of this net on examples.
    ///
    /// @param task the kind of the only output; if absent, outputs are compared with the targets of their names
    /// @param output the name of the output; empty for the only one
    /// @throws ArgumentException if the examples do not fit the model, or the metric does not fit the output
    public double measure(Optional<OutputKind> task, Examples examples, String output, Metric metric) {
        Network network = predicting(task, examples);
        List<Head> heads = List.of(Head.of(network, task, examples, output, metric));
        return measure(network, examples, Optional.empty(), heads).values().iterator().next();
    }

    private Network predicting(Optional<OutputKind> task, Examples examples) {
        ArgumentException.requireNotNull("evaluate", "examples", examples);
        if (!examples.type().inputs().equals(inputs)) {
            boolean shapes = inputs.size() == 1 && examples.type().inputs().size() == 1;
            throw new ShapeException("evaluate", "the rows do not have the model's features",
                    "rows " + (shapes ? examples.row() : examples.type().inputs()),
                    "model takes " + (shapes ? row() : inputs));
        }
        Network network = Network.of(net, StepProgram.types(inputs), Network.Mode.PREDICTING);
        Fit.targets("evaluate", task, network, examples);
        return network;
    }

    private Map<String, Double> measure(Network network, Examples examples,
            Optional<Objective> objective, List<Head> heads) {
        Evaluator evaluator = new Evaluator("evaluate", network, objective, heads, examples);
        return evaluator.measure(evaluator.start(parameters, 1), this::parameters, () -> false);
    }
}
