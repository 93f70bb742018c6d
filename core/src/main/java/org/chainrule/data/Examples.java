package org.chainrule.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.nn.Draws;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.jspecify.annotations.Nullable;

/// Rows with what they should lead to: named inputs and targets of any shape, each row with an optional weight.
/// Immutable; arrays handed in flat are used as they are and must not be written afterwards.
///
/// ```
/// Examples.of(x, labels)                                                  // one input, "x", and one target, "y"
/// Examples.named().input("numbers", x).input("codes", c).target("price", y).target("sold", labels)
/// ```
///
/// Rows may also be made when they are read, by a [RowSource], or come from a [RowStream] larger than memory.
public final class Examples {
    /// How many rows a stream is shuffled among if no buffer is given.
    private static final int BUFFER = 10_000;
    private static final String X = "x";
    private static final String Y = "y";

    private final List<FieldColumn> inputs;
    private final List<FieldColumn> targets;
    /// The number of rows, or -1 while only fields made when read are known.
    private final int size;
    private final float @Nullable [] weights;
    private final @Nullable Streamed stream;

    /// A stream of `rows` rows, shuffled among `buffer` of them at a time.
    record Streamed(RowType type, int rows, RowStream source, int buffer) {
    }

    private Examples(List<FieldColumn> inputs, List<FieldColumn> targets, int size, float @Nullable [] weights,
            @Nullable Streamed stream) {
        this.inputs = inputs;
        this.targets = targets;
        this.size = size;
        this.weights = weights;
        this.stream = stream;
    }

    /// Examples without fields, to which [#input] and [#target] add them.
    public static Examples named() {
        return new Examples(List.of(), List.of(), -1, null, null);
    }

    /// Examples of a number of rows, without fields, for fields that are all made when they are read.
    ///
    /// @throws ArgumentException if the number is below 1
    public static Examples named(int rows) {
        return new Examples(List.of(), List.of(), atLeastOne("rows", rows), null, null);
    }

    private static Examples of(FieldColumn x, FieldColumn y) {
        if (y.rows() > 0 && x.rows() >= 0 && x.rows() != y.rows()) {
            throw new ShapeException("examples", "the number of rows differs", "x has " + x.rows() + " rows of "
                    + x.field().type().shape(), "target has " + y.rows() + " rows");
        }
        if (y.rows() == 0) {
            throw new ArgumentException(X, "examples: got no rows, expected at least one");
        }
        return named().input(x).target(y);
    }

    /// Rows without targets, for predictions, or to which [#target] adds some.
    public static Examples of(float[][] x) {
        return named().input(X, x);
    }

    /// Rows without targets, for predictions, or to which [#target] adds some.
    public static Examples of(double[][] x) {
        return named().input(X, x);
    }

    /// Rows with one number each, for regression.
    public static Examples of(float[][] x, float[] y) {
        return of(FieldColumn.of(X, x), FieldColumn.of(Y, y, Shape.of(1)));
    }

    /// Rows with one number each, for regression; all are rounded to float.
    public static Examples of(double[][] x, double[] y) {
        return of(FieldColumn.of(X, x), FieldColumn.of(Y, Values.flat(Y, y), Shape.of(1)));
    }

    /// Rows with several numbers each, for regression.
    public static Examples of(float[][] x, float[][] y) {
        return of(FieldColumn.of(X, x), FieldColumn.of(Y, y));
    }

    /// Rows with several numbers each, for regression; all are rounded to float.
    public static Examples of(double[][] x, double[][] y) {
        return of(FieldColumn.of(X, x), FieldColumn.of(Y, y));
    }

    /// Rows with a class index each, from 0.
    public static Examples of(float[][] x, int[] labels) {
        return of(FieldColumn.of(X, x), FieldColumn.labels(Y, labels));
    }

    /// Rows with a class index each, from 0; the inputs are rounded to float.
    public static Examples of(double[][] x, int[] labels) {
        return of(FieldColumn.of(X, x), FieldColumn.labels(Y, labels));
    }

    /// Flat rows of `features` values with one number each.
    public static Examples of(float[] x, int features, float[] y) {
        return of(FieldColumn.of(X, x, features(features)), FieldColumn.of(Y, y, Shape.of(1)));
    }

    /// Flat rows of `features` values with a class index each.
    public static Examples of(float[] x, int features, int[] labels) {
        return of(x, features(features), labels);
    }

