package org.chainrule.nn;

import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;

/// A layer whose inner values are not kept for the backward pass but computed again there: training needs less memory
/// and goes forward twice (Chen et al., Training deep nets with sublinear memory cost, 2016). The input and the result
/// are kept. Numbers, gradients and the paths of parameters are those of the layer alone; one that stands within
/// another is part of that one.
///
/// @param inner the layer, best one of several layers
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

    /// The layer by which parameters are named.
    static Layer inside(Layer layer) {
        Layer current = layer;
        while (current instanceof Recompute(Layer inner)) {
            current = inner;
        }
        return current;
    }
}
