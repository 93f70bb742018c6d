package org.chainrule.model;

import org.chainrule.data.Field;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.type.DType;
import org.chainrule.type.Shape;

/// A row as callers hand it in, checked against what a model takes.
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

    /// The number of rows in a flat array.
    static int count(String operation, float[] rows, Shape row) {
        ArgumentException.requireNotNull(operation, "rows", rows);
        int features = row.elements();
        if (rows.length % features != 0) {
            throw new ShapeException(operation, "the number of values is not a multiple of a row's",
                    rows.length + " values", "row " + row + " = " + features);
        }
        return rows.length / features;
    }

    /// Checks that values are finite.
    ///
    /// @param values flat rows, of which `count` begin at number `from`
    /// @param first the number of the first of them
    private static void checkFinite(String operation, float[] values, int from, int count, int first, int features) {
        int end = from + count * features;
        if (Float.isFinite(sum(values, from, end))) {
            return; // one that is not finite leaves no finite sum
        }
        for (int i = from; i < end; i++) {
            if (!Float.isFinite(values[i])) {
                throw new ArgumentException("rows", operation + ": row " + (first + (i - from) / features) + " holds "
                        + values[i] + " in column " + (i - from) % features
                        + ", expected finite numbers; fill or drop missing values first");
            }
        }
    }

    /// Checks that values are finite, and whole numbers or truth values where the field is such.
    ///
    /// @param values flat rows, of which `count` begin at number `from`
    /// @param first the number of the first of them
    static void check(String operation, Field field, float[] values, int from, int count, int first) {
        int features = field.width();
        checkFinite(operation, values, from, count, first, features);
        DType dtype = field.type().dtype();
        if (dtype == DType.F32) {
            return;
        }
        for (int i = from; i < from + count * features; i++) {
            float value = values[i];
            if (!dtype.holds(value)) {
                throw new ArgumentException("rows", operation + ": row " + (first + (i - from) / features) + " holds "
                        + value + " in column " + (i - from) % features + ", expected "
                        + (dtype == DType.I32 ? "whole numbers from -2^24 to 2^24" : "0 or 1"));
            }
        }
    }

    /// A sum in chains that do not wait for one another.
    private static float sum(float[] values, int from, int end) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        float e = 0;
        float f = 0;
        float g = 0;
        float h = 0;
        int i = from;
        for (; i < end - 7; i += 8) {
            a += values[i];
            b += values[i + 1];
            c += values[i + 2];
            d += values[i + 3];
            e += values[i + 4];
            f += values[i + 5];
            g += values[i + 6];
            h += values[i + 7];
        }
        for (; i < end; i++) {
            a += values[i];
        }
        return a + b + (c + d) + (e + f + (g + h));
    }
}
