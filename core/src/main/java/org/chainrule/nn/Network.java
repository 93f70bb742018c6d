package org.chainrule.nn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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

/// A net applied to symbolic inputs: the computation that it describes, the variables that it requested and the layers that
/// it called.
///
/// @param net the description
/// @param mode the purpose of the computation
/// @param inputs the input tensors for a batch of examples, by name
/// @param stream the input tensor for the stream of random numbers, used only by layers that need noise
/// @param progress the input tensor for the completed share of the training, from 0 to 1, used only by schedules
/// @param outputs the output tensors by name
/// @param variables parameters and state, in the order of the first request
/// @param updates the next value of each state that is updated, by the tensor of the state; empty outside training
/// @param starts the initial value of each variable that is computed from examples; empty except when starting
/// @param calls every call of a layer, in order, each after the calls inside it
public record Network(Net net, Mode mode, Tensors inputs, Tensor stream, Tensor progress, Tensors outputs,
        List<Variable> variables, Map<Tensor, Tensor> updates, Map<Variable, Tensor> starts, List<Call> calls) {
    /// The purpose of a computation.
    public enum Mode {
        /// A training step: dropout is active, and batch norm uses the statistics of the batch.
        TRAINING,
        /// A prediction.
        PREDICTING,
        /// The computation, before the first step, of initial values from examples.
        STARTING
    }

    /// One call of a layer.
    ///
    /// @param path the place in the network
    /// @param layer the layer that was called
    /// @param input the input of the layer
    /// @param output the output of the layer
    public record Call(String path, Layer layer, Tensor input, Tensor output) {
    }

    public Network {
        variables = List.copyOf(variables);
        calls = List.copyOf(calls);
    }

    /// The source of the tensors of variables.
    interface Places {
        Tensor place(String path, Shape shape);
    }

    /// Applies a layer to examples of the given type.
    ///
    /// @param training whether the computation is a training step, in which layers such as dropout behave differently
    /// @throws org.chainrule.error.ShapeException if a layer refuses its input; the message names the place in the network
    public static Network of(Layer layer, TensorType input, boolean training) {
        return of(layer, Map.of("x", input), training ? Mode.TRAINING : Mode.PREDICTING);
    }

    /// Applies a net to examples of the given types.
    ///
    /// @param inputs the type of each input of a batch, `[n, ..]`, by name
    /// @throws org.chainrule.error.ShapeException if a layer refuses its input; the message names the place in the network
    public static Network of(Net net, Map<String, TensorType> inputs, Mode mode) {
        ArgumentException.requireNotNull("network", "net", net);
        return of(net, places(inputs), new Notes(mode, streamPlace(), progressPlace(), _ -> false, Tensor::input));
    }

    /// Applies a layer in prediction mode, with known values of its variables.
    ///
    /// @param values the values by path
    /// @throws ArgumentException if a value is missing or has the wrong shape
    public static Network of(Layer layer, TensorType input, Map<String, Tensor> values) {
        return of(layer, Map.of("x", input), values);
    }

    /// Applies a net in prediction mode, with known values of its variables.
    ///
    /// @param inputs the type of each input of a batch, `[n, ..]`, by name
    /// @param values the values by path
    /// @throws ArgumentException if a value is missing or has the wrong shape
    public static Network of(Net net, Map<String, TensorType> inputs, Map<String, Tensor> values) {
        ArgumentException.requireNotNull("network", "net", net);
        return of(net, places(inputs),
                new Notes(Mode.PREDICTING, streamPlace(), progressPlace(), _ -> false, (path, shape) -> {
                    Tensor value = values.get(path);
                    if (value == null || !value.shape().equals(shape)) {
                        throw new ArgumentException("parameters",
                                "network: the parameter " + path + " of shape " + shape
                                        + (value == null ? " is missing" : " has shape " + value.shape())
                                        + "; the parameters belong to another network",
                                path);
                    }
                    return value;
                }));
    }

    /// Returns the net in another mode with the same input and variable tensors, so that a program of it can run beside a
    /// program of this network ([org.chainrule.Program#start(int, org.chainrule.Program.Session)]).
    public Network as(Mode other) {
        return as(other, _ -> false);
    }

    /// Returns the net in another mode, as [#as(Mode)], with frozen variables. In training, frozen state is not updated, and
    /// batch norm uses its running statistics. When starting, a frozen variable is not computed from examples.
    ///
    /// @param kept returns whether the variable at a path is frozen
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

    /// Returns an error about an index that is out of range with the row and the layer added to its message, or with a note
    /// that it comes from the objective if no layer raises it. Returns any other error unchanged.
    ///
    /// @param inputs flat rows of each input, in order
    /// @param first the number, in `inputs`, of the first row of the failed run
    /// @param count the number of rows of the failed run
    /// @param number maps the index of a row in the failed run, from 0, to the caller's number of that row
    public ArgumentException located(ArgumentException error, float[][] inputs, int first, int count,
            IntUnaryOperator number) {
        return new OutOfRange(this).located(error, inputs, first, count, number);
    }

    /// Returns the input tensor of a net with one input.
    public Tensor input() {
        return inputs.only();
    }

    /// Returns the output tensor of a net with one output.
    public Tensor output() {
        return outputs.only();
    }

    /// Returns the variables that the optimizer changes.
    public List<Variable> parameters() {
        return variables.stream().filter(variable -> variable.role() == Variable.Role.PARAMETER).toList();
    }

    /// Returns the calls of layers that contain no others, or that have their own variables.
    public List<Call> innermost() {
        Set<String> outer = new HashSet<>();
        calls.forEach(call -> outer.add(parent(call.path())));
        Set<String> own = new HashSet<>();
        variables.forEach(variable -> own.add(parent(variable.path())));
        return calls.stream().filter(call -> !outer.contains(call.path()) || own.contains(call.path())).toList();
    }

    /// Returns the paths of the hidden matrices, in order: the parameters named `weight` with two axes or more, except those
    /// of embeddings and output layers. An output layer is one whose output is an output of the net, and in any case the
    /// last one with such a parameter. The parameters of a net outside its layers are not among them.
    ///
    /// Optimizers of matrices such as [org.chainrule.optim.Muon] apply to these.
    public Set<String> hiddenMatrices() {
        Set<String> layers = new HashSet<>();
        Set<String> outputLayers = new HashSet<>();
        for (Call call : calls) {
            if (!(Scope.innermost(call.layer()) instanceof Embedding)) {
                layers.add(call.path());
            }
            if (outputs.asMap().containsValue(call.output())) {
                outputLayers.add(call.path());
            }
        }
        List<String> matrices = parameters().stream()
                .filter(parameter -> parameter.shape().rank() > 1 && parameter.path().endsWith("/weight"))
                .map(Variable::path).filter(path -> layers.contains(parent(path))).toList();
        Set<String> hidden = new LinkedHashSet<>(matrices.subList(0, Math.max(0, matrices.size() - 1)));
        hidden.removeIf(path -> outputLayers.contains(parent(path)));
        return hidden;
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    /// Returns the number of values in all parameters.
    public long parameterCount() {
        return parameters().stream().mapToLong(parameter -> parameter.shape().elements()).sum();
    }

    /// The record that all scopes of one network share.
    static final class Notes {
        final Mode mode;
        final Tensor stream;
        final Tensor progress;
        /// Returns whether the variable at a path is frozen.
        final Predicate<String> kept;
        final Places places;
        final Map<String, Variable> variables = new LinkedHashMap<>();
        /// The latest value of each state that has been updated.
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

        /// Returns a purpose for random numbers that is unique in this network.
        String purpose(String path) {
            return path + "#" + draws.merge(path, 1, Integer::sum);
        }
    }
}
