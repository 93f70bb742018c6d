package org.chainrule;

import static org.chainrule.type.DType.BOOL;
import static org.chainrule.type.DType.F32;
import static org.chainrule.type.DType.I32;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.chainrule.OpCase.Operand;
import org.chainrule.ir.BinaryFunction;
import org.chainrule.ir.Op;
import org.chainrule.ir.Reduction;
import org.chainrule.ir.TypeRules;
import org.chainrule.ir.UnaryFunction;
import org.chainrule.type.DType;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;

/// The table of operations. Each has at least one row, which tests its type rule, its meaning, its gradient and its
/// kernels. The build fails if an operation has no row.
final class OpCases {
    private static final int N = 5;
    private static final double EXACT = 1e-7;
    private static final double CLOSE = 1e-6;

    private OpCases() {
    }

    static List<OpCase> all() {
        List<OpCase> cases = new ArrayList<>();
        add(cases, "input", new Op.Input("x"), EXACT, real(Shape.batch(3)));
        add(cases, "literal", new Op.Literal(0.3), EXACT);
        add(cases, "batch size", new Op.BatchSize(3), EXACT);
        for (UnaryFunction function : UnaryFunction.values()) {
            add(cases, function.name().toLowerCase(Locale.ROOT), new Op.Unary(function), CLOSE, domain(function));
        }
        for (BinaryFunction function : BinaryFunction.values()) {
            Operand second = function == BinaryFunction.DIV ? positive(Shape.batch(7)) : real(Shape.batch(7));
            Operand first = real(Shape.batch(7));
            add(cases, function.name().toLowerCase(Locale.ROOT), new Op.Binary(function), CLOSE,
                    function.isComparison() ? stopped(first) : first,
                    function.isComparison() ? stopped(second) : second);
        }
        Operand plain = real(Shape.batch(7));
        add(cases, "fma", new Op.Fma(), CLOSE, plain, plain, plain);
        add(cases, "select", new Op.Select(), EXACT, whole(BOOL, Shape.batch(7), 0, 2), plain, plain);
        add(cases, "cast to I32", new Op.Cast(I32), EXACT, stopped(plain));
        add(cases, "cast to BOOL", new Op.Cast(BOOL), EXACT, stopped(plain));
        add(cases, "cast to F32", new Op.Cast(F32), EXACT, whole(I32, Shape.batch(7), -9, 9));
        add(cases, "stopGradient", new Op.StopGradient(), EXACT, stopped(plain));
        for (Op.Recomputation note : Op.Recomputation.values()) {
            add(cases, "recompute " + note.name().toLowerCase(Locale.ROOT), new Op.Recompute(note), EXACT, plain,
                    stopped(plain));
        }
        for (Reduction reduction : Reduction.values()) {
            String name = reduction.name().toLowerCase(Locale.ROOT);
            add(cases, name + " of the batch", new Op.Reduce(reduction, 0), CLOSE, real(Shape.batch(7)));
            add(cases, name + " of a middle axis", new Op.Reduce(reduction, 1), CLOSE, real(Shape.batch(3, 4)));
            add(cases, name + " of rows", new Op.Reduce(reduction, 1), CLOSE, real(Shape.batch(67)));
            add(cases, name + " of an axis of size 1", new Op.Reduce(reduction, 1), CLOSE, real(Shape.batch(1)));
        }
        movements(cases);
        contractions(cases);
        indices(cases);
        return cases;
    }

    private static void movements(List<OpCase> cases) {
        add(cases, "reshape", new Op.Reshape(Shape.batch(2, 6)), EXACT, real(Shape.batch(3, 4)));
        add(cases, "permute", new Op.Permute(List.of(2, 0, 1)), EXACT, real(Shape.batch(3, 4)));
        add(cases, "expand", new Op.Expand(Shape.batch(3, 4)), EXACT, real(Shape.of(3, 1)));
        add(cases, "slice", new Op.Slice(1, 1, 6, 2), EXACT, real(Shape.batch(7)));
        add(cases, "pad", new Op.Pad(1, 2, 1, 3), EXACT, real(Shape.batch(4)));
        add(cases, "flip", new Op.Flip(1), EXACT, real(Shape.batch(7)));
        add(cases, "concat", new Op.Concat(1), EXACT, real(Shape.batch(2, 3)), real(Shape.batch(1, 3)),
                real(Shape.batch(4, 3)));
        add(cases, "window", new Op.Window(1, 3, 2), EXACT, real(Shape.batch(8, 2)));
    }

