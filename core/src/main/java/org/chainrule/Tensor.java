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

/// An array of numbers with a shape, or a computation that makes one.
///
/// ```java
/// Tensor v = Tensor.of(1, 2, 3);
/// Tensor g = v.square().sum().gradient(v);   // [2, 4, 6]
/// Tensor h = g.sum().gradient(v);            // gradients of gradients: [2, 2, 2]
/// ```
///
/// A tensor is immutable and plain in feel: operations return new tensors, and [#values] gives numbers. In fact it is
/// lazy: an operation only notes what is to be done (and checks the shapes, at your line), and asking for values runs
/// everything at once on planned memory. Computations that are run again and again belong in a [Program].
///
/// Operations of two tensors repeat axes of size 1 and missing leading axes, as NumPy broadcasts. Axes count from 0, or
/// from the end as -1, -2, ... Wrong shapes throw [ShapeException], wrong arguments [ArgumentException].
public final class Tensor {
    private final Node node;

    private Tensor(Node node) {
        this.node = node;
    }

    // ---- Making tensors

    /// Numbers in a row, of shape `[count]`.
    public static Tensor of(float... values) {
        ArgumentException.requireNotNull("tensor", "values", values);
        return of(values, Shape.of(values.length));
    }

    /// A single number, of shape `[]`.
    public static Tensor scalar(double value) {
        return new Tensor(Nodes.literal(value));
    }

    /// A matrix, `[rows, columns]`.
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

    /// Numbers in a shape, row by row; the array is copied.
    public static Tensor of(float[] values, Shape shape) {
        ArgumentException.requireNotNull("tensor", "values", values);
        ArgumentException.requireNotNull("tensor", "shape", shape);
        if (shape.hasBatch() || shape.elements() != values.length) {
            throw new ShapeException("tensor", "the number of values does not fit the shape", values.length + " values",
                    "shape " + shape);
        }
        return owned(TensorType.f32(shape), values.clone());
    }

    /// Whole numbers, such as class labels or row numbers, of shape `[count]`.
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

    /// A place for data, which a [Program] is handed when it runs. A shape made by [Shape#batch] takes any number of
    /// rows.
    public static Tensor input(String name, Shape shape) {
        ArgumentException.requireNotNull("input", "shape", shape);
        return input(name, new TensorType(DType.F32, shape));
    }

    /// A place for data of another kind, such as class labels.
    public static Tensor input(String name, TensorType type) {
        ArgumentException.requireNotNull("input", "name", name);
        ArgumentException.requireNotNull("input", "type", type);
        return new Tensor(Node.input(name, type));
    }

    /// One number in every place.
    public static Tensor fill(double value, Shape shape) {
        ArgumentException.requireNotNull("fill", "shape", shape);
        return new Tensor(Nodes.fill(value, shape));
    }

    /// Uniform random numbers in [0, 1), which depend on the stream, the purpose and the position alone. A stream is five
    /// whole numbers: the seed in pieces of 24, 24 and 16 bits, then two counters such as epoch and step.
    public static Tensor uniform(String purpose, Shape shape, Tensor stream) {
        ArgumentException.requireNotNull("uniform", "purpose", purpose);
        ArgumentException.requireNotNull("uniform", "shape", shape);
        ArgumentException.requireNotNull("uniform", "stream", stream);
        return named("uniform", () -> stream.then(new Op.Random(purpose, shape)));
    }

    /// Uniform random numbers in [0, 1) that depend on the seed and the position alone: the same on every machine, and
    /// whenever they are computed. For other ranges multiply and add.
    public static Tensor uniform(Shape shape, long seed) {
        return uniform("uniform", shape, Noise.stream(seed));
    }

    /// Normal random numbers with mean 0 and standard deviation 1 that depend on the seed and the position alone, as
    /// those of [#uniform(Shape, long)] do; none is beyond 5.8.
    public static Tensor normal(Shape shape, long seed) {
        return normal("normal", shape, Noise.stream(seed));
    }

