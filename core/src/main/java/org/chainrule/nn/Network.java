package org.chainrule.nn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import org.chainrule.Tensor;
import org.chainrule.Tensors;
import org.chainrule.error.ArgumentException;
import org.chainrule.random.RandomStream;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;

/// A net applied to inputs: the computation it describes, with the variables it asked for and the calls it made.
///
/// @param net the description
/// @param mode what the computation is for
/// @param inputs the places for a batch of examples, by name
/// @param stream the place for the stream of random numbers, read only by layers that need noise
/// @param progress the place for how much of the training is done, from 0 to 1, read only by what moves with it
/// @param outputs what the net makes of the inputs, by name
/// @param variables parameters and state, in the order in which they were asked for
/// @param updates the next value of each piece of state that has one, by the state's tensor; only in training
/// @param starts the start of each variable that begins with something computed from examples; only in starting
/// @param calls every layer that was applied, in order, each after the layers inside it
public record Network(Net net, Mode mode, Tensors inputs, Tensor stream, Tensor progress, Tensors outputs,
        List<Variable> variables, Map<Tensor, Tensor> updates, Map<Variable, Tensor> starts, List<Call> calls) {
    /// What a computation is for.
    public enum Mode {
        /// A step of a training: dropout drops, batch norm uses the batch's statistics.
        TRAINING,
        /// A prediction.
        PREDICTING,
        /// The starts of variables that are computed from examples before the first step.
        STARTING
    }

    /// One application of a layer.
    ///
    /// @param path where in the network
    /// @param layer the description that was applied
    /// @param input what it was given
    /// @param output what it made of it
    public record Call(String path, Layer layer, Tensor input, Tensor output) {
    }

    public Network {
        variables = List.copyOf(variables);
        calls = List.copyOf(calls);
    }

    /// Where a variable gets its tensor from.
    interface Places {
        Tensor place(String path, Shape shape);
    }

    /// Applies a layer to examples of the given type.
    ///
    /// @param training whether layers that behave differently while training (dropout) do so
    /// @throws org.chainrule.error.ShapeException naming the place in the network, if a layer refuses its input
    public static Network of(Layer layer, TensorType input, boolean training) {
        return of(layer, Map.of("x", input), training ? Mode.TRAINING : Mode.PREDICTING);
    }

    /// Applies a net to examples of the given types.
    ///
    /// @param inputs the type of each input of a batch, `[n, ..]`, by name
    /// @throws org.chainrule.error.ShapeException naming the place in the network, if a layer refuses its input
    public static Network of(Net net, Map<String, TensorType> inputs, Mode mode) {
        ArgumentException.requireNotNull("network", "net", net);
        return of(net, places(inputs), new Notes(mode, streamPlace(), progressPlace(), _ -> false, Tensor::input));
    }

    /// Applies a layer as it predicts, with variables that have their values already.
    ///
    /// @param values the values by path
    /// @throws ArgumentException if one is missing or has another shape
    public static Network of(Layer layer, TensorType input, Map<String, Tensor> values) {
        return of(layer, Map.of("x", input), values);
    }

    /// Applies a net as it predicts, with variables that have their values already.
    ///
    /// @param inputs the type of each input of a batch, `[n, ..]`, by name
    /// @param values the values by path
    /// @throws ArgumentException if one is missing or has another shape
    public static Network of(Net net, Map<String, TensorType> inputs, Map<String, Tensor> values) {
        ArgumentException.requireNotNull("network", "net", net);
        return of(net, places(inputs),
                new Notes(Mode.PREDICTING, streamPlace(), progressPlace(), _ -> false, (path, shape) -> {
                    Tensor value = values.get(path);
                    if (value == null || !value.shape().equals(shape)) {
                        throw new ArgumentException("parameters",
                                "network: the parameter " + path + " of shape " + shape
                                        + (value == null ? " is missing" : " has shape " + value.shape())
                                        + "; the network is not the one that the parameters are from",
                                path);
                    }
                    return value;
                }));
    }

    /// The same net for something else, with the same places for inputs and variables: a program made of it runs beside one
    /// made of this network ([org.chainrule.Program#start(int, org.chainrule.Program.Session)]).
    public Network as(Mode other) {
        return as(other, _ -> false);
    }

    /// As [#as(Mode)], with variables that keep the values they have: in training, state of such a path is not updated, and
    /// batch norm uses its running statistics; in starting, it does not start from examples.
    ///
    /// @param kept tells which, by path
    public Network as(Mode other, Predicate<String> kept) {
        Map<String, Tensor> known = new HashMap<>();
        variables.forEach(variable -> known.put(variable.path(), variable.tensor()));
        return of(net, inputs, new Notes(other, stream, progress, kept, (path, shape) -> {
            Tensor place = known.get(path);
            return place == null ? Tensor.input(path, shape) : place;
        }));
    }

    private static Network of(Net net, Tensors inputs, Notes notes) {
        Tensors outputs = net.apply(inputs, new Scope("", notes));
        if (outputs == null || outputs.names().isEmpty()) {
            throw new ArgumentException("net", "apply: the net " + net.name() + " returned "
                    + (outputs == null ? "null" : "no outputs") + ", expected at least one tensor");
        }
        return new Network(net, notes.mode, inputs, notes.stream, notes.progress, outputs,
                List.copyOf(notes.variables.values()), notes.updates(), notes.starts, notes.calls);
    }

    private static Tensors places(Map<String, TensorType> inputs) {
        Map<String, Tensor> places = new LinkedHashMap<>();
        inputs.forEach((name, type) -> places.put(name, Tensor.input(name, type)));
        return Tensors.of(places);
    }

    private static Tensor streamPlace() {
        return Tensor.input("random stream", TensorType.i32(Shape.of(RandomStream.WORDS)));
    }

    private static Tensor progressPlace() {
        return Tensor.input("progress", Shape.scalar());
    }

    /// An error with its row and layer added if it is about an index that is out of range, or that it comes from the objective
    /// if no layer has it; any other error as it is.
    ///
    /// @param inputs flat rows of each input, in order
    /// @param first the number in them of the first row that was predicted
    /// @param count how many rows were
    /// @param number the number under which the caller knows each of these rows, counted from 0
    public ArgumentException located(ArgumentException error, float[][] inputs, int first, int count,
            IntUnaryOperator number) {
        return new OutOfRange(this).located(error, inputs, first, count, number);
    }

    /// The place for a batch, of a net with one input.
    public Tensor input() {
        return inputs.only();
    }

    /// What the net makes of the input, of a net with one output.
    public Tensor output() {
        return outputs.only();
    }

    /// The variables that the optimizer changes.
    public List<Variable> parameters() {
        return variables.stream().filter(variable -> variable.role() == Variable.Role.PARAMETER).toList();
    }

    /// The applications of layers that contain no others, or have variables of their own.
    public List<Call> innermost() {
        Set<String> outer = new HashSet<>();
        calls.forEach(call -> outer.add(parent(call.path())));
        Set<String> own = new HashSet<>();
        variables.forEach(variable -> own.add(parent(variable.path())));
        return calls.stream().filter(call -> !outer.contains(call.path()) || own.contains(call.path())).toList();
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    /// The number of numbers that the optimizer changes.
    public long parameterCount() {
        return parameters().stream().mapToLong(parameter -> parameter.shape().elements()).sum();
    }

    /// What the scopes of one network write down together.
    static final class Notes {
        final Mode mode;
        final Tensor stream;
        final Tensor progress;
        /// Tells by path which variables keep the values they have.
        final Predicate<String> kept;
        final Places places;
        final Map<String, Variable> variables = new LinkedHashMap<>();
        /// The latest value of each piece of state that has been updated.
        final Map<Variable, Tensor> latest = new LinkedHashMap<>();
        final Map<Variable, Tensor> starts = new LinkedHashMap<>();
        final List<Call> calls = new ArrayList<>();
        final Map<String, Net> nets = new HashMap<>();
        private final Map<String, Integer> draws = new LinkedHashMap<>();

        Notes(Mode mode, Tensor stream, Tensor progress, Predicate<String> kept, Places places) {
            this.mode = mode;
            this.kept = kept;
            this.stream = stream;
            this.progress = progress;
            this.places = places;
        }

        Map<Tensor, Tensor> updates() {
            Map<Tensor, Tensor> updates = new LinkedHashMap<>();
            latest.forEach((state, next) -> updates.put(state.tensor(), next));
            return updates;
        }

        /// A purpose for random numbers that no other draw of this network has.
        String purpose(String path) {
            return path + "#" + draws.merge(path, 1, Integer::sum);
        }
    }
}
