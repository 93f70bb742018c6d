package org.chainrule.nn;

import org.chainrule.Tensor;
import org.chainrule.error.ShapeException;
import org.chainrule.type.Shape;

/// A layer that flattens each row: `[n, ..]` to `[n, values]`.
public record Flatten() implements Layer {
    @Override
    public Tensor apply(Tensor x, Scope scope) {
        Shape shape = x.shape();
        if (shape.rank() == 0) {
            throw new ShapeException("flatten", "needs rows", "input " + shape);
        }
        Shape rows = shape;
        while (rows.rank() > 1) {
            rows = rows.without(rows.rank() - 1);
        }
        return x.reshape(rows.append(shape.tail(1).elements()));
    }
}