    /// Normal random numbers with mean 0 and standard deviation 1, from a stream, see [#uniform(String, Shape, Tensor)].
    public static Tensor normal(String purpose, Shape shape, Tensor stream) {
        ArgumentException.requireNotNull("normal", "purpose", purpose);
        ArgumentException.requireNotNull("normal", "shape", shape);
        ArgumentException.requireNotNull("normal", "stream", stream);
        return named("normal", () -> Noise.normal(purpose, shape, stream));
    }

    /// The whole numbers 0 to `count - 1`, of shape `[count]`, as I32: they serve as indices at once, and are cast to
    /// F32 to compute with them.
    ///
    /// @throws ArgumentException if `count` is below 1 or above 2^24
    public static Tensor iota(int count) {
        return Axes.iota(count);
    }

    /// Truth values `[size, size]` that hold on the diagonal and below it: which positions of a sequence (columns) a
    /// position (row) may look at when it must not see what follows.
    ///
    /// @throws ArgumentException if `size` is below 1 or above 2^24
    public static Tensor lowerTriangle(int size) {
        return named("lowerTriangle", () -> Axes.lowerTriangle(size));
    }

    /// The number of elements along an axis, as a number.
    static Tensor size(Shape shape, int axis) {
        return new Tensor(Nodes.size(shape, axis));
    }

    /// The tensor of a node.
    static Tensor made(Node node) {
        return new Tensor(node);
    }

    /// A tensor around an array that nobody else writes.
    static Tensor owned(TensorType type, float[] values) {
        return new Tensor(Node.data(type, values));
    }

    // ---- Looking at tensors

    /// The sizes of the axes.
    public Shape shape() {
        return node.shape();
    }

    /// The kind of elements and the shape.
    public TensorType type() {
        return node.type();
    }

    /// A copy of the values, row by row; computed on first asking.
    public float[] values() {
        return resolved().clone();
    }

    /// The value of a tensor with one element.
    public float value() {
        requireOne("value");
        return resolved()[0];
    }

    /// The value at a position, one index for each axis.
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

    /// A copy of the values of a matrix, row for row.
    public float[][] rows() {
        if (shape().rank() != 2) {
            throw new ShapeException("rows", "takes a matrix", "operand " + shape());
        }
        float[] all = resolved();
        int columns = shape().size(1);
        float[][] rows = new float[shape().size(0)][];
        Arrays.setAll(rows, row -> Arrays.copyOfRange(all, row * columns, (row + 1) * columns));
        return rows;
    }

    /// A copy of the values as whole numbers, of a tensor of whole numbers or truth values.
    ///
    /// @throws ShapeException if the tensor holds real numbers
    public int[] ints() {
        if (type().dtype() == DType.F32) {
            throw new ShapeException("ints", "takes whole numbers, cast the operand to I32 first",
                    "operand " + type());
        }
        float[] all = resolved();
        int[] whole = new int[all.length];
        Arrays.setAll(whole, i -> (int) all[i]);
        return whole;
    }

    /// Computes the values of several tensors together: in one program, which does the work they share once. Asking any of
    /// them for its values then only copies.
    ///
    /// ```java
    /// Tensor.all(loss, gradient);
    /// float now = loss.value();
    /// ```
    public static void all(Tensor... tensors) {
        ArgumentException.requireNoneNull("all", "tensors", tensors);
        EagerEvaluation.evaluate(Stream.of(tensors).map(Tensor::node).toList());
    }

    /// The values without the computation behind them: data, through which no gradient flows.
    ///
    /// A loop that makes each tensor from the one before works without it. The computation behind an evaluated tensor is
    /// kept up to 131,072 operations or an eighth of the heap; older parts are released, and a gradient that would go back
    /// through them is refused. Operations whose values are never asked for are all kept, and computed as one program in the
    /// end: a long loop asks for them now and then, with [#all] for several tensors.
    public Tensor detach() {
        return owned(type(), resolved());
    }

