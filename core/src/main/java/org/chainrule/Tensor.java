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
        return owned(new TensorType(DType.I32, Shape.of(values.length)), exact);
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

    /// Uniform random numbers in [0, 1), from a stream (see [org.chainrule.kernel.RandomStream]), that depend on the
    /// stream, the purpose and the position alone.
    public static Tensor uniform(String purpose, Shape shape, Tensor stream) {
        ArgumentException.requireNotNull("uniform", "purpose", purpose);
        ArgumentException.requireNotNull("uniform", "shape", shape);
        ArgumentException.requireNotNull("uniform", "stream", stream);
        return named("uniform", () -> stream.then(new Op.Random(purpose, shape)));
    }

    /// The number of elements along an axis, as a number.
    static Tensor size(Shape shape, int axis) {
        return new Tensor(Nodes.size(shape, axis));
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
        Evaluation.evaluate(Stream.of(tensors).map(Tensor::node).toList());
    }

    /// The values without the computation behind them: data, through which no gradient flows.
    ///
    /// A loop that makes each tensor from the one before works without it. The computation behind an evaluated tensor is
    /// kept up to 131,072 operations or an eighth of the heap; older parts are released, and a gradient that would go back
    /// through them is refused.
    public Tensor detach() {
        return owned(type(), resolved());
    }

    /// Numbers small enough to read, else only the type.
    @Override
    public String toString() {
        float[] known = node.values();
        if (known == null || known.length > 32) {
            String name = node.op() instanceof Op.Input(String word) && known == null ? word + " " : "";
            return name + type();
        }
        return type() + " " + Arrays.toString(known);
    }

    /// The values themselves, which nobody writes.
    float[] resolved() {
        float[] known = node.values();
        if (known == null) {
            Evaluation.evaluate(List.of(node));
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

    /// The larger of two values.
    public Tensor max(Tensor y) {
        return binary(MAX, y);
    }

    /// The smaller of two values.
    public Tensor min(Tensor y) {
        return binary(MIN, y);
    }

    /// The values brought into the range from `low` to `high`.
    public Tensor clamp(double low, double high) {
        return named("clamp", () -> max(scalar(low)).min(scalar(high)));
    }

    /// Whether `x < y`.
    public Tensor less(Tensor y) {
        return binary(LESS, y);
    }

    /// Whether `x <= y`.
    public Tensor lessEqual(Tensor y) {
        return binary(LESS_EQUAL, y);
    }

    /// Whether `x > y`.
    public Tensor greater(Tensor y) {
        return swapped("greater", LESS, y);
    }

    /// Whether `x >= y`.
    public Tensor greaterEqual(Tensor y) {
        return swapped("greaterEqual", LESS_EQUAL, y);
    }

    /// Whether `x == y`.
    public Tensor equal(Tensor y) {
        return binary(EQUAL, y);
    }

    /// Element by element: `yes` where this tensor of truth values holds, else `no`.
    public Tensor where(Tensor yes, Tensor no) {
        ArgumentException.requireNotNull("where", "yes", yes);
        ArgumentException.requireNotNull("where", "no", no);
        return named("where",
                () -> new Tensor(Nodes.select(node, yes.node, no.node)));
    }

    // ---- Matrices

    /// The matrix product over the last two axes: `[.., m, k] x [.., k, n] -> [.., m, n]`. A matrix on the right is
    /// applied to every matrix of a stack on the left.
    public Tensor matmul(Tensor y) {
        ArgumentException.requireNotNull("matmul", "y", y);
        return named("matmul", () -> y.shape().rank() == 2 && shape().rank() > 2
                ? stackTimes(y)
                : new Tensor(Nodes.contract(false, false, node, y.node)));
    }

    private Tensor stackTimes(Tensor y) {
        int last = shape().rank() - 1;
        // here, where the shapes are those the caller knows
        if (!shape().entryText(last).equals(y.shape().entryText(0))) {
            throw new ShapeException("matmul", "inner sizes differ",
                    "lhs " + shape() + " axis " + last + " = " + shape().entryText(last),
                    "rhs " + y.shape() + " axis 0 = " + y.shape().entryText(0));
        }
        Shape lead = shape().without(last);
        Tensor product = reshape(lead.flat().append(shape().size(last))).matmul(y);
        return product.reshape(lead.append(product.shape().size(-1)));
    }

    /// The last two axes exchanged.
    public Tensor transpose() {
        int rank = shape().rank();
        if (rank < 2) {
            throw new ShapeException("transpose", "takes at least two axes", "operand " + shape());
        }
        Integer[] order = new Integer[rank];
        Arrays.setAll(order, axis -> axis < rank - 2 ? axis : 2 * rank - 3 - axis);
        return new Tensor(Nodes.permute(node, order));
    }

    // ---- Moving elements

    /// The axes in another order: axis `i` of the result is axis `order[i]`.
    public Tensor permute(Integer... order) {
        ArgumentException.requireNoneNull("permute", "order", order);
        return new Tensor(Nodes.permute(node, order));
    }

    /// The same elements, row by row, in another shape.
    public Tensor reshape(Shape shape) {
        ArgumentException.requireNotNull("reshape", "shape", shape);
        return new Tensor(Nodes.reshape(node, shape));
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

    // ---- Whole numbers

    /// Rows of this table `[rows, ..]` by their numbers.
    public Tensor gather(Tensor indices) {
        ArgumentException.requireNotNull("gather", "indices", indices);
        return named("gather",
                () -> new Tensor(Node.of(new Op.Gather(), node, indices.node)));
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

    /// The largest element over axes, which are removed; over all axes when none is named.
    public Tensor max(int... axes) {
        ArgumentException.requireNotNull("max", "axes", axes);
        return named("max", () -> Along.reduce(this, Reduction.MAX, axes));
    }

    /// The smallest element over axes, which are removed; over all axes when none is named.
    public Tensor min(int... axes) {
        ArgumentException.requireNotNull("min", "axes", axes);
        return named("min", () -> Along.reduce(this, Reduction.MIN, axes));
    }

    /// The mean over axes, which are removed; over all axes when none is named.
    public Tensor mean(int... axes) {
        ArgumentException.requireNotNull("mean", "axes", axes);
        return named("mean", () -> Along.mean(this, axes));
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

    private void requireOne(String operation) {
        if (shape().hasBatch() || shape().elements() != 1) {
            throw new ShapeException(operation, "takes a single number, sum or average first", "operand " + shape());
        }
    }

    // ---- Writing down

    /// What a method writes down; an error on the way names the method that the user called.
    private static Tensor named(String method, Supplier<Tensor> writing) {
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