    /// Flat rows of any shape with a class index each.
    public static Examples of(float[] x, Shape row, int[] labels) {
        return of(FieldColumn.of(X, x, row), FieldColumn.labels(Y, labels));
    }

    /// Rows of `features` values that are made when they are read, with one number each. That the values are finite
    /// numbers is up to the source.
    public static Examples of(RowSource x, int features, float[] y) {
        return of(FieldColumn.of(X, x, TensorType.f32(features(features))), FieldColumn.of(Y, y, Shape.of(1)));
    }

    /// Rows of `features` values that are made when they are read, with a class index each. That the values are finite
    /// numbers is up to the source.
    public static Examples of(RowSource x, int features, int[] labels) {
        return of(FieldColumn.of(X, x, TensorType.f32(features(features))), FieldColumn.labels(Y, labels));
    }

    /// Rows that are read from a stream, opened anew for every epoch. Of a shuffled pass the order depends on the seed,
    /// the epoch and the [#buffer] alone: the buffer is filled from the stream, and each row drawn from it at random
    /// makes room for the next of the stream.
    ///
    /// ```
    /// RowType type = new RowType(List.of(new Field("x", TensorType.f32(Shape.of(64)))),
    ///         List.of(new Field("y", TensorType.i32(Shape.scalar()))), false); // a class a row
    /// Examples rows = Examples.stream(type, count, () -> Files.lines(file).map(line -> row(line))).buffer(10_000);
    /// ```
    ///
    /// @param type what each row holds; that of other examples is [#type]
    /// @param rows the number of rows in the stream, neither more nor fewer
    /// @throws ArgumentException if the number of rows is below 1, or the type has no inputs
    public static Examples stream(RowType type, int rows, RowStream stream) {
        ArgumentException.requireNotNull("examples", "type", type);
        ArgumentException.requireNotNull("examples", "stream", stream);
        atLeastOne("rows", rows);
        requireInputs(type);
        return new Examples(List.of(), List.of(), rows, null, new Streamed(type, rows, stream, BUFFER));
    }

    /// The same stream, shuffled among another number of rows, which are in memory at a time; 10,000 if none is given.
    ///
    /// @throws ArgumentException if the number is below 1, or these rows are not from a stream
    public Examples buffer(int rows) {
        if (stream == null) {
            throw new ArgumentException("rows",
                    "buffer: these rows are not from a stream, so all of them are shuffled and need no buffer");
        }
        atLeastOne("buffer", rows);
        return new Examples(inputs, targets, size, null,
                new Streamed(stream.type(), stream.rows(), stream.source(), rows));
    }

    private static int atLeastOne(String argument, int value) {
        if (value < 1) {
            throw new ArgumentException(argument,
                    "examples: " + argument + " is " + value + ", expected at least 1");
        }
        return value;
    }

    private static Shape features(int features) {
        return Shape.of(atLeastOne("features", features));
    }

    /// Adds an input of several numbers a row.
    public Examples input(String name, float[][] rows) {
        return input(FieldColumn.of(name, rows));
    }

    /// Adds an input of several numbers a row, rounded to float.
    public Examples input(String name, double[][] rows) {
        return input(FieldColumn.of(name, rows));
    }

    /// Adds an input of one number a row, of shape `[1]`.
    public Examples input(String name, float[] values) {
        return input(FieldColumn.of(name, values, Shape.of(1)));
    }

    /// Adds an input of one number a row, of shape `[1]`, rounded to float.
    public Examples input(String name, double[] values) {
        return input(FieldColumn.of(name, Values.flat(name, values), Shape.of(1)));
    }

    /// Adds an input of several whole numbers a row, from -2^24 to 2^24, such as the codes of words.
    public Examples input(String name, int[][] rows) {
        return input(FieldColumn.of(name, rows));
    }

    /// Adds an input of one whole number a row, of shape `[]`, from -2^24 to 2^24.
    public Examples input(String name, int[] values) {
        return input(FieldColumn.of(name, values, Shape.scalar()));
    }

    /// Adds an input of several truth values a row.
    public Examples input(String name, boolean[][] rows) {
        return input(FieldColumn.of(name, rows));
    }

    /// Adds an input of one truth value a row, of shape `[]`.
    public Examples input(String name, boolean[] values) {
        return input(FieldColumn.of(name, values, Shape.scalar()));
    }

    /// Adds an input of flat rows of any shape.
    public Examples input(String name, float[] values, Shape row) {
        return input(FieldColumn.of(name, values, row));
    }