    /// The values as text, if they are known: nested brackets, aligned columns, `...` in place of the middle of long
    /// axes, and the kind of elements if they are not real numbers. Of a tensor not computed yet, the name and the type;
    /// printing computes nothing.
    @Override
    public String toString() {
        float[] known = node.values();
        if (known == null) {
            return (node.op() instanceof Op.Input(String name) ? name + " " : "") + type();
        }
        return Printed.of(type(), known);
    }

    /// The values themselves, which nobody writes.
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

    /// `-x`
    public Tensor neg() {
        return unary(UnaryFunction.NEG);
    }

    /// `|x|`
    public Tensor abs() {
        return unary(UnaryFunction.ABS);
    }

    /// -1, 0 or 1.
    public Tensor sign() {
        return unary(UnaryFunction.SIGN);
    }

    /// The largest whole number not above x.
    public Tensor floor() {
        return unary(UnaryFunction.FLOOR);
    }

    /// The square root.
    public Tensor sqrt() {
        return unary(UnaryFunction.SQRT);
    }

    /// `x * x`
    public Tensor square() {
        return named("square", () -> mul(this));
    }

    /// `e^x`
    public Tensor exp() {
        return unary(UnaryFunction.EXP);
    }

    /// `e^x - 1`, accurate near 0.
    public Tensor expm1() {
        return unary(UnaryFunction.EXPM1);
    }

    /// The natural logarithm.
    public Tensor log() {
        return unary(UnaryFunction.LOG);
    }

    /// `ln(1 + x)`, accurate near 0.
    public Tensor log1p() {
        return unary(UnaryFunction.LOG1P);
    }

    /// The hyperbolic tangent.
    public Tensor tanh() {
        return unary(UnaryFunction.TANH);
    }

    /// The logistic function `1 / (1 + e^-x)`.
    public Tensor sigmoid() {
        return unary(UnaryFunction.SIGMOID);
    }

    /// The error function.
    public Tensor erf() {
        return unary(UnaryFunction.ERF);
    }

    /// The sine, in radians.
    public Tensor sin() {
        return unary(UnaryFunction.SIN);
    }

    /// The cosine, in radians.
    public Tensor cos() {
        return unary(UnaryFunction.COS);
    }

    /// The rectified linear unit `max(x, 0)`, with gradient 0 at 0.
    public Tensor relu() {
        return named("relu", () -> binary(MAX, scalar(0)));
    }

    /// The values as another kind of element.
    public Tensor cast(DType dtype) {
        ArgumentException.requireNotNull("cast", "dtype", dtype);
        return then(new Op.Cast(dtype));
    }

    /// The same values, through which no gradient flows.
    public Tensor stopGradient() {
        return then(new Op.StopGradient());
    }

    /// The same values; what lies between `input` and them is not kept for a backward pass but computed again there,
    /// which needs less memory and more work. Gradients are the same to the last bit.
    ///
    /// @param input a tensor that these values were made of; it and these values are kept
    public Tensor recomputedFrom(Tensor input) {
        ArgumentException.requireNotNull("recomputedFrom", "input", input);
        return new Tensor(Node.of(new Op.Recompute(Op.Recomputation.RESULT), node, input.node));
    }

    // ---- Two tensors, element by element

    /// `x + y`
    public Tensor add(Tensor y) {
        return binary(ADD, y);
    }

    /// `x + y`
    public Tensor add(double y) {
        return add(scalar(y));
    }

    /// `x - y`
    public Tensor sub(Tensor y) {
        return binary(SUB, y);
    }

    /// `x - y`
    public Tensor sub(double y) {
        return sub(scalar(y));
    }

    /// `x * y`, element by element.
    public Tensor mul(Tensor y) {
        return binary(MUL, y);
    }

