package org.chainrule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.chainrule.compile.run.CpuBackend;
import org.chainrule.compile.run.Executable;
import org.chainrule.compile.run.Execution;
import org.chainrule.compile.run.Thresholds;
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
import org.chainrule.kernel.Kernels;
import org.chainrule.kernel.provider.Providers;
import org.chainrule.rewrite.Passes;
import org.chainrule.thread.Workers;
import org.chainrule.type.DType;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every operation against its definition: kernels against the Reference, gradients against finite differences.
class OpCasesTest {
    static Stream<OpCase> cases() {
        return OpCases.all().stream();
    }

    static Stream<OpCase> differentiable() {
        return cases().filter(row -> row.inputs().stream().anyMatch(OpCase.Operand::differentiable));
    }

    @Test
    void everyPermittedOperationHasARow() {
        Set<Class<?>> shown = new HashSet<>();
        OpCases.all().forEach(row -> shown.add(row.op().getClass()));
        assertThat(shown).containsAll(permitted(Op.class));
        assertThat(permitted(Op.class)).hasSizeGreaterThanOrEqualTo(23);
    }

    private static List<Class<?>> permitted(Class<?> type) {
        if (!type.isSealed()) {
            return List.of(type);
        }
        List<Class<?>> all = new ArrayList<>();
        for (Class<?> sub : type.getPermittedSubclasses()) {
            all.addAll(permitted(sub));
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void kernelsAgreeWithReference(OpCase row) {
        Graph graph = Verify.check(row.graph());
        List<double[]> values = row.values(11);
        double[] expected = Reference.evaluate(graph, row.n(), values).getFirst();
        float[] scalar = run(graph, row.n(), values, Providers.scalar(), 1);
        float[] best = run(graph, row.n(), values, Providers.best(), 2);
        double scale = Math.max(1, Arrays.stream(expected).map(Math::abs).max().orElse(0));
        assertThat(scalar).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) scalar[i]).as("element %d", i).isCloseTo(expected[i],
                    offset(row.tolerance() * scale));
        }
        assertThat(bits(best)).as("scalar and vector bits").isEqualTo(bits(scalar));
    }

    /// Runs the operation followed by another one, so that the two are fused where possible.
    @ParameterizedTest
    @MethodSource("cases")
    void loopsAgreeWithReference(OpCase row) {
        Graph single = row.graph();
        Node made = single.outputs().getFirst();
        Node y = Nodes.neg(made.type().dtype() == DType.F32 ? made : Node.of(new Op.Cast(DType.F32), made));
        Graph graph = Verify.check(new Graph(single.inputs(), List.of(Nodes.mul(y, y))));
        List<double[]> values = row.values(23);
        double[] expected = Reference.evaluate(graph, row.n(), values).getFirst();
        double scale = Math.max(1, Arrays.stream(expected).map(Math::abs).max().orElse(0));
        float[] first = run(graph, row.n(), values, Providers.scalar(), 1, Tier.ZERO);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) first[i]).as("element %d", i).isCloseTo(expected[i],
                    offset(4 * row.tolerance() * scale));
        }
        for (Kernels kernels : List.of(Providers.scalar(), Providers.best())) {
            for (Tier tier : Tier.values()) {
                assertThat(bits(run(graph, row.n(), values, kernels, 2, tier))).as("%s %s", kernels.name(), tier)
                        .isEqualTo(bits(first));
            }
        }
    }

    /// Runs the operation followed by a loop and a product, at batch sizes on both sides of each size at which work is
    /// divided among threads differently.
    @ParameterizedTest
    @MethodSource("cases")
    void threadsAgree(OpCase row) {
        Graph single = row.graph();
        Node made = single.outputs().getFirst();
        Node y = made.type().dtype() == DType.F32 ? made : Node.of(new Op.Cast(DType.F32), made);
        Node loop = Nodes.mul(Nodes.neg(y), y);
        Shape shape = loop.shape();
        List<Node> inputs = new ArrayList<>(single.inputs());
        List<Node> outputs = new ArrayList<>(List.of(loop));
        if (shape.rank() > 1 && !shape.isBatch(-1)) {
            Node w = Node.input("w", TensorType.f32(Shape.of(shape.size(-1), 3)));
            Shape lead = shape.without(shape.rank() - 1).flat();
            Node product = Nodes.contract(false, false, Nodes.reshape(loop, lead.append(shape.size(-1))), w);
            inputs.add(w);
            outputs.add(Nodes.binary(BinaryFunction.MAX, product, Nodes.literal(0)));
        }
        Graph graph = Verify.check(new Graph(inputs, outputs));
        int elements = Stream.concat(inputs.stream(), outputs.stream()).map(Node::shape).filter(Shape::hasBatch)
                .mapToInt(Shape::elements).max().orElse(0);
        Set<Integer> batches = new TreeSet<>(Set.of(1, row.n()));
        for (int threads : new int[]{2, 3, 5, 8}) {
            batches.addAll(elements == 0 ? Set.of() : Thresholds.batches(threads, elements));
        }
        ManyThreads.assertSame(graph, batches, n -> {
            SplittableRandom random = new SplittableRandom(n);
            List<double[]> values = new ArrayList<>();
            row.inputs().forEach(operand -> values.add(random.doubles(operand.type().shape().elements(n),
                    operand.low(), operand.high())
                    .map(value -> operand.type().dtype() == DType.F32 ? (float) value : Math.floor(value)).toArray()));
            inputs.stream().skip(values.size()).forEach(w -> values.add(random.doubles(w.shape().elements(), -1, 1)
                    .map(value -> (float) value).toArray()));
            return values;
        }, 1e-4);
    }

    @Test
    void theBestKernelsAreTheVectorKernels() {
        assertThat(Providers.best().name()).startsWith("vector");
    }

    static float[] run(Graph graph, int n, List<double[]> values, Kernels kernels, int threads) {
        return run(graph, n, values, kernels, threads, Tier.BOTH);
    }

    static float[] run(Graph graph, int n, List<double[]> values, Kernels kernels, int threads, Tier tier) {
        Executable executable = Executable.of(graph);
        Verify.check(executable.graph());
        Execution execution = CpuBackend.of(kernels, Workers.of(threads), tier).start(executable, n, null);
        for (int i = 0; i < values.size(); i++) {
            float[] input = execution.own(i);
            for (int j = 0; j < values.get(i).length; j++) {
                input[j] = (float) values.get(i)[j];
            }
        }
        execution.run(n);
        return Arrays.copyOf(execution.read(0), graph.outputs().getFirst().shape().elements(n));
    }

    static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToIntBits(values[i]);
        }
        return bits;
    }

    @ParameterizedTest
    @MethodSource("differentiable")
    void gradientsAgreeWithFiniteDifferences(OpCase row) {
        Graph graph = row.graph();
        Node loss = total(graph.outputs().getFirst(), 3);
        check(row, graph.inputs(), loss, 1e-6);
    }

    @ParameterizedTest
    @MethodSource("differentiable")
    void secondGradientsAgreeWithFiniteDifferences(OpCase row) {
        Graph graph = row.graph();
        List<Node> wrt = differentiable(row, graph.inputs());
        // sin gives linear operations a second derivative to test as well
        Node y = Nodes.unary(UnaryFunction.SIN, graph.outputs().getFirst());
        List<Node> first = Backward.gradients(total(y, 3), Nodes.literal(1), wrt);
        Node loss = null;
        for (int i = 0; i < first.size(); i++) {
            Node part = total(first.get(i), 5 + i);
            loss = loss == null ? part : Nodes.add(loss, part);
        }
        check(row, graph.inputs(), Objects.requireNonNull(loss), 1e-6);
    }

    /// Returns the inner product of a tensor with fixed weights, all different.
    private static Node total(Node y, int salt) {
        Node weighted = Nodes.mul(y, Nodes.unary(UnaryFunction.SIN, Nodes.mul(places(y), 0.7 + salt)));
        Node sum = weighted;
        for (int axis = 0; axis < y.shape().rank(); axis++) {
            sum = Nodes.sum(sum, axis);
        }
        return Nodes.reshape(sum, Shape.scalar());
    }

    /// Returns a number for each element, built from one-hot rows, so that it needs no data.
    private static Node places(Node y) {
        Node sum = Nodes.fill(0.5, y.shape());
        for (int axis = 0; axis < y.shape().rank(); axis++) {
            if (!y.shape().isBatch(axis) && y.shape().size(axis) > 1) {
                List<Node> numbers = new ArrayList<>();
                Shape one = ones(y.shape().rank());
                for (int i = 0; i < y.shape().size(axis); i++) {
                    numbers.add(Nodes.fill(i * (axis + 1.3), one));
                }
                sum = Nodes.add(sum, Node.of(new Op.Concat(axis), numbers));
            }
        }
        return sum;
    }

    private static Shape ones(int rank) {
        int[] sizes = new int[rank];
        Arrays.fill(sizes, 1);
        return Shape.of(sizes);
    }

    private static List<Node> differentiable(OpCase row, List<Node> inputs) {
        List<Node> wrt = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            if (row.inputs().get(i).differentiable()) {
                wrt.add(inputs.get(i));
            }
        }
        return wrt;
    }

    /// Compares the inner product of the gradient and a random direction with a fourth-order central difference along
    /// it.
    private static void check(OpCase row, List<Node> inputs, Node loss, double tolerance) {
        List<Node> wrt = differentiable(row, inputs);
        List<Node> gradients = Backward.gradients(loss, Nodes.literal(1), wrt);
        gradients.forEach(gradient -> assertThat(gradient.shape()).isIn(wrt.stream().map(Node::shape).toList()));
        List<double[]> at = row.values(13);
        List<double[]> exact = Reference.evaluate(new Graph(inputs, gradients), row.n(), at);
        SplittableRandom random = new SplittableRandom(17);
        List<double[]> direction = new ArrayList<>();
        double product = 0;
        int next = 0;
        for (int i = 0; i < inputs.size(); i++) {
            double[] along = new double[at.get(i).length];
            if (row.inputs().get(i).differentiable()) {
                double[] gradient = exact.get(next++);
                for (int j = 0; j < along.length; j++) {
                    along[j] = random.nextDouble(-1, 1);
                    product += along[j] * gradient[j];
                }
            }
            direction.add(along);
        }
        Graph graph = new Graph(inputs, List.of(loss));
        double h = 4e-4;
        double slope = (8 * (along(graph, row.n(), at, direction, h) - along(graph, row.n(), at, direction, -h))
                - (along(graph, row.n(), at, direction, 2 * h) - along(graph, row.n(), at, direction, -2 * h)))
                / (12 * h);
        assertThat(product).isCloseTo(slope,
                offset(tolerance * Math.max(1, Math.abs(slope))));
    }

    private static double along(Graph graph, int n, List<double[]> at, List<double[]> direction, double h) {
        List<double[]> moved = new ArrayList<>();
        for (int i = 0; i < at.size(); i++) {
            double[] values = at.get(i).clone();
            for (int j = 0; j < values.length; j++) {
                values[j] += h * direction.get(i)[j];
            }
            moved.add(values);
        }
        return Reference.evaluate(graph, n, moved).getFirst()[0];
    }

    @ParameterizedTest
    @MethodSource("cases")
    void passesKeepValues(OpCase row) {
        Graph graph = row.graph();
        List<double[]> values = row.values(19);
        double[] expected = Reference.evaluate(graph, row.n(), values).getFirst();
        Graph current = graph;
        for (var pass : Passes.all()) {
            current = Verify.check(pass.apply(current));
            assertThat(Reference.evaluate(current, row.n(), values).getFirst()).isEqualTo(expected);
        }
    }
}
