package org.chainrule.data;

import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.type.DType;
import org.chainrule.type.Shape;

/// Conversions and checks of the values that callers pass: rows become flat arrays.
final class Values {
    private Values() {
    }

    static float[] flat(String name, float[][] rows) {
        ArgumentException.requireNoneNull("examples", name, rows);
        int width = rows.length == 0 ? 1 : rows[0].length;
        float[] flat = new float[room(name, rows.length, width)];
        for (int i = 0; i < rows.length; i++) {
            checkLength(name, i, rows[i].length, width);
            System.arraycopy(rows[i], 0, flat, i * width, width);
        }
        return flat;
    }

    static float[] flat(String name, double[][] rows) {
        ArgumentException.requireNoneNull("examples", name, rows);
        int width = rows.length == 0 ? 1 : rows[0].length;
        float[] flat = new float[room(name, rows.length, width)];
        for (int i = 0; i < rows.length; i++) {
            checkLength(name, i, rows[i].length, width);
            for (int k = 0; k < width; k++) {
                flat[i * width + k] = single(name, rows[i][k], i, k);
            }
        }
        return flat;
    }

    static float[] flat(String name, double[] values) {
        ArgumentException.requireNotNull("examples", name, values);
        float[] flat = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            flat[i] = single(name, values[i], i, 0);
        }
        return flat;
    }

    static int[] flat(String name, int[][] rows) {
        ArgumentException.requireNoneNull("examples", name, rows);
        int width = rows.length == 0 ? 1 : rows[0].length;
        int[] flat = new int[room(name, rows.length, width)];
        for (int i = 0; i < rows.length; i++) {
            checkLength(name, i, rows[i].length, width);
            System.arraycopy(rows[i], 0, flat, i * width, width);
        }
        return flat;
    }

    static boolean[] flat(String name, boolean[][] rows) {
        ArgumentException.requireNoneNull("examples", name, rows);
        int width = rows.length == 0 ? 1 : rows[0].length;
        boolean[] flat = new boolean[room(name, rows.length, width)];
        for (int i = 0; i < rows.length; i++) {
            checkLength(name, i, rows[i].length, width);
            System.arraycopy(rows[i], 0, flat, i * width, width);
        }
        return flat;
    }

    /// Returns the shape of a row, given the number of rows and the number of values in all of them.
    static Shape row(int rows, int values) {
        return Shape.of(rows == 0 ? 1 : values / rows);
    }

    /// Returns the shape of a row of `features` values.
    static Shape features(int features) {
        return Shape.of(requireAtLeastOne("features", features));
    }

    static int requireAtLeastOne(String argument, int value) {
        if (value < 1) {
            throw new ArgumentException(argument,
                    "examples: " + argument + " is " + value + ", expected at least 1");
        }
        return value;
    }

    private static int room(String name, int rows, int width) {
        if (width == 0) {
            throw new ArgumentException(name,
                    "examples: the rows of " + name + " hold no values, expected at least one");
        }
        if ((long) rows * width > Integer.MAX_VALUE - 8) {
            throw new ShapeException("examples", "the rows of " + name + " do not fit into one array", rows
                    + " rows of " + width, "pass a RowSource, which makes rows when they are read");
        }
        return rows * width;
    }

    private static void checkLength(String name, int row, int length, int width) {
        if (length != width) {
            throw new ShapeException("examples", "rows of " + name + " differ in length", "row 0 has " + width,
                    "row " + row + " has " + length);
        }
    }

    private static float single(String name, double value, int row, int column) {
        float single = (float) value;
        if (Float.isInfinite(single) && Double.isFinite(value)) {
            throw new ArgumentException(name, holds(name, String.valueOf(value), row, column)
                    + "numbers within the range of float, up to 3.4e38; scale them first");
        }
        return single;
    }

    static void checkFinite(String name, float[] values, int width) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new ArgumentException(name, holds(name, String.valueOf(values[i]), i / width, i % width)
                        + "finite numbers; fill or drop missing values first");
            }
        }
    }

    static void checkWhole(String name, int[] values, int width) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] > DType.MAX_WHOLE || values[i] < -DType.MAX_WHOLE) {
                throw new ArgumentException(name, holds(name, String.valueOf(values[i]), i / width, i % width)
                        + "whole numbers from -2^24 to 2^24");
            }
        }
    }

    static void checkLabels(int[] labels) {
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] > DType.MAX_WHOLE) {
                throw new ArgumentException("labels", "examples: label " + labels[i] + " in row " + i
                        + ", expected class indices from 0 to 2^24");
            }
        }
    }

    static void checkWeight(float weight, int row) {
        if (!(weight >= 0) || Float.isInfinite(weight)) {
            throw new ArgumentException("weights", "examples: weight " + weight + " in row " + row
                    + ", expected a finite number of at least 0");
        }
    }

    /// Checks that a row of a field holds whole numbers or truth values, if its type says so. Real numbers are not checked.
    static void check(Field field, int row, float[] values, int at) {
        DType dtype = field.type().dtype();
        for (int i = 0; i < field.width(); i++) {
            float value = values[at + i];
            if (!dtype.holds(value)) {
                throw new ArgumentException(field.name(), holds(field.name(), String.valueOf(value), row, i)
                        + (dtype == DType.I32 ? "whole numbers from -2^24 to 2^24" : "0 or 1"));
            }
        }
    }

    private static String holds(String name, String value, int row, int column) {
        return "examples: " + name + " holds " + value + " in row " + row + ", column " + column + ", expected ";
    }
}