    /// `x * y`
    public Tensor mul(double y) {
        return mul(scalar(y));
    }

    /// `x / y`
    public Tensor div(Tensor y) {
        return binary(DIV, y);
    }

    /// `x / y`
    public Tensor div(double y) {
        return div(scalar(y));
    }

    /// `x^y` for one exponent. A negative base takes whole exponents and gives NaN with others. Whole exponents up to 64 are
    /// products; others are exponentials of logarithms. For exponents from 0 on, the gradient at 0 is the limit of
    /// `y x^(y-1)`, which is infinite between 0 and 1.
    ///
    /// @throws ArgumentException if the exponent is not finite
    public Tensor pow(double y) {
        return named("pow", () -> Powers.pow(this, y));
    }

    /// `x^y`, element by element. A negative base takes whole exponents and gives NaN with others; no gradient flows to an
    /// exponent whose base is 0.
    public Tensor pow(Tensor y) {
        ArgumentException.requireNotNull("pow", "y", y);
        return named("pow", () -> Powers.pow(this, y));
    }

    /// The larger of two values, NaN if one is; at a tie all of the gradient goes to `y`. The largest element of one
    /// tensor is [#max].
    public Tensor maximum(Tensor y) {
        return pair("maximum", MAX, y);
    }

    /// The larger of the value and a number.
    public Tensor maximum(double y) {
        return maximum(scalar(y));
    }

    /// The smaller of two values, NaN if one is; at a tie all of the gradient goes to `y`. The smallest element of one
    /// tensor is [#min].
    public Tensor minimum(Tensor y) {
        return pair("minimum", MIN, y);
    }

    /// The smaller of the value and a number.
    public Tensor minimum(double y) {
        return minimum(scalar(y));
    }

    /// The values brought into the range from `low` to `high`.
    ///
    /// @throws ArgumentException if `low` is above `high`, or one is NaN
    public Tensor clamp(double low, double high) {
        if (!(low <= high)) {
            throw new ArgumentException("low", "clamp: low is " + low + " and high is " + high
                    + ", expected low <= high");
        }
        return named("clamp", () -> maximum(low).minimum(high));
    }

    /// Whether `x < y`.
    public Tensor less(Tensor y) {
        return binary(LESS, y);
    }

    /// Whether `x < y`, as real numbers.
    public Tensor less(double y) {
        return Kinds.real(this).less(scalar(y));
    }

    /// Whether `x <= y`.
    public Tensor lessEqual(Tensor y) {
        return binary(LESS_EQUAL, y);
    }

    /// Whether `x <= y`, as real numbers.
    public Tensor lessEqual(double y) {
        return Kinds.real(this).lessEqual(scalar(y));
    }

    /// Whether `x > y`.
    public Tensor greater(Tensor y) {
        return swapped("greater", LESS, y);
    }

    /// Whether `x > y`, as real numbers.
    public Tensor greater(double y) {
        return Kinds.real(this).greater(scalar(y));
    }

    /// Whether `x >= y`.
    public Tensor greaterEqual(Tensor y) {
        return swapped("greaterEqual", LESS_EQUAL, y);
    }

    /// Whether `x >= y`, as real numbers.
    public Tensor greaterEqual(double y) {
        return Kinds.real(this).greaterEqual(scalar(y));
    }

    /// Whether `x == y`.
    public Tensor equal(Tensor y) {
        return binary(EQUAL, y);
    }

    /// Whether `x == y`, as real numbers.
    public Tensor equal(double y) {
        return Kinds.real(this).equal(scalar(y));
    }

    /// Whether `x != y`; NaN is unequal to everything.
    public Tensor notEqual(Tensor y) {
        ArgumentException.requireNotNull("notEqual", "y", y);
        return named("notEqual", () -> equal(y).not());
    }

    /// Whether `x != y`, as real numbers.
    public Tensor notEqual(double y) {
        return equal(y).not();
    }

