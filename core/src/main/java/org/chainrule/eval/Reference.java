package org.chainrule.eval;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.error.ArgumentException;
import org.chainrule.ir.BinaryFunction;
import org.chainrule.ir.Graph;
import org.chainrule.ir.Node;
import org.chainrule.ir.Op;
import org.chainrule.ir.Reduction;
import org.chainrule.ir.UnaryFunction;
import org.chainrule.random.RandomStream;
import org.chainrule.type.DType;
import org.chainrule.type.Shape;

/// An evaluator that computes graphs in float64, directly by the definition of each operation.
public final class Reference {
    private final int n;
    private final Map<Node, double[]> values = new HashMap<>();

    private Reference(int n) {
        this.n = n;
    }

    /// Returns the outputs of a graph, row by row, followed by the next values of its state.
    ///
    /// @param graph the graph
    /// @param n the batch size
    /// @param data the values of the graph's inputs, in order
    public static List<double[]> evaluate(Graph graph, int n, List<double[]> data) {
        Reference reference = new Reference(n);
        for (int i = 0; i < graph.inputs().size(); i++) {
            reference.values.put(graph.inputs().get(i), data.get(i));
        }
        for (Node node : graph.topological()) {
            if (!reference.values.containsKey(node)) {
                reference.values.put(node, reference.compute(node));
            }
        }
        return graph.roots().stream().map(reference.values::get).toList();
    }

    private double[] value(Node node) {
        return java.util.Objects.requireNonNull(values.get(node));
    }

    private double[] compute(Node node) {
        double[] out = new double[node.shape().elements(n)];
        int[] sizes = node.shape().sizes(n);
        List<double[]> in = node.inputs().stream().map(this::value).toList();
        switch (node.op()) {
            case Op.Input input ->
                throw new ArgumentException("data", "reference: the input " + input.name() + " has no value");
            case Op.Literal literal -> out[0] = literal.value();
            case Op.BatchSize size -> out[0] = (double) size.multiple() * n;
            case Op.Unary unary -> Arrays.setAll(out, i -> unary(unary.function(), in.get(0)[i]));
            case Op.Binary binary -> Arrays.setAll(out, i -> binary(binary.function(), in.get(0)[i], in.get(1)[i]));
            case Op.Fma _ -> Arrays.setAll(out, i -> in.get(0)[i] * in.get(1)[i] + in.get(2)[i]);
            case Op.Select _ -> Arrays.setAll(out, i -> in.get(0)[i] != 0 ? in.get(1)[i] : in.get(2)[i]);
            case Op.Cast cast -> Arrays.setAll(out, i -> cast(cast.dtype(), in.get(0)[i]));
            case Op.StopGradient _,Op.Recompute _,Op.Reshape _ -> System.arraycopy(in.get(0), 0, out, 0, out.length);
            case Op.Reduce reduce -> reduce(reduce, node, in.get(0), out);
            case Op.Permute permute -> gatherEach(out, sizes, in.get(0), node.input(0), at -> {
                int[] source = new int[at.length];
                for (int axis = 0; axis < at.length; axis++) {
                    source[permute.order().get(axis)] = at[axis];
                }
                return source;
            });
            case Op.Expand _ -> gatherEach(out, sizes, in.get(0), node.input(0), at -> {
                int[] from = node.input(0).shape().sizes(n);
                int[] source = new int[from.length];
                for (int axis = 0; axis < from.length; axis++) {
                    source[axis] = from[axis] == 1 ? 0 : at[axis + at.length - from.length];
                }
                return source;
            });
            case Op.Slice slice -> gatherEach(out, sizes, in.get(0), node.input(0),
                    at -> with(at, slice.axis(), slice.start() + at[slice.axis()] * slice.step()));
            case Op.Pad pad -> gatherEach(out, sizes, in.get(0), node.input(0), at -> {
                int inside = at[pad.axis()] - pad.before();
                boolean data = inside >= 0 && inside % (pad.interior() + 1) == 0
                        && inside / (pad.interior() + 1) < node.input(0).shape().size(pad.axis());
                return data ? with(at, pad.axis(), inside / (pad.interior() + 1)) : null;
            });
            case Op.Flip flip -> gatherEach(out, sizes, in.get(0), node.input(0),
                    at -> with(at, flip.axis(), sizes[flip.axis()] - 1 - at[flip.axis()]));
            case Op.Concat concat -> concat(concat.axis(), node, out);
            case Op.Window window -> gatherEach(out, sizes, in.get(0), node.input(0), at -> with(
                    Arrays.copyOf(at, at.length - 1), window.axis(),
                    at[window.axis()] * window.stride() + at[at.length - 1]));
            case Op.Contract contract -> contract(contract, node, in.get(0), in.get(1), out);
            case Op.Gather _ -> {
                int width = node.input(0).shape().tail(1).elements(n);
                for (int i = 0; i < in.get(1).length; i++) {
                    System.arraycopy(in.get(0), index(in.get(1)[i]) * width, out, i * width, width);
                }
            }
            case Op.ScatterAdd _ -> {
                int width = out.length / node.shape().size(0);
                for (int i = 0; i < in.get(0).length; i++) {
                    for (int j = 0; j < width; j++) {
                        out[index(in.get(0)[i]) * width + j] += in.get(1)[i * width + j];
                    }
                }
            }
            case Op.OneHot oneHot -> {
                for (int i = 0; i < in.get(0).length; i++) {
                    out[i * oneHot.depth() + (int) in.get(0)[i]] = 1;
                }
            }
            case Op.ArgMax argMax -> argMax(argMax.axis(), node.input(0), in.get(0), out);
            case Op.Random random -> {
                float[] stream = new float[RandomStream.WORDS];
                for (int i = 0; i < stream.length; i++) {
                    stream[i] = (float) in.get(0)[i];
                }
                float[] uniform = new float[out.length];
                RandomStream.uniform(random.purpose(), stream, uniform, 0, uniform.length);
                Arrays.setAll(out, i -> uniform[i]);
            }
        }
        return out;
    }

