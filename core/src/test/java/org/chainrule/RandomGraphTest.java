package org.chainrule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.chainrule.compile.run.CpuBackend;
import org.chainrule.compile.run.Executable;
import org.chainrule.compile.run.Execution;
import org.chainrule.compile.run.Tier;
import org.chainrule.eval.Reference;
import org.chainrule.grad.Backward;
import org.chainrule.ir.BinaryFunction;
import org.chainrule.ir.Graph;
import org.chainrule.ir.Node;
import org.chainrule.ir.Nodes;
import org.chainrule.ir.Op;
import org.chainrule.ir.UnaryFunction;
import org.chainrule.ir.Verify;
import org.chainrule.kernel.provider.Providers;
import org.chainrule.rewrite.Passes;
import org.chainrule.thread.Workers;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random graphs: every pass keeps values and gradients, and the planned executor, which reuses buffers and overwrites
/// them in place, agrees with the Reference.
class RandomGraphTest {
    private static final List<UnaryFunction> SMOOTH = List.of(UnaryFunction.TANH, UnaryFunction.SIGMOID,
            UnaryFunction.SIN, UnaryFunction.COS, UnaryFunction.NEG, UnaryFunction.ERF);
    private static final List<BinaryFunction> PAIRS = List.of(BinaryFunction.ADD, BinaryFunction.SUB,
            BinaryFunction.MUL, BinaryFunction.MAX, BinaryFunction.MIN);

    static LongStream seeds() {
        return LongStream.range(0, 150);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void passesAndExecutorKeepValuesAndGradients(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Node> inputs = List.of(Node.input("x", TensorType.f32(Shape.batch(4))),
                Node.input("w", TensorType.f32(Shape.of(4, 4))), Node.input("b", TensorType.f32(Shape.of(4))));
        List<Node> pool = new ArrayList<>(inputs);
        for (int i = 0; i < 14; i++) {
            pool.add(grow(random, pool));
        }
        Node loss = scalar(pool.getLast());
        List<Node> outputs = new ArrayList<>(List.of(pool.getLast()));
        outputs.addAll(Backward.gradients(loss, Nodes.literal(1), inputs));
        Graph graph = Verify.check(new Graph(inputs, outputs));
        int n = random.nextInt(1, 9);
        List<double[]> data = inputs.stream()
                .map(input -> random.doubles(input.shape().elements(n), -1, 1).map(v -> (float) v).toArray()).toList();
        List<double[]> expected = Reference.evaluate(graph, n, data);
        Graph rewritten = Verify.check(Passes.apply(graph));
        List<double[]> after = Reference.evaluate(rewritten, n, data);
        for (int i = 0; i < expected.size(); i++) {
            close(after.get(i), expected.get(i), 1e-9);
            Graph one = new Graph(inputs, List.of(outputs.get(i)));
            float[] actual = OpCasesTest.run(one, n, data, Providers.scalar(), 1);
            close(widened(actual), expected.get(i), 2e-4);
            for (Tier tier : Tier.values()) {
                assertThat(OpCasesTest.bits(OpCasesTest.run(one, n, data, Providers.best(), 2, tier)))
                        .isEqualTo(OpCasesTest.bits(actual));
            }
            assertThat(OpCasesTest.bits(OpCasesTest.run(one, n, data, Providers.scalar(), 1, Tier.ONE)))
                    .isEqualTo(OpCasesTest.bits(actual));
        }
        everythingAtOnce(graph, n, data, expected);
    }

    /// Computes all outputs in one program, which shares and fuses more.
    private static void everythingAtOnce(Graph graph, int n, List<double[]> data, List<double[]> expected) {
        for (Tier tier : Tier.values()) {
            Execution execution = CpuBackend.of(Providers.best(), Workers.of(1), tier).start(Executable.of(graph), n,
                    null);
            for (int i = 0; i < data.size(); i++) {
                for (int j = 0; j < data.get(i).length; j++) {
                    execution.own(i)[j] = (float) data.get(i)[j];
                }
            }
            execution.run(n);
            for (int i = 0; i < expected.size(); i++) {
                close(Arrays.copyOf(widened(execution.read(i)), expected.get(i).length), expected.get(i), 2e-4);
            }
        }
    }

    private static Node grow(SplittableRandom random, List<Node> pool) {
        Node a = pool.get(random.nextInt(pool.size()));
        Node b = pool.get(random.nextInt(pool.size()));
        boolean row = a.shape().rank() == 2;
        return switch (random.nextInt(9)) {
            case 0, 1 -> Nodes.unary(SMOOTH.get(random.nextInt(SMOOTH.size())), a);
            case 2, 3 -> fits(a, b) ? Nodes.binary(PAIRS.get(random.nextInt(PAIRS.size())), a, b) : Nodes.neg(a);
            case 4 -> row ? Nodes.mul(Nodes.sum(a, 1), 0.25) : Nodes.neg(a);
            case 5 -> row && a.shape().size(1) == 4 ? Nodes.contract(false, random.nextBoolean(), a, pool.get(1)) : a;
            case 6 -> row && a.shape().size(1) == 4 ? Node.of(new Op.Flip(1), a) : Nodes.mul(a, 0.5);
            case 7 -> Node.of(new Op.Recompute(Op.Recomputation.RESULT), a, b);
            default -> Nodes.add(Nodes.mul(a, 1), Nodes.literal(random.nextInt(2)));
        };
    }

    private static boolean fits(Node a, Node b) {
        boolean square = a.shape().equals(Shape.of(4, 4)) || b.shape().equals(Shape.of(4, 4))
                || a.shape().equals(Shape.of(4, 1)) || b.shape().equals(Shape.of(4, 1));
        return !square || a.shape().equals(b.shape());
    }

    private static Node scalar(Node node) {
        Node sum = node;
        for (int axis = 0; axis < node.shape().rank(); axis++) {
            sum = Nodes.sum(sum, axis);
        }
        return Nodes.reshape(sum, Shape.scalar());
    }

    private static double[] widened(float[] values) {
        double[] wide = new double[values.length];
        Arrays.setAll(wide, i -> values[i]);
        return wide;
    }

    private static void close(double[] actual, double[] expected, double tolerance) {
        double scale = Math.max(1, Arrays.stream(expected).map(Math::abs).max().orElse(0));
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).isCloseTo(expected[i], offset(tolerance * scale));
        }
    }
}
