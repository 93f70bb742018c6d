package org.chainrule.model;

import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.type.Shape;

/// Checks of rows that callers pass against the input of a model.
final class Rows {
    private Rows() {
    }

    static float[] one(float[] row, Shape expected) {
        ArgumentException.requireNotNull("predict", "row", row);
        if (row.length != expected.elements()) {
            throw new ShapeException("predict", "the row does not have the model's features", "row has " + row.length,
                    "model takes " + expected);
        }
        return row;
    }

    /// Checks that each row has the model's features.
    static void check(float[][] rows, Shape expected) {
        ArgumentException.requireNoneNull("predict", "rows", rows);
        int width = expected.elements();
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != width) {
                throw new ShapeException("predict", "a row does not have the model's features",
                        "row " + i + " has " + rows[i].length, "model takes " + expected);
            }
        }
    }

    /// Returns the number of rows in a flat array.
    static int count(String operation, float[] rows, Shape row) {
        ArgumentException.requireNotNull(operation, "rows", rows);
        int features = row.elements();
        if (rows.length % features != 0) {
            throw new ShapeException(operation, "the number of values is not a multiple of the row size",
                    rows.length + " values", "row " + row + " = " + features);
        }
        return rows.length / features;
    }
}
