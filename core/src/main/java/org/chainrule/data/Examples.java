package org.chainrule.data;

import java.util.List;
import org.chainrule.error.ArgumentException;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;

/// Rows with named inputs and targets of any shape, and an optional weight per row.
///
/// ```
/// Examples.of(x, labels)                                                  // one input, "x", and one target, "y"
/// Examples.named().input("numbers", x).input("codes", c).target("price", y).target("sold", labels)
/// ```
///
/// Examples are immutable. A flat array is not copied, so the caller must not write to it afterwards. A [RowSource] makes
/// rows when they are read. A [RowStream] provides more rows than fit into memory; because it is read in order, every
/// method that adds fields or accesses single rows then throws an [ArgumentException].
public final class Examples {
    private final Content content;

    private Examples(Content content) {
        this.content = content;
    }

    /// Returns examples without fields, to which [#input] and [#target] add them.
    public static Examples named() {
        return new Examples(Held.empty(-1));
    }

    /// Returns examples of at least one row but without fields; needed if all fields come from a [RowSource].
    public static Examples named(int rows) {
        return new Examples(Held.empty(Values.requireAtLeastOne("rows", rows)));
    }

    private static Examples of(FieldColumn x, FieldColumn y) {
        return new Examples(Held.of(x, y));
    }

    /// Returns rows without targets, for predictions or for [#target] to add to.
    public static Examples of(float[][] x) {
        return named().input("x", x);
    }

    /// Returns rows without targets, rounded to float, for predictions or for [#target] to add to.
    public static Examples of(double[][] x) {
        return named().input("x", x);
    }

    /// Returns rows with one number each as the target, for regression.
    public static Examples of(float[][] x, float[] y) {
        return of(FieldColumn.of("x", x), FieldColumn.numbers("y", y));
    }

    /// Returns rows with one number each as the target, for regression; all values are rounded to float.
    public static Examples of(double[][] x, double[] y) {
        return of(FieldColumn.of("x", x), FieldColumn.numbers("y", y));
    }

    /// Returns rows with several numbers each as the target, for regression.
    public static Examples of(float[][] x, float[][] y) {
        return of(FieldColumn.of("x", x), FieldColumn.of("y", y));
    }

    /// Returns rows with several numbers each as the target, for regression; all values are rounded to float.
    public static Examples of(double[][] x, double[][] y) {
        return of(FieldColumn.of("x", x), FieldColumn.of("y", y));
    }

    /// Returns rows with a class index each as the target, from 0.
    public static Examples of(float[][] x, int[] labels) {
        return of(FieldColumn.of("x", x), FieldColumn.labels("y", labels));
    }

    /// Returns rows with a class index each as the target, from 0; the inputs are rounded to float.
    public static Examples of(double[][] x, int[] labels) {
        return of(FieldColumn.of("x", x), FieldColumn.labels("y", labels));
    }

    /// Returns flat rows of `features` values with one number each as the target.
    public static Examples of(float[] x, int features, float[] y) {
        return of(FieldColumn.of("x", x, Values.features(features)), FieldColumn.numbers("y", y));
    }

    /// Returns flat rows of `features` values with a class index each as the target.
    public static Examples of(float[] x, int features, int[] labels) {
        return of(x, Values.features(features), labels);
    }

    /// Returns flat rows of any shape with a class index each as the target.
    public static Examples of(float[] x, Shape row, int[] labels) {
        return of(FieldColumn.of("x", x, row), FieldColumn.labels("y", labels));
    }

    /// Returns rows of `features` values with one number each as the target. The source makes the rows when they are read
    /// and must write finite numbers, which is not checked.
    public static Examples of(RowSource x, int features, float[] y) {
        return of(FieldColumn.of("x", x, TensorType.f32(Values.features(features))), FieldColumn.numbers("y", y));
    }

    /// Returns rows of `features` values with a class index each as the target. The source makes the rows when they are
    /// read and must write finite numbers, which is not checked.
    public static Examples of(RowSource x, int features, int[] labels) {
        return of(FieldColumn.of("x", x, TensorType.f32(Values.features(features))), FieldColumn.labels("y", labels));
    }

    /// Returns examples that are read from a stream, which every epoch opens anew. A shuffled pass fills a buffer from the
    /// stream, draws one of its rows at random and replaces it with the next row of the stream; its order depends only on
    /// the seed, the epoch and the size of the [#buffer].
    ///
    /// @param type the fields of each row; [#type] returns the type of other examples
    /// @param rows the exact number of rows in the stream
    /// @throws ArgumentException if the number of rows is below 1, or the type has no inputs
    public static Examples stream(RowType type, int rows, RowStream stream) {
        return new Examples(Streamed.of(type, rows, stream));
    }

    /// Returns streamed examples that shuffle among `rows` rows in memory, at least 1. The buffer defaults to 10,000 rows.
    ///
    /// @throws ArgumentException if these rows are not from a stream
    public Examples buffer(int rows) {
        return new Examples(Streamed.of(content).buffer(rows));
    }

