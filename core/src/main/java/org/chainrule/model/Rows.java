package org.chainrule.model;

import org.chainrule.error.ShapeException;
import org.chainrule.ir.Shape;

/// A row as callers hand it in, checked against what a model takes.
final class Rows {
    private Rows() {
    }

    static float[] one(float[] row, Shape expected) {
        if (row.length != expected.elements()) {
            throw new ShapeException("predict", "the row does not have the model's features", "row has " + row.length,
                    "model takes " + expected);
        }
        return row;
    }
}
