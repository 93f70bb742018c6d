package org.chainrule.nn;

import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.type.Shape;

/// A tensor that a training changes: a parameter, which follows its gradient, or a piece of state, which the network
/// itself replaces, such as the running mean of batch norm.
///
/// @param path where it stands in the network, such as `residual/inner/linear/weight`
/// @param role what changes it
/// @param shape its shape, without a batch axis
/// @param init how it begins
/// @param tensor the place it has in the computation: an input of that shape
public record Variable(String path, Role role, Shape shape, Init init, Tensor tensor) {
    /// What changes a variable.
    public enum Role {
        /// The optimizer.
        PARAMETER,
        /// The network, by [Scope#update].
        STATE
    }

    /// The values training starts from: they depend on the seed and the path alone.
    ///
    /// @throws ArgumentException if the start gives null, or not one number for each place of the shape
    public float[] start(long seed) {
        float[] values = init.values(shape, Draws.of(seed, path));
        if (values == null || values.length != shape.elements()) {
            throw new ArgumentException("init", "start: the start of " + path + " gives "
                    + (values == null ? "null" : values.length + " values") + ", expected " + shape.elements()
                    + " for the shape " + shape);
        }
        return values;
    }
}
