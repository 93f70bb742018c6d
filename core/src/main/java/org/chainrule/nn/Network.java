package org.chainrule.nn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.kernel.RandomStream;
import org.chainrule.type.DType;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;

/// A layer applied to an input: the computation it describes, with the parameters it asked for and the calls it made.
///
/// @param input the place for a batch of examples
/// @param stream the place for the stream of random numbers, read only by layers that need noise
/// @param output what the network makes of the input
/// @param parameters the parameters, in the order in which they were asked for
/// @param calls every layer that was applied, in order, each after the layers inside it
public record Network(Tensor input, Tensor stream, Tensor output, List<Parameter> parameters, List<Call> calls) {
    /// One application of a layer.
    ///
    /// @param path where in the network
    /// @param layer the description that was applied
    /// @param input what it was given
    /// @param output what it made of it
    public record Call(String path, Layer layer, Tensor input, Tensor output) {
    }

    public Network {
        parameters = List.copyOf(parameters);
        calls = List.copyOf(calls);
    }

    /// Applies a layer to examples of the given type.
    ///
    /// @param training whether layers that behave differently while training (dropout) do so
    /// @throws ShapeException naming the place in the network, if a layer refuses its input
    public static Network of(Layer layer, TensorType input, boolean training) {
        return of(layer, input, training, Tensor::input);
    }

    /// Applies a layer as it predicts, with parameters that have their values already.
    ///
    /// @param parameters the values by path
    /// @throws ArgumentException if one is missing or has another shape
    public static Network of(Layer layer, TensorType input, Map<String, Tensor> parameters) {
        return of(layer, input, false, (path, shape) -> {
            Tensor value = parameters.get(path);
            if (value == null || !value.shape().equals(shape)) {
                throw new ArgumentException("parameters", "network: the parameter " + path + " of shape " + shape
                        + (value == null ? " is missing" : " has shape " + value.shape())
                        + "; the network is not the one that the parameters are from", path);
            }
            return value;
        });
    }

    private static Network of(Layer layer, TensorType input, boolean training,
            BiFunction<String, Shape, Tensor> place) {
        ArgumentException.requireNotNull("network", "layer", layer);
        Tensor x = Tensor.input("x", input);
        Tensor stream = Tensor.input("random stream", new TensorType(DType.I32, Shape.of(RandomStream.WORDS)));
        Notes notes = new Notes(training, stream, place);
        Scope root = new Scope("", notes);
        // A sequence that is the whole network adds nothing to the paths of its layers.
        Tensor output = Recompute.inside(layer) instanceof Sequential
                ? Scope.result(layer, x, root)
                : root.call(layer.name(), layer, x);
        return new Network(x, stream, output, List.copyOf(notes.parameters.values()), notes.calls);
    }

    /// The number of numbers that training changes.
    public long parameterCount() {
        return parameters.stream().mapToLong(parameter -> parameter.shape().elements()).sum();
    }

    /// What the scopes of one network write down together.
    static final class Notes {
        final boolean training;
        final Tensor stream;
        final BiFunction<String, Shape, Tensor> place;
        final Map<String, Parameter> parameters = new LinkedHashMap<>();
        final List<Call> calls = new ArrayList<>();
        final Map<String, Layer> layers = new HashMap<>();
        private final Map<String, Integer> draws = new LinkedHashMap<>();

        Notes(boolean training, Tensor stream, BiFunction<String, Shape, Tensor> place) {
            this.training = training;
            this.stream = stream;
            this.place = place;
        }

        /// A purpose for random numbers that no other draw of this network has.
        String purpose(String path) {
            return path + "#" + draws.merge(path, 1, Integer::sum);
        }
    }
}
