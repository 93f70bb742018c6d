package org.chainrule.nn;

import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.ir.Shape;

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
        if (name.isEmpty() || name.indexOf('/') >= 0 || shape.hasBatch()) {
            throw new ArgumentException("name", "parameter: '" + name + "' of shape " + shape + " in " + path
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

    /// Applies a layer one level down, under a name; errors it throws name the place.
    public Tensor call(String name, Layer layer, Tensor x) {
        Scope inner = new Scope(inside(name), notes);
        try {
            Tensor output = layer.apply(x, inner);
            notes.calls.add(new Network.Call(inner.path, layer, x, output));
            return output;
        } catch (ShapeException e) {
            throw e.in(inner.path);
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
