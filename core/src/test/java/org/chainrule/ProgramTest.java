package org.chainrule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.testing.Allocation;
import org.chainrule.type.Shape;
import org.junit.jupiter.api.Test;

class ProgramTest {
    /// A network of `depth` square layers with tanh, and its gradient descent step, last layer first.
    private record Net(Tensor x, List<Tensor> weights, Tensor loss, Map<Tensor, Tensor> updates) {
        static Net of(int width, int depth) {
            Tensor x = Tensor.input("x", Shape.batch(width));
            List<Tensor> weights = new ArrayList<>();
            Tensor hidden = x;
            for (int i = 0; i < depth; i++) {
                weights.add(Tensor.input("w" + i, Shape.of(width, width)));
                hidden = hidden.matmul(weights.get(i)).tanh();
            }
            Tensor loss = hidden.square().sum(1).mean();
            List<Tensor> gradients = loss.gradients(weights);
            Map<Tensor, Tensor> updates = new LinkedHashMap<>();
            for (int i = depth - 1; i >= 0; i--) {
                updates.put(weights.get(i), weights.get(i).sub(gradients.get(i).mul(0.125)));
            }
            return new Net(x, weights, loss, updates);
        }

        List<Tensor> inputs() {
            List<Tensor> inputs = new ArrayList<>(List.of(x));
            inputs.addAll(weights);
            return inputs;
        }

        Program forward() {
            return Program.of(inputs(), List.of(loss));
        }

        Program training() {
            return Program.of(inputs(), List.of(loss), updates);
        }
    }

    @Test
    void aForwardPassFreesEachTensorAndTrainingKeepsThem() {
        int width = 64;
        int depth = 6;
        int n = 32;
        long layer = (long) Float.BYTES * n * width;
        Net net = Net.of(width, depth);
        Memory forward = net.forward().memory(n);
        Memory training = net.training().memory(n);
        // Two buffers alternate: a product needs a second buffer, tanh works in place.
        assertThat(forward.work()).isBetween(2 * layer, 3 * layer);
        assertThat(training.work()).isGreaterThan((depth - 1) * layer);
        assertThat(training.state()).isEqualTo((long) Float.BYTES * depth * width * width);
    }

    @Test
    void memoryIsWhatIsAllocated() {
        Net net = Net.of(64, 4);
        Program program = net.training();
        Memory memory = program.memory(32);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        program.start(32, 1);
        long before = threads.getCurrentThreadAllocatedBytes();
        Program.Session session = program.start(32, 1);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(session.read(net.loss())).hasSize(1);
        // Array headers and step objects need a few kilobytes in addition to the tensors.
        assertThat(allocated).isBetween(memory.total(), memory.total() + 100_000);
    }

    @Test
    void aRunAllocatesNothing() {
        Program.Session session = filled(Net.of(48, 3), 16);
        Allocation.settles(0, () -> session.run(16));
    }

    private static Program.Session filled(Net net, int n) {
        Program.Session session = net.training().start(n, 1);
        for (Tensor input : net.inputs()) {
            float[] array = session.array(input);
            for (int i = 0; i < array.length; i++) {
                array[i] = (i * 37 % 101 - 50) / 200f;
            }
        }
        return session;
    }

    @Test
    void updatesInSequenceUseTheOldWeights() {
        Net net = Net.of(8, 3);
        Program.Session session = filled(net, 4);
        List<Tensor> before = new ArrayList<>();
        for (Tensor input : net.inputs()) {
            before.add(session.value(input, 4));
        }
        // The same gradients, all computed before any parameter is replaced.
        List<Tensor> next = new ArrayList<>();
        for (Tensor weight : net.weights()) {
            next.add(java.util.Objects.requireNonNull(net.updates().get(weight)));
        }
        List<Tensor> expected = Program.of(net.inputs(), next).run(before.toArray(Tensor[]::new));
        session.run(4);
        for (int i = 0; i < net.weights().size(); i++) {
            assertThat(session.read(net.weights().get(i))).isEqualTo(expected.get(i).values());
        }
    }

    @Test
    void stateMaySwap() {
        Tensor a = Tensor.input("a", Shape.of(2));
        Tensor b = Tensor.input("b", Shape.of(2));
        Map<Tensor, Tensor> updates = new LinkedHashMap<>();
        updates.put(a, b);
        updates.put(b, a.add(b));
        Program.Session session = Program.of(List.of(a, b), List.of(a.mul(10)), updates).start(1, 1);
        session.write(b, 1, 0);
        for (int i = 0; i < 10; i++) {
            session.run(1);
        }
        assertThat(session.read(a)[0]).isEqualTo(55);
        assertThat(session.read(b)[0]).isEqualTo(89);
    }

