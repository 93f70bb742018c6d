package org.chainrule.model;

import org.chainrule.error.ShapeException;
import org.chainrule.ir.Shape;

/// Rows as callers hand them in, checked against what a model takes.
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

    static float[] flat(float[][] rows, Shape expected) {
        int width = expected.elements();
        float[] flat = new float[Math.multiplyExact(rows.length, width)];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(one(rows[i], expected), 0, flat, i * width, width);
        }
        return flat;
    }

    static float[][] split(float[] flat, int width) {
        float[][] rows = new float[flat.length / width][width];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(flat, i * width, rows[i], 0, width);
        }
        return rows;
    }
}
