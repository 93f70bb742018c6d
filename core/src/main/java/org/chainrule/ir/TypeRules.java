package org.chainrule.ir;

import static org.chainrule.type.DType.BOOL;
import static org.chainrule.type.DType.F32;
import static org.chainrule.type.DType.I32;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;

/// The typing rule of each operation: result shapes and error messages come from here.
public final class TypeRules {
    private static final Pattern JOINT = Pattern.compile("_(.)");

    private TypeRules() {
    }

    /// Returns the type of an operation's result.
    ///
    /// @throws ShapeException if the inputs do not fit the operation
    public static TensorType infer(Op op, List<TensorType> inputs) {
        return switch (op) {
            case Op.Input input ->
                throw new ArgumentException("op",
                        "input: the type of " + input.name() + " cannot be inferred; use Node.input");
            case Op.Literal _,Op.BatchSize _ -> TensorType.f32(Shape.scalar());
            case Op.Unary unary -> number(name(unary), inputs.getFirst());
            case Op.Binary binary -> binary(binary.function(), inputs.get(0), inputs.get(1));
            case Op.Fma _ -> same("fma", inputs);
            case Op.Select _ -> select(inputs);
            case Op.Cast cast -> new TensorType(cast.dtype(), inputs.getFirst().shape());
            case Op.StopGradient _,Op.Recompute _ -> inputs.getFirst();
            case Op.Reduce reduce -> reduce(reduce, inputs.getFirst());
            case Op.Reshape reshape -> reshape(reshape, inputs.getFirst());
            case Op.Permute permute -> permute(permute, inputs.getFirst());
            case Op.Expand expand -> expand(expand, inputs.getFirst());
            case Op.Slice slice -> slice(slice, inputs.getFirst());
            case Op.Pad pad -> pad(pad, inputs.getFirst());
            case Op.Flip flip -> known("flip", flip.axis(), inputs.getFirst());
            case Op.Concat concat -> concat(concat.axis(), inputs);
            case Op.Window window -> window(window, inputs.getFirst());
            case Op.Contract contract -> contract(contract, inputs.get(0), inputs.get(1));
            case Op.Gather _ -> gather(inputs.get(0), inputs.get(1));
            case Op.ScatterAdd scatter -> scatter(scatter, inputs.get(0), inputs.get(1));
            case Op.OneHot oneHot ->
                TensorType.f32(whole("oneHot", inputs.getFirst()).shape().append(oneHot.depth()));
            case Op.ArgMax argMax -> new TensorType(I32, known("argmax", argMax.axis(), inputs.getFirst()).shape()
                    .without(argMax.axis()));
            case Op.Random random -> random(random, inputs.getFirst());
        };
    }

    /// Returns the name by which users know an operation, for messages and printing.
    public static String name(Op op) {
        return switch (op) {
            case Op.Unary unary -> lower(unary.function());
            case Op.Binary binary -> lower(binary.function());
            case Op.Reduce reduce -> lower(reduce.reduction());
            case Op.Contract _ -> "matmul";
            case Op.Input input -> input.name();
            case Op.Literal literal -> Double.toString(literal.value());
            default -> {
                String simple = op.getClass().getSimpleName();
                yield Character.toLowerCase(simple.charAt(0)) + simple.substring(1);
            }
        };
    }

    /// Returns `LESS_EQUAL` as `lessEqual`.
    private static String lower(Enum<?> function) {
        return JOINT.matcher(function.name().toLowerCase(Locale.ROOT))
                .replaceAll(joint -> joint.group(1).toUpperCase(Locale.ROOT));
    }

    private static TensorType number(String operation, TensorType type) {
        if (type.dtype() != F32) {
            throw new ShapeException(operation, "expects real numbers; cast the operand to F32 first",
                    "operand " + type);
        }
        return type;
    }

    private static TensorType whole(String operation, TensorType type) {
        if (type.dtype() != I32) {
            throw new ShapeException(operation, "expects whole numbers as indices; cast them to I32 first",
                    "indices " + type);
        }
        return type;
    }

    private static TensorType same(String operation, List<TensorType> inputs) {
        for (TensorType input : inputs) {
            number(operation, input);
            if (!input.shape().equals(inputs.getFirst().shape())) {
                throw new ShapeException(operation, "shapes differ", "lhs " + inputs.getFirst().shape(),
                        "rhs " + input.shape());
            }
        }
        return inputs.getFirst();
    }

