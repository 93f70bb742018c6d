package org.chainrule.spark.parallel;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.chainrule.data.Batch;
import org.chainrule.data.Examples;
import org.chainrule.data.Field;
import org.chainrule.data.RowType;
import org.chainrule.error.ArgumentException;
import org.chainrule.type.DType;
import org.jspecify.annotations.Nullable;

/// How a row is kept as floats: its inputs, its targets, then its weight.
///
/// @param type the fields of a row
/// @param inputWidths the number of floats of each input
/// @param targetWidths the number of floats of each target
record RowLayout(RowType type, int[] inputWidths, int[] targetWidths) {
    RowLayout(RowType type) {
        this(type, type.inputs().stream().mapToInt(Field::width).toArray(),
                type.targets().stream().mapToInt(Field::width).toArray());
    }

    /// The arrays of the fields of some rows.
    record Arrays(List<float[]> inputs, List<float[]> targets, float @Nullable [] weights) {
    }

    /// Returns the number of floats in a row.
    int width() {
        return inputs() + targets() + (type.weighted() ? 1 : 0);
    }

    int inputs() {
        return IntStream.of(inputWidths).sum();
    }

    int targets() {
        return IntStream.of(targetWidths).sum();
    }

    /// Returns arrays for a number of rows.
    Arrays arrays(int rows) {
        return new Arrays(type.inputs().stream().map(field -> new float[rows * field.width()]).toList(),
                type.targets().stream().map(field -> new float[rows * field.width()]).toList(),
                type.weighted() ? new float[rows] : null);
    }

    /// Copies a row to the arrays of its fields.
    ///
    /// @param from the index of the row's first float
    /// @param row the number of the row in the arrays
    void split(float[] floats, int from, Arrays to, int row) {
        int at = split(floats, from, to.inputs, inputWidths, row);
        at = split(floats, at, to.targets, targetWidths, row);
        if (type.weighted()) {
            Objects.requireNonNull(to.weights)[row] = floats[at];
        }
    }

    private static int split(float[] floats, int from, List<float[]> arrays, int[] widths, int row) {
        int at = from;
        for (int i = 0; i < widths.length; i++) {
            int width = widths[i];
            System.arraycopy(floats, at, arrays.get(i), row * width, width);
            at += width;
        }
        return at;
    }

    /// Checks a row; see [Field#check].
    ///
    /// @param number the number of the row in messages
    void check(float[] floats, int number) {
        int at = check(type.inputs(), inputWidths, floats, 0, number);
        at = check(type.targets(), targetWidths, floats, at, number);
        if (type.weighted() && !(floats[at] >= 0 && floats[at] <= Float.MAX_VALUE)) {
            throw new ArgumentException("weights", "train: the weight of row " + number + " is "
                    + floats[at] + ", expected a finite number of at least 0");
        }
    }

    private static int check(List<Field> fields, int[] widths, float[] floats, int from, int number) {
        int at = from;
        for (int i = 0; i < widths.length; i++) {
            fields.get(i).check("train", floats, at, 1, number);
            at += widths[i];
        }
        return at;
    }

    /// Returns the rows of arrays as examples.
    Examples examples(Arrays arrays) {
        Examples examples = Examples.named();
        for (int i = 0; i < arrays.inputs.size(); i++) {
            Field field = type.inputs().get(i);
            examples = field.type().dtype() == DType.I32
                    ? examples.input(field.name(), whole(arrays.inputs.get(i)), field.type().shape())
                    : examples.input(field.name(), arrays.inputs.get(i), field.type().shape());
        }
        for (int i = 0; i < arrays.targets.size(); i++) {
            Field field = type.targets().get(i);
            examples = field.type().dtype() == DType.I32
                    ? examples.target(field.name(), whole(arrays.targets.get(i)), field.type().shape())
                    : examples.target(field.name(), arrays.targets.get(i), field.type().shape());
        }
        return arrays.weights == null ? examples : examples.weights(arrays.weights);
    }

    private static int[] whole(float[] values) {
        int[] whole = new int[values.length];
        java.util.Arrays.setAll(whole, i -> (int) values[i]);
        return whole;
    }

    /// Returns the first rows of arrays as a batch.
    Batch batch(Arrays arrays, int rows) {
        return Batch.of(type, rows, arrays.inputs, arrays.targets, arrays.weights);
    }
}