    /// Adds an input with several numbers per row.
    public Examples input(String name, float[][] rows) {
        return input(FieldColumn.of(name, rows));
    }

    /// Adds an input with several numbers per row, rounded to float.
    public Examples input(String name, double[][] rows) {
        return input(FieldColumn.of(name, rows));
    }

    /// Adds an input of shape `[1]`: one number per row.
    public Examples input(String name, float[] values) {
        return input(FieldColumn.numbers(name, values));
    }

    /// Adds an input of shape `[1]`: one number per row, rounded to float.
    public Examples input(String name, double[] values) {
        return input(FieldColumn.numbers(name, values));
    }

    /// Adds an input with several whole numbers per row, from -2^24 to 2^24, such as the codes of words.
    public Examples input(String name, int[][] rows) {
        return input(FieldColumn.of(name, rows));
    }

    /// Adds an input of shape `[]`: one whole number per row, from -2^24 to 2^24.
    public Examples input(String name, int[] values) {
        return input(FieldColumn.of(name, values, Shape.scalar()));
    }

    /// Adds an input with several truth values per row.
    public Examples input(String name, boolean[][] rows) {
        return input(FieldColumn.of(name, rows));
    }

    /// Adds an input of shape `[]`: one truth value per row.
    public Examples input(String name, boolean[] values) {
        return input(FieldColumn.of(name, values, Shape.scalar()));
    }

    /// Adds an input of flat rows of any shape.
    public Examples input(String name, float[] values, Shape row) {
        return input(FieldColumn.of(name, values, row));
    }

    /// Adds an input of flat rows of any shape that hold whole numbers from -2^24 to 2^24.
    public Examples input(String name, int[] values, Shape row) {
        return input(FieldColumn.of(name, values, row));
    }

    /// Adds an input whose rows, of type `row`, are made when they are read. Whole numbers and truth values are checked
    /// then; the source must write finite real numbers, which is not checked.
    public Examples input(String name, RowSource source, TensorType row) {
        return input(FieldColumn.of(name, source, row));
    }

    private Examples input(FieldColumn column) {
        return new Examples(Held.extensible(content, column.field().name()).input(column));
    }

    /// Adds a target with several numbers per row.
    public Examples target(String name, float[][] rows) {
        return target(FieldColumn.of(name, rows));
    }

    /// Adds a target with several numbers per row, rounded to float.
    public Examples target(String name, double[][] rows) {
        return target(FieldColumn.of(name, rows));
    }

    /// Adds a target of shape `[1]`: one number per row.
    public Examples target(String name, float[] values) {
        return target(FieldColumn.numbers(name, values));
    }

    /// Adds a target of shape `[1]`: one number per row, rounded to float.
    public Examples target(String name, double[] values) {
        return target(FieldColumn.numbers(name, values));
    }

    /// Adds a target with several whole numbers per row, from -2^24 to 2^24.
    public Examples target(String name, int[][] rows) {
        return target(FieldColumn.of(name, rows));
    }

    /// Adds a target of shape `[]`: one whole number per row, such as a class index.
    public Examples target(String name, int[] values) {
        return target(FieldColumn.of(name, values, Shape.scalar()));
    }

    /// Adds a target with several truth values per row, such as which labels apply.
    public Examples target(String name, boolean[][] rows) {
        return target(FieldColumn.of(name, rows));
    }

    /// Adds a target of shape `[]`: one truth value per row.
    public Examples target(String name, boolean[] values) {
        return target(FieldColumn.of(name, values, Shape.scalar()));
    }

    /// Adds a target of flat rows of any shape.
    public Examples target(String name, float[] values, Shape row) {
        return target(FieldColumn.of(name, values, row));
    }

    /// Adds a target of flat rows of any shape that hold whole numbers from -2^24 to 2^24.
    public Examples target(String name, int[] values, Shape row) {
        return target(FieldColumn.of(name, values, row));
    }

    /// Adds a target whose rows, of type `row`, are made when they are read. Whole numbers and truth values are checked
    /// then; the source must write finite real numbers, which is not checked.
    public Examples target(String name, RowSource source, TensorType row) {
        return target(FieldColumn.of(name, source, row));
    }

    private Examples target(FieldColumn column) {
        return new Examples(Held.extensible(content, column.field().name()).target(column));
    }

    /// Adds a target that equals an input, for example for an autoencoder. No values are copied.
    ///
    /// @throws ArgumentException if there is no such input
    public Examples targetFrom(String name, String input) {
        return new Examples(Held.extensible(content, name).targetFrom(name, input));
    }

    /// Returns the rows without their targets; [#target] can add others.
    public Examples withoutTargets() {
        return new Examples(Held.of(content, "withoutTargets").withoutTargets());
    }

    /// Returns the rows with one weight each in the loss, at least 0. Training ends with a
    /// [org.chainrule.error.DivergedException] at a batch whose weights are all 0; if many weights are 0, leave those rows
    /// out with [#rows].
    ///
    /// @throws org.chainrule.error.ShapeException if the number of weights is not the number of rows
    /// @throws ArgumentException if a weight is negative or not finite, or all are 0
    public Examples weights(float... weights) {
        return new Examples(Held.of(content, "weights").weights(weights));
    }