    // ---- Truth values

    /// Whether both hold.
    public Tensor and(Tensor y) {
        ArgumentException.requireNotNull("and", "y", y);
        return Kinds.and(this, y);
    }

    /// Whether one holds or both do.
    public Tensor or(Tensor y) {
        ArgumentException.requireNotNull("or", "y", y);
        return Kinds.or(this, y);
    }

    /// Whether one holds and the other does not.
    public Tensor xor(Tensor y) {
        ArgumentException.requireNotNull("xor", "y", y);
        return Kinds.xor(this, y);
    }

    /// Whether this does not hold.
    public Tensor not() {
        return Kinds.not(this);
    }

    /// Element by element: `yes` where this tensor of truth values holds, else `no`.
    public Tensor where(Tensor yes, Tensor no) {
        ArgumentException.requireNotNull("where", "yes", yes);
        ArgumentException.requireNotNull("where", "no", no);
        return named("where",
                () -> new Tensor(Nodes.select(node, yes.node, no.node)));
    }

    /// Element by element: `yes` where this tensor of truth values holds, else the number `no`.
    ///
    /// @throws ArgumentException if `yes` holds whole numbers or truth values, and the number is none
    public Tensor where(Tensor yes, double no) {
        ArgumentException.requireNotNull("where", "yes", yes);
        return where(yes, Kinds.like(yes, "no", no));
    }

    /// Element by element: the number `yes` where this tensor of truth values holds, else `no`.
    ///
    /// @throws ArgumentException if `no` holds whole numbers or truth values, and the number is none
    public Tensor where(double yes, Tensor no) {
        ArgumentException.requireNotNull("where", "no", no);
        return where(Kinds.like(no, "yes", yes), no);
    }

    /// Element by element: `yes` where this tensor of truth values holds, else `no`.
    public Tensor where(double yes, double no) {
        return where(scalar(yes), scalar(no));
    }

    // ---- Matrices

    /// The matrix product over the last two axes: `[.., m, k] x [.., k, n] -> [.., m, n]`.
    ///
    /// Leading axes are broadcast: those of size 1 and those that one side lacks are repeated. A vector stands for a row on
    /// the left and for a column on the right, without an axis in the result: `[.., m, k] x [k] -> [.., m]`,
    /// `[k] x [.., k, n] -> [.., n]`, `[k] x [k] -> []`.
    public Tensor matmul(Tensor y) {
        ArgumentException.requireNotNull("matmul", "y", y);
        return named("matmul", () -> Products.matmul(this, y));
    }

    /// The last two axes exchanged.
    public Tensor transpose() {
        int rank = shape().rank();
        if (rank < 2) {
            throw new ShapeException("transpose", "takes at least two axes", "operand " + shape());
        }
        int[] order = new int[rank];
        Arrays.setAll(order, axis -> axis < rank - 2 ? axis : 2 * rank - 3 - axis);
        return permute(order);
    }

    /// Zeros in place of the elements above a diagonal of the matrix, or of each matrix of a stack.
    ///
    /// @param diagonal 0 for the main diagonal, above 0 for one above it, below 0 for one below it
    public Tensor tril(int diagonal) {
        return named("tril", () -> Axes.tril(this, diagonal));
    }

    /// Zeros in place of the elements below a diagonal of the matrix, or of each matrix of a stack.
    ///
    /// @param diagonal 0 for the main diagonal, above 0 for one above it, below 0 for one below it
    public Tensor triu(int diagonal) {
        return named("triu", () -> Axes.triu(this, diagonal));
    }

    // ---- Moving elements

    /// The axes in another order: axis `i` of the result is axis `order[i]`.
    public Tensor permute(int... order) {
        ArgumentException.requireNotNull("permute", "order", order);
        return Axes.permute(this, order);
    }