    private static TensorType binary(BinaryFunction function, TensorType lhs, TensorType rhs) {
        if (function.isComparison() && lhs.equals(rhs)) {
            return new TensorType(BOOL, lhs.shape());
        }
        TensorType type = same(lower(function), List.of(lhs, rhs));
        return function.isComparison() ? new TensorType(BOOL, type.shape()) : type;
    }

    private static TensorType select(List<TensorType> inputs) {
        TensorType condition = inputs.get(0);
        TensorType type = inputs.get(1);
        if (condition.dtype() != BOOL || !type.equals(inputs.get(2)) || !condition.shape().equals(type.shape())) {
            throw new ShapeException("select", "expects a condition of truth values and two operands, all of one shape",
                    "condition " + condition, "then " + type, "else " + inputs.get(2));
        }
        return type;
    }

    private static TensorType reduce(Op.Reduce reduce, TensorType input) {
        Shape shape = number(name(reduce), input).shape();
        return TensorType.f32(shape.reduced(shape.axis(reduce.axis(), name(reduce))));
    }

    private static TensorType reshape(Op.Reshape reshape, TensorType input) {
        Shape from = input.shape();
        Shape to = reshape.shape();
        if (from.elements() != to.elements() || from.hasBatch() != to.hasBatch()) {
            throw new ShapeException("reshape", "element counts differ", "from " + from + " = " + count(from),
                    "to " + to + " = " + count(to));
        }
        return input.withShape(to);
    }

    private static String count(Shape shape) {
        return shape.elements() + (shape.hasBatch() ? " n" : "");
    }

    private static TensorType permute(Op.Permute permute, TensorType input) {
        Shape shape = input.shape();
        int[] entries = new int[shape.rank()];
        boolean[] seen = new boolean[shape.rank()];
        if (permute.order().size() != shape.rank()) {
            throw notAPermutation(permute, shape);
        }
        for (int axis = 0; axis < entries.length; axis++) {
            int source = permute.order().get(axis);
            if (source < 0 || source >= entries.length || seen[source]) {
                throw notAPermutation(permute, shape);
            }
            seen[source] = true;
            entries[axis] = shape.entry(source);
        }
        return input.withShape(Shape.ofEntries(entries));
    }

    private static ShapeException notAPermutation(Op.Permute permute, Shape shape) {
        return new ShapeException("permute", "the order must name every axis once", "operand " + shape,
                "order " + permute.order());
    }

    private static TensorType expand(Op.Expand expand, TensorType input) {
        Shape from = input.shape();
        Shape to = expand.shape();
        int lead = to.rank() - from.rank();
        for (int axis = 0; axis < from.rank(); axis++) {
            if (lead < 0 || from.entry(axis) != 1 && from.entry(axis) != to.entry(axis + lead)) {
                throw new ShapeException("expand", "only axes of size 1 and new leading axes can be repeated",
                        "from " + from + " axis " + axis + " = " + from.entryText(axis), "to " + to);
            }
        }
        return input.withShape(to);
    }

    private static TensorType known(String operation, int axis, TensorType input) {
        Shape shape = input.shape();
        if (shape.isBatch(shape.axis(axis, operation))) {
            throw new ShapeException(operation,
                    "does not work along the batch axis, whose size is known only when a program runs",
                    "operand " + shape + " axis " + axis);
        }
        return input;
    }

    private static TensorType slice(Op.Slice slice, TensorType input) {
        int size = known("slice", slice.axis(), input).shape().size(slice.axis());
        if (slice.start() < 0 || slice.end() > size || slice.start() >= slice.end() || slice.step() < 1) {
            throw new ShapeException("slice", "expected 0 <= start < end <= size and step >= 1",
                    "operand " + input.shape() + " axis " + slice.axis() + " = " + size,
                    "start " + slice.start() + " end " + slice.end() + " step " + slice.step());
        }
        int length = (slice.end() - slice.start() - 1) / slice.step() + 1;
        return input.withShape(input.shape().withEntry(slice.axis(), length));
    }

    private static TensorType pad(Op.Pad pad, TensorType input) {
        int size = known("pad", pad.axis(), input).shape().size(pad.axis());
        if (pad.before() < 0 || pad.after() < 0 || pad.interior() < 0) {
            throw new ShapeException("pad", "expected counts of zeros >= 0", "operand " + input.shape(),
                    "before " + pad.before() + " after " + pad.after() + " interior " + pad.interior());
        }
        long padded = (long) pad.before() + pad.after() + size + (long) (size - 1) * pad.interior();
        return input.withShape(input.shape().withEntry(pad.axis(), size("pad", padded)));
    }