    /// Returns the rows with the weight of each multiplied by that of its class, for classes of unequal size or
    /// importance.
    ///
    /// @param weights the weight of each class
    /// @throws ArgumentException if the only target is not one class index per row, a weight is below 0 or not finite, all
    ///     are 0, or a class has no weight
    public Examples classWeights(float... weights) {
        return new Examples(ClassWeights.weighted(Held.of(content, "classWeights"), weights));
    }

    /// Returns the rows with the given numbers, in that order. No values are copied.
    ///
    /// @throws ArgumentException if there are no numbers, or a number is not that of a row
    public Examples rows(int... numbers) {
        return new Examples(Held.of(content, "rows").rows(numbers));
    }

    /// Divides the rows at random into two parts: about `trainShare` of them to train on, and the others held out. Both
    /// parts keep the order of the rows and have at least one.
    ///
    /// @throws ArgumentException if the share is not above 0 and below 1, or there are fewer than two rows
    public Split split(double trainShare, long seed) {
        return Split.of(this, Splits.trained(trainShare, Splits.random(Held.of(content, "split").size(), seed)));
    }

    /// Divides the rows as [#split] does, with the same share of every class in both parts. The classes are the values of
    /// the only target with one whole number per row.
    ///
    /// @throws ArgumentException as [#split], or if there is not exactly one such target
    public Split stratified(double trainShare, long seed) {
        return Split.of(this, Splits.trained(trainShare, Held.byClass(content, "stratified", seed)));
    }

    /// Divides the rows as [#split] does, with the same share of every class in both parts. The classes are the values of
    /// a target with one whole number or truth value per row.
    ///
    /// @throws ArgumentException as [#split], or if there is no such target
    public Split stratified(double trainShare, long seed, String target) {
        return Split.of(this, Splits.trained(trainShare, Held.byClass(content, "stratified", seed, target)));
    }

    /// Returns `k` random splits for cross-validation, each row held out in exactly one of them.
    ///
    /// @throws ArgumentException if `k` is below 2 or above the number of rows
    public List<Split> folds(int k, long seed) {
        return Split.of(this, Splits.folds(k, Splits.random(Held.of(content, "folds").size(), seed)));
    }

    /// Returns splits as [#folds] does, with the same share of every class in each. The classes are the values of the only
    /// target with one whole number per row.
    ///
    /// @throws ArgumentException as [#folds], or if there is not exactly one such target
    public List<Split> stratifiedFolds(int k, long seed) {
        return Split.of(this, Splits.folds(k, Held.byClass(content, "stratifiedFolds", seed)));
    }

    /// Returns splits as [#folds] does, with the same share of every class in each. The classes are the values of a target
    /// with one whole number or truth value per row.
    ///
    /// @throws ArgumentException as [#folds], or if there is no such target
    public List<Split> stratifiedFolds(int k, long seed, String target) {
        return Split.of(this, Splits.folds(k, Held.byClass(content, "stratifiedFolds", seed, target)));
    }

    /// Returns the number of rows.
    ///
    /// @throws ArgumentException if all fields come from a [RowSource] and no number was passed to [#named(int)]
    public int size() {
        return content.size();
    }

    /// Returns whether the rows come from a stream and can only be read in order.
    public boolean streamed() {
        return content instanceof Streamed;
    }

    /// Returns the fields of each row.
    public RowType type() {
        return content.type();
    }

    /// Returns the number of values in a row of the only input, with errors as [#row].
    public int features() {
        return row().elements();
    }

    /// Returns the shape of a row of the only input.
    ///
    /// @throws ArgumentException if there is not exactly one input
    public Shape row() {
        return type().onlyInput().type().shape();
    }

    /// Writes a row of the input at index `field` of [RowType#inputs] to `out`, starting at index `at`.
    public void readInput(int field, int row, float[] out, int at) {
        Held.of(content, "readInput").inputs().get(field).source().read(row, out, at);
    }

    /// Writes a row of the target at index `field` of [RowType#targets] to `out`, starting at index `at`.
    public void readTarget(int field, int row, float[] out, int at) {
        Held.of(content, "readTarget").targets().get(field).source().read(row, out, at);
    }

    /// Returns whether each row has a weight.
    public boolean weighted() {
        return type().weighted();
    }

    /// Returns the weight of a row, or 1 if the rows have no weights.
    public float weight(int row) {
        return Held.of(content, "weight").weight(row);
    }

    /// Returns a pass over all rows in the random order of an epoch, which depends on the seed and the epoch.
    ///
    /// @param epoch the number of the epoch, from 1
    public Pass shuffled(long seed, int epoch) {
        return content.shuffled(seed, epoch);
    }

    /// Returns a pass over all rows in order, as epoch 0.
    public Pass inOrder() {
        return content.inOrder();
    }

    /// Returns all rows in order as one batch with its own arrays.
    public Batch batch() {
        return inOrder().batches(size(), 0, Grouping.INLINE).iterator().next();
    }

    @Override
    public String toString() {
        return content.toString();
    }
}
