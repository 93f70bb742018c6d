package org.chainrule.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.chainrule.Tensor;
import org.chainrule.data.Field;
import org.chainrule.error.ArgumentException;
import org.chainrule.nn.Net;
import org.chainrule.nn.Network;
import org.chainrule.type.Shape;

/// What training leaves behind: a net and the values of its variables.
///
/// @param net the net
/// @param inputs what it takes
/// @param parameters the values of its parameters and its state by path, in the network's order
/// @param history one line an epoch
/// @param bestEpoch the epoch the parameters are from
/// @param seed what all random numbers followed from
/// @param metadata what the caller wrote beside the model, by name
public record Fitted(Net net, List<Field> inputs, Map<String, Tensor> parameters, List<EpochRecord> history,
        int bestEpoch, long seed, Map<String, String> metadata) {
    public Fitted {
        inputs = List.copyOf(inputs);
        metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        history = List.copyOf(history);
    }

    /// The net with given values, as if it had been trained. Of the values those are taken that the net has, so they may be
    /// those of a larger net, in which this one stands under the same path.
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

    /// The values of the variables under a path, named from there on: those of a part, such as an encoder.
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

    /// The computation of a prediction, with the values in it.
    ///
    /// @throws ArgumentException if a value is missing or has another shape
    public Network network() {
        return Network.of(net, StepProgram.types(inputs), parameters);
    }

    /// The shape of a row, of a net with one input.
    ///
    /// @throws ArgumentException if it has several
    public Shape row() {
        if (inputs.size() != 1) {
            throw new ArgumentException("row", "row: the model takes the inputs "
                    + inputs.stream().map(Field::name).toList()
                    + ", expected one; hand in examples with each of them");
        }
        return inputs.getFirst().type().shape();
    }
}
