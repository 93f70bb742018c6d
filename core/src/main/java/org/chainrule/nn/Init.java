package org.chainrule.nn;

import org.chainrule.type.Shape;

/// How a parameter begins. The catalogue is [Inits].
@FunctionalInterface
public interface Init {
    /// The first values of a parameter, row by row.
    ///
    /// @param shape the parameter's shape; a weight is `[in, out]`
    /// @param draws random numbers that belong to this parameter alone
    float[] values(Shape shape, Draws draws);
}
