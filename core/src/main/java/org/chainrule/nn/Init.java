package org.chainrule.nn;

import org.chainrule.type.Shape;

/// An initializer: it computes the initial values of a parameter or state. [Inits] is the catalogue.
@FunctionalInterface
public interface Init {
    /// Returns the initial values, row by row.
    ///
    /// @param shape the shape of the parameter; a weight is `[in, out]`
    /// @param draws random numbers for this parameter only
    float[] values(Shape shape, Draws draws);
}