    /// The same elements, row by row, in another shape.
    public Tensor reshape(Shape shape) {
        ArgumentException.requireNotNull("reshape", "shape", shape);
        return new Tensor(Nodes.reshape(node, shape));
    }

    /// The same elements, row by row, in axes of these sizes. One may be -1 and stands for what remains, which is the
    /// batch if there is one: `[n, 784]` as `reshape(-1, 28, 28)` is `[n, 28, 28]`.
    ///
    /// @throws ShapeException if the sizes do not fit the number of elements, or the batch has no axis
    /// @throws ArgumentException if another size is below 1, or -1 stands twice
    public Tensor reshape(int... sizes) {
        ArgumentException.requireNotNull("reshape", "sizes", sizes);
        return named("reshape", () -> reshape(Axes.reshaped(shape(), sizes)));
    }

    /// An axis of size 1 removed.
    ///
    /// @throws ShapeException if the axis has another size
    public Tensor squeeze(int axis) {
        return named("squeeze", () -> Axes.squeeze(this, axis));
    }

    /// A new axis of size 1.
    ///
    /// @param axis its place in the result; from the end, -1 is the last
    public Tensor unsqueeze(int axis) {
        return named("unsqueeze", () -> Axes.unsqueeze(this, axis));
    }

    /// Repetition along axes of size 1 and along new leading axes.
    public Tensor expand(Shape shape) {
        ArgumentException.requireNotNull("expand", "shape", shape);
        return new Tensor(Nodes.expand(node, shape));
    }

    /// The elements from `start` up to but not including `end` of an axis.
    public Tensor slice(int axis, int start, int end) {
        return slice(axis, start, end, 1);
    }

    /// Every `step`-th element from `start` up to but not including `end` of an axis.
    public Tensor slice(int axis, int start, int end, int step) {
        return named("slice", () -> then(new Op.Slice(shape().axis(axis, "slice"), start, end, step)));
    }

    /// Zeros before and after an axis.
    public Tensor pad(int axis, int before, int after) {
        return named("pad", () -> then(new Op.Pad(shape().axis(axis, "pad"), before, after, 0)));
    }

    /// An axis in reverse.
    public Tensor flip(int axis) {
        return named("flip", () -> then(new Op.Flip(shape().axis(axis, "flip"))));
    }

    /// Sliding windows of `size` elements along an axis, in a new last axis.
    public Tensor window(int axis, int size, int stride) {
        return named("window", () -> then(new Op.Window(shape().axis(axis, "window"), size, stride)));
    }

    /// Tensors joined along an axis.
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

    /// Tensors of one type joined along a new axis.
    ///
    /// @param axis its place in the result; from the end, -1 is the last
    public static Tensor stack(int axis, Tensor... parts) {
        ArgumentException.requireNoneNull("stack", "parts", parts);
        if (parts.length == 0) {
            throw new ArgumentException("parts", "stack: got no tensors, expected at least one");
        }
        return named("stack", () -> Axes.stack(axis, parts));
    }

    /// Equal parts of an axis, in order: what [#concat] joins to this tensor.
    ///
    /// @param parts how many
    /// @throws ShapeException if that does not divide the size of the axis
    public List<Tensor> split(int axis, int parts) {
        return named("split", () -> Axes.split(this, axis, parts));
    }

    /// Parts of an axis of given sizes, in order: what [#concat] joins to this tensor.
    ///
    /// @throws ShapeException if the sizes do not add up to that of the axis
    public List<Tensor> splitSizes(int axis, int... sizes) {
        ArgumentException.requireNotNull("splitSizes", "sizes", sizes);
        return named("splitSizes", () -> Axes.splitSizes(this, axis, sizes));
    }

    // ---- Whole numbers

    /// Rows of this table `[rows, ..]` by their numbers.
    public Tensor gather(Tensor indices) {
        ArgumentException.requireNotNull("gather", "indices", indices);
        return named("gather",
                () -> new Tensor(Node.of(new Op.Gather(), node, indices.node)));
    }

