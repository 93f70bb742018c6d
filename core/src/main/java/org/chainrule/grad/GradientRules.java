package org.chainrule.grad;

import static org.chainrule.ir.Nodes.add;
import static org.chainrule.ir.Nodes.contract;
import static org.chainrule.ir.Nodes.div;
import static org.chainrule.ir.Nodes.expand;
import static org.chainrule.ir.Nodes.fill;
import static org.chainrule.ir.Nodes.literal;
import static org.chainrule.ir.Nodes.mul;
import static org.chainrule.ir.Nodes.neg;
import static org.chainrule.ir.Nodes.reshape;
import static org.chainrule.ir.Nodes.select;
import static org.chainrule.ir.Nodes.sub;
import static org.chainrule.ir.Nodes.sum;
import static org.chainrule.ir.Nodes.sumTo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chainrule.ir.BinaryFunction;
import org.chainrule.ir.Node;
import org.chainrule.ir.Nodes;
import org.chainrule.ir.Op;
import org.chainrule.ir.Reduction;
import org.chainrule.ir.UnaryFunction;
import org.chainrule.type.DType;
import org.chainrule.type.Shape;
import org.jspecify.annotations.Nullable;

/// The gradient rule of every operation: from a value `y` and its cotangent `g`, the cotangents of the inputs of `y`;
/// null for inputs without a gradient (indices, conditions, arguments of step functions).
///
/// Where a function has a kink, the rule picks one subgradient: 0 for `abs` at 0; at a tie of `max` or `min` the whole
/// gradient goes to the second operand; a reduction divides it equally among the elements that attain the extremum.
public final class GradientRules {
    private GradientRules() {
    }

    /// Returns the cotangents of the inputs of `y`, in order, null for inputs without a gradient.
    public static List<@Nullable Node> of(Node y, Node g) {
        return switch (y.op()) {
            case Op.Input _,Op.Literal _,Op.BatchSize _ -> List.of();
            case Op.Unary unary -> one(unary(unary.function(), y, y.input(0), g));
            case Op.Binary binary -> binary(binary.function(), y, y.input(0), y.input(1), g);
            case Op.Fma _ -> list(mul(g, y.input(1)), mul(g, y.input(0)), g);
            case Op.Select _ -> list(null, select(y.input(0), g, literal(0)), select(y.input(0), literal(0), g));
            case Op.Cast cast -> one(cast.dtype() == DType.F32 && y.input(0).type().dtype() == DType.F32 ? g : null);
            case Op.StopGradient _ -> one(null);
            case Op.Recompute(Op.Recomputation note) when note == Op.Recomputation.RESULT ->
                list(Node.of(new Op.Recompute(Op.Recomputation.COTANGENT), g, y), null);
            case Op.Recompute _ -> list(g, null);
            case Op.Reduce reduce -> one(reduce(reduce.reduction(), y, y.input(0), g));
            case Op.Reshape _ -> one(reshape(g, y.input(0).shape()));
            case Op.Permute permute -> one(Node.of(inverse(permute), g));
            case Op.Expand _ -> one(sumTo(g, y.input(0).shape()));
            case Op.Slice slice -> one(Node.of(adjoint(slice, y.input(0).shape(), y.shape()), g));
            case Op.Pad pad -> one(Node.of(new Op.Slice(pad.axis(), pad.before(),
                    y.shape().size(pad.axis()) - pad.after(), pad.interior() + 1), g));
            case Op.Flip flip -> one(Node.of(flip, g));
            case Op.Concat concat -> pieces(concat.axis(), y, g);
            case Op.Window window -> one(overlapAdd(window, y.input(0).shape(), y.shape(), g));
            case Op.Contract matmul -> contractions(matmul, y.input(0), y.input(1), g);
            case Op.Gather _ -> list(
                    Node.of(new Op.ScatterAdd(y.input(0).shape().size(0)), y.input(1), g), null);
            case Op.ScatterAdd _ -> list(null, Node.of(new Op.Gather(), g, y.input(0)));
            case Op.OneHot _,Op.ArgMax _,Op.Random _ -> one(null);
        };
    }

