package org.chainrule.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.nn.Draws;
import org.jspecify.annotations.Nullable;

/// Rows that can be read by their numbers, one column per field.
///
/// @param known the number of rows, or -1 while only fields read from a [RowSource] have been added
/// @param weights the weight of each row, or null if the rows have none
record Held(List<FieldColumn> inputs, List<FieldColumn> targets, int known,
        float @Nullable [] weights) implements Content {
    /// Rows without fields, of a known number or -1.
    static Held empty(int known) {
        return new Held(List.of(), List.of(), known, null);
    }

    /// One input and one target, which must have the same number of rows.
    static Held of(FieldColumn x, FieldColumn y) {
        if (y.rows() > 0 && x.rows() >= 0 && x.rows() != y.rows()) {
            throw new ShapeException("examples", "the number of rows differs", "x has " + x.rows() + " rows of "
                    + x.field().type().shape(), "target has " + y.rows() + " rows");
        }
        if (y.rows() == 0) {
            throw new ArgumentException("x", "examples: got no rows, expected at least one");
        }
        return empty(-1).input(x).target(y);
    }

    /// Returns rows that can be read by their numbers.
    ///
    /// @param operation the method that needs them, for the message
    /// @throws ArgumentException if the rows come from a stream
    static Held of(Content rows, String operation) {
        if (rows instanceof Held held) {
            return held;
        }
        throw new ArgumentException("rows", operation + ": the rows of a stream can only be read in order; do this in"
                + " the code that makes the stream");
    }

    /// Returns rows to which a field can be added.
    ///
    /// @param name the name of the field, for the message
    /// @throws ArgumentException if the rows come from a stream
    static Held extensible(Content rows, String name) {
        if (rows instanceof Held held) {
            return held;
        }
        throw new ArgumentException("name",
                "examples: " + name + " cannot be added to a stream; name it in the stream's type");
    }

    Held input(FieldColumn column) {
        return new Held(plus(inputs, column), targets, sizeWith(column), weights);
    }

    Held target(FieldColumn column) {
        return new Held(inputs, plus(targets, column), sizeWith(column), weights);
    }

    Held targetFrom(String name, String input) {
        return target(inputs.get(RowType.index("input", fields(inputs), input)).named(name));
    }

    Held withoutTargets() {
        return new Held(inputs, List.of(), known, weights);
    }

    private static List<FieldColumn> plus(List<FieldColumn> columns, FieldColumn added) {
        List<FieldColumn> more = new ArrayList<>(columns);
        more.add(added);
        return List.copyOf(more);
    }

    private int sizeWith(FieldColumn column) {
        String name = column.field().name();
        if (column.rows() == 0) {
            throw new ArgumentException(name, "examples: got no rows, expected at least one");
        }
        if (known >= 0 && column.rows() >= 0 && column.rows() != known) {
            throw new ShapeException("examples", "the number of rows differs", name + " has " + column.rows()
                    + " rows of " + column.field().type().shape(), "the others have " + known);
        }
        return Math.max(known, column.rows());
    }

    Held weights(float[] weights) {
        ArgumentException.requireNotNull("examples", "weights", weights);
        if (weights.length != size()) {
            throw new ShapeException("examples", "the number of weights differs", size() + " rows",
                    weights.length + " weights");
        }
        for (int i = 0; i < weights.length; i++) {
            Values.checkWeight(weights[i], i);
        }
        if (IntStream.range(0, weights.length).allMatch(i -> weights[i] == 0)) {
            throw new ArgumentException("weights", "examples: all weights are 0, expected at least one above 0");
        }
        return new Held(inputs, targets, known, weights.clone());
    }

    Held rows(int[] numbers) {
        ArgumentException.requireNotNull("rows", "numbers", numbers);
        if (numbers.length == 0) {
            throw new ArgumentException("numbers", "rows: got no numbers, expected at least one");
        }
        int size = size();
        for (int number : numbers) {
            if (number < 0 || number >= size) {
                throw new ArgumentException("numbers", "rows: there is no row " + number + ", expected 0 to "
                        + (size - 1));
            }
        }
        int[] chosen = numbers.clone();
        float[] chosenWeights = null;
        if (weights != null) {
            chosenWeights = new float[chosen.length];
            for (int i = 0; i < chosen.length; i++) {
                chosenWeights[i] = weights[chosen[i]];
            }
        }
        return new Held(inputs.stream().map(column -> column.chosen(chosen)).toList(),
                targets.stream().map(column -> column.chosen(chosen)).toList(), chosen.length, chosenWeights);
    }

    float weight(int row) {
        return weights == null ? 1 : weights[row];
    }

    /// Returns the value of a target of one value per row, for every row.
    float[] values(int target) {
        float[] values = new float[size()];
        for (int row = 0; row < values.length; row++) {
            targets.get(target).source().read(row, values, row);
        }
        return values;
    }

    /// Returns the numbers of all rows, sorted by the only target with one whole number per row.
    static int[] byClass(Content rows, String operation, long seed) {
        Held held = of(rows, operation);
        return Splits.byClass(held.values(Splits.target(operation, held.type())), seed);
    }

    /// Returns the numbers of all rows, sorted by a target with one whole number or truth value per row.
    static int[] byClass(Content rows, String operation, long seed, String target) {
        Held held = of(rows, operation);
        return Splits.byClass(held.values(Splits.target(operation, held.type(), target)), seed);
    }

    @Override
    public RowType type() {
        return new RowType(fields(inputs), fields(targets), weights != null);
    }

    private static List<Field> fields(List<FieldColumn> columns) {
        return columns.stream().map(FieldColumn::field).toList();
    }

    @Override
    public int size() {
        if (known < 0) {
            throw new ArgumentException("rows",
                    "examples: the number of rows is unknown, because every field comes from a RowSource; begin with"
                            + " Examples.named(rows)");
        }
        return known;
    }

    @Override
    public Pass shuffled(long seed, int epoch) {
        return pass(Draws.of(seed, "order of epoch " + epoch).permutation(size()), epoch);
    }

    @Override
    public Pass inOrder() {
        return pass(null, 0);
    }

    private Pass pass(int @Nullable [] order, int epoch) {
        RowType type = type();
        type.requireInputs();
        return new Pass(type, size(), epoch, () -> new OrderReader(inputs, targets, weights, order));
    }

    @Override
    public String toString() {
        return (known < 0 ? "?" : known) + " rows of " + type();
    }
}
