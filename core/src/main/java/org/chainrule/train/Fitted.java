package org.chainrule.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.chainrule.Tensor;
import org.chainrule.data.Field;
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

    /// The net with given values, as if it had been trained.
    public static Fitted of(Net net, List<Field> inputs, Map<String, Tensor> parameters) {
        return new Fitted(net, inputs, parameters, List.of(), 0, 0, Map.of());
    }

    /// The computation of a prediction, with the values in it.
    ///
    /// @throws org.chainrule.error.ArgumentException if a value is missing or has another shape
    public Network network() {
        return Network.of(net, StepProgram.types(inputs), parameters);
    }

    /// The shape of a row, of a net with one input.
    public Shape row() {
        return inputs.getFirst().type().shape();
    }
}
