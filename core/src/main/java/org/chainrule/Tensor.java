package org.chainrule;

import static org.chainrule.ir.BinaryFunction.ADD;
import static org.chainrule.ir.BinaryFunction.DIV;
import static org.chainrule.ir.BinaryFunction.EQUAL;
import static org.chainrule.ir.BinaryFunction.LESS;
import static org.chainrule.ir.BinaryFunction.LESS_EQUAL;
import static org.chainrule.ir.BinaryFunction.MAX;
import static org.chainrule.ir.BinaryFunction.MIN;
import static org.chainrule.ir.BinaryFunction.MUL;
import static org.chainrule.ir.BinaryFunction.SUB;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.grad.Backward;
import org.chainrule.ir.BinaryFunction;
import org.chainrule.ir.Node;
import org.chainrule.ir.Nodes;
import org.chainrule.ir.Op;
import org.chainrule.ir.Reduction;
import org.chainrule.ir.TypeRules;
import org.chainrule.ir.UnaryFunction;
import org.chainrule.type.DType;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;

/// An immutable array of numbers with a shape, or a computation that produces one.
///
/// ```java
/// Tensor v = Tensor.of(1, 2, 3);
/// Tensor g = v.square().sum().gradient(v);   // [2, 4, 6]
/// Tensor h = g.sum().gradient(v);            // gradients of gradients: [2, 2, 2]
/// ```
///
/// Operations return new tensors and [#values] returns the numbers. Evaluation is lazy: an operation only checks the
/// shapes and records the work, so a wrong shape throws at the line that caused it. Requesting values runs all recorded
/// work at once, in planned memory. A computation that runs many times belongs in a [Program].
///
/// Operations on two tensors broadcast as in NumPy: axes of size 1 and missing leading axes are repeated. Axes count
/// from 0, or from the end as -1, -2, ... Wrong shapes throw [ShapeException], wrong arguments [ArgumentException].
public final class Tensor {
    private final Node node;

    private Tensor(Node node) {
        this.node = node;
    }

    // ---- Making tensors

    /// Returns a vector of the given numbers, of shape `[count]`.
    public static Tensor of(float... values) {
        ArgumentException.requireNotNull("tensor", "values", values);
        return of(values, Shape.of(values.length));
    }

    /// Returns a tensor with one number, of shape `[]`.
    public static Tensor scalar(double value) {
        return new Tensor(Nodes.literal(value));
    }

    /// Returns a matrix with the given rows, of shape `[rows, columns]`.
    ///
    /// @throws ShapeException if the rows differ in length
    public static Tensor of(float[][] rows) {
        ArgumentException.requireNoneNull("tensor", "rows", rows);
        int columns = rows.length == 0 ? 0 : rows[0].length;
        float[] flat = new float[Math.multiplyExact(rows.length, columns)];
        for (int row = 0; row < rows.length; row++) {
            if (rows[row].length != columns) {
                throw new ShapeException("tensor", "rows differ in length", "row 0 has " + columns,
                        "row " + row + " has " + rows[row].length);
            }
            System.arraycopy(rows[row], 0, flat, row * columns, columns);
        }
        return owned(TensorType.f32(Shape.of(rows.length, columns)), flat);
    }

    /// Returns a tensor with the given values, row by row, in a shape. The array is copied.
    ///
    /// @throws ShapeException if the number of values does not fit the shape
    public static Tensor of(float[] values, Shape shape) {
        ArgumentException.requireNotNull("tensor", "values", values);
        ArgumentException.requireNotNull("tensor", "shape", shape);
        if (shape.hasBatch() || shape.elements() != values.length) {
            throw new ShapeException("tensor", "the number of values does not fit the shape", values.length + " values",
                    "shape " + shape);
        }
        return owned(TensorType.f32(shape), values.clone());
    }

