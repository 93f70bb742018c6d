package org.chainrule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.chainrule.compile.run.CpuBackend;
import org.chainrule.compile.run.Executable;
import org.chainrule.compile.run.Execution;
import org.chainrule.compile.run.Tier;
import org.chainrule.ir.Graph;
import org.chainrule.ir.Node;
import org.chainrule.kernel.provider.Providers;
import org.chainrule.thread.Workers;
import org.chainrule.type.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Outputs and updates see the old value of state: a program that replaces state gives the same results as the same
/// computations without replacement.
class StateTest {
    private static final int[] THREADS = {1, 2, 3, 5};

    @Test
    void anOutputThatIsStateIsItsOldValue() {
        Tensor w = Tensor.input("w", Shape.of(2));
        Program program = Program.of(List.of(w), List.of(w, w.mul(1), w.reshape(Shape.of(2, 1)), w),
                Map.of(w, w.add(1)));
        for (Tensor output : program.run(Tensor.of(1, 5))) {
            assertThat(output.values()).containsExactly(1, 5);
        }
        Program.Session session = program.start(1, 1);
        session.array(w)[0] = 7;
        for (int run = 0; run < 3; run++) {
            session.run(1);
            assertThat(session.value(w, 1).values()).containsExactly(7 + run, run);
            assertThat(session.array(w)).containsExactly(8 + run, 1 + run);
        }
        Memory memory = program.memory(1);
        assertThat(memory.state()).isEqualTo(8);
        assertThat(memory.outputs()).isEqualTo(8);
    }

    /// An input that is not state may also be an output. For a redirected input the output is the redirected data.
    @Test
    void anOutputThatIsAnInputIsWhatWasHandedIn() {
        Tensor x = Tensor.input("x", Shape.batch(3));
        Tensor w = Tensor.input("w", Shape.of(3, 2));
        Program program = Program.of(List.of(x, w), List.of(x, x.matmul(w)));
        Program.Session session = program.start(2, 1);
        session.feed(x, new float[]{9, 1, 2, 3, 4, 5, 6}, 1);
        session.run(2);
        assertThat(session.value(x, 2).values()).containsExactly(1, 2, 3, 4, 5, 6);
        Frozen frozen = program.freeze(2, Map.of(w, Tensor.of(new float[3][2])));
        assertThat(frozen.run(Tensor.of(new float[][]{{1, 2, 3}})).getFirst().values()).containsExactly(1, 2, 3);
    }

    static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    /// The outputs are state, views of state and values computed from it; the next values read any of these.
    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsReplacedIsReadBefore(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int rows = 24 * random.nextInt(1, 12);
        List<Tensor> states = List.of(Tensor.input("a", Shape.of(rows, 16)), Tensor.input("b", Shape.of(rows, 16)),
                Tensor.input("c", Shape.of(16)), Tensor.input("d", Shape.scalar()));
        Tensor x = Tensor.input("x", Shape.batch(16));
        List<Tensor> inputs = new ArrayList<>(states);
        inputs.add(x);
        List<Tensor> pool = new ArrayList<>(inputs);
        for (int i = 0; i < 12; i++) {
            pool.add(grow(random, pool, rows));
        }
        Map<Tensor, Tensor> updates = new LinkedHashMap<>();
        for (Tensor state : states) {
            List<Tensor> fit = pool.stream().filter(other -> other.shape().equals(state.shape())).toList();
            updates.put(state, random.nextInt(3) == 0
                    ? fit.get(random.nextInt(fit.size()))
                    : state.mul(0.5).add(fit.getLast()));
        }
        List<Tensor> outputs = new ArrayList<>(states);
        for (int i = 0; i < 6; i++) {
            outputs.add(pool.get(random.nextInt(pool.size())));
        }
        outputs.add(states.get(0).transpose());
        outputs.add(states.get(1).slice(0, 1, rows, 2).reshape(Shape.of(rows / 2 * 16)));
        compare(inputs, outputs, updates, random);
    }

    private static Tensor grow(SplittableRandom random, List<Tensor> pool, int rows) {
        Tensor a = pool.get(random.nextInt(pool.size()));
        Tensor b = pool.get(random.nextInt(pool.size()));
        int rank = a.shape().rank();
        return switch (random.nextInt(9)) {
            case 0 -> a.tanh();
            case 1 -> b.shape().equals(a.shape()) || b.shape().rank() < 2 && rank == 2 ? a.add(b) : a.neg();
            case 2 -> b.shape().equals(a.shape()) ? a.mul(b) : a.mul(0.5);
            case 3 -> rank == 2 ? a.transpose() : a;
            case 4 -> a.shape().hasBatch() ? a.sum(0) : rank == 2 ? a.mean() : a;
            case 5 -> a.recomputedFrom(b);
            case 6 -> a.shape().equals(Shape.of(rows, 16)) ? a.flip(1) : a;
            case 7 -> a.stopGradient();
            default -> a.shape().rank() == 0 ? a.expand(Shape.of(16)) : a.mul(2);
        };
    }

    private static void compare(List<Tensor> inputs, List<Tensor> outputs, Map<Tensor, Tensor> updates,
            SplittableRandom random) {
        int n = 48;
        List<Node> given = inputs.stream().map(Tensor::node).toList();
        List<Node> asked = outputs.stream().map(Tensor::node).toList();
        List<Node> all = new ArrayList<>(asked);
        updates.values().forEach(next -> all.add(next.node()));
        List<Graph.Update> replaced = updates.entrySet().stream()
                .map(update -> new Graph.Update(update.getKey().node(), update.getValue().node())).toList();
        Executable still = Executable.of(new Graph(given, all));
        Executable moving = Executable.of(new Graph(given, asked, replaced));
        List<float[]> start = new ArrayList<>();
        for (Tensor input : inputs) {
            float[] values = new float[input.shape().elements(n)];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextInt(-500, 501) / 256f;
            }
            start.add(values);
        }
        for (Tier tier : Tier.values()) {
            for (int threads : THREADS) {
                Execution before = CpuBackend.of(Providers.best(), Workers.of(threads), tier).start(still, n, null);
                Execution after = CpuBackend.of(Providers.best(), Workers.of(threads), tier).start(moving, n, null);
                for (int i = 0; i < start.size(); i++) {
                    System.arraycopy(start.get(i), 0, after.own(i), 0, start.get(i).length);
                }
                for (int run = 0; run < 3; run++) {
                    for (int i = 0; i < start.size(); i++) {
                        System.arraycopy(after.own(i), 0, before.own(i), 0, start.get(i).length);
                    }
                    before.run(n);
                    after.run(n);
                    for (int i = 0; i < asked.size(); i++) {
                        assertThat(OpCasesTest.bits(after.read(i))).as("output %d", i)
                                .isEqualTo(OpCasesTest.bits(before.read(i)));
                    }
                    for (int i = 0; i < replaced.size(); i++) {
                        assertThat(OpCasesTest.bits(after.own(i))).as("state %d", i)
                                .isEqualTo(OpCasesTest.bits(before.read(asked.size() + i)));
                    }
                }
            }
        }
    }
}