    private static void contractions(List<OpCase> cases) {
        for (boolean left : new boolean[]{false, true}) {
            for (boolean right : new boolean[]{false, true}) {
                String name = "matmul" + (left ? " transposed" : "") + (right ? " by transposed" : "");
                add(cases, name, new Op.Contract(left, right), CLOSE, real(left ? Shape.of(19, 5) : Shape.of(5, 19)),
                        real(right ? Shape.of(17, 19) : Shape.of(19, 17)));
                add(cases, name + ", stacked", new Op.Contract(left, right), CLOSE,
                        real(left ? Shape.batch(6, 3) : Shape.batch(3, 6)),
                        real(right ? Shape.batch(2, 6) : Shape.batch(6, 2)));
            }
        }
        add(cases, "matmul of a batch", new Op.Contract(false, false), CLOSE, real(Shape.batch(6)),
                real(Shape.of(6, 1)));
        add(cases, "matmul of several rows an example", new Op.Contract(false, false), CLOSE, real(rows(3, 7)),
                real(Shape.of(7, 4)));
        add(cases, "matmul over the batch", new Op.Contract(true, false), CLOSE, real(rows(3, 7)), real(rows(3, 4)));
        add(cases, "matmul over the batch as it stands", new Op.Contract(false, false), CLOSE,
                real(columns(7, 3)), real(rows(3, 4)));
        add(cases, "matmul to columns of the batch", new Op.Contract(false, true), CLOSE, real(Shape.of(40, 7)),
                real(Shape.batch(7)));
        add(cases, "matmul worth sharing", new Op.Contract(false, false), CLOSE, real(Shape.of(201, 67)),
                real(Shape.of(67, 35)));
        add(cases, "matmul worth more pieces", new Op.Contract(false, true), CLOSE, real(Shape.of(96, 601)),
                real(Shape.of(150, 601)));
    }

    /// The shape `[many n, width]`.
    private static Shape rows(int many, int width) {
        return Shape.batch(many).flat().append(width);
    }

    /// The shape `[width, many n]`.
    private static Shape columns(int width, int many) {
        return TypeRules.infer(new Op.Permute(List.of(1, 0)), List.of(TensorType.f32(rows(many, width)))).shape();
    }

    private static void indices(List<OpCase> cases) {
        add(cases, "gather", new Op.Gather(), EXACT, real(Shape.of(6, 3)), whole(I32, Shape.batch(2), 0, 6));
        add(cases, "scatterAdd", new Op.ScatterAdd(6), CLOSE, whole(I32, Shape.batch(2), 0, 6),
                real(Shape.batch(2, 3)));
        add(cases, "oneHot", new Op.OneHot(6), EXACT, whole(I32, Shape.batch(2), 0, 6));
        add(cases, "argmax", new Op.ArgMax(1), EXACT, stopped(real(Shape.batch(7))));
        add(cases, "argmax of the first axis", new Op.ArgMax(0), EXACT, stopped(real(Shape.of(4, 3))));
        add(cases, "random", new Op.Random("test", Shape.batch(7)), EXACT, whole(I32, Shape.of(5), 0, 1 << 16));
    }

    private static void add(List<OpCase> cases, String name, Op op, double tolerance, Operand... inputs) {
        cases.add(new OpCase(name, op, List.of(inputs), N, tolerance));
    }

    private static Operand domain(UnaryFunction function) {
        return switch (function) {
            case SQRT, LOG -> positive(Shape.batch(67));
            case LOG1P -> new Operand(TensorType.f32(Shape.batch(67)), -0.75, 4, true);
            default -> new Operand(TensorType.f32(Shape.batch(67)), -3, 3, true);
        };
    }

    private static Operand real(Shape shape) {
        return new Operand(TensorType.f32(shape), -2, 2, true);
    }

    private static Operand positive(Shape shape) {
        return new Operand(TensorType.f32(shape), 0.5, 3, true);
    }

    private static Operand stopped(Operand operand) {
        return new Operand(operand.type(), operand.low(), operand.high(), false);
    }

    private static Operand whole(DType dtype, Shape shape, int low, int high) {
        return new Operand(new TensorType(dtype, shape), low, high, false);
    }
}
