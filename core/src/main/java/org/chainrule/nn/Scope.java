package org.chainrule.nn;

import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.type.Shape;

/// Where a layer stands while it is applied: its path in the network, whether training is going on, and the parameters
/// and random numbers that belong to the path. Two layers share a parameter by naming the same path.
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
        return notes.training;
    }

    /// A parameter of the layer at this place.
    ///
    /// @param name its name, such as `weight`
    /// @param shape its shape, without a batch axis
    /// @param init how it begins, if nobody asked for it before
    /// @throws ShapeException if the same path was asked for in another shape
    public Tensor parameter(String name, Shape shape, Init init) {
        ArgumentException.requireNotNull("parameter", "name", name);
        ArgumentException.requireNotNull("parameter", "shape", shape);
        ArgumentException.requireNotNull("parameter", "init", init);
        if (name.isEmpty() || name.indexOf('/') >= 0 || shape.hasBatch()) {
            throw new ArgumentException("name", "parameter: got the name '" + name + "' and the shape " + shape
                    + ", expected a name without '/' and a shape without the batch axis");
        }
        String full = inside(name);
        Parameter parameter = notes.parameters.computeIfAbsent(full,
                key -> new Parameter(key, shape, init, notes.place.apply(key, shape)));
        if (!parameter.shape().equals(shape)) {
            throw new ShapeException("parameter", "a shared parameter must keep its shape",
                    full + " " + parameter.shape(), "asked for as " + shape).in(path);
        }
        return parameter.tensor();
    }

    /// Applies a layer one level down, under a name; errors it throws name the place. A layer called again under the same
    /// name has the same parameters.
    ///
    /// @throws ArgumentException if the name is blank or has a `/`, if another layer was called under it, or if the layer
    ///     returns null
    public Tensor call(String name, Layer layer, Tensor x) {
        ArgumentException.requireNotNull("call", "layer", layer);
        ArgumentException.requireNotNull("call", "x", x);
        if (name.isBlank() || name.indexOf('/') >= 0) {
            throw new ArgumentException("name", "call: the name is '" + name + "', expected one without '/'");
        }
        Scope inner = new Scope(inside(name), notes);
        Layer own = named(layer);
        Layer known = notes.layers.putIfAbsent(inner.path, own);
        if (known != null && !same(known, own)) {
            throw new ArgumentException("name", "call: two different layers go by the name " + inner.path + ", "
                    + words(known) + " and " + words(own)
                    + "; give one of them another name, or call one layer twice to share its parameters", inner.path);
        }
        try {
            Tensor output = result(layer, x, inner);
            notes.calls.add(new Network.Call(inner.path, layer, x, output));
            return output;
        } catch (ShapeException e) {
            throw e.in(inner.path);
        } catch (ArgumentException e) {
            throw e.in(inner.path);
        }
    }

    /// Whether two objects describe the same layer. A lambda that captures variables becomes a new object each time it is
    /// evaluated, but its class stays the same.
    private static boolean same(Layer one, Layer other) {
        return one.equals(other) || one.getClass() == other.getClass() && one.getClass().isHidden();
    }

    private static String words(Layer layer) {
        return layer instanceof Record ? layer.toString() : layer.name();
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

    /// The layer whose parameters stand at a path: a name and recomputation add none.
    private static Layer named(Layer layer) {
        Layer current = layer;
        while (true) {
            switch (current) {
                case Named(_, Layer inner) -> current = inner;
                case Recompute(Layer inner) -> current = inner;
                default -> {
                    return current;
                }
            }
        }
    }

    /// Uniform random numbers in [0, 1), new in every step of a training, that belong to this place alone.
    public Tensor uniform(Shape shape) {
        return Tensor.uniform(notes.purpose(path), shape, notes.stream);
    }

    private String inside(String name) {
        return path.isEmpty() ? name : path + "/" + name;
    }
}