    private static @Nullable Node unary(UnaryFunction function, Node y, Node x, Node g) {
        return switch (function) {
            case NEG -> neg(g);
            case ABS -> mul(g, Nodes.unary(UnaryFunction.SIGN, x));
            case SIGN, FLOOR -> null;
            case SQRT -> div(mul(g, 0.5), y);
            case EXP -> mul(g, y);
            case EXPM1 -> mul(g, add(y, literal(1)));
            case LOG -> div(g, x);
            case LOG1P -> div(g, add(x, literal(1)));
            case TANH -> mul(g, sub(literal(1), mul(y, y)));
            case SIGMOID -> mul(g, mul(y, sub(literal(1), y)));
            case ERF -> mul(g, mul(Nodes.unary(UnaryFunction.EXP, neg(mul(x, x))), 2 / StrictMath.sqrt(StrictMath.PI)));
            case SIN -> mul(g, Nodes.unary(UnaryFunction.COS, x));
            case COS -> neg(mul(g, Nodes.unary(UnaryFunction.SIN, x)));
        };
    }

    private static List<@Nullable Node> binary(BinaryFunction function, Node y, Node a, Node b, Node g) {
        return switch (function) {
            case ADD -> list(g, g);
            case SUB -> list(g, neg(g));
            case MUL -> list(mul(g, b), mul(g, a));
            case DIV -> list(div(g, b), neg(div(mul(g, y), b)));
            // compared with y, which the next operation keeps anyway, so that a need not be kept
            case MAX -> shared(Nodes.binary(BinaryFunction.LESS, b, y), g);
            case MIN -> shared(Nodes.binary(BinaryFunction.LESS, y, b), g);
            case LESS, LESS_EQUAL, EQUAL -> list(null, null);
        };
    }

    private static List<@Nullable Node> shared(Node first, Node g) {
        return list(select(first, g, literal(0)), select(first, literal(0), g));
    }

    private static Node reduce(Reduction reduction, Node y, Node x, Node g) {
        if (reduction == Reduction.SUM) {
            return expand(g, x.shape());
        }
        int axis = ((Op.Reduce) y.op()).axis();
        Node attained = Nodes.binary(BinaryFunction.EQUAL, x, y);
        Node count = sum(select(attained, literal(1), fill(0, x.shape())), axis);
        return select(attained, div(g, count), literal(0));
    }

    private static Op.Permute inverse(Op.Permute permute) {
        Integer[] order = new Integer[permute.order().size()];
        for (int axis = 0; axis < order.length; axis++) {
            order[permute.order().get(axis)] = axis;
        }
        return new Op.Permute(Arrays.asList(order));
    }

    private static Op.Pad adjoint(Op.Slice slice, Shape whole, Shape part) {
        int last = slice.start() + (part.size(slice.axis()) - 1) * slice.step();
        return new Op.Pad(slice.axis(), slice.start(), whole.size(slice.axis()) - last - 1, slice.step() - 1);
    }

    private static List<@Nullable Node> pieces(int axis, Node y, Node g) {
        List<@Nullable Node> pieces = new ArrayList<>();
        int start = 0;
        for (Node input : y.inputs()) {
            int size = input.shape().size(axis);
            pieces.add(Node.of(new Op.Slice(axis, start, start + size, 1), g));
            start += size;
        }
        return pieces;
    }

    /// Adds up the contributions of the places in the window: each place contributes its slice of the cotangent, spread
    /// by the stride.
    private static Node overlapAdd(Op.Window window, Shape whole, Shape windows, Node g) {
        int last = windows.rank() - 1;
        int span = (windows.size(window.axis()) - 1) * window.stride() + 1;
        Node total = null;
        for (int place = 0; place < window.size(); place++) {
            Node slice = Node.of(new Op.Slice(last, place, place + 1, 1), g);
            Node spread = Node.of(new Op.Pad(window.axis(), place, whole.size(window.axis()) - place - span,
                    window.stride() - 1), reshape(slice, windows.without(last)));
            total = total == null ? spread : add(total, spread);
        }
        return java.util.Objects.requireNonNull(total);
    }

    private static List<@Nullable Node> contractions(Op.Contract op, Node a, Node b, Node g) {
        boolean ta = op.transposeLhs();
        boolean tb = op.transposeRhs();
        Node toA = ta ? contract(tb, true, b, g) : contract(false, !tb, g, b);
        Node toB = tb ? contract(true, ta, g, a) : contract(!ta, false, a, g);
        return list(toA, toB);
    }

    private static List<@Nullable Node> one(@Nullable Node only) {
        return list(only);
    }

    private static List<@Nullable Node> list(@Nullable Node... cotangents) {
        return Arrays.asList(cotangents);
    }
}
