package org.chainrule.nn;

import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.type.Shape;

/// A tensor that training changes.
///
/// @param path where it stands in the network, such as `residual/inner/linear/weight`
/// @param shape its shape, without a batch axis
/// @param init how it begins
/// @param tensor the place it has in the computation: an input of that shape
public record Parameter(String path, Shape shape, Init init, Tensor tensor) {
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