    /// The elements along an axis by their numbers: the axes of the indices take the place of that axis.
    ///
    /// @param axis an axis other than the batch
    /// @param indices whole numbers from 0 to below the size of the axis, of any shape
    public Tensor gather(int axis, Tensor indices) {
        ArgumentException.requireNotNull("gather", "indices", indices);
        return named("gather", () -> Axes.gather(this, axis, indices));
    }

    /// One element along an axis for each index, such as the score of the right class of each row:
    /// `scores.takeAlong(1, labels.unsqueeze(1))`. It costs as much as comparing each index with each number of the axis.
    ///
    /// @param axis an axis other than the batch
    /// @param indices whole numbers from 0 to below the size of the axis; their other axes are those of this tensor
    public Tensor takeAlong(int axis, Tensor indices) {
        ArgumentException.requireNotNull("takeAlong", "indices", indices);
        return named("takeAlong", () -> Axes.takeAlong(this, axis, indices));
    }

    /// A new last axis of `depth` numbers: 1 at the index, else 0.
    public Tensor oneHot(int depth) {
        if (depth < 1 || depth > DType.MAX_WHOLE) {
            throw new ArgumentException("depth", "oneHot: depth is " + depth + ", expected 1 to 2^24");
        }
        return named("oneHot", () -> then(new Op.OneHot(depth)));
    }

    /// The index of the largest element along an axis, which is removed; the first of several.
    public Tensor argmax(int axis) {
        return named("argmax", () -> then(new Op.ArgMax(shape().axis(axis, "argmax"))));
    }

    // ---- Along axes

    /// The sum over axes, which are removed; over all axes when none is named.
    public Tensor sum(int... axes) {
        ArgumentException.requireNotNull("sum", "axes", axes);
        return named("sum", () -> Along.reduce(this, Reduction.SUM, axes));
    }

    /// [#sum] over axes, which stay with size 1, so that the result broadcasts to this tensor.
    public Tensor sumKeeping(int... axes) {
        ArgumentException.requireNotNull("sumKeeping", "axes", axes);
        return named("sumKeeping", () -> Along.reduceKeeping(this, Reduction.SUM, axes));
    }

    /// The largest element over axes, which are removed; over all axes when none is named.
    public Tensor max(int... axes) {
        ArgumentException.requireNotNull("max", "axes", axes);
        return named("max", () -> Along.reduce(this, Reduction.MAX, axes));
    }

    /// [#max] over axes, which stay with size 1, so that the result broadcasts to this tensor.
    public Tensor maxKeeping(int... axes) {
        ArgumentException.requireNotNull("maxKeeping", "axes", axes);
        return named("maxKeeping", () -> Along.reduceKeeping(this, Reduction.MAX, axes));
    }

    /// The smallest element over axes, which are removed; over all axes when none is named.
    public Tensor min(int... axes) {
        ArgumentException.requireNotNull("min", "axes", axes);
        return named("min", () -> Along.reduce(this, Reduction.MIN, axes));
    }

    /// [#min] over axes, which stay with size 1, so that the result broadcasts to this tensor.
    public Tensor minKeeping(int... axes) {
        ArgumentException.requireNotNull("minKeeping", "axes", axes);
        return named("minKeeping", () -> Along.reduceKeeping(this, Reduction.MIN, axes));
    }

    /// The mean over axes, which are removed; over all axes when none is named.
    public Tensor mean(int... axes) {
        ArgumentException.requireNotNull("mean", "axes", axes);
        return named("mean", () -> Along.mean(this, axes));
    }

    /// [#mean] over axes, which stay with size 1, so that the result broadcasts to this tensor.
    public Tensor meanKeeping(int... axes) {
        ArgumentException.requireNotNull("meanKeeping", "axes", axes);
        return named("meanKeeping", () -> Along.meanKeeping(this, axes));
    }

