package org.chainrule.nn;

import java.util.Objects;
import java.util.function.Supplier;
import org.chainrule.Tensor;
import org.chainrule.Tensors;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.type.DType;
import org.chainrule.type.Shape;

/// The place in the network where a layer is applied. A scope has a path and the mode of the network, and provides the
/// parameters, state and random numbers of its path. Two layers share a parameter if they request the same path.
///
/// ```java
/// Tensor mean = s.state("mean", width, Inits.zeros());      // not trained
/// if (s.training()) {
///     s.update("mean", mean.mul(0.9).add(x.mean(0).mul(0.1)));
/// }
/// ```
public final class Scope {
    private final String path;
    private final Network.Notes notes;

    Scope(String path, Network.Notes notes) {
        this.path = path;
        this.notes = notes;
    }

    /// Returns the path of this scope, such as `residual/inner`; empty at the top.
    public String path() {
        return path;
    }

    /// Returns whether the computation is a training step. For example, dropout is active only in training.
    public boolean training() {
        return notes.mode == Network.Mode.TRAINING;
    }

    /// Returns whether start values are being computed from examples ([#parameter(String, Tensor)]). A start value that
    /// needs random numbers draws them only then.
    public boolean starting() {
        return notes.mode == Network.Mode.STARTING;
    }

    /// Returns the completed share of the training, one number from 0 to 1, for use with schedules; 1 in a prediction.
    public Tensor progress() {
        return notes.mode == Network.Mode.PREDICTING ? Tensor.scalar(1) : notes.progress;
    }

    // ---- Variables

    /// Returns a parameter at this path, which the optimizer changes.
    ///
    /// @param name the name of the parameter, such as `weight`
    /// @param shape the shape of the parameter, without a batch axis
    /// @param init the initializer, used at the first request of this path
    /// @throws ShapeException if an earlier request of the same path had another shape
    public Tensor parameter(String name, Shape shape, Init init) {
        return variable("parameter", name, Variable.Role.PARAMETER, shape, init).tensor();
    }

    /// Returns a parameter whose initial value is computed from examples. `start` is computed only once, before the first
    /// step, over training rows; later layers see the result.
    ///
    /// @param start the initial value, whose shape does not depend on the number of rows, such as `x.mean(0)`
    public Tensor parameter(String name, Tensor start) {
        return started("parameter", name, Variable.Role.PARAMETER, start);
    }

    /// Returns the state at this path: values that are stored with the parameters but not trained. After an [#update], it
    /// returns the updated value.
    ///
    /// @param name the name of the state, such as `mean`
    /// @param shape the shape of the state, without a batch axis
    /// @param init the initializer, used at the first request of this path
    /// @throws ShapeException if an earlier request of the same path had another shape
    public Tensor state(String name, Shape shape, Init init) {
        return latest(variable("state", name, Variable.Role.STATE, shape, init));
    }

    /// Returns state whose initial value is computed from examples, such as the mean of the inputs, as
    /// [#parameter(String, Tensor)] does for a parameter.
    public Tensor state(String name, Tensor start) {
        Tensor state = started("state", name, Variable.Role.STATE, start);
        return notes.latest.getOrDefault(Objects.requireNonNull(notes.variables.get(inside(name))), state);
    }

    /// Replaces state at the end of a training step. Outside training, or if the state is frozen, this does nothing.
    ///
    /// @param name the name passed to [#state]
    /// @param next the next value, of the shape of the state; no gradient flows through it
    /// @throws ArgumentException if this scope has no such state
    /// @throws ShapeException if the value has another shape
    public void update(String name, Tensor next) {
        ArgumentException.requireNotNull("update", "name", name);
        ArgumentException.requireNotNull("update", "next", next);
        Variable state = notes.variables.get(inside(name));
        if (state == null || state.role() != Variable.Role.STATE) {
            throw new ArgumentException("name", "update: there is no state " + name
                    + " here; request it with state(...) first").in(path);
        }
        if (!next.type().equals(state.tensor().type())) {
            throw new ShapeException("update", "the next value of a state must have its shape",
                    "state " + state.tensor().type(), "next " + next.type()).in(path);
        }
        if (updates(name)) {
            notes.latest.put(state, next.stopGradient());
        }
    }

    /// Returns whether [#update] replaces a state: in a training step, if the state is not frozen.
    public boolean updates(String name) {
        return training() && !notes.kept.test(inside(name));
    }

    private Variable variable(String operation, String name, Variable.Role role, Shape shape, Init init) {
        ArgumentException.requireNotNull(operation, "name", name);
        ArgumentException.requireNotNull(operation, "shape", shape);
        ArgumentException.requireNotNull(operation, "init", init);
        if (name.isEmpty() || name.indexOf('/') >= 0 || shape.hasBatch()) {
            throw new ArgumentException("name", operation + ": got the name '" + name + "' and the shape " + shape
                    + ", expected a name without '/' and a shape without the batch axis");
        }
        Variable variable = notes.variables.computeIfAbsent(inside(name),
                key -> new Variable(key, role, shape, init, notes.places.place(key, shape)));
        if (!variable.shape().equals(shape)) {
            throw new ShapeException(operation, "a shared variable must keep its shape",
                    variable.path() + " " + variable.shape(), "requested as " + shape).in(path);
        }
        if (variable.role() != role) {
            throw new ArgumentException("name", operation + ": " + variable.path()
                    + " is both a parameter and state; rename one of them").in(path);
        }
        return variable;
    }

