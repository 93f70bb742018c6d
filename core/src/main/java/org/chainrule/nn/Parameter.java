package org.chainrule.nn;

import org.chainrule.Tensor;
import org.chainrule.ir.Shape;

/// A tensor that training changes.
///
/// @param path where it stands in the network, such as `residual/inner/linear/weight`
/// @param shape its shape, without a batch axis
/// @param init how it begins
/// @param tensor the place it has in the computation: an input of that shape
public record Parameter(String path, Shape shape, Init init, Tensor tensor) {
    /// The values training starts from: they depend on the seed and the path alone.
    public float[] start(long seed) {
        return init.values(shape, Draws.of(seed, path));
    }
}