    @Test
    void aRowGivesTheSameBitsInAnyBatch() {
        Net net = Net.of(24, 2);
        Tensor out = net.x().matmul(net.weights().get(0)).tanh().matmul(net.weights().get(1)).softmax(1);
        Program program = Program.of(net.inputs(), List.of(out));
        Program.Session all = program.start(256, 2);
        Program.Session one = program.start(1, 1);
        numbered(all, program);
        for (Tensor input : net.inputs()) {
            float[] array = all.array(input);
            System.arraycopy(array, 0, one.array(input), 0, one.array(input).length);
        }
        all.run(256);
        for (int row = 0; row < 256; row += 17) {
            System.arraycopy(all.array(net.x()), row * 24, one.array(net.x()), 0, 24);
            one.run(1);
            for (int j = 0; j < 24; j++) {
                assertThat(one.array(out)[j]).isEqualTo(all.array(out)[row * 24 + j]);
            }
        }
    }

    /// Rows in the caller's array give the same results as rows in the session's array, whether products read them in
    /// place or other readers get a copy.
    @Test
    void anInputIsReadFromTheCallersArray() {
        Tensor x = Tensor.input("x", Shape.batch(24));
        Tensor w = Tensor.input("w", Shape.of(24, 300));
        Tensor v = Tensor.input("v", Shape.of(24, 1));
        Tensor product = x.matmul(w);
        List<List<Tensor>> reading = List.of(List.of(product, x.transpose().matmul(product), x.matmul(v)),
                List.of(product, x.transpose().matmul(x)), List.of(product, x.tanh()), List.of(product, x),
                List.of(x.reshape(Shape.batch(4, 6)).permute(1, 0, 2).sum(0), product));
        for (List<Tensor> outputs : reading) {
            for (int threads = 1; threads <= 3; threads++) {
                Program program = Program.of(List.of(x, w, v), outputs);
                Program.Session own = numbered(program.start(250, threads), program);
                Program.Session fed = numbered(program.start(250, threads), program);
                float[] rows = own.array(x).clone();
                Arrays.fill(fed.array(x), Float.NaN);
                for (int[] part : new int[][]{{0, 250}, {3, 7}, {49, 201}, {249, 1}}) {
                    System.arraycopy(rows, part[0] * 24, own.array(x), 0, part[1] * 24);
                    own.run(part[1]);
                    fed.feed(x, rows, part[0] * 24);
                    fed.run(part[1]);
                    for (Tensor output : outputs) {
                        assertThat(fed.value(output, part[1]).values()).isEqualTo(own.value(output, part[1]).values());
                    }
                }
                System.arraycopy(rows, 0, fed.array(x), 0, 24);
                System.arraycopy(rows, 0, own.array(x), 0, 24);
                fed.feed(x, fed.array(x), 0);
                fed.run(1);
                own.run(1);
                assertThat(fed.value(product, 1).values()).isEqualTo(own.value(product, 1).values());
                assertThat(rows).isEqualTo(numbered(program.start(250, 1), program).array(x));
            }
        }
    }

    @Test
    void anOutputMayBeTheNextInput() {
        Tensor x = Tensor.input("x", Shape.batch(300));
        Tensor w = Tensor.input("w", Shape.of(300, 300));
        Tensor y = x.matmul(w);
        Program program = Program.of(List.of(x, w), List.of(y));
        Program.Session own = numbered(program.start(30, 1), program);
        Program.Session fed = numbered(program.start(30, 1), program);
        for (int i = 0; i < 3; i++) {
            own.run(30);
            fed.run(30);
            System.arraycopy(own.array(y), 0, own.array(x), 0, 30 * 300);
            fed.feed(x, fed.array(y), 0);
        }
        assertThat(fed.array(y)).isEqualTo(own.array(y));
    }

    private static Program.Session numbered(Program.Session session, Program program) {
        for (Tensor input : program.inputs()) {
            float[] array = session.array(input);
            for (int i = 0; i < array.length; i++) {
                array[i] = (i * 37 % 1009 - 500) / 300f;
            }
        }
        return session;
    }

    @Test
    void feedingAllocatesNothing() {
        Net net = Net.of(48, 3);
        Program.Session session = filled(net, 16);
        float[] rows = session.array(net.x()).clone();
        Allocation.settles(0, () -> {
            session.feed(net.x(), rows, 48);
            session.run(15);
        });
    }

