package org.chainrule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.chainrule.compile.run.Thresholds;
import org.chainrule.ir.Graph;
import org.chainrule.ir.Node;
import org.chainrule.ir.Verify;
import org.chainrule.type.DType;
import org.chainrule.type.Shape;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The composed functions of [Tensor] and their gradients against the Reference: on one thread and on several, at batch
/// sizes on both sides of each size at which work is divided differently.
class CompositionsTest {
    private static final Tensor X = Tensor.input("x", Shape.batch(3, 4));
    private static final Tensor W = Tensor.input("w", Shape.of(2, 4, 5));
    private static final Tensor V = Tensor.input("v", Shape.of(4));

    static Stream<Named<UnaryOperator<Tensor>>> compositions() {
        return Stream.of(
                row("a stack by a broadcast stack", x -> x.unsqueeze(1).matmul(W)),
                row("a stack by a vector", x -> x.matmul(V)),
                row("a vector by a stack", x -> V.matmul(x.permute(0, 2, 1))),
                row("gather along the last axis", x -> x.gather(-1, Tensor.ofInts(3, 0, 3))),
                row("gather along the middle axis", x -> x.gather(1, Tensor.ofInts(2, 0, 0, 1))),
                row("parts joined in another order", x -> Tensor.stack(1, x.split(2, 2).get(1), x.split(2, 2).get(0))),
                row("parts of the batch's rows", x -> x.reshape(-1, 4).splitSizes(1, 1, 3).get(1).reshape(-1, 9)),
                row("a power by products", x -> x.pow(5)),
                row("a power by the exponential", x -> x.abs().add(0.1).pow(2.3)),
                row("powers of several exponents", x -> x.pow(Tensor.of(2, 3, 1, 4))),
                row("a standard score", x -> x.sub(x.meanKeeping(-1)).div(x.varKeeping(-1).add(0.1).sqrt())),
                row("a variance over the batch", x -> x.var(0)),
                row("elements taken along an axis", x -> x.takeAlong(1, x.slice(1, 0, 2).argmax(1).unsqueeze(1))),
                row("a triangle", x -> x.tril(0).add(x.triu(1).mul(2))),
                row("conditions", x -> x.greater(0).and(x.less(V)).or(x.equal(1).not().xor(x.less(0.5)))
                        .where(x.square(), -1)),
                row("a mask", x -> Tensor.lowerTriangle(4).slice(0, 0, 3).where(x, -1).softmax(-1)),
                row("limits", x -> x.maximum(V).minimum(0.75).clamp(-0.5, 0.5)),
                row("noise", x -> x.mul(Tensor.normal(Shape.batch(3, 4), 5))));
    }

    private static Named<UnaryOperator<Tensor>> row(String name, UnaryOperator<Tensor> composition) {
        return Named.of(name, composition);
    }

    @ParameterizedTest
    @MethodSource("compositions")
    void threadsAgree(UnaryOperator<Tensor> composition) {
        Tensor y = composition.apply(X);
        List<Tensor> outputs = new ArrayList<>(List.of(y));
        outputs.addAll(y.cast(DType.F32).square().sum().mul(0.5).gradients(List.of(X, W, V)));
        List<Tensor> given = new ArrayList<>(List.of(X, W, V));
        Graph.topological(outputs.stream().map(Tensor::node).toList(), List.of()).stream()
                .filter(node -> node.values() != null).map(Tensor::made).forEach(given::add);
        List<Node> inputs = given.stream().map(Tensor::node).toList();
        Graph graph = Verify.check(new Graph(inputs, outputs.stream().map(Tensor::node).toList()));
        Set<Integer> batches = new TreeSet<>(Set.of(1, 5));
        for (int threads : new int[]{2, 3}) {
            batches.addAll(Thresholds.batches(threads, Math.max(12, y.shape().elements())));
        }
        ManyThreads.assertSame(graph, batches, n -> values(inputs, n), 1e-4);
    }

    /// Compares the product of the gradient and a random direction with a central difference along it, in float64.
    @ParameterizedTest
    @MethodSource("compositions")
    void gradientsAgreeWithFiniteDifferences(UnaryOperator<Tensor> composition) {
        Tensor loss = composition.apply(X).square().sum().mul(0.5);
        List<Tensor> inputs = List.of(X, W, V);
        List<Tensor> gradients = loss.gradients(inputs);
        SplittableRandom random = new SplittableRandom(3);
        Map<Tensor, double[]> at = new HashMap<>();
        Map<Tensor, double[]> direction = new HashMap<>();
        for (Tensor input : inputs) {
            int count = input.shape().elements(2);
            at.put(input, random.doubles(count, -1, 1).toArray());
            direction.put(input, random.doubles(count, -1, 1).toArray());
        }
        List<double[]> exact = ReferenceRun.doubles(gradients, at, 2);
        double product = 0;
        for (int i = 0; i < inputs.size(); i++) {
            double[] along = direction.get(inputs.get(i));
            for (int j = 0; j < along.length; j++) {
                product += exact.get(i)[j] * along[j];
            }
        }
        double h = 1e-6;
        double slope = (moved(loss, at, direction, h) - moved(loss, at, direction, -h)) / (2 * h);
        assertThat(product).isCloseTo(slope, offset(1e-6 * Math.max(1, Math.abs(slope))));
    }

    private static double moved(Tensor loss, Map<Tensor, double[]> at, Map<Tensor, double[]> direction, double h) {
        Map<Tensor, double[]> there = new HashMap<>();
        at.forEach((input, values) -> {
            double[] moved = values.clone();
            Arrays.setAll(moved, i -> values[i] + h * direction.getOrDefault(input, values)[i]);
            there.put(input, moved);
        });
        return ReferenceRun.doubles(List.of(loss), there, 2).getFirst()[0];
    }

    private static List<double[]> values(List<Node> inputs, int n) {
        SplittableRandom random = new SplittableRandom(n);
        List<double[]> values = new ArrayList<>();
        for (Node input : inputs) {
            float[] known = input.values();
            double[] data = new double[input.shape().elements(n)];
            Arrays.setAll(data, i -> known == null ? (float) random.nextDouble(-1, 1) : known[i]);
            values.add(data);
        }
        return values;
    }
}
