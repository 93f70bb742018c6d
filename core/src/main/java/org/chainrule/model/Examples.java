package org.chainrule.model;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.type.DType;
import org.chainrule.type.Shape;
import org.jspecify.annotations.Nullable;

/// Rows with what they should lead to: class labels or numbers, each row with an optional weight. Immutable; arrays
/// handed in flat are used as they are and must not be written afterwards. Rows may also be made when they are read, by
/// a [RowSource].
public final class Examples {
    private final Shape row;
    private final RowSource inputs;
    private final Target target;
    private final float @Nullable [] weights;

    /// What a row should lead to.
    sealed interface Target {
        /// One class index a row.
        record Labels(int[] labels) implements Target {
            public Labels {
                ArgumentException.requireNotNull("examples", "labels", labels);
            }
        }

        /// `width` numbers a row.
        record Numbers(float[] values, int width) implements Target {
            public Numbers {
                ArgumentException.requireNotNull("examples", "y", values);
            }
        }
    }

    private Examples(Shape row, RowSource inputs, Target target, float @Nullable [] weights) {
        this.row = row;
        this.inputs = inputs;
        this.target = target;
        this.weights = weights;
    }

    private static Examples of(RowSource inputs, Shape row, Target target) {
        ArgumentException.requireNotNull("examples", "x", inputs);
        switch (target) {
            case Target.Labels(int[] labels) -> checkLabels(labels);
            case Target.Numbers(float[] values, int width) -> checkFinite("y", values, width);
        }
        if (rows(target) == 0) {
            throw new ArgumentException("x", "examples: got no rows, expected at least one");
        }
        return new Examples(row, inputs, target, null);
    }

    private static Examples of(float[] x, Shape row, Target target) {
        ArgumentException.requireNotNull("examples", "x", x);
        ArgumentException.requireNotNull("examples", "row", row);
        if (row.hasBatch()) {
            throw new ArgumentException("row", "examples: the row " + row + " has a batch axis, expected known sizes");
        }
        int features = row.elements();
        if (x.length % features != 0) {
            throw new ShapeException("examples", "the number of values is not a multiple of a row's",
                    "x has " + x.length + " values", "row " + row + " = " + features);
        }
        if (rows(target) > 0 && x.length != (long) rows(target) * features) {
            throw new ShapeException("examples", "the number of rows differs", "x has " + x.length / features
                    + " rows of " + row, "target has " + rows(target) + " rows");
        }
        checkFinite("x", x, features);
        return of((number, out, at) -> System.arraycopy(x, number * features, out, at, features), row, target);
    }

    private static int rows(Target target) {
        return switch (target) {
            case Target.Labels(int[] labels) -> labels.length;
            case Target.Numbers(float[] values, int width) -> values.length / width;
        };
    }

