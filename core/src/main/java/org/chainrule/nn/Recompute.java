package org.chainrule.nn;

import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;

/// A layer that recomputes its inner values in the backward pass instead of keeping them: training needs less memory, but
/// runs the forward pass of the layer twice (Chen et al., Training deep nets with sublinear memory cost, 2016). The input and
/// the output are kept. Results, gradients and parameter paths are the same as without recomputation. A `Recompute` inside
/// another has no further effect.
///
/// @param inner the layer, preferably a sequence of layers
public record Recompute(Layer inner) implements Layer {
    public Recompute {
        ArgumentException.requireNotNull("recompute", "inner", inner);
    }

    @Override
    public Tensor apply(Tensor x, Scope scope) {
        return Scope.result(inner, x, scope).recomputedFrom(x);
    }

    @Override
    public String name() {
        return inner.name();
    }

    /// Returns the layer that determines the names of parameters.
    static Layer inside(Layer layer) {
        Layer current = layer;
        while (current instanceof Recompute(Layer inner)) {
            current = inner;
        }
        return current;
    }
}
