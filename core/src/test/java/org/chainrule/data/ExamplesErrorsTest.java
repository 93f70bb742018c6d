package org.chainrule.data;

import static org.chainrule.testing.Mistakes.assertMessage;
import static org.chainrule.testing.Mistakes.missing;
import static org.chainrule.testing.Mistakes.mistake;

import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Invalid calls and the whole message of each.
class ExamplesErrorsTest {
    private static final float[][] X = {{1, 2}, {3, 4}};
    private static final float[] Y = {1, 2};
    private static final TensorType WHOLE = TensorType.i32(Shape.of(2));

    static Stream<Arguments> factories() {
        return Stream.of(
                mistake(() -> Examples.of(new float[5], 2, Y),
                        "examples: the number of values is not a multiple of the row size: x has 5 values, row [2] = 2"),
                mistake(() -> Examples.of(new float[6], 2, Y),
                        "examples: the number of rows differs: x has 3 rows of [2], target has 2 rows"),
                mistake(() -> Examples.of(X, new int[]{0}),
                        "examples: the number of rows differs: x has 2 rows of [2], target has 1 rows"),
                mistake(() -> Examples.of(new float[4], 0, Y), "examples: features is 0, expected at least 1"),
                mistake(() -> Examples.of(new float[2][0], Y),
                        "examples: the rows of x hold no values, expected at least one"),
                mistake(() -> Examples.of(X, new float[2][0]),
                        "examples: the rows of y hold no values, expected at least one"),
                mistake(() -> Examples.of(X, new float[][]{{1}, {1, 2}}),
                        "examples: rows of y differ in length: row 0 has 1, row 1 has 2"),
                mistake(() -> Examples.of(new float[][]{{1}, missing()}, Y),
                        "examples: number 1 of x is null, expected a value"),
                mistake(() -> Examples.of(new double[][]{{1}, missing()}, new int[2]),
                        "examples: number 1 of x is null, expected a value"),
                mistake(() -> Examples.of(X, (float[]) missing()), "examples: y is null, expected a value"),
                mistake(() -> Examples.of(X, (int[]) missing()), "examples: labels is null, expected a value"),
                mistake(() -> Examples.of((RowSource) missing(), 2, Y), "examples: x is null, expected a value"),
                mistake(() -> Examples.of((float[]) missing(), 2, Y), "examples: x is null, expected a value"),
                mistake(() -> Examples.of(new float[4], (Shape) missing(), new int[2]),
                        "examples: row is null, expected a value"),
                mistake(() -> Examples.of(new float[4], Shape.batch(2), new int[2]),
                        "examples: the row [n, 2] has a batch axis, expected known sizes"),
                mistake(() -> Examples.of(new float[][]{{1, Float.NaN}}, new int[]{0}), "examples: x holds NaN in row"
                        + " 0, column 1, expected finite numbers; fill or drop missing values first"),
                mistake(() -> Examples.of(X, new float[]{1, Float.POSITIVE_INFINITY}), "examples: y holds Infinity in"
                        + " row 1, column 0, expected finite numbers; fill or drop missing values first"),
                mistake(() -> Examples.of(new double[][]{{1, 1e39}}, new int[]{0}), "examples: x holds 1.0E39 in row"
                        + " 0, column 1, expected numbers within the range of float, up to 3.4e38; scale them first"),
                mistake(() -> Examples.of(new double[][]{{1}}, new double[]{Double.NaN}), "examples: y holds NaN in"
                        + " row 0, column 0, expected finite numbers; fill or drop missing values first"),
                mistake(() -> Examples.of(X, new int[]{0, -1}),
                        "examples: label -1 in row 1, expected class indices from 0 to 2^24"),
                mistake(() -> Examples.of(new float[0][], new float[0]),
                        "examples: got no rows, expected at least one"),
                mistake(() -> Examples.of(new float[0][]), "examples: got no rows, expected at least one"),
                mistake(() -> Examples.of(X, Y).rows(2), "rows: there is no row 2, expected 0 to 1"),
                mistake(() -> Examples.of(X, Y).rows(), "rows: got no numbers, expected at least one"),
                mistake(() -> Examples.of(X, Y).rows((int[]) missing()), "rows: numbers is null, expected a value"),
                mistake(() -> Examples.of(X, Y).weights(1),
                        "examples: the number of weights differs: 2 rows, 1 weights"),
                mistake(() -> Examples.of(X, Y).weights(1, -1),
                        "examples: weight -1.0 in row 1, expected a finite number of at least 0"),
                mistake(() -> Examples.of(X, Y).weights(1, Float.NaN),
                        "examples: weight NaN in row 1, expected a finite number of at least 0"),
                mistake(() -> Examples.of(X, Y).weights(0, 0),
                        "examples: all weights are 0, expected at least one above 0"));
    }