    private static void checkLabels(int[] labels) {
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] > DType.MAX_WHOLE) {
                throw new ArgumentException("labels", "examples: label " + labels[i] + " in row " + i
                        + ", expected class indices from 0");
            }
        }
    }

    private static void checkFinite(String name, float[] values, int width) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new ArgumentException(name, "examples: " + name + " holds " + values[i] + " in row " + i / width
                        + ", column " + i % width + ", expected finite numbers; fill or drop missing values first");
            }
        }
    }

    /// Rows with one number each, for regression.
    public static Examples of(float[][] x, float[] y) {
        return of(flat("x", x), width("x", x), y);
    }

    /// Rows with several numbers each, for regression.
    public static Examples of(float[][] x, float[][] y) {
        return of(flat("x", x), Shape.of(width("x", x)), new Target.Numbers(flat("y", y), width("y", y)));
    }

    /// Rows with a class index each, from 0.
    public static Examples of(float[][] x, int[] labels) {
        return of(flat("x", x), width("x", x), labels);
    }

    /// Flat rows of `features` values with one number each.
    public static Examples of(float[] x, int features, float[] y) {
        return of(x, features(features), new Target.Numbers(y, 1));
    }

    /// Flat rows of `features` values with a class index each.
    public static Examples of(float[] x, int features, int[] labels) {
        return of(x, features(features), labels);
    }

    /// Flat rows of any shape with a class index each.
    public static Examples of(float[] x, Shape row, int[] labels) {
        return of(x, row, new Target.Labels(labels));
    }

    /// Rows of `features` values that are made when they are read, with one number each. That the values are finite
    /// numbers is up to the source.
    public static Examples of(RowSource x, int features, float[] y) {
        return of(x, features(features), new Target.Numbers(y, 1));
    }

    /// Rows of `features` values that are made when they are read, with a class index each. That the values are finite
    /// numbers is up to the source.
    public static Examples of(RowSource x, int features, int[] labels) {
        return of(x, features(features), new Target.Labels(labels));
    }

    /// The same rows, each with a weight of at least 0 in the loss.
    public Examples weights(float... weights) {
        ArgumentException.requireNotNull("examples", "weights", weights);
        if (weights.length != size()) {
            throw new ShapeException("examples", "the number of weights differs", size() + " rows",
                    weights.length + " weights");
        }
        for (int i = 0; i < weights.length; i++) {
            if (!(weights[i] >= 0) || Float.isInfinite(weights[i])) {
                throw new ArgumentException("weights", "examples: weight " + weights[i] + " in row " + i
                        + ", expected a finite number of at least 0");
            }
        }
        if (IntStream.range(0, weights.length).allMatch(i -> weights[i] == 0)) {
            throw new ArgumentException("weights", "examples: all weights are 0, expected at least one above 0");
        }
        return new Examples(row, inputs, target, weights.clone());
    }

    /// The rows with the given numbers, in that order. The inputs are not copied.
    ///
    /// @throws ArgumentException if no number is given, or one is not that of a row
    public Examples rows(int... numbers) {
        ArgumentException.requireNotNull("rows", "numbers", numbers);
        if (numbers.length == 0) {
            throw new ArgumentException("numbers", "rows: got no numbers, expected at least one");
        }
        for (int number : numbers) {
            if (number < 0 || number >= size()) {
                throw new ArgumentException("numbers", "rows: there is no row " + number + ", expected 0 to "
                        + (size() - 1));
            }
        }
        Target chosen = switch (target) {
            case Target.Labels(int[] labels) ->
                new Target.Labels(Arrays.stream(numbers).map(row -> labels[row]).toArray());
            case Target.Numbers(float[] values, int width) -> new Target.Numbers(pick(values, width, numbers), width);
        };
        int[] chosenRows = numbers.clone();
        return new Examples(row, (number, out, at) -> inputs.read(chosenRows[number], out, at), chosen,
                weights == null ? null : pick(weights, 1, numbers));
    }

    private static float[] pick(float[] values, int width, int[] numbers) {
        float[] picked = new float[Math.multiplyExact(numbers.length, width)];
        for (int i = 0; i < numbers.length; i++) {
            System.arraycopy(values, numbers[i] * width, picked, i * width, width);
        }
        return picked;
    }

    private static int width(String name, float[][] rows) {
        if (rows.length > 0 && rows[0].length == 0) {
            throw new ArgumentException(name,
                    "examples: the rows of " + name + " hold no values, expected at least one");
        }
        return rows.length == 0 ? 1 : rows[0].length;
    }

    private static Shape features(int features) {
        if (features < 1) {
            throw new ArgumentException("features", "examples: features is " + features + ", expected at least 1");
        }
        return Shape.of(features);
    }

    private static float[] flat(String name, float[][] rows) {
        ArgumentException.requireNoneNull("examples", name, rows);
        int width = width(name, rows);
        if ((long) rows.length * width > Integer.MAX_VALUE - 8) {
            throw new ShapeException("examples", "the rows of " + name + " do not fit into one array", rows.length
                    + " rows of " + width, "make them when they are read, with a RowSource");
        }
        float[] flat = new float[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != width) {
                throw new ShapeException("examples", "rows of " + name + " differ in length", "row 0 has " + width,
                        "row " + i + " has " + rows[i].length);
            }
            System.arraycopy(rows[i], 0, flat, i * width, width);
        }
        return flat;
    }

    /// The number of rows.
    public int size() {
        return rows(target);
    }

    /// The number of values in a row.
    public int features() {
        return row.elements();
    }

    /// The shape of a row.
    public Shape row() {
        return row;
    }

    /// Writes the inputs of a row from `out[at]` on.
    void read(int number, float[] out, int at) {
        inputs.read(number, out, at);
    }

    Target target() {
        return target;
    }

    boolean weighted() {
        return weights != null;
    }

    float weight(int row) {
        return weights == null ? 1 : weights[row];
    }
}