    /// The variance over axes, which are removed; over all axes when none is named. It is the mean of the squared
    /// differences from the mean, divided by the number of elements, as NumPy does, not by one less.
    public Tensor var(int... axes) {
        ArgumentException.requireNotNull("var", "axes", axes);
        return named("var", () -> Along.var(this, axes));
    }

    /// [#var] over axes, which stay with size 1, so that the result broadcasts to this tensor.
    public Tensor varKeeping(int... axes) {
        ArgumentException.requireNotNull("varKeeping", "axes", axes);
        return named("varKeeping", () -> Along.varKeeping(this, axes));
    }

    /// The standard deviation over axes, which are removed: the square root of [#var]. Its gradient is not finite where
    /// all elements are equal.
    public Tensor std(int... axes) {
        ArgumentException.requireNotNull("std", "axes", axes);
        return named("std", () -> Along.var(this, axes).sqrt());
    }

    /// `e^x / sum e^x` along an axis, the largest element subtracted first, so nothing overflows.
    public Tensor softmax(int axis) {
        return named("softmax", () -> Along.softmax(this, axis));
    }

    /// The logarithm of [#softmax], accurate where the probability is tiny.
    public Tensor logSoftmax(int axis) {
        return named("logSoftmax", () -> Along.logSoftmax(this, axis));
    }

    /// `ln(sum e^x)` along an axis, which is removed, without overflow.
    public Tensor logSumExp(int axis) {
        return named("logSumExp", () -> Along.logSumExp(this, axis));
    }

    // ---- The chain rule

    /// The gradient of this single number with respect to another tensor, in that tensor's shape.
    ///
    /// @throws ShapeException if this tensor has more than one element: sum or average it first
    public Tensor gradient(Tensor wrt) {
        ArgumentException.requireNotNull("gradient", "wrt", wrt);
        requireOne("gradient");
        return gradients(List.of(wrt)).getFirst();
    }

    /// The gradients of this single number with respect to several tensors, in one walk.
    public List<Tensor> gradients(List<Tensor> wrt) {
        requireOne("gradients");
        return gradients(wrt, fill(1, shape()));
    }

    /// The product of the transposed Jacobian with a cotangent (a vector-Jacobian product): the gradients of
    /// `sum(this * cotangent)`.
    ///
    /// @param cotangent one number for each element of this tensor
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

    /// The Jacobian `[out.., in..]`: the derivative of each element of this tensor (its axes come first) by each element of
    /// another. It takes a backward pass for each element of this tensor.
    ///
    /// @throws ShapeException if one of the two has a batch axis
    public Tensor jacobian(Tensor wrt) {
        ArgumentException.requireNotNull("jacobian", "wrt", wrt);
        return Derivatives.jacobian(this, wrt);
    }

    /// The Hessian `[in.., in..]` of this single number: its second derivatives by each pair of elements of another
    /// tensor. It takes a backward pass for each element of `wrt`; a product with it is cheaper, see [#hvp].
    ///
    /// @throws ShapeException if this tensor has more than one element, or `wrt` has a batch axis
    public Tensor hessian(Tensor wrt) {
        ArgumentException.requireNotNull("hessian", "wrt", wrt);
        requireOne("hessian");
        return named("hessian", () -> gradient(wrt).jacobian(wrt));
    }

    /// The product of the Hessian of this single number with a vector, in the shape of `wrt`, by two backward passes.
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
            throw new ShapeException(operation, "takes a single number, sum or average first", "operand " + shape());
        }
    }

    // ---- Writing down

    /// What a method writes down; an error on the way names the method that the user called.
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

    /// A function of two that goes by another name than its operation.
    private Tensor pair(String method, BinaryFunction function, Tensor y) {
        ArgumentException.requireNotNull(method, "y", y);
        return named(method, () -> binary(function, y));
    }

    /// A comparison with its operands exchanged, checked in the order in which the caller named them.
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