    private static int index(double value) {
        return (int) value;
    }

    /// Maps the position of a result element to the position of its source, or null for a zero.
    private interface Source {
        int @org.jspecify.annotations.Nullable [] of(int[] at);
    }

    private void gatherEach(double[] out, int[] sizes, double[] in, Node input, Source rule) {
        int[] from = input.shape().sizes(n);
        for (int i = 0; i < out.length; i++) {
            int[] source = rule.of(position(i, sizes));
            out[i] = source == null ? 0 : in[offset(source, from)];
        }
    }

    private static int[] position(int index, int[] sizes) {
        int[] at = new int[sizes.length];
        int rest = index;
        for (int axis = sizes.length - 1; axis >= 0; axis--) {
            at[axis] = rest % sizes[axis];
            rest /= sizes[axis];
        }
        return at;
    }

    private static int offset(int[] at, int[] sizes) {
        int offset = 0;
        for (int axis = 0; axis < sizes.length; axis++) {
            offset = offset * sizes[axis] + at[axis];
        }
        return offset;
    }

    private static int[] with(int[] at, int axis, int value) {
        int[] changed = at.clone();
        changed[axis] = value;
        return changed;
    }

    private void reduce(Op.Reduce reduce, Node node, double[] in, double[] out) {
        int[] from = node.input(0).shape().sizes(n);
        int[] to = node.shape().sizes(n);
        Arrays.fill(out, switch (reduce.reduction()) {
            case SUM -> 0;
            case MAX -> Double.NEGATIVE_INFINITY;
            case MIN -> Double.POSITIVE_INFINITY;
        });
        for (int i = 0; i < in.length; i++) {
            int at = offset(with(position(i, from), reduce.axis(), 0), to);
            out[at] = combine(reduce.reduction(), out[at], in[i]);
        }
    }

    private static double combine(Reduction reduction, double a, double b) {
        return switch (reduction) {
            case SUM -> a + b;
            case MAX -> Math.max(a, b);
            case MIN -> Math.min(a, b);
        };
    }

