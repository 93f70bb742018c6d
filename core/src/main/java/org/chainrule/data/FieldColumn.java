package org.chainrule.data;

import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.type.DType;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;

/// The values of one field in all rows, checked when the column is made.
///
/// @param rows the number of rows, or -1 if a [RowSource] makes them
/// @param source the source of the values of each row
record FieldColumn(Field field, int rows, RowSource source) {
    static FieldColumn of(String name, float[] values, Shape row) {
        int width = width(name, values, row);
        rows(name, values.length, row);
        Values.checkFinite(name, values, width);
        return held(name, DType.F32, row, values.length / width,
                (number, out, at) -> System.arraycopy(values, number * width, out, at, width));
    }

    static FieldColumn of(String name, int[] values, Shape row) {
        int width = width(name, values, row);
        rows(name, values.length, row);
        Values.checkWhole(name, values, width);
        return held(name, DType.I32, row, values.length / width, (number, out, at) -> {
            for (int i = 0; i < width; i++) {
                out[at + i] = values[number * width + i];
            }
        });
    }

    static FieldColumn of(String name, boolean[] values, Shape row) {
        int width = width(name, values, row);
        return held(name, DType.BOOL, row, values.length / width, (number, out, at) -> {
            for (int i = 0; i < width; i++) {
                out[at + i] = values[number * width + i] ? 1 : 0;
            }
        });
    }

    /// One number per row, as rows of shape `[1]`.
    static FieldColumn numbers(String name, float[] values) {
        return of(name, values, Shape.of(1));
    }

    /// One number per row, rounded to float, as rows of shape `[1]`.
    static FieldColumn numbers(String name, double[] values) {
        return numbers(name, Values.flat(name, values));
    }

    /// One class index per row, from 0.
    static FieldColumn labels(String name, int[] labels) {
        ArgumentException.requireNotNull("examples", "labels", labels);
        Values.checkLabels(labels);
        return of(name, labels, Shape.scalar());
    }

    static FieldColumn of(String name, float[][] rows) {
        float[] flat = Values.flat(name, rows);
        return of(name, flat, Values.row(rows.length, flat.length));
    }

    static FieldColumn of(String name, double[][] rows) {
        float[] flat = Values.flat(name, rows);
        return of(name, flat, Values.row(rows.length, flat.length));
    }

    static FieldColumn of(String name, int[][] rows) {
        int[] flat = Values.flat(name, rows);
        return of(name, flat, Values.row(rows.length, flat.length));
    }

    static FieldColumn of(String name, boolean[][] rows) {
        boolean[] flat = Values.flat(name, rows);
        return of(name, flat, Values.row(rows.length, flat.length));
    }

    /// Values that are made when they are read. Whole numbers and truth values are checked then; real numbers are not,
    /// because training checks its own.
    static FieldColumn of(String name, RowSource source, TensorType row) {
        ArgumentException.requireNotNull("examples", name, source);
        Field field = new Field(name, row);
        return new FieldColumn(field, -1, row.dtype() == DType.F32 ? source : (number, out, at) -> {
            source.read(number, out, at);
            Values.check(field, number, out, at);
        });
    }

    /// Returns the column of the rows with the given numbers.
    FieldColumn chosen(int[] numbers) {
        return new FieldColumn(field, numbers.length, (number, out, at) -> source.read(numbers[number], out, at));
    }

    /// Returns a copy of the column with another name.
    FieldColumn named(String name) {
        return new FieldColumn(new Field(name, field.type()), rows, source);
    }

    private static FieldColumn held(String name, DType dtype, Shape row, int rows, RowSource source) {
        return new FieldColumn(new Field(name, new TensorType(dtype, row)), rows, source);
    }

    private static int width(String name, Object values, Shape row) {
        ArgumentException.requireNotNull("examples", name, values);
        ArgumentException.requireNotNull("examples", "row", row);
        return new Field(name, TensorType.f32(row)).width();
    }

    /// Checks that the values fill complete rows.
    private static void rows(String name, int values, Shape row) {
        if (values % row.elements() != 0) {
            throw new ShapeException("examples", "the number of values is not a multiple of the row size",
                    name + " has " + values + " values", "row " + row + " = " + row.elements());
        }
    }
}