    static Stream<Arguments> fields() {
        return Stream.of(
                mistake(() -> Examples.of(X).input("c", new int[]{1, 2, 3}), "examples: the number of rows differs:"
                        + " c has 3 rows of [], the others have 2"),
                mistake(() -> Examples.of(X).input("x", X).type(),
                        "examples: two inputs are named \"x\", expected a different name for each"),
                mistake(() -> Examples.of(X).target("p", Y).target("p", Y).type(),
                        "examples: two targets are named \"p\", expected a different name for each"),
                mistake(() -> Examples.of(X).input(" ", X),
                        "examples: the name of a field is blank, expected a word such as x"),
                mistake(() -> Examples.of(X).input(missing(), Y), "examples: name is null, expected a value"),
                mistake(() -> Examples.of(X).input("c", (int[][]) missing()), "examples: c is null, expected a value"),
                mistake(() -> Examples.of(X).input("c", new int[][]{{1, 2}, {3}}),
                        "examples: rows of c differ in length: row 0 has 2, row 1 has 1"),
                mistake(() -> Examples.of(X).input("c", new int[]{1, 2, 3}, Shape.of(2)),
                        "examples: the number of values is not a multiple of the row size: c has 3 values, row [2] = 2"),
                mistake(() -> Examples.of(X).input("c", new int[][]{{1, 2}, {3, 16_777_217}}), "examples: c holds"
                        + " 16777217 in row 1, column 1, expected whole numbers from -2^24 to 2^24"),
                mistake(() -> Examples.of(X).target("c", new int[]{-16_777_217, 0}), "examples: c holds -16777217 in"
                        + " row 0, column 0, expected whole numbers from -2^24 to 2^24"),
                mistake(() -> Examples.of(X).input("c", (RowSource) missing(), WHOLE),
                        "examples: c is null, expected a value"),
                mistake(() -> Examples.of(X).input("c", source(0), missing()),
                        "examples: type is null, expected a value"),
                mistake(() -> Examples.of(X).input("c", source(1.5f), WHOLE).batch(), "examples: c holds 1.5 in row 0,"
                        + " column 1, expected whole numbers from -2^24 to 2^24"),
                mistake(() -> Examples.of(X).input("c", source(1 << 25), WHOLE).batch(), "examples: c holds"
                        + " 3.3554432E7 in row 0, column 1, expected whole numbers from -2^24 to 2^24"),
                mistake(() -> Examples.of(X).input("c", source(Float.NaN), WHOLE).batch(), "examples: c holds NaN in"
                        + " row 0, column 1, expected whole numbers from -2^24 to 2^24"),
                mistake(() -> Examples.of(X).target("c", source(2), TensorType.bool(Shape.of(2))).batch(),
                        "examples: c holds 2.0 in row 0, column 1, expected 0 or 1"),
                mistake(() -> Examples.of(X).targetFrom("y", "z"),
                        "examples: there is no input \"z\", expected \"x\""),
                mistake(() -> Examples.of(X, Y).type().target("z"),
                        "examples: there is no target \"z\", expected \"y\""),
                mistake(() -> Examples.of(X).type().target("z"),
                        "examples: there is no target \"z\"; these rows have no targets"),
                mistake(() -> Examples.of(X).input("c", Y).type().input("z"),
                        "examples: there is no input \"z\", expected \"x\" or \"c\""),
                mistake(() -> Examples.named(0), "examples: rows is 0, expected at least 1"),
                mistake(() -> Examples.named().input("x", source(0), WHOLE).size(), "examples: the number of rows is"
                        + " unknown, because every field comes from a RowSource; begin with Examples.named(rows)"),
                mistake(() -> Examples.named(3).inOrder(),
                        "examples: there are no inputs; add one with input(name, ...)"),
                mistake(() -> Examples.named().input("x", source(0), WHOLE).inOrder(), "examples: the number of rows"
                        + " is unknown, because every field comes from a RowSource; begin with Examples.named(rows)"),
                mistake(() -> Examples.of(X).input("c", Y).features(),
                        "row: there are 2 inputs, expected one; use type() to find the shape of each"),
                mistake(() -> Examples.of(X).buffer(5), "buffer: these rows are not from a stream, so all of them are"
                        + " shuffled and need no buffer"),
                mistake(() -> Examples.of(X).inOrder().batches(0), "batches: the size is 0, expected at least 1"),
                mistake(() -> Examples.of(X).inOrder().batches(1, 3),
                        "batches: skip is 3, expected 0 to 2, the number of batches"),
                mistake(() -> Examples.of(X).inOrder().batches(1, -1),
                        "batches: skip is -1, expected 0 to 2, the number of batches"));
    }

