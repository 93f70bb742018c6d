package org.chainrule.nn;

import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.type.Shape;

/// A tensor that training changes: a parameter, which the optimizer changes by its gradient, or state, which the network
/// replaces, such as the running mean of batch norm.
///
/// @param path the place in the network, such as `residual/inner/linear/weight`
/// @param role whether the variable is a parameter or state
/// @param shape the shape, without a batch axis
/// @param init the initializer
/// @param tensor the input tensor that represents the variable in the computation
public record Variable(String path, Role role, Shape shape, Init init, Tensor tensor) {
    /// Who changes a variable.
    public enum Role {
        /// The optimizer.
        PARAMETER,
        /// The network, by [Scope#update].
        STATE
    }

    /// Returns the initial values, which depend only on the initializer, the seed, the path and the shape.
    ///
    /// @throws ArgumentException if the initializer returns null, or the wrong number of values for the shape
    public float[] start(long seed) {
        float[] values = init.values(shape, Draws.of(seed, path));
        if (values == null || values.length != shape.elements()) {
            throw new ArgumentException("init", "start: the initializer of " + path + " returned "
                    + (values == null ? "null" : values.length + " values") + ", expected " + shape.elements()
                    + " for the shape " + shape);
        }
        return values;
    }
}
