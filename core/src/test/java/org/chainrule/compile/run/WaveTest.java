package org.chainrule.compile.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.compile.lower.Lowering;
import org.chainrule.compile.lower.MemoryPlan;
import org.chainrule.error.ArgumentException;
import org.chainrule.ir.BinaryFunction;
import org.chainrule.ir.Graph;
import org.chainrule.ir.Node;
import org.chainrule.ir.Op;
import org.chainrule.ir.UnaryFunction;
import org.chainrule.testing.Allocation;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Steps that run at the same time.
class WaveTest {
    private static final int WIDTH = 200;

    private static final Tensor X = Tensor.input("x", TensorType.f32(Shape.batch(WIDTH)));
    private static final Tensor LABEL = Tensor.input("label", TensorType.i32(Shape.batch()));
    private static final Tensor W = Tensor.input("w", Shape.of(WIDTH, WIDTH));
    private static final Tensor V = Tensor.input("v", Shape.of(WIDTH, 3));

    /// Two layers whose gradients and updates conflict with each other's buffers in every way.
    private static Program program() {
        Tensor hidden = X.matmul(W).tanh();
        Tensor loss = hidden.matmul(V).mul(LABEL.oneHot(3)).sum().square();
        List<Tensor> gradients = loss.gradients(List.of(W, V));
        Map<Tensor, Tensor> updates = new LinkedHashMap<>();
        updates.put(V, V.sub(gradients.get(1).mul(1e-4)));
        updates.put(W, W.sub(gradients.get(0).mul(1e-4)));
        return Program.of(List.of(X, LABEL, W, V), List.of(loss, hidden), updates);
    }

    private static Program.Session session(int threads, int capacity) {
        Program.Session session = program().start(capacity, threads);
        Random random = new Random(3);
        for (Tensor tensor : List.of(X, W, V)) {
            float[] array = session.array(tensor);
            for (int i = 0; i < array.length; i++) {
                array[i] = (float) random.nextGaussian() * 0.1f;
            }
        }
        for (int i = 0; i < capacity; i++) {
            session.array(LABEL)[i] = random.nextInt(3);
        }
        return session;
    }

    /// The smallest batch is not worth a second thread, and only the largest has strands of several steps.
    @ParameterizedTest
    @ValueSource(ints = {20, 150, 400})
    void theBitsDoNotDependOnTheThreads(int capacity) {
        for (int threads = 2; threads <= 4; threads++) {
            Program.Session many = session(threads, capacity);
            Program.Session one = session(1, capacity);
            for (int n : new int[]{capacity, capacity, 17, 1, capacity - 1, capacity}) {
                one.run(n);
                many.run(n);
                assertThat(many.array(W)).isEqualTo(one.array(W));
                assertThat(many.array(V)).isEqualTo(one.array(V));
            }
            assertThat(many.array(W)).doesNotContain(Float.NaN).isNotEqualTo(session(1, capacity).array(W));
        }
    }

    /// A product over `[n, t, d]` has `t` rows for each example, and every piece has all rows of its examples.
    @Test
    void aProductOverThreeAxesIsComputedForAllRows() {
        Tensor x = Tensor.input("x", TensorType.f32(Shape.batch(2, 3)));
        Tensor w = Tensor.input("w", Shape.of(3, 2));
        Tensor y = x.matmul(w);
        for (int threads = 1; threads <= 5; threads++) {
            Program.Session session = Program.of(List.of(x, w), List.of(y)).start(1000, threads);
            Arrays.fill(session.array(x), 1);
            Arrays.fill(session.array(w), 1);
            for (int n : new int[]{1000, 192, 191, 1}) {
                Arrays.fill(session.array(y), 0);
                session.run(n);
                assertThat(session.value(y, n).values()).containsOnly(3);
            }
        }
    }

    @Test
    void largeBatchesUseSeveralThreads() {
        Set<Thread> before = helpers();
        session(2, 20).run(20);
        assertThat(before).containsAll(helpers());
        session(2, 400).run(400);
        assertThat(helpers()).anyMatch(thread -> !before.contains(thread));
    }

    private static Set<Thread> helpers() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals("chainrule-1"))
                .collect(Collectors.toSet());
    }

    @Test
    void runsOverChangingBatchesAllocateNothing() {
        Program.Session session = session(2, 400);
        Allocation.settles(0, () -> {
            session.run(400);
            session.run(17);
        });
    }

    @Test
    void stepsThatReadOnlyTheirOwnRowsAreOneStrand() {
        Node x = Node.input("x", TensorType.f32(Shape.batch(WIDTH)));
        Node w = Node.input("w", TensorType.f32(Shape.of(WIDTH, WIDTH)));
        Node tanh = Node.of(new Op.Unary(UnaryFunction.TANH), product(x, w));
        Node hidden = Node.of(new Op.Binary(BinaryFunction.MUL), tanh, tanh);
        Graph graph = new Graph(List.of(x, w), List.of(product(hidden, w)));
        assertThat(strands(graph, 192, 2)).containsExactly(List.of(List.of(0, 1, 2)));
        assertThat(strands(graph, 191, 2)).containsExactly(List.of(List.of(0)), List.of(List.of(1)),
                List.of(List.of(2)));
        // the second product needs all rows of the first as its right operand
        Graph crossed = new Graph(List.of(w), List.of(product(w, product(w, w))));
        assertThat(strands(crossed, 1, 2)).containsExactly(List.of(List.of(0)), List.of(List.of(1)));
    }

    private static Node product(Node a, Node b) {
        return Node.of(new Op.Contract(false, false), a, b);
    }

    private static List<List<List<Integer>>> strands(Graph graph, int capacity, int threads) {
        Lowering lowering = Lowering.of(graph);
        RowPartition[] partitions = lowering.stages().stream().map(stage -> RowPartition.of(stage, capacity, threads))
                .toArray(RowPartition[]::new);
        return WavePlan.strands(lowering.stages(), partitions, lowering, MemoryPlan.of(lowering, capacity).bufferOf());
    }

    @Test
    void noStateChangesWhenAnIndexIsOutOfRange() {
        Program.Session session = session(2, 400);
        float[] w = session.array(W).clone();
        float[] v = session.array(V).clone();
        session.array(LABEL)[5] = 3;
        for (int run = 0; run < 3; run++) {
            assertThatThrownBy(() -> session.run(400)).isInstanceOf(ArgumentException.class);
        }
        assertThat(session.array(W)).isEqualTo(w);
        assertThat(session.array(V)).isEqualTo(v);
    }
}
