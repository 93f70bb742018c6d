package org.chainrule;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.chainrule.compile.run.Thresholds;
import org.chainrule.grad.Backward;
import org.chainrule.ir.BinaryFunction;
import org.chainrule.ir.Graph;
import org.chainrule.ir.Node;
import org.chainrule.ir.Nodes;
import org.chainrule.ir.Op;
import org.chainrule.ir.Reduction;
import org.chainrule.ir.UnaryFunction;
import org.chainrule.ir.Verify;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random graphs over values with three axes, and their gradients, on any number of threads, at batch sizes on both
/// sides of each size at which work is divided differently.
class RandomBatchGraphTest {
    private static final int T = 3;
    private static final int D = 4;
    private static final Shape PLACES = Shape.batch(T, D);

    private static final Node X = Node.input("x", TensorType.f32(PLACES));
    private static final Node Z = Node.input("z", TensorType.f32(PLACES));
    private static final Node W = Node.input("w", TensorType.f32(Shape.of(D, D)));
    private static final Node V = Node.input("v", TensorType.f32(Shape.of(T * D, D)));
    private static final Node B = Node.input("b", TensorType.f32(Shape.of(D)));
    private static final Node G = Node.input("g", TensorType.f32(Shape.of(T, 1, D)));
    private static final Node CODES = Node.input("codes", TensorType.i32(Shape.batch(T)));
    private static final List<Node> INPUTS = List.of(X, Z, W, V, B, G, CODES);

    static LongStream some() {
        return LongStream.range(0, 10);
    }

    static LongStream many() {
        return LongStream.range(10, 3_000);
    }

    @ParameterizedTest
    @MethodSource("some")
    void graphsAreTheSameOnAnyNumberOfThreads(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Node> pool = new ArrayList<>(List.of(X, Z));
        for (int i = 0; i < 10; i++) {
            Node grown = grow(random, pool.get(random.nextInt(pool.size())), pool.get(random.nextInt(pool.size())));
            pool.add(Nodes.unary(UnaryFunction.TANH, grown));
        }
        Node last = pool.getLast();
        List<Node> outputs = new ArrayList<>(List.of(last));
        outputs.addAll(Backward.gradients(total(last), Nodes.literal(1), List.of(X, W, V, B, G)));
        Graph graph = Verify.check(new Graph(INPUTS, outputs));
        Set<Integer> batches = new TreeSet<>(Set.of(1, random.nextInt(2, 500)));
        batches.addAll(Thresholds.batches(2 + random.nextInt(2), T * D));
        ManyThreads.assertSame(graph, batches, n -> INPUTS.stream()
                .map(input -> input == CODES
                        ? random.ints(T * (long) n, 0, D).asDoubleStream().toArray()
                        : random.doubles(input.shape().elements(n), -1, 1).map(value -> (float) value).toArray())
                .toList(), 1e-4);
    }

    @Tag("full")
    @ParameterizedTest
    @MethodSource("many")
    void manyGraphsAreTheSameOnAnyNumberOfThreads(long seed) {
        graphsAreTheSameOnAnyNumberOfThreads(seed);
    }

    /// Returns another value `[n, t, d]`.
    private static Node grow(SplittableRandom random, Node a, Node b) {
        return switch (random.nextInt(15)) {
            case 0 -> Nodes.mul(a, b);
            case 1 ->
                Nodes.binary(BinaryFunction.MAX, Nodes.add(product(a, random.nextBoolean()), B), Nodes.literal(0));
            case 2 -> product(a, random.nextBoolean());
            case 3 -> Nodes.contract(false, false, Nodes.contract(false, true, a, b), a); // [n, t, t] x [n, t, d]
            case 4 -> Nodes.permute(Nodes.add(Nodes.permute(a, 1, 0, 2), B), 1, 0, 2); // [t, n, d]
            case 5 -> {
                Node windows = Node.of(new Op.Window(1, T, 1), Node.of(new Op.Pad(1, 1, 1, 0), a)); // [n, t, d, t]
                Node rows = Nodes.reshape(windows, PLACES.without(2).flat().append(T * D));
                yield Nodes.reshape(Nodes.contract(false, false, rows, V), PLACES);
            }
            case 6 -> Node.of(new Op.Concat(2), Node.of(new Op.Slice(2, 0, 2, 1), a),
                    Node.of(new Op.Slice(2, 2, D, 1), b));
            case 7 -> Nodes.add(a, Nodes.mul(Nodes.sum(b, 1), 0.3));
            case 8 -> Nodes.sub(a, Node.of(new Op.Reduce(Reduction.MAX, 2), b));
            case 9 -> Nodes.add(a, Node.of(new Op.Gather(), W, CODES));
            case 10 -> Node.of(new Op.Recompute(Op.Recomputation.RESULT), Nodes.mul(a, a), a);
            case 11 -> {
                Node turned = Nodes.permute(a, 0, 2, 1); // [n, d, t]
                Node square = Nodes.contract(true, true, b, turned); // [n, d, d]
                yield Nodes.contract(false, false, a, square);
            }
            case 12 -> {
                Node columns = Nodes.permute(Nodes.reshape(a, PLACES.without(2).flat().append(D)), 1, 0); // [d, 3n]
                Node bent = Nodes.binary(BinaryFunction.MAX,
                        Nodes.contract(random.nextBoolean(), false, W, Nodes.mul(columns, columns)), Nodes.literal(0));
                yield Nodes.reshape(Nodes.permute(bent, 1, 0), PLACES);
            }
            case 13 -> {
                Node stack = Nodes.permute(a, 1, 0, 2); // [t, n, d], with one row of g for each of the t matrices
                yield Nodes.permute(Nodes.mul(Nodes.add(stack, G), Nodes.add(G, stack)), 1, 0, 2);
            }
            default -> Node.of(new Op.Flip(1), Nodes.add(a, B));
        };
    }

    private static Node product(Node a, boolean transposed) {
        Node rows = Nodes.reshape(a, PLACES.without(2).flat().append(D)); // [3n, d]
        return Nodes.reshape(Nodes.contract(false, transposed, rows, W), PLACES);
    }

    private static Node total(Node node) {
        Node sum = node;
        for (int axis = 0; axis < node.shape().rank(); axis++) {
            sum = Nodes.sum(sum, axis);
        }
        return Nodes.reshape(sum, Shape.scalar());
    }
}