    /// Adds an input of flat rows of whole numbers in any shape, from -2^24 to 2^24.
    public Examples input(String name, int[] values, Shape row) {
        return input(FieldColumn.of(name, values, row));
    }

    /// Adds an input that is made when it is read. Whole numbers and truth values are checked then; that real numbers
    /// are finite is up to the source.
    ///
    /// @param row the type of one row
    public Examples input(String name, RowSource source, TensorType row) {
        return input(FieldColumn.of(name, source, row));
    }

    /// Adds a target of several numbers a row.
    public Examples target(String name, float[][] rows) {
        return target(FieldColumn.of(name, rows));
    }

    /// Adds a target of several numbers a row, rounded to float.
    public Examples target(String name, double[][] rows) {
        return target(FieldColumn.of(name, rows));
    }

    /// Adds a target of one number a row, of shape `[1]`.
    public Examples target(String name, float[] values) {
        return target(FieldColumn.of(name, values, Shape.of(1)));
    }

    /// Adds a target of one number a row, of shape `[1]`, rounded to float.
    public Examples target(String name, double[] values) {
        return target(FieldColumn.of(name, Values.flat(name, values), Shape.of(1)));
    }

    /// Adds a target of several whole numbers a row, from -2^24 to 2^24.
    public Examples target(String name, int[][] rows) {
        return target(FieldColumn.of(name, rows));
    }

    /// Adds a target of one whole number a row, of shape `[]`, such as a class index.
    public Examples target(String name, int[] values) {
        return target(FieldColumn.of(name, values, Shape.scalar()));
    }

    /// Adds a target of several truth values a row, such as the labels that apply.
    public Examples target(String name, boolean[][] rows) {
        return target(FieldColumn.of(name, rows));
    }

    /// Adds a target of one truth value a row, of shape `[]`.
    public Examples target(String name, boolean[] values) {
        return target(FieldColumn.of(name, values, Shape.scalar()));
    }

    /// Adds a target of flat rows of any shape.
    public Examples target(String name, float[] values, Shape row) {
        return target(FieldColumn.of(name, values, row));
    }

    /// Adds a target of flat rows of whole numbers in any shape, from -2^24 to 2^24.
    public Examples target(String name, int[] values, Shape row) {
        return target(FieldColumn.of(name, values, row));
    }

    /// Adds a target that is made when it is read. Whole numbers and truth values are checked then; that real numbers
    /// are finite is up to the source.
    ///
    /// @param row the type of one row
    public Examples target(String name, RowSource source, TensorType row) {
        return target(FieldColumn.of(name, source, row));
    }

    /// Adds a target that equals an input, as an autoencoder needs it. Nothing is copied.
    ///
    /// @throws ArgumentException if there is no such input
    public Examples targetFrom(String name, String input) {
        addable(name);
        return target(inputs.get(RowType.index("input", fields(inputs), input)).named(name));
    }

    /// The same rows without their targets, to which others can be added.
    ///
    /// @throws ArgumentException if the rows are those of a stream
    public Examples withoutTargets() {
        held("withoutTargets");
        return new Examples(inputs, List.of(), size, weights, null);
    }

    private Examples input(FieldColumn column) {
        return new Examples(plus(inputs, column), targets, sizeWith(column), weights, null);
    }

    private Examples target(FieldColumn column) {
        return new Examples(inputs, plus(targets, column), sizeWith(column), weights, null);
    }

    private List<FieldColumn> plus(List<FieldColumn> columns, FieldColumn added) {
        addable(added.field().name());
        List<FieldColumn> more = new ArrayList<>(columns);
        more.add(added);
        return List.copyOf(more);
    }

    private void addable(String name) {
        if (stream != null) {
            throw new ArgumentException("name",
                    "examples: " + name + " cannot be added to a stream, name it in the stream's type");
        }
    }

    private int sizeWith(FieldColumn column) {
        String name = column.field().name();
        if (column.rows() == 0) {
            throw new ArgumentException(name, "examples: got no rows, expected at least one");
        }
        if (size >= 0 && column.rows() >= 0 && column.rows() != size) {
            throw new ShapeException("examples", "the number of rows differs", name + " has " + column.rows()
                    + " rows of " + column.field().type().shape(), "the others have " + size);
        }
        return Math.max(size, column.rows());
    }