    /// Returns a vector of whole numbers, such as class labels or row numbers, of shape `[count]`.
    ///
    /// @throws ArgumentException if a number is below -2^24 or above 2^24
    public static Tensor ofInts(int... values) {
        ArgumentException.requireNotNull("tensor", "values", values);
        float[] exact = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            if (Math.abs((long) values[i]) > DType.MAX_WHOLE) {
                throw new ArgumentException("values", "tensor: the whole number " + values[i] + " at position " + i
                        + " is beyond 2^24, expected -16777216 to 16777216");
            }
            exact[i] = values[i];
        }
        return owned(TensorType.i32(Shape.of(values.length)), exact);
    }

    /// Returns a placeholder for real numbers that a [Program] receives when it runs. With a shape made by
    /// [Shape#batch] it accepts any number of rows.
    public static Tensor input(String name, Shape shape) {
        ArgumentException.requireNotNull("input", "shape", shape);
        return input(name, new TensorType(DType.F32, shape));
    }

    /// Returns a placeholder for data of another element type, such as class labels.
    public static Tensor input(String name, TensorType type) {
        ArgumentException.requireNotNull("input", "name", name);
        ArgumentException.requireNotNull("input", "type", type);
        return new Tensor(Node.input(name, type));
    }

    /// Returns a tensor that holds one number in every element.
    public static Tensor fill(double value, Shape shape) {
        ArgumentException.requireNotNull("fill", "shape", shape);
        return new Tensor(Nodes.fill(value, shape));
    }

    /// Returns uniform random numbers in [0, 1) that depend only on the stream, the purpose and the position. A stream
    /// is a tensor of five whole numbers: the seed in pieces of 24, 24 and 16 bits, then two counters such as epoch and
    /// step.
    public static Tensor uniform(String purpose, Shape shape, Tensor stream) {
        ArgumentException.requireNotNull("uniform", "purpose", purpose);
        ArgumentException.requireNotNull("uniform", "shape", shape);
        ArgumentException.requireNotNull("uniform", "stream", stream);
        return named("uniform", () -> stream.then(new Op.Random(purpose, shape)));
    }

    /// Returns uniform random numbers in [0, 1) that depend only on the seed and the position: they are the same on
    /// every machine and in every run. For another range, multiply and add.
    public static Tensor uniform(Shape shape, long seed) {
        return uniform("uniform", shape, Noise.stream(seed));
    }

    /// Returns normal random numbers with mean 0 and standard deviation 1 that depend only on the seed and the
    /// position, like those of [#uniform(Shape, long)]. No magnitude exceeds 5.8.
    public static Tensor normal(Shape shape, long seed) {
        return normal("normal", shape, Noise.stream(seed));
    }

    /// Returns normal random numbers with mean 0 and standard deviation 1, drawn from a stream; see [#uniform(String,
    /// Shape, Tensor)].
    public static Tensor normal(String purpose, Shape shape, Tensor stream) {
        ArgumentException.requireNotNull("normal", "purpose", purpose);
        ArgumentException.requireNotNull("normal", "shape", shape);
        ArgumentException.requireNotNull("normal", "stream", stream);
        return named("normal", () -> Noise.normal(purpose, shape, stream));
    }

    /// Returns the whole numbers 0 to `count - 1`, of shape `[count]` and type I32. They serve directly as indices;
    /// cast them to F32 for arithmetic.
    ///
    /// @throws ArgumentException if `count` is below 1 or above 2^24
    public static Tensor iota(int count) {
        return Axes.iota(count);
    }

    /// Returns truth values `[size, size]` that are true on and below the diagonal. As a causal attention mask, row `i`
    /// lists the positions (columns) that position `i` may see: itself and those before it.
    ///
    /// @throws ArgumentException if `size` is below 1 or above 2^24
    public static Tensor lowerTriangle(int size) {
        return named("lowerTriangle", () -> Axes.lowerTriangle(size));
    }

    /// Returns the number of elements along an axis, as a scalar; along the batch axis it is known when a program runs.
    static Tensor size(Shape shape, int axis) {
        return new Tensor(Nodes.size(shape, axis));
    }

    /// Returns the tensor of a node.
    static Tensor made(Node node) {
        return new Tensor(node);
    }

    /// Returns a tensor backed by an array that nothing else writes.
    static Tensor owned(TensorType type, float[] values) {
        return new Tensor(Node.data(type, values));
    }

    // ---- Reading tensors

    /// Returns the sizes of the axes.
    public Shape shape() {
        return node.shape();
    }

    /// Returns the element type and the shape.
    public TensorType type() {
        return node.type();
    }

    /// Returns a copy of the values, row by row. The first call computes them.
    public float[] values() {
        return resolved().clone();
    }

    /// Returns the value of a tensor with one element.
    ///
    /// @throws ShapeException if this tensor has more than one element
    public float value() {
        requireOne("value");
        return resolved()[0];
    }

    /// Returns the value at a position, given as one index per axis.
    ///
    /// @throws ArgumentException if the number of indices is not the rank, or an index is out of range
    public float at(int... position) {
        ArgumentException.requireNotNull("at", "position", position);
        if (position.length != shape().rank()) {
            throw new ArgumentException("position", "at: got " + position.length + " indices for " + shape());
        }
        int offset = 0;
        for (int axis = 0; axis < position.length; axis++) {
            if (position[axis] < 0 || position[axis] >= shape().size(axis)) {
                throw new ArgumentException("position", "at: index " + position[axis] + " of axis " + axis
                        + " is outside " + shape());
            }
            offset = offset * shape().size(axis) + position[axis];
        }
        return resolved()[offset];
    }

    /// Returns a copy of the values of a matrix, one array per row.
    ///
    /// @throws ShapeException if this tensor is not a matrix
    public float[][] rows() {
        if (shape().rank() != 2) {
            throw new ShapeException("rows", "expects a matrix", "operand " + shape());
        }
        float[] all = resolved();
        int columns = shape().size(1);
        float[][] rows = new float[shape().size(0)][];
        Arrays.setAll(rows, row -> Arrays.copyOfRange(all, row * columns, (row + 1) * columns));
        return rows;
    }

    /// Returns a copy of the values of a tensor of whole numbers or truth values, as whole numbers.
    ///
    /// @throws ShapeException if the tensor holds real numbers
    public int[] ints() {
        if (type().dtype() == DType.F32) {
            throw new ShapeException("ints", "expects whole numbers; cast the operand to I32 first",
                    "operand " + type());
        }
        float[] all = resolved();
        int[] whole = new int[all.length];
        Arrays.setAll(whole, i -> (int) all[i]);
        return whole;
    }

    /// Computes the values of several tensors in one program, which does their shared work once. Requests for their
    /// values then only copy.
    ///
    /// ```java
    /// Tensor.all(loss, gradient);
    /// float now = loss.value();
    /// ```
    public static void all(Tensor... tensors) {
        ArgumentException.requireNoneNull("all", "tensors", tensors);
        EagerEvaluation.evaluate(Stream.of(tensors).map(Tensor::node).toList());
    }

    /// Returns the values without the computation behind them: plain data, through which no gradient flows.
    ///
    /// A loop that makes each tensor from the previous one needs no call of this method. The library keeps the
    /// computation behind an evaluated tensor up to 131,072 operations or an eighth of the heap, releases older parts,
    /// and refuses a gradient that would pass through a released part. Operations whose values are never requested are
    /// all kept, and run in the end as one program; in a long loop, request values from time to time, with [#all] for
    /// several tensors.
    public Tensor detach() {
        return owned(type(), resolved());
    }

    /// Returns the values as text if they are known: nested brackets, aligned columns, `...` in place of the middle of
    /// long axes, and the element type unless it is F32. If the values are not computed yet, returns the name and the
    /// type; printing computes nothing.
    @Override
    public String toString() {
        float[] known = node.values();
        if (known == null) {
            return (node.op() instanceof Op.Input(String name) ? name + " " : "") + type();
        }
        return Printed.of(type(), known);
    }

    /// Returns the array of values itself, which callers only read.
    float[] resolved() {
        float[] known = node.values();
        if (known == null) {
            EagerEvaluation.evaluate(List.of(node));
            known = Objects.requireNonNull(node.values());
        }
        return known;
    }

    Node node() {
        return node;
    }

    // ---- One tensor, element by element

    /// Returns `-x`.
    public Tensor neg() {
        return unary(UnaryFunction.NEG);
    }

    /// Returns `|x|`.
    public Tensor abs() {
        return unary(UnaryFunction.ABS);
    }

    /// Returns the sign of x: -1, 0 or 1.
    public Tensor sign() {
        return unary(UnaryFunction.SIGN);
    }

    /// Returns the largest whole number not above x.
    public Tensor floor() {
        return unary(UnaryFunction.FLOOR);
    }

    /// Returns the square root of x.
    public Tensor sqrt() {
        return unary(UnaryFunction.SQRT);
    }

    /// Returns `x * x`.
    public Tensor square() {
        return named("square", () -> mul(this));
    }

    /// Returns `e^x`.
    public Tensor exp() {
        return unary(UnaryFunction.EXP);
    }

    /// Returns `e^x - 1`, accurate near 0.
    public Tensor expm1() {
        return unary(UnaryFunction.EXPM1);
    }

    /// Returns the natural logarithm of x.
    public Tensor log() {
        return unary(UnaryFunction.LOG);
    }

    /// Returns `ln(1 + x)`, accurate near 0.
    public Tensor log1p() {
        return unary(UnaryFunction.LOG1P);
    }

    /// Returns the hyperbolic tangent of x.
    public Tensor tanh() {
        return unary(UnaryFunction.TANH);
    }

    /// Returns the logistic function `1 / (1 + e^-x)`.
    public Tensor sigmoid() {
        return unary(UnaryFunction.SIGMOID);
    }

    /// Returns the error function of x.
    public Tensor erf() {
        return unary(UnaryFunction.ERF);
    }

    /// Returns the sine of x, in radians.
    public Tensor sin() {
        return unary(UnaryFunction.SIN);
    }

    /// Returns the cosine of x, in radians.
    public Tensor cos() {
        return unary(UnaryFunction.COS);
    }

    /// Returns the rectified linear unit `max(x, 0)`, whose gradient at 0 is 0.
    public Tensor relu() {
        return named("relu", () -> binary(MAX, scalar(0)));
    }

    /// Returns the values converted to another element type.
    public Tensor cast(DType dtype) {
        ArgumentException.requireNotNull("cast", "dtype", dtype);
        return then(new Op.Cast(dtype));
    }

    /// Returns the same values; no gradient flows through the result.
    public Tensor stopGradient() {
        return then(new Op.StopGradient());
    }

    /// Returns the same values, marked for recomputation: values between `input` and this tensor are not kept for the
    /// backward pass but computed again there. This saves memory at the price of more work. Gradients are the same to
    /// the last bit.
    ///
    /// @param input a tensor that this one was computed from; both are kept
    public Tensor recomputedFrom(Tensor input) {
        ArgumentException.requireNotNull("recomputedFrom", "input", input);
        return new Tensor(Node.of(new Op.Recompute(Op.Recomputation.RESULT), node, input.node));
    }

    // ---- Two tensors, element by element

    /// Returns `x + y`.
    public Tensor add(Tensor y) {
        return binary(ADD, y);
    }

    /// Returns `x + y`.
    public Tensor add(double y) {
        return add(scalar(y));
    }

    /// Returns `x - y`.
    public Tensor sub(Tensor y) {
        return binary(SUB, y);
    }

    /// Returns `x - y`.
    public Tensor sub(double y) {
        return sub(scalar(y));
    }

    /// Returns `x * y`, element by element.
    public Tensor mul(Tensor y) {
        return binary(MUL, y);
    }

    /// Returns `x * y`.
    public Tensor mul(double y) {
        return mul(scalar(y));
    }

    /// Returns `x / y`.
    public Tensor div(Tensor y) {
        return binary(DIV, y);
    }

    /// Returns `x / y`.
    public Tensor div(double y) {
        return div(scalar(y));
    }

    /// Returns `x^y` for one exponent. A negative base requires a whole exponent; any other exponent yields NaN. Whole
    /// exponents up to 64 are computed as products, others as exponentials of logarithms. For exponents of at least 0,
    /// the gradient at 0 is the limit of `y x^(y-1)`, which is infinite for exponents between 0 and 1.
    ///
    /// @throws ArgumentException if the exponent is not finite
    public Tensor pow(double y) {
        return named("pow", () -> Powers.pow(this, y));
    }

    /// Returns `x^y`, element by element. A negative base requires a whole exponent; any other exponent yields NaN. No
    /// gradient flows to an exponent whose base is 0.
    public Tensor pow(Tensor y) {
        ArgumentException.requireNotNull("pow", "y", y);
        return named("pow", () -> Powers.pow(this, y));
    }

    /// Returns the larger of two values, or NaN if one is NaN. At a tie the whole gradient goes to `y`. For the largest
    /// element of one tensor, see [#max].
    public Tensor maximum(Tensor y) {
        return pair("maximum", MAX, y);
    }

    /// Returns the larger of the value and a number.
    public Tensor maximum(double y) {
        return maximum(scalar(y));
    }

    /// Returns the smaller of two values, or NaN if one is NaN. At a tie the whole gradient goes to `y`. For the
    /// smallest element of one tensor, see [#min].
    public Tensor minimum(Tensor y) {
        return pair("minimum", MIN, y);
    }

    /// Returns the smaller of the value and a number.
    public Tensor minimum(double y) {
        return minimum(scalar(y));
    }

    /// Returns the values limited to the range from `low` to `high`.
    ///
    /// @throws ArgumentException if `low` is above `high`, or one is NaN
    public Tensor clamp(double low, double high) {
        if (!(low <= high)) {
            throw new ArgumentException("low", "clamp: low is " + low + " and high is " + high
                    + ", expected low <= high");
        }
        return named("clamp", () -> maximum(low).minimum(high));
    }

    /// Returns whether `x < y`.
    public Tensor less(Tensor y) {
        return binary(LESS, y);
    }

    /// Returns whether `x < y`, compared as real numbers.
    public Tensor less(double y) {
        return Kinds.real(this).less(scalar(y));
    }

    /// Returns whether `x <= y`.
    public Tensor lessEqual(Tensor y) {
        return binary(LESS_EQUAL, y);
    }

    /// Returns whether `x <= y`, compared as real numbers.
    public Tensor lessEqual(double y) {
        return Kinds.real(this).lessEqual(scalar(y));
    }

    /// Returns whether `x > y`.
    public Tensor greater(Tensor y) {
        return swapped("greater", LESS, y);
    }

    /// Returns whether `x > y`, compared as real numbers.
    public Tensor greater(double y) {
        return Kinds.real(this).greater(scalar(y));
    }

    /// Returns whether `x >= y`.
    public Tensor greaterEqual(Tensor y) {
        return swapped("greaterEqual", LESS_EQUAL, y);
    }

    /// Returns whether `x >= y`, compared as real numbers.
    public Tensor greaterEqual(double y) {
        return Kinds.real(this).greaterEqual(scalar(y));
    }

    /// Returns whether `x == y`.
    public Tensor equal(Tensor y) {
        return binary(EQUAL, y);
    }

    /// Returns whether `x == y`, compared as real numbers.
    public Tensor equal(double y) {
        return Kinds.real(this).equal(scalar(y));
    }

    /// Returns whether `x != y`; NaN is unequal to everything.
    public Tensor notEqual(Tensor y) {
        ArgumentException.requireNotNull("notEqual", "y", y);
        return named("notEqual", () -> equal(y).not());
    }

    /// Returns whether `x != y`, compared as real numbers.
    public Tensor notEqual(double y) {
        return equal(y).not();
    }

    // ---- Truth values

    /// Returns whether both truth values are true.
    public Tensor and(Tensor y) {
        ArgumentException.requireNotNull("and", "y", y);
        return Kinds.and(this, y);
    }

    /// Returns whether at least one of two truth values is true.
    public Tensor or(Tensor y) {
        ArgumentException.requireNotNull("or", "y", y);
        return Kinds.or(this, y);
    }

    /// Returns whether exactly one of two truth values is true.
    public Tensor xor(Tensor y) {
        ArgumentException.requireNotNull("xor", "y", y);
        return Kinds.xor(this, y);
    }

    /// Returns the negation of the truth values.
    public Tensor not() {
        return Kinds.not(this);
    }

    /// Returns, element by element, `yes` where this tensor of truth values is true and `no` elsewhere.
    public Tensor where(Tensor yes, Tensor no) {
        ArgumentException.requireNotNull("where", "yes", yes);
        ArgumentException.requireNotNull("where", "no", no);
        return named("where",
                () -> new Tensor(Nodes.select(node, yes.node, no.node)));
    }

    /// Returns, element by element, `yes` where this tensor of truth values is true and the number `no` elsewhere.
    ///
    /// @throws ArgumentException if the number does not fit the element type of `yes`
    public Tensor where(Tensor yes, double no) {
        ArgumentException.requireNotNull("where", "yes", yes);
        return where(yes, Kinds.like(yes, "no", no));
    }

    /// Returns, element by element, the number `yes` where this tensor of truth values is true and `no` elsewhere.
    ///
    /// @throws ArgumentException if the number does not fit the element type of `no`
    public Tensor where(double yes, Tensor no) {
        ArgumentException.requireNotNull("where", "no", no);
        return where(Kinds.like(no, "yes", yes), no);
    }

    /// Returns, element by element, the number `yes` where this tensor of truth values is true and the number `no`
    /// elsewhere.
    public Tensor where(double yes, double no) {
        return where(scalar(yes), scalar(no));
    }

    // ---- Matrices

    /// Returns the matrix product over the last two axes: `[.., m, k] x [.., k, n] -> [.., m, n]`.
    ///
    /// Leading axes broadcast: axes that have size 1 or are missing on one side are repeated. A vector on the left acts
    /// as a row and a vector on the right as a column, without an axis in the result: `[.., m, k] x [k] -> [.., m]`,
    /// `[k] x [.., k, n] -> [.., n]`, `[k] x [k] -> []`.
    public Tensor matmul(Tensor y) {
        ArgumentException.requireNotNull("matmul", "y", y);
        return named("matmul", () -> Products.matmul(this, y));
    }

    /// Returns the tensor with its last two axes exchanged.
    public Tensor transpose() {
        int rank = shape().rank();
        if (rank < 2) {
            throw new ShapeException("transpose", "expects at least two axes", "operand " + shape());
        }
        int[] order = new int[rank];
        Arrays.setAll(order, axis -> axis < rank - 2 ? axis : 2 * rank - 3 - axis);
        return permute(order);
    }

    /// Returns the lower triangle of a matrix, or of each matrix of a stack: elements above a diagonal become 0.
    ///
    /// @param diagonal the last diagonal to keep: 0 is the main diagonal, positive numbers lie above it, negative ones
    ///     below
    public Tensor tril(int diagonal) {
        return named("tril", () -> Axes.tril(this, diagonal));
    }

    /// Returns the upper triangle of a matrix, or of each matrix of a stack: elements below a diagonal become 0.
    ///
    /// @param diagonal the first diagonal to keep: 0 is the main diagonal, positive numbers lie above it, negative ones
    ///     below
    public Tensor triu(int diagonal) {
        return named("triu", () -> Axes.triu(this, diagonal));
    }

    // ---- Moving elements

    /// Returns the tensor with its axes reordered: axis `i` of the result is axis `order[i]` of this tensor.
    public Tensor permute(int... order) {
        ArgumentException.requireNotNull("permute", "order", order);
        return Axes.permute(this, order);
    }

    /// Returns the same elements, row by row, in another shape.
    public Tensor reshape(Shape shape) {
        ArgumentException.requireNotNull("reshape", "shape", shape);
        return new Tensor(Nodes.reshape(node, shape));
    }

    /// Returns the same elements, row by row, with axes of the given sizes. One size may be -1: it is computed from the
    /// others, and is the batch axis if this tensor has one. `reshape(-1, 28, 28)` turns `[n, 784]` into `[n, 28, 28]`.
    ///
    /// @throws ShapeException if the sizes do not fit the number of elements, or no axis is left for the batch
    /// @throws ArgumentException if another size is below 1, or -1 appears twice
    public Tensor reshape(int... sizes) {
        ArgumentException.requireNotNull("reshape", "sizes", sizes);
        return named("reshape", () -> reshape(Axes.reshaped(shape(), sizes)));
    }

    /// Returns the tensor without an axis of size 1.
    ///
    /// @throws ShapeException if the axis has another size
    public Tensor squeeze(int axis) {
        return named("squeeze", () -> Axes.squeeze(this, axis));
    }

    /// Returns the tensor with a new axis of size 1.
    ///
    /// @param axis the index of the new axis in the result; -1 makes it the last
    public Tensor unsqueeze(int axis) {
        return named("unsqueeze", () -> Axes.unsqueeze(this, axis));
    }

    /// Returns the tensor repeated along its axes of size 1 and along new leading axes.
    public Tensor expand(Shape shape) {
        ArgumentException.requireNotNull("expand", "shape", shape);
        return new Tensor(Nodes.expand(node, shape));
    }

    /// Returns the elements of an axis from `start` (inclusive) to `end` (exclusive).
    public Tensor slice(int axis, int start, int end) {
        return slice(axis, start, end, 1);
    }

    /// Returns every `step`-th element of an axis from `start` (inclusive) to `end` (exclusive).
    public Tensor slice(int axis, int start, int end, int step) {
        return named("slice", () -> then(new Op.Slice(shape().axis(axis, "slice"), start, end, step)));
    }

    /// Returns the tensor with zeros added before and after the elements of an axis.
    public Tensor pad(int axis, int before, int after) {
        return named("pad", () -> then(new Op.Pad(shape().axis(axis, "pad"), before, after, 0)));
    }

    /// Returns the tensor with the elements of an axis in reverse order.
    public Tensor flip(int axis) {
        return named("flip", () -> then(new Op.Flip(shape().axis(axis, "flip"))));
    }

    /// Returns the sliding windows of `size` elements along an axis; the elements of a window form a new last axis.
    public Tensor window(int axis, int size, int stride) {
        return named("window", () -> then(new Op.Window(shape().axis(axis, "window"), size, stride)));
    }

    /// Returns tensors joined along an existing axis.
    public static Tensor concat(int axis, Tensor... parts) {
        ArgumentException.requireNoneNull("concat", "parts", parts);
        if (parts.length == 0) {
            throw new ArgumentException("parts", "concat: got no tensors, expected at least one");
        }
        return named("concat", () -> {
            Op op = new Op.Concat(parts[0].shape().axis(axis, "concat"));
            return new Tensor(Node.of(op, Stream.of(parts).map(Tensor::node).toList()));
        });
    }

    /// Returns tensors of one type joined along a new axis.
    ///
    /// @param axis the index of the new axis in the result; -1 makes it the last
    public static Tensor stack(int axis, Tensor... parts) {
        ArgumentException.requireNoneNull("stack", "parts", parts);
        if (parts.length == 0) {
            throw new ArgumentException("parts", "stack: got no tensors, expected at least one");
        }
        return named("stack", () -> Axes.stack(axis, parts));
    }

    /// Returns equal parts of an axis, in order; [#concat] joins them to this tensor again.
    ///
    /// @param parts the number of parts
    /// @throws ShapeException if the number of parts does not divide the size of the axis
    public List<Tensor> split(int axis, int parts) {
        return named("split", () -> Axes.split(this, axis, parts));
    }

    /// Returns parts of an axis with the given sizes, in order; [#concat] joins them to this tensor again.
    ///
    /// @throws ShapeException if the sizes do not add up to the size of the axis
    public List<Tensor> splitSizes(int axis, int... sizes) {
        ArgumentException.requireNotNull("splitSizes", "sizes", sizes);
        return named("splitSizes", () -> Axes.splitSizes(this, axis, sizes));
    }

    // ---- Whole numbers

    /// Returns rows of this table `[rows, ..]`, chosen by index.
    public Tensor gather(Tensor indices) {
        ArgumentException.requireNotNull("gather", "indices", indices);
        return named("gather",
                () -> new Tensor(Node.of(new Op.Gather(), node, indices.node)));
    }

    /// Returns elements along an axis, chosen by index. The axes of the indices replace that axis.
    ///
    /// @param axis an axis other than the batch
    /// @param indices whole numbers from 0 (inclusive) to the size of the axis (exclusive), of any shape
    public Tensor gather(int axis, Tensor indices) {
        ArgumentException.requireNotNull("gather", "indices", indices);
        return named("gather", () -> Axes.gather(this, axis, indices));
    }

    /// Returns one element along an axis per index, such as the score of the right class of each row:
    /// `scores.takeAlong(1, labels.unsqueeze(1))`. The cost is one comparison of each index with each position of the
    /// axis.
    ///
    /// @param axis an axis other than the batch
    /// @param indices whole numbers from 0 to the size of the axis minus 1; their other axes are those of this tensor
    public Tensor takeAlong(int axis, Tensor indices) {
        ArgumentException.requireNotNull("takeAlong", "indices", indices);
        return named("takeAlong", () -> Axes.takeAlong(this, axis, indices));
    }

    /// Returns the one-hot encoding of whole numbers: a new last axis of `depth` numbers, 1 at the index and 0
    /// elsewhere.
    ///
    /// @throws ArgumentException if `depth` is below 1 or above 2^24
    public Tensor oneHot(int depth) {
        if (depth < 1 || depth > DType.MAX_WHOLE) {
            throw new ArgumentException("depth", "oneHot: depth is " + depth + ", expected 1 to 2^24");
        }
        return named("oneHot", () -> then(new Op.OneHot(depth)));
    }

    /// Returns the index of the largest element along an axis, which is removed. Of equal elements the first counts.
    public Tensor argmax(int axis) {
        return named("argmax", () -> then(new Op.ArgMax(shape().axis(axis, "argmax"))));
    }

    // ---- Along axes

    /// Returns the sum over the given axes, which are removed; without arguments, over all axes.
    public Tensor sum(int... axes) {
        ArgumentException.requireNotNull("sum", "axes", axes);
        return named("sum", () -> Along.reduce(this, Reduction.SUM, axes));
    }

    /// Returns [#sum] over axes that are kept with size 1, so that the result broadcasts to this tensor.
    public Tensor sumKeeping(int... axes) {
        ArgumentException.requireNotNull("sumKeeping", "axes", axes);
        return named("sumKeeping", () -> Along.reduceKeeping(this, Reduction.SUM, axes));
    }

    /// Returns the largest element over the given axes, which are removed; without arguments, over all axes.
    public Tensor max(int... axes) {
        ArgumentException.requireNotNull("max", "axes", axes);
        return named("max", () -> Along.reduce(this, Reduction.MAX, axes));
    }

    /// Returns [#max] over axes that are kept with size 1, so that the result broadcasts to this tensor.
    public Tensor maxKeeping(int... axes) {
        ArgumentException.requireNotNull("maxKeeping", "axes", axes);
        return named("maxKeeping", () -> Along.reduceKeeping(this, Reduction.MAX, axes));
    }

    /// Returns the smallest element over the given axes, which are removed; without arguments, over all axes.
    public Tensor min(int... axes) {
        ArgumentException.requireNotNull("min", "axes", axes);
        return named("min", () -> Along.reduce(this, Reduction.MIN, axes));
    }

    /// Returns [#min] over axes that are kept with size 1, so that the result broadcasts to this tensor.
    public Tensor minKeeping(int... axes) {
        ArgumentException.requireNotNull("minKeeping", "axes", axes);
        return named("minKeeping", () -> Along.reduceKeeping(this, Reduction.MIN, axes));
    }

    /// Returns the mean over the given axes, which are removed; without arguments, over all axes.
    public Tensor mean(int... axes) {
        ArgumentException.requireNotNull("mean", "axes", axes);
        return named("mean", () -> Along.mean(this, axes));
    }

    /// Returns [#mean] over axes that are kept with size 1, so that the result broadcasts to this tensor.
    public Tensor meanKeeping(int... axes) {
        ArgumentException.requireNotNull("meanKeeping", "axes", axes);
        return named("meanKeeping", () -> Along.meanKeeping(this, axes));
    }

    /// Returns the variance over the given axes, which are removed; without arguments, over all axes. It is the mean of
    /// the squared differences from the mean: the divisor is the number of elements, as in NumPy, and not that number
    /// minus one.
    public Tensor var(int... axes) {
        ArgumentException.requireNotNull("var", "axes", axes);
        return named("var", () -> Along.var(this, axes));
    }

    /// Returns [#var] over axes that are kept with size 1, so that the result broadcasts to this tensor.
    public Tensor varKeeping(int... axes) {
        ArgumentException.requireNotNull("varKeeping", "axes", axes);
        return named("varKeeping", () -> Along.varKeeping(this, axes));
    }

    /// Returns the standard deviation over the given axes, which are removed: the square root of [#var]. Its gradient
    /// is not finite where all elements are equal.
    public Tensor std(int... axes) {
        ArgumentException.requireNotNull("std", "axes", axes);
        return named("std", () -> Along.var(this, axes).sqrt());
    }

    /// Returns `e^x / sum e^x` along an axis. The largest element is subtracted first, so that nothing overflows.
    public Tensor softmax(int axis) {
        return named("softmax", () -> Along.softmax(this, axis));
    }

    /// Returns the logarithm of [#softmax], accurate for tiny probabilities.
    public Tensor logSoftmax(int axis) {
        return named("logSoftmax", () -> Along.logSoftmax(this, axis));
    }

    /// Returns `ln(sum e^x)` along an axis, which is removed, without overflow.
    public Tensor logSumExp(int axis) {
        return named("logSumExp", () -> Along.logSumExp(this, axis));
    }

    // ---- The chain rule

    /// Returns the gradient of this single number with respect to another tensor, in the shape of that tensor.
    ///
    /// @throws ShapeException if this tensor has more than one element; sum or average it first
    public Tensor gradient(Tensor wrt) {
        ArgumentException.requireNotNull("gradient", "wrt", wrt);
        requireOne("gradient");
        return gradients(List.of(wrt)).getFirst();
    }

    /// Returns the gradients of this single number with respect to several tensors, computed in one backward pass.
    ///
    /// @throws ShapeException if this tensor has more than one element; sum or average it first
    public List<Tensor> gradients(List<Tensor> wrt) {
        requireOne("gradients");
        return gradients(wrt, fill(1, shape()));
    }

    /// Returns the product of the transposed Jacobian with a cotangent (a vector-Jacobian product): the gradients of
    /// `sum(this * cotangent)`.
    ///
    /// @param cotangent one number for each element of this tensor
    /// @throws ShapeException if the cotangent does not have the shape of this tensor
    public List<Tensor> gradients(List<Tensor> wrt, Tensor cotangent) {
        ArgumentException.requireNotNull("gradients", "wrt", wrt);
        ArgumentException.requireNotNull("gradients", "cotangent", cotangent);
        ArgumentException.requireNoneNull("gradients", "wrt", wrt.toArray());
        if (!cotangent.shape().equals(shape())) {
            throw new ShapeException("gradients", "the cotangent must have the shape of the output",
                    "output " + shape(),
                    "cotangent " + cotangent.shape());
        }
        return Backward.gradients(node, cotangent.node, wrt.stream().map(Tensor::node).toList()).stream()
                .map(Tensor::new).toList();
    }

    /// Returns the Jacobian `[out.., in..]`: the derivative of each element of this tensor, whose axes come first, with
    /// respect to each element of another. It costs one backward pass per element of this tensor.
    ///
    /// @throws ShapeException if either tensor has a batch axis
    public Tensor jacobian(Tensor wrt) {
        ArgumentException.requireNotNull("jacobian", "wrt", wrt);
        return Derivatives.jacobian(this, wrt);
    }

    /// Returns the Hessian `[in.., in..]` of this single number: its second derivatives with respect to each pair of
    /// elements of another tensor. It costs one backward pass per element of `wrt`; for a product with the Hessian,
    /// [#hvp] is cheaper.
    ///
    /// @throws ShapeException if this tensor has more than one element, or `wrt` has a batch axis
    public Tensor hessian(Tensor wrt) {
        ArgumentException.requireNotNull("hessian", "wrt", wrt);
        requireOne("hessian");
        return named("hessian", () -> gradient(wrt).jacobian(wrt));
    }

    /// Returns the product of the Hessian of this single number with a vector, in the shape of `wrt`. It costs two
    /// backward passes.
    ///
    /// @param vector one number for each element of `wrt`, in its shape
    public Tensor hvp(Tensor wrt, Tensor vector) {
        ArgumentException.requireNotNull("hvp", "wrt", wrt);
        ArgumentException.requireNotNull("hvp", "vector", vector);
        requireOne("hvp");
        return Derivatives.product(this, wrt, vector);
    }

    private void requireOne(String operation) {
        if (shape().hasBatch() || shape().elements() != 1) {
            throw new ShapeException(operation, "expects a single number; sum or average first", "operand " + shape());
        }
    }

    // ---- Recording operations

    /// Runs code that records operations; errors name the method that the user called.
    private static <T> T named(String method, Supplier<T> writing) {
        try {
            return writing.get();
        } catch (ShapeException e) {
            throw e.as(method);
        } catch (ArgumentException e) {
            throw e.as(method);
        }
    }

    private Tensor unary(UnaryFunction function) {
        return then(new Op.Unary(function));
    }

    private Tensor binary(BinaryFunction function, Tensor y) {
        if (y == null) {
            ArgumentException.requireNotNull(TypeRules.name(new Op.Binary(function)), "y", y);
        }
        return new Tensor(Nodes.binary(function, node, y.node));
    }

    /// Records a binary function under a method name that differs from its operation.
    private Tensor pair(String method, BinaryFunction function, Tensor y) {
        ArgumentException.requireNotNull(method, "y", y);
        return named(method, () -> binary(function, y));
    }

    /// Records a comparison with its operands exchanged, after checking them in the order in which the caller named
    /// them.
    private Tensor swapped(String method, BinaryFunction function, Tensor y) {
        ArgumentException.requireNotNull(method, "y", y);
        return named(method, () -> {
            Nodes.broadcast(method, shape(), y.shape());
            return y.binary(function, this);
        });
    }

    Tensor then(Op op) {
        return new Tensor(Node.of(op, node));
    }
}