    private Tensor started(String operation, String name, Variable.Role role, Tensor start) {
        ArgumentException.requireNotNull(operation, "start", start);
        if (start.type().dtype() != DType.F32) {
            throw new ShapeException(operation, "must start with real numbers; cast the start to F32 first",
                    "start " + start.type()).in(path);
        }
        Variable variable = variable(operation, name, role, start.shape(), Inits.zeros());
        return notes.mode == Network.Mode.STARTING && !notes.kept.test(variable.path())
                ? notes.starts.computeIfAbsent(variable, _ -> start)
                : variable.tensor();
    }

    private Tensor latest(Variable state) {
        return notes.latest.getOrDefault(state, state.tensor());
    }

    // ---- Layers inside

    /// Applies a layer in an inner scope with a name. Errors of the layer name that scope. A layer that is called again under
    /// the same name has the same parameters.
    ///
    /// @throws ArgumentException if the name is blank or contains a `/`, if another layer was called under the name, or if
    ///     the layer returns null
    public Tensor call(String name, Layer layer, Tensor x) {
        ArgumentException.requireNotNull("call", "layer", layer);
        ArgumentException.requireNotNull("call", "x", x);
        Scope inner = inner(name, layer);
        return inner.placed(() -> {
            Tensor output = result(layer, x, inner);
            notes.calls.add(new Network.Call(inner.path, layer, x, output));
            return output;
        });
    }

    /// Applies a net in an inner scope with a name, as [#call(String, Layer, Tensor)] does with a layer.
    public Tensors call(String name, Net net, Tensors inputs) {
        ArgumentException.requireNotNull("call", "net", net);
        ArgumentException.requireNotNull("call", "inputs", inputs);
        Scope inner = inner(name, net);
        return inner.placed(() -> net.apply(inputs, inner));
    }

    private Scope inner(String name, Net net) {
        if (name.isBlank() || name.indexOf('/') >= 0) {
            throw new ArgumentException("name", "call: the name is '" + name + "', expected one without '/'");
        }
        Scope inner = new Scope(inside(name), notes);
        Net own = innermost(net);
        Net known = notes.nets.putIfAbsent(inner.path, own);
        if (known != null && !same(known, own)) {
            throw new ArgumentException("name", "call: two different layers have the name " + inner.path + ", "
                    + words(known) + " and " + words(own)
                    + "; rename one of them, or call one layer twice to share its parameters", inner.path);
        }
        return inner;
    }

    /// Runs a part of the net and adds the path of this scope to its errors.
    private <T> T placed(Supplier<T> writing) {
        try {
            return writing.get();
        } catch (ShapeException e) {
            throw e.in(path);
        } catch (ArgumentException e) {
            throw e.in(path);
        }
    }

    /// Returns whether two objects describe the same net. Each evaluation of a lambda that captures variables makes a new
    /// object of the same class, so lambdas are compared by class.
    private static boolean same(Net one, Net other) {
        return one.equals(other) || one.getClass() == other.getClass() && one.getClass().isHidden();
    }

    private static String words(Net net) {
        return net instanceof Record ? net.toString() : net.name();
    }

    /// Returns the output of a layer that is a whole net. A sequence or a mixture adds nothing to the paths of its layers; any
    /// other layer adds its name.
    Tensor top(Layer layer, Tensor x) {
        return isTransparent(layer) || !path.isEmpty()
                ? result(layer, x, this)
                : call(layer.name(), layer, x);
    }

    /// Returns whether a layer that is a whole net adds nothing to the paths of its layers.
    static boolean isTransparent(Layer layer) {
        Layer inner = Recompute.inside(layer);
        return inner instanceof Sequential || inner instanceof Mixture;
    }

    /// Returns the output of a layer.
    ///
    /// @throws ArgumentException if a custom layer returns null
    static Tensor result(Layer layer, Tensor x, Scope scope) {
        Tensor output = layer.apply(x, scope);
        if (output == null) {
            throw new ArgumentException("layer", "apply: the layer " + layer.name()
                    + " returned null, expected a tensor").in(scope.path);
        }
        return output;
    }

    /// Returns the net without wrappers that have no parameters, [Named] and [Recompute].
    static Net innermost(Net net) {
        return switch (net) {
            case Named(_, Layer layer) -> innermost(layer);
            case Recompute(Layer layer) -> innermost(layer);
            default -> net;
        };
    }

    // ---- Random numbers

    /// Returns uniform random numbers in [0, 1) for this scope only, which differ in every training step. Call this method
    /// only if [#training] or [#starting] returns true.
    ///
    /// @throws ArgumentException in a prediction, which must not be random
    public Tensor uniform(Shape shape) {
        return Tensor.uniform(purpose("uniform"), shape, notes.stream);
    }

    /// Returns normal random numbers with mean 0 and standard deviation 1 for this scope only, which differ in every training
    /// step ([Tensor#normal(String, Shape, Tensor)]). Call this method only if [#training] or [#starting] returns true.
    ///
    /// @throws ArgumentException in a prediction, which must not be random
    public Tensor normal(Shape shape) {
        return Tensor.normal(purpose("normal"), shape, notes.stream);
    }

    private String purpose(String operation) {
        if (notes.mode == Network.Mode.PREDICTING) {
            throw new ArgumentException("scope",
                    operation + ": a prediction has no random numbers; draw them only if"
                            + " training() returns true")
                    .in(path);
        }
        return notes.purpose(path);
    }

    private String inside(String name) {
        return path.isEmpty() ? name : path + "/" + name;
    }
}
