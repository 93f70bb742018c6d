package org.chainrule.nn;

import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;

/// A layer under a name of its own: its parameters are `name/weight` and the like. A layer that stands twice
/// under one name in one place has the same parameters in both; two different layers under one name are refused.
///
/// @param name the name, without `/`
/// @param layer the layer
public record Named(String name, Layer layer) implements Layer {
    public Named {
        ArgumentException.requireNotNull("named", "name", name);
        ArgumentException.requireNotNull("named", "layer", layer);
        if (name.isBlank() || name.indexOf('/') >= 0) {
            throw new ArgumentException("name", "named: the name is '" + name + "', expected one without '/'");
        }
    }

    @Override
    public Tensor apply(Tensor x, Scope scope) {
        return layer.apply(x, scope);
    }
}