    @Test
    void whatCannotBeFedIsRefused() {
        Net net = Net.of(8, 1);
        Program.Session session = filled(net, 4);
        Tensor weight = net.weights().getFirst();
        float[] before = session.read(weight);
        assertThatThrownBy(() -> session.feed(weight, new float[64], 0)).isInstanceOf(ArgumentException.class)
                .hasMessage("feed: w0 f32[8, 8] is state, which runs replace; set its initial value with write(...)");
        assertThatThrownBy(() -> session.feed(net.loss(), new float[64], 0)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("is not an input of this program, expected one of [x f32[n, 8]]");
        assertThatThrownBy(() -> session.feed(net.x(), new float[32], 33)).isInstanceOf(ArgumentException.class)
                .hasMessage("feed: index 33 is outside an array of 32 numbers, expected 0 to 32");
        session.feed(net.x(), new float[32], 8);
        assertThatThrownBy(() -> session.run(4)).isInstanceOf(ArgumentException.class)
                .hasMessage("run: 4 rows of an input need 32 numbers, but the fed array has 24 from index 8; run over"
                        + " fewer rows or feed a longer array");
        assertThat(session.read(weight)).isEqualTo(before);
        session.run(3);
    }

    @Test
    void rowsBeyondTheCapacityAreRefused() {
        Tensor x = Tensor.input("x", Shape.batch(3));
        Program program = Program.of(List.of(x), List.of(x.neg()));
        Program.Session session = program.start(4, 1);
        for (int rows : new int[]{5, 0, -1}) {
            refused(() -> session.run(rows),
                    "run: got " + rows + " rows, expected 1 to 4, the capacity of the session; run"
                            + " over fewer rows or start a larger session");
            refused(() -> session.value(x, rows), "value: got " + rows
                    + " rows, expected 1 to 4, the capacity of the session");
        }
        session.run(4);
        refused(() -> program.start(0, 1), "start: got 0 rows, expected at least 1");
        refused(() -> program.start(1, 0), "threads: must be at least 1, got 0");
        refused(() -> program.memory(0), "memory: got 0 rows, expected at least 1");
        refused(() -> program.freeze(0), "freeze: got 0 rows, expected at least 1");
    }

    @Test
    void nullsAreNamed() {
        Tensor x = Tensor.input("x", Shape.batch(3));
        Program program = Program.of(List.of(x), List.of(x.neg()));
        Program.Session session = program.start(4, 1);
        Frozen frozen = program.freeze(4);
        refused(() -> Program.of(List.of(x), missing()), "program: outputs is null, expected a value");
        refused(() -> Program.of(Arrays.asList(x, null), List.of(x)),
                "program: number 1 of inputs is null, expected a value");
        refused(() -> program.run(x, missing()), "program: number 1 of values is null, expected a value");
        refused(() -> session.feed(x, missing(), 0), "feed: values is null, expected a value");
        refused(() -> session.feed(missing(), new float[3], 0), "feed: input is null, expected a value");
        refused(() -> session.value(missing(), 1), "value: tensor is null, expected a value");
        refused(() -> frozen.only(missing()), "only: output is null, expected a value");
        refused(() -> Tensor.input(missing(), Shape.of(1)), "input: name is null, expected a value");
        refused(() -> Tensor.input("x", (Shape) missing()), "input: shape is null, expected a value");
        refused(() -> Tensor.fill(1, missing()), "fill: shape is null, expected a value");
        refused(() -> Tensor.uniform("draw", missing(), x), "uniform: shape is null, expected a value");
        refused(() -> x.cast(missing()), "cast: dtype is null, expected a value");
        refused(() -> frozen.run((float[]) missing()), "frozen: rows is null, expected a value");
        refused(() -> frozen.run(new float[3], (float[]) missing()), "frozen: results is null, expected a value");
        refused(() -> frozen.run(1, new float[1][3], new float[1][]), "frozen: results is null, expected a value");
        refused(() -> frozen.run(1, missing(), new float[1][3]), "frozen: values is null, expected a value");
        refused(() -> frozen.value((float[]) missing()), "frozen: row is null, expected a value");
        refused(() -> Tensor.of((float[]) missing()), "tensor: values is null, expected a value");
        refused(() -> Tensor.of(new float[][]{{1}, missing()}), "tensor: number 1 of rows is null, expected a value");
        refused(() -> Tensor.ofInts((int[]) missing()), "tensor: values is null, expected a value");
        refused(() -> Shape.of((int[]) missing()), "shape: sizes is null, expected a value");
        refused(() -> x.sum((int[]) missing()), "sum: axes is null, expected a value");
        refused(() -> x.add((Tensor) missing()), "add: y is null, expected a value");
        refused(() -> x.greater((Tensor) missing()), "greater: y is null, expected a value");
        refused(() -> x.matmul(missing()), "matmul: y is null, expected a value");
        refused(() -> x.less(x).where(x, (Tensor) missing()), "where: no is null, expected a value");
        refused(() -> x.permute((int[]) missing()), "permute: order is null, expected a value");
        refused(() -> Tensor.concat(0, x, missing()), "concat: number 1 of parts is null, expected a value");
        refused(() -> x.gradient(missing()), "gradient: wrt is null, expected a value");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(ArgumentException.class).hasMessage(message);
    }

    /// Returns null, as a caller without a nullness checker may pass it.
    @SuppressWarnings({"TypeParameterUnusedInFormals", "NullAway"})
    private static <T> T missing() {
        return null;
    }

    @Test
    void anInputIsListedOnce() {
        Tensor x = Tensor.input("x", Shape.batch(3));
        refused(() -> Program.of(List.of(x, x), List.of(x.neg())),
                "program: the input x f32[n, 3] is listed twice; list it once");
    }

    @Test
    void errorsNameTheInput() {
        Tensor x = Tensor.input("x", Shape.batch(3));
        Tensor y = Tensor.input("y", Shape.batch(3));
        assertThatThrownBy(() -> Program.of(List.of(x), List.of(x.add(y)))).isInstanceOf(ArgumentException.class)
                .hasMessage("program: the outputs read the input y, which is not among the inputs of the program;"
                        + " list it there");
        Program program = Program.of(List.of(x, y), List.of(x.add(y)));
        assertThatThrownBy(() -> program.run(Tensor.of(1, 2, 3))).isInstanceOf(ArgumentException.class)
                .hasMessage("program: got 1 values, expected 2, one for each of [x f32[n, 3], y f32[n, 3]]");
        assertThatThrownBy(() -> program.run(Tensor.of(new float[2][3]), Tensor.of(new float[4][3])))
                .isInstanceOf(ShapeException.class)
                .hasMessage("program: a value does not fit its input: input y f32[n, 3] with n = 2, value [4, 3]");
        assertThatThrownBy(x::values).isInstanceOf(ArgumentException.class)
                .hasMessage("value: the input x has no data; run the computation through a Program");
    }

    /// Values of an earlier evaluation do not apply to other inputs.
    @Test
    void whatWasEvaluatedBeforeFollowsTheInputsOfARun() {
        Tensor x = Tensor.of(1, 2);
        Tensor scaled = x.mul(Tensor.of(2, 3));
        Tensor y = scaled.add(1).sum();
        assertThat(scaled.values()).containsExactly(2, 6);
        assertThat(y.value()).isEqualTo(10);
        Tensor slope = y.gradient(x);
        assertThat(slope.values()).containsExactly(2, 3);
        List<Tensor> results = Program.of(List.of(x), List.of(y, scaled, slope)).run(Tensor.of(10, 20));
        assertThat(results.get(0).value()).isEqualTo(82);
        assertThat(results.get(1).values()).containsExactly(20, 60);
        assertThat(results.get(2).values()).containsExactly(2, 3);
        assertThat(Program.of(List.of(scaled), List.of(y)).run(Tensor.of(5, 5)).getFirst().value()).isEqualTo(12);
    }

    /// The passes do not see the nodes behind a value that is known or provided by the caller.
    @Test
    void whatWasEvaluatedBeforeIsNotComputedAgain() {
        Tensor x = Tensor.input("x", Shape.of(2));
        Tensor negative = Tensor.of(1, 2).neg();
        Tensor scaled = Tensor.of(2, 3).mul(Tensor.of(4, 5));
        Tensor turned = Tensor.of(new float[][]{{1, 2}}).transpose();
        List<Tensor> outputs = List.of(negative.neg().add(x), scaled.add(1).add(x), turned.transpose().add(x));
        List<float[]> expected = outputs.stream().map(output -> Program.of(List.of(x), List.of(output))
                .run(Tensor.of(10, 20)).getFirst().values()).toList();
        assertThat(expected).containsExactly(new float[]{11, 22}, new float[]{19, 36}, new float[]{11, 22});
        assertThat(negative.values()).containsExactly(-1, -2);
        assertThat(scaled.values()).containsExactly(8, 15);
        assertThat(turned.values()).containsExactly(1, 2);
        assertThat(Program.of(List.of(x), outputs).run(Tensor.of(10, 20)).stream().map(Tensor::values).toList())
                .containsExactly(expected.toArray(float[][]::new));
        Tensor state = x.mul(3);
        Program.Session session = Program.of(List.of(state), List.of(state.neg().neg()), Map.of(state, state.add(1)))
                .start(1, 1);
        session.array(state)[1] = 5;
        session.run(1);
        assertThat(session.array(state)).containsExactly(1, 6);
    }

    /// A running total of the sums of rows, and the lengths of the rows.
    private record Totals(Tensor x, Tensor total, Tensor lengths, Program program) {
        static Totals of() {
            Tensor x = Tensor.input("x", Shape.batch(2));
            Tensor total = Tensor.input("total", Shape.of(2));
            Tensor lengths = x.square().sum(1).sqrt();
            return new Totals(x, total, lengths,
                    Program.of(List.of(x, total), List.of(lengths, total), Map.of(total, total.add(x.sum(0)))));
        }
    }

    @Test
    void inputsAreWrittenAndResultsRead() {
        Totals totals = Totals.of();
        Program.Session session = totals.program.start(3, 1);
        assertThat(session.read(totals.x)).hasSize(6);
        session.write(totals.x, 3, 4, 6, 8, 5, 12);
        session.write(totals.total, Tensor.of(100, 200));
        session.run(3);
        assertThat(session.read(totals.lengths)).containsExactly(5, 10, 13);
        assertThat(session.read(totals.total)).containsExactly(114, 224);
        assertThat(session.value(totals.total, 3).values()).containsExactly(100, 200);
        session.write(totals.x, Tensor.of(new float[][]{{8, 15}}));
        session.run(2);
        assertThat(session.read(totals.lengths)).containsExactly(17, 10);
        assertThat(session.read(totals.x)).containsExactly(8, 15, 6, 8);
        session.read(totals.total)[0] = -1;
        assertThat(session.read(totals.total)).containsExactly(128, 247);
    }

    @Test
    void whatIsWrittenReplacesWhatWasFed() {
        Totals totals = Totals.of();
        Program.Session session = totals.program.start(3, 1);
        session.feed(totals.x, new float[]{3, 4}, 0);
        session.run(1);
        session.write(totals.x, 6, 8);
        session.run(1);
        assertThat(session.read(totals.lengths)).containsExactly(10);
    }

    @Test
    void whatCannotBeWrittenOrReadIsRefused() {
        Totals totals = Totals.of();
        Program.Session session = totals.program.start(3, 1);
        assertThatThrownBy(() -> session.write(totals.x, 1, 2, 3)).isInstanceOf(ArgumentException.class)
                .hasMessage("write: got 3 numbers for x f32[n, 2], expected 2 for each of 1 to 3 rows");
        assertThatThrownBy(() -> session.write(totals.x)).isInstanceOf(ArgumentException.class)
                .hasMessage("write: got 0 numbers for x f32[n, 2], expected 2 for each of 1 to 3 rows");
        assertThatThrownBy(() -> session.write(totals.x, new float[8])).isInstanceOf(ArgumentException.class)
                .hasMessage("write: got 8 numbers for x f32[n, 2], expected 2 for each of 1 to 3 rows");
        assertThatThrownBy(() -> session.write(totals.total, 1)).isInstanceOf(ArgumentException.class)
                .hasMessage("write: got 1 numbers for total f32[2], expected 2");
        assertThatThrownBy(() -> session.write(totals.lengths, 1)).isInstanceOf(ArgumentException.class)
                .hasMessage(
                        "write: f32[n] is not an input of this program, expected one of [x f32[n, 2], total f32[2]]");
        assertThatThrownBy(() -> session.write(totals.x, Tensor.of(1, 2))).isInstanceOf(ShapeException.class)
                .hasMessage("write: a value does not fit its input: input x f32[n, 2], value f32[2]");
        assertThatThrownBy(() -> session.write(totals.total, Tensor.ofInts(1, 2))).isInstanceOf(ShapeException.class)
                .hasMessage("write: a value does not fit its input: input total f32[2], value i32[2]");
        assertThatThrownBy(() -> session.write(totals.x, Tensor.of(new float[4][2])))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("write: got 8 numbers for x f32[n, 2], expected 2 for each of 1 to 3 rows");
        assertThatThrownBy(() -> session.read(Tensor.of(1))).isInstanceOf(ArgumentException.class)
                .hasMessage("program: [1.0] is neither an input nor an output of this program");
    }

    @Test
    void writingAllocatesNothing() {
        Totals totals = Totals.of();
        Program.Session session = totals.program.start(3, 1);
        float[] rows = {3, 4, 6, 8};
        Allocation.settles(0, () -> {
            session.write(totals.x, rows);
            session.run(2);
        });
    }
}
