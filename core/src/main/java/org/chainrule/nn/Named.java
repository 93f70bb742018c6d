package org.chainrule.nn;

import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;

/// A layer with another name, under which its parameters are found, as in `name/weight`. A layer that occurs twice under one
/// name in one scope uses the same parameters both times. Two different layers under one name are an error.
///
/// @param name the name, without `/`
/// @param layer the layer to rename
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
