package org.chainrule.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.chainrule.Tensor;
import org.chainrule.nn.Layer;
import org.chainrule.type.Shape;

/// What training leaves behind: a network and the values of its parameters.
///
/// @param net the network
/// @param row the shape of a row it takes
/// @param parameters the values by path, in the network's order
/// @param history one line an epoch
/// @param bestEpoch the epoch the parameters are from
/// @param seed what all random numbers followed from
/// @param outputs the width of a prediction
/// @param metadata what whoever saved the model wrote beside it, by name
public record Fitted(Layer net, Shape row, Map<String, Tensor> parameters, List<EpochRecord> history, int bestEpoch,
        long seed, int outputs, Map<String, String> metadata) {
    public Fitted {
        metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        history = List.copyOf(history);
    }
}