    static Stream<Arguments> splits() {
        return Stream.of(
                mistake(() -> Examples.of(X, Y).split(1, 0),
                        "split: the share to train on is 1.0, expected more than 0 and less than 1"),
                mistake(() -> Examples.of(X, Y).split(Double.NaN, 0),
                        "split: the share to train on is NaN, expected more than 0 and less than 1"),
                mistake(() -> Examples.of(X, Y).rows(0).split(0.5, 0),
                        "split: there is one row, expected at least two"),
                mistake(() -> Examples.of(X, Y).folds(1, 0), "folds: k is 1, expected 2 to 2, the number of rows"),
                mistake(() -> Examples.of(X, Y).folds(3, 0), "folds: k is 3, expected 2 to 2, the number of rows"),
                mistake(() -> Examples.of(X, Y).stratified(0.5, 0), "stratified: there are 0 targets with one whole"
                        + " number per row, expected one; pass the name of the target to stratify by, the rows hold x f32[2] -> y f32[1]"),
                mistake(() -> Examples.of(X, new int[2]).target("z", new int[2]).stratifiedFolds(2, 0),
                        "stratifiedFolds: there are 2 targets with one whole number per row, expected one; pass the"
                                + " name of the target to stratify by, the rows hold x f32[2] -> y i32[], z i32[]"),
                mistake(() -> Examples.of(X, Y).stratified(0.5, 0, "y"),
                        "stratified: the target \"y\" is f32[1], expected one whole number or truth value per row"),
                mistake(() -> Examples.of(X, Y).stratifiedFolds(2, 0, "z"),
                        "examples: there is no target \"z\", expected \"y\""));
    }

    static Stream<Arguments> streams() {
        Examples stream = Examples.stream(Examples.of(X, Y).type(), 2, () -> Stream.of(Row.of(X[0], 1)));
        String inOrder = ": the rows of a stream can only be read in order; do this in the code that makes the stream";
        return Stream.of(
                mistake(() -> stream.rows(0), "rows" + inOrder),
                mistake(() -> stream.weights(1, 1), "weights" + inOrder),
                mistake(() -> stream.weight(0), "weight" + inOrder),
                mistake(() -> stream.split(0.5, 0), "split" + inOrder),
                mistake(() -> stream.stratified(0.5, 0), "stratified" + inOrder),
                mistake(() -> stream.stratified(0.5, 0, "y"), "stratified" + inOrder),
                mistake(() -> stream.folds(2, 0), "folds" + inOrder),
                mistake(() -> stream.stratifiedFolds(2, 0), "stratifiedFolds" + inOrder),
                mistake(() -> stream.stratifiedFolds(2, 0, "y"), "stratifiedFolds" + inOrder),
                mistake(() -> stream.readInput(0, 0, new float[2], 0), "readInput" + inOrder),
                mistake(() -> stream.readTarget(0, 0, new float[2], 0), "readTarget" + inOrder),
                mistake(() -> stream.input("c", X),
                        "examples: c cannot be added to a stream; name it in the stream's type"),
                mistake(() -> stream.targetFrom("z", "x"),
                        "examples: z cannot be added to a stream; name it in the stream's type"),
                mistake(() -> Row.of(missing(), 1), "row: x is null, expected a value"),
                mistake(() -> Row.of(X[0], (float[]) missing()), "row: y is null, expected a value"),
                mistake(() -> new Row(List.of(), missing(), 1), "row: targets is null, expected a value"),
                mistake(() -> stream.buffer(0), "examples: buffer is 0, expected at least 1"),
                mistake(() -> Examples.stream(stream.type(), 0, Stream::empty),
                        "examples: rows is 0, expected at least 1"),
                mistake(() -> Examples.stream(missing(), 1, Stream::empty), "examples: type is null, expected a value"),
                mistake(() -> Examples.stream(stream.type(), 1, missing()),
                        "examples: stream is null, expected a value"),
                mistake(() -> Examples.stream(new RowType(List.of(), List.of(), false), 1, Stream::empty),
                        "examples: there are no inputs; add one with input(name, ...)"));
    }

    private static RowSource source(float second) {
        return (row, out, at) -> out[at + 1] = second;
    }

    @ParameterizedTest
    @MethodSource({"factories", "fields", "splits", "streams"})
    void messages(String message, ThrowingCallable code) {
        assertMessage(message, code);
    }
}