    private static TensorType concat(int axis, List<TensorType> inputs) {
        TensorType first = known("concat", axis, inputs.getFirst());
        long total = 0;
        for (TensorType input : inputs) {
            boolean fits = input.dtype() == first.dtype() && input.shape().rank() == first.shape().rank()
                    && !input.shape().isBatch(axis)
                    && input.shape().withEntry(axis, 1).equals(first.shape().withEntry(axis, 1));
            if (!fits) {
                throw new ShapeException("concat", "all axes but axis " + axis + " must agree", "first " + first,
                        "other " + input);
            }
            total += input.shape().size(axis);
        }
        return first.withShape(first.shape().withEntry(axis, size("concat", total)));
    }

    private static int size(String operation, long size) {
        if (size > Integer.MAX_VALUE) {
            throw new ShapeException(operation, "an axis holds at most 2^31 - 1 elements", "result " + size);
        }
        return (int) size;
    }

    private static TensorType window(Op.Window window, TensorType input) {
        int size = known("window", window.axis(), input).shape().size(window.axis());
        if (window.size() < 1 || window.size() > size || window.stride() < 1) {
            throw new ShapeException("window", "expected 1 <= size <= axis and stride >= 1",
                    "operand " + input.shape() + " axis " + window.axis() + " = " + size,
                    "size " + window.size() + " stride " + window.stride());
        }
        int count = (size - window.size()) / window.stride() + 1;
        return input.withShape(input.shape().withEntry(window.axis(), count).append(window.size()));
    }

    private static TensorType contract(Op.Contract contract, TensorType lhs, TensorType rhs) {
        Shape a = number("matmul", lhs).shape();
        Shape b = number("matmul", rhs).shape();
        int rank = a.rank();
        if (rank < 2 || b.rank() != rank) {
            throw new ShapeException("matmul", "expects two matrices, or two stacks with equally many axes", "lhs " + a,
                    "rhs " + b);
        }
        for (int axis = 0; axis < rank - 2; axis++) {
            if (a.entry(axis) != b.entry(axis)) {
                throw new ShapeException("matmul", "leading sizes differ",
                        "lhs " + a + " axis " + axis + " = " + a.entryText(axis),
                        "rhs " + b + " axis " + axis + " = " + b.entryText(axis));
            }
        }
        int aInner = contract.transposeLhs() ? rank - 2 : rank - 1;
        int bInner = contract.transposeRhs() ? rank - 1 : rank - 2;
        if (a.entry(aInner) != b.entry(bInner)) {
            throw new ShapeException("matmul", "inner sizes differ",
                    "lhs " + a + " axis " + aInner + " = " + a.entryText(aInner),
                    "rhs " + b + " axis " + bInner + " = " + b.entryText(bInner));
        }
        int[] entries = new int[rank];
        for (int axis = 0; axis < rank - 2; axis++) {
            entries[axis] = a.entry(axis);
        }
        entries[rank - 2] = a.entry(contract.transposeLhs() ? rank - 1 : rank - 2);
        entries[rank - 1] = b.entry(contract.transposeRhs() ? rank - 2 : rank - 1);
        return TensorType.f32(Shape.ofEntries(entries));
    }

    private static TensorType gather(TensorType table, TensorType indices) {
        Shape rows = number("gather", table).shape();
        if (rows.rank() == 0 || rows.isBatch(0)) {
            throw new ShapeException("gather", "expects a table with a known number of rows", "table " + rows);
        }
        return TensorType.f32(whole("gather", indices).shape().join(rows, 1));
    }

    private static TensorType scatter(Op.ScatterAdd scatter, TensorType indices, TensorType updates) {
        Shape at = whole("scatterAdd", indices).shape();
        Shape values = number("scatterAdd", updates).shape();
        boolean fits = values.rank() >= at.rank();
        for (int axis = 0; fits && axis < at.rank(); axis++) {
            fits = at.entry(axis) == values.entry(axis);
        }
        if (!fits) {
            throw new ShapeException("scatterAdd", "updates must begin with the axes of the indices", "indices " + at,
                    "updates " + values);
        }
        return TensorType.f32(values.tail(at.rank()).prepend(scatter.rows()));
    }

    private static TensorType random(Op.Random random, TensorType stream) {
        if (!whole("random", stream).shape().equals(Shape.of(5))) {
            throw new ShapeException("random", "expects a stream of five whole numbers", "stream " + stream.shape());
        }
        return TensorType.f32(random.shape());
    }
}