    /// The same rows, each with a weight of at least 0 in the loss. A training ends with a
    /// [org.chainrule.error.DivergedException] at a batch whose weights are all 0, so leave out rows of weight 0 if they are
    /// many ([#rows]).
    ///
    /// @throws ShapeException if there is not a weight for each row
    /// @throws ArgumentException if a weight is negative or not finite, or all are 0
    public Examples weights(float... weights) {
        ArgumentException.requireNotNull("examples", "weights", weights);
        held("weights");
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
        return new Examples(inputs, targets, size, weights.clone(), null);
    }

    /// The same rows, each with its weight multiplied by that of its class: for classes of unequal size or importance.
    ///
    /// @param weights one for each class
    /// @throws ArgumentException if the rows have not one class label each, a weight is below 0 or not finite, all are 0, or a
    ///     label has no weight
    public Examples classWeights(float... weights) {
        ArgumentException.requireNotNull("classWeights", "weights", weights);
        held("classWeights");
        boolean any = false;
        for (int i = 0; i < weights.length; i++) {
            if (!(weights[i] >= 0 && weights[i] <= Float.MAX_VALUE)) {
                throw new ArgumentException("weights", "classWeights: the weight of class " + i + " is " + weights[i]
                        + ", expected a finite number of at least 0");
            }
            any |= weights[i] > 0;
        }
        if (!any) {
            throw new ArgumentException("weights", "classWeights: got no weight above 0, expected at least one");
        }
        List<Field> all = type().targets();
        if (all.size() != 1 || !all.getFirst().type().equals(TensorType.i32(Shape.scalar()))) {
            throw new ArgumentException("examples", "classWeights: needs one class label (int[]) a row, got "
                    + (all.isEmpty() ? "no target" : String.join(", ", all.stream().map(Field::toString).toList()))
                    + "; use weights(...) to weight rows");
        }
        float[] each = new float[size()];
        float[] label = new float[1];
        for (int row = 0; row < each.length; row++) {
            readTarget(0, row, label, 0);
            if (label[0] < 0 || label[0] >= weights.length) {
                throw new ArgumentException("weights", "classWeights: row " + row + " has label " + (int) label[0]
                        + ", but there are weights for " + weights.length + " classes, expected one for each class");
            }
            each[row] = weight(row) * weights[(int) label[0]];
        }
        return weights(each);
    }

    /// The rows with the given numbers, in that order. Nothing is copied.
    ///
    /// @throws ArgumentException if no number is given, one is not that of a row, or the rows are those of a stream
    public Examples rows(int... numbers) {
        ArgumentException.requireNotNull("rows", "numbers", numbers);
        held("rows");
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
        return new Examples(inputs.stream().map(column -> column.chosen(chosen)).toList(),
                targets.stream().map(column -> column.chosen(chosen)).toList(), chosen.length, chosenWeights, null);
    }

    /// Two parts at random: about `trainShare` of the rows to learn from, the others held out, both in their order here.
    ///
    /// @param trainShare above 0 and below 1; each part has at least one row
    /// @throws ArgumentException if the share is out of range, there are fewer than two rows, or they are of a stream
    public Split split(double trainShare, long seed) {
        held("split");
        return Splits.split(this, trainShare, Draws.of(seed, "split").permutation(size()));
    }

    /// Two parts at random, in both of which the classes of the only target of one whole number a row have the shares
    /// they have here.
    ///
    /// @throws ArgumentException as [#split], or if there is no such target, or more than one
    public Split stratified(double trainShare, long seed) {
        held("stratified");
        return Splits.split(this, trainShare, Splits.byClass(this, Splits.classes("stratified", type()), seed));
    }

    /// Two parts at random, in both of which the values of a target of one whole number or truth value a row have the
    /// shares they have here.
    ///
    /// @throws ArgumentException as [#split], or if there is no such target
    public Split stratified(double trainShare, long seed, String target) {
        held("stratified");
        return Splits.split(this, trainShare,
                Splits.byClass(this, Splits.classes("stratified", type(), target), seed));
    }

    /// `k` splits at random for cross-validation: each row is held out in one of them.
    ///
    /// @param k from 2 to the number of rows
    /// @throws ArgumentException if `k` is out of range, or the rows are of a stream
    public List<Split> folds(int k, long seed) {
        held("folds");
        return Splits.folds(this, k, Draws.of(seed, "split").permutation(size()));
    }

    /// `k` splits at random, each holding out the classes of the only target of one whole number a row in the shares
    /// they have here.
    ///
    /// @throws ArgumentException as [#folds], or if there is no such target, or more than one
    public List<Split> stratifiedFolds(int k, long seed) {
        held("stratifiedFolds");
        return Splits.folds(this, k, Splits.byClass(this, Splits.classes("stratifiedFolds", type()), seed));
    }