    private void concat(int axis, Node node, double[] out) {
        int[] sizes = node.shape().sizes(n);
        int start = 0;
        for (Node input : node.inputs()) {
            double[] part = value(input);
            int[] from = input.shape().sizes(n);
            for (int i = 0; i < part.length; i++) {
                int[] at = position(i, from);
                out[offset(with(at, axis, at[axis] + start), sizes)] = part[i];
            }
            start += from[axis];
        }
    }

    private void contract(Op.Contract op, Node node, double[] a, double[] b, double[] out) {
        int[] sizes = node.shape().sizes(n);
        int rank = sizes.length;
        int rows = sizes[rank - 2];
        int columns = sizes[rank - 1];
        Shape lhs = node.input(0).shape();
        int inner = lhs.size(op.transposeLhs() ? rank - 2 : rank - 1, n);
        for (int i = 0; i < out.length; i++) {
            int stack = i / (rows * columns);
            int row = i / columns % rows;
            int column = i % columns;
            for (int k = 0; k < inner; k++) {
                int at = stack * rows * inner + (op.transposeLhs() ? k * rows + row : row * inner + k);
                int bt = stack * columns * inner + (op.transposeRhs() ? column * inner + k : k * columns + column);
                out[i] += a[at] * b[bt];
            }
        }
    }

    private void argMax(int axis, Node input, double[] in, double[] out) {
        int[] sizes = input.shape().sizes(n);
        int inner = Arrays.stream(sizes, axis + 1, sizes.length).reduce(1, (x, y) -> x * y);
        for (int i = 0; i < out.length; i++) {
            int base = i / inner * inner * sizes[axis] + i % inner;
            int best = 0;
            for (int j = 1; j < sizes[axis]; j++) {
                double value = in[base + j * inner];
                double leader = in[base + best * inner];
                best = value > leader || (Double.isNaN(value) && !Double.isNaN(leader)) ? j : best;
            }
            out[i] = best;
        }
    }

    private static double cast(DType dtype, double value) {
        return switch (dtype) {
            case F32 -> value;
            case I32 -> (int) value;
            case BOOL -> value != 0 ? 1 : 0;
        };
    }

    private static double unary(UnaryFunction function, double x) {
        return switch (function) {
            case NEG -> -x;
            case ABS -> Math.abs(x);
            case SIGN -> Math.signum(x);
            case FLOOR -> Math.floor(x);
            case SQRT -> Math.sqrt(x);
            case EXP -> StrictMath.exp(x);
            case EXPM1 -> StrictMath.expm1(x);
            case LOG -> StrictMath.log(x);
            case LOG1P -> StrictMath.log1p(x);
            case TANH -> StrictMath.tanh(x);
            case SIGMOID -> x >= 0 ? 1 / (1 + StrictMath.exp(-x)) : StrictMath.exp(x) / (1 + StrictMath.exp(x));
            case ERF -> erf(x);
            case SIN -> StrictMath.sin(x);
            case COS -> StrictMath.cos(x);
        };
    }

    private static double binary(BinaryFunction function, double a, double b) {
        return switch (function) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case MAX -> Math.max(a, b);
            case MIN -> Math.min(a, b);
            case LESS -> a < b ? 1 : 0;
            case LESS_EQUAL -> a <= b ? 1 : 0;
            case EQUAL -> a == b ? 1 : 0;
        };
    }

    /// Returns `erf(x) = 2/sqrt(pi) e^(-x^2) sum 2^k x^(2k+1) / (2k+1)!!` (Abramowitz and Stegun 7.1.6). All terms have
    /// the same sign, so nothing cancels.
    static double erf(double x) {
        if (Double.isNaN(x) || Math.abs(x) > 6) {
            return Math.signum(x);
        }
        double term = x;
        double sum = x;
        for (int k = 1; Math.abs(term) > 1e-18 * Math.abs(sum); k++) {
            term *= 2 * x * x / (2 * k + 1);
            sum += term;
        }
        return 2 / Math.sqrt(StrictMath.PI) * StrictMath.exp(-x * x) * sum;
    }
}
