package org.chainrule.nn;

import java.util.Objects;
import java.util.function.Supplier;
import org.chainrule.Tensor;
import org.chainrule.Tensors;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.type.DType;
import org.chainrule.type.Shape;

/// Where a layer stands while it is applied: its path in the network, what the network is for, and the parameters, state
/// and random numbers that belong to the path. Two layers share a parameter by naming the same path.
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

    /// The path of this place, such as `residual/inner`; empty at the top.
    public String path() {
        return path;
    }

    /// Whether the network is being trained: dropout drops only then.
    public boolean training() {
        return notes.mode == Network.Mode.TRAINING;
    }

    /// How much of the training is done, one number from 0 to 1, for what moves over a training; 1 in a prediction.
    public Tensor progress() {
        return notes.mode == Network.Mode.PREDICTING ? Tensor.scalar(1) : notes.progress;
    }

    // ---- Variables

    /// A parameter of the layer at this place, which the optimizer changes.
    ///
    /// @param name its name, such as `weight`
    /// @param shape its shape, without a batch axis
    /// @param init how it begins, if it was not asked for before
    /// @throws ShapeException if the same path was asked for in another shape
    public Tensor parameter(String name, Shape shape, Init init) {
        return variable("parameter", name, Variable.Role.PARAMETER, shape, init).tensor();
    }

    /// A parameter that begins with numbers computed from examples: before the first step, `start` is computed over
    /// training rows, and layers that come later see it. Elsewhere `start` is not computed.
    ///
    /// @param start the first value, which does not depend on the number of rows: such as `x.mean(0)`
    public Tensor parameter(String name, Tensor start) {
        return started("parameter", name, Variable.Role.PARAMETER, start);
    }

    /// State of the layer at this place: numbers that are kept with the parameters but not trained. Once it was updated, the
    /// updated value.
    ///
    /// @param name its name, such as `mean`
    /// @param shape its shape, without a batch axis
    /// @param init how it begins, if it was not asked for before
    /// @throws ShapeException if the same path was asked for in another shape
    public Tensor state(String name, Shape shape, Init init) {
        return latest(variable("state", name, Variable.Role.STATE, shape, init));
    }

    /// State that begins with numbers computed from examples, as [#parameter(String, Tensor)]: such as the mean and the
    /// deviation of the inputs.
    public Tensor state(String name, Tensor start) {
        Tensor state = started("state", name, Variable.Role.STATE, start);
        return notes.latest.getOrDefault(Objects.requireNonNull(notes.variables.get(inside(name))), state);
    }

    /// Replaces state at the end of a training step. Elsewhere, and where the state is frozen, this does nothing.
    ///
    /// @param name the name by which [#state] was asked for
    /// @param next its next value, of its shape; no gradient flows through it
    /// @throws ArgumentException if there is no such state at this place
    /// @throws ShapeException if the value has another shape
    public void update(String name, Tensor next) {
        ArgumentException.requireNotNull("update", "name", name);
        ArgumentException.requireNotNull("update", "next", next);
        Variable state = notes.variables.get(inside(name));
        if (state == null || state.role() != Variable.Role.STATE) {
            throw new ArgumentException("name", "update: there is no state " + name
                    + " here; ask for it with state(...) first").in(path);
        }
        if (!next.type().equals(state.tensor().type())) {
            throw new ShapeException("update", "the next value of a state must have its shape",
                    "state " + state.tensor().type(), "next " + next.type()).in(path);
        }
        if (updates(name)) {
            notes.latest.put(state, next.stopGradient());
        }
    }

    /// Whether [#update] replaces the state of a name: in a training step that does not freeze it.
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
                    variable.path() + " " + variable.shape(), "asked for as " + shape).in(path);
        }
        if (variable.role() != role) {
            throw new ArgumentException("name", operation + ": " + variable.path()
                    + " is both a parameter and state, give one of them another name").in(path);
        }
        return variable;
    }

    private Tensor started(String operation, String name, Variable.Role role, Tensor start) {
        ArgumentException.requireNotNull(operation, "start", start);
        if (start.type().dtype() != DType.F32) {
            throw new ShapeException(operation, "starts with real numbers, cast the start to F32 first",
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

    /// Applies a layer one level down, under a name; errors it throws name the place. A layer called again under the same
    /// name has the same parameters.
    ///
    /// @throws ArgumentException if the name is blank or has a `/`, if another layer was called under it, or if the layer
    ///     returns null
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

    /// Applies a net one level down, under a name, as [#call(String, Layer, Tensor)].
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
            throw new ArgumentException("name", "call: two different layers go by the name " + inner.path + ", "
                    + words(known) + " and " + words(own)
                    + "; give one of them another name, or call one layer twice to share its parameters", inner.path);
        }
        return inner;
    }

    /// What a piece of writing gives; its errors name this place.
    private <T> T placed(Supplier<T> writing) {
        try {
            return writing.get();
        } catch (ShapeException e) {
            throw e.in(path);
        } catch (ArgumentException e) {
            throw e.in(path);
        }
    }

    /// Whether two objects describe the same net. A lambda that captures variables becomes a new object each time it is
    /// evaluated, but its class stays the same.
    private static boolean same(Net one, Net other) {
        return one.equals(other) || one.getClass() == other.getClass() && one.getClass().isHidden();
    }

    private static String words(Net net) {
        return net instanceof Record ? net.toString() : net.name();
    }

    /// The output of a layer that is all of a net. A sequence adds nothing to the paths of its layers; any other layer
    /// stands under its own name.
    Tensor top(Layer layer, Tensor x) {
        return Recompute.inside(layer) instanceof Sequential || !path.isEmpty()
                ? result(layer, x, this)
                : call(layer.name(), layer, x);
    }

    /// The output of a layer, which a layer written by the user may have left null.
    ///
    /// @throws ArgumentException if it is null
    static Tensor result(Layer layer, Tensor x, Scope scope) {
        Tensor output = layer.apply(x, scope);
        if (output == null) {
            throw new ArgumentException("layer", "apply: the layer " + layer.name()
                    + " returned null, expected a tensor").in(scope.path);
        }
        return output;
    }

    /// The net whose parameters stand at a path: a name and recomputation add none.
    static Net innermost(Net net) {
        return switch (net) {
            case Named(_, Layer layer) -> innermost(layer);
            case Recompute(Layer layer) -> innermost(layer);
            default -> net;
        };
    }

    // ---- Random numbers

    /// Uniform random numbers in [0, 1), new in every step of a training, that belong to this place alone. Draw them where
    /// [#training] holds.
    ///
    /// @throws ArgumentException in a prediction, which is the same whenever it is made
    public Tensor uniform(Shape shape) {
        return Tensor.uniform(purpose("uniform"), shape, notes.stream);
    }

    /// Normal random numbers with mean 0 and standard deviation 1, new in every step of a training, that belong to this place
    /// alone, see [Tensor#normal(String, Shape, Tensor)]. Draw them where [#training] holds.
    ///
    /// @throws ArgumentException in a prediction, which is the same whenever it is made
    public Tensor normal(Shape shape) {
        return Tensor.normal(purpose("normal"), shape, notes.stream);
    }

    private String purpose(String operation) {
        if (notes.mode == Network.Mode.PREDICTING) {
            throw new ArgumentException("scope",
                    operation + ": a prediction has no random numbers, draw them only where"
                            + " training() holds")
                    .in(path);
        }
        return notes.purpose(path);
    }

    private String inside(String name) {
        return path.isEmpty() ? name : path + "/" + name;
    }
}