    /// `k` splits at random, each holding out the values of a target of one whole number or truth value a row in the
    /// shares they have here.
    ///
    /// @throws ArgumentException as [#folds], or if there is no such target
    public List<Split> stratifiedFolds(int k, long seed, String target) {
        held("stratifiedFolds");
        return Splits.folds(this, k, Splits.byClass(this, Splits.classes("stratifiedFolds", type(), target), seed));
    }

    private void held(String operation) {
        if (stream != null) {
            throw new ArgumentException("rows", operation + ": the rows of a stream are read in order and cannot be"
                    + " picked; do this where the stream is made");
        }
    }

    /// The number of rows.
    ///
    /// @throws ArgumentException if all fields are made when read, and no number was given
    public int size() {
        if (size < 0) {
            throw new ArgumentException("rows",
                    "examples: the number of rows is not known, since all fields are made when read; begin with"
                            + " Examples.named(rows)");
        }
        return size;
    }

    /// Whether the rows are read from a stream, in order alone.
    public boolean streamed() {
        return stream != null;
    }

    /// What each row holds.
    public RowType type() {
        return stream != null ? stream.type() : new RowType(fields(inputs), fields(targets), weights != null);
    }

    private static List<Field> fields(List<FieldColumn> columns) {
        return columns.stream().map(FieldColumn::field).toList();
    }

    /// The number of values in a row of the only input.
    ///
    /// @throws ArgumentException if there is not exactly one input
    public int features() {
        return row().elements();
    }

    /// The shape of a row of the only input.
    ///
    /// @throws ArgumentException if there is not exactly one input
    public Shape row() {
        List<Field> fields = type().inputs();
        if (fields.size() != 1) {
            throw new ArgumentException("input", "row: there are " + fields.size()
                    + " inputs, expected one; ask type() for the field you mean");
        }
        return fields.getFirst().type().shape();
    }

    /// Writes the values of an input in a row from `out[at]` on.
    ///
    /// @param field the place of the input in [RowType#inputs]
    /// @throws ArgumentException if the rows are those of a stream
    public void readInput(int field, int row, float[] out, int at) {
        held("readInput");
        inputs.get(field).source().read(row, out, at);
    }

    /// Writes the values of a target in a row from `out[at]` on.
    ///
    /// @param field the place of the target in [RowType#targets]
    /// @throws ArgumentException if the rows are those of a stream
    public void readTarget(int field, int row, float[] out, int at) {
        held("readTarget");
        targets.get(field).source().read(row, out, at);
    }

    /// Whether each row has a weight.
    public boolean weighted() {
        return type().weighted();
    }

    /// The weight of a row; 1 where rows are not weighted.
    ///
    /// @throws ArgumentException if the rows are those of a stream
    public float weight(int row) {
        held("weight");
        return weights == null ? 1 : weights[row];
    }

    /// All rows once, in the random order of an epoch under a seed.
    ///
    /// @param epoch the number of the epoch, from 1
    public Pass shuffled(long seed, int epoch) {
        if (stream != null) {
            return pass(stream, stream.buffer(), seed, epoch);
        }
        return pass(Draws.of(seed, "order of epoch " + epoch).permutation(size()), epoch);
    }

    /// All rows once, in order, as epoch 0.
    public Pass inOrder() {
        return stream != null ? pass(stream, 1, 0, 0) : pass(null, 0);
    }

    private Pass pass(int @Nullable [] order, int epoch) {
        requireInputs(type());
        return new Pass(type(), size(), epoch, () -> new OrderReader(inputs, targets, weights, order));
    }

    private static void requireInputs(RowType type) {
        if (type.inputs().isEmpty()) {
            throw new ArgumentException("input", "examples: there are no inputs, add one with input(name, ...)");
        }
    }

    private static Pass pass(Streamed stream, int buffer, long seed, int epoch) {
        return new Pass(stream.type(), stream.rows(), epoch, () -> new StreamReader(stream, buffer, seed, epoch));
    }

    /// All rows in order, as one batch with arrays of its own.
    public Batch batch() {
        return inOrder().batches(size(), 0, Grouping.INLINE).iterator().next();
    }

    @Override
    public String toString() {
        return (size < 0 ? "?" : size) + " rows of " + type();
    }
}
