package org.chainrule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.kernel.provider.Providers;
import org.chainrule.random.RandomStream;
import org.chainrule.testing.Allocation;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;

class FrozenTest {
    private static final int IN = 12;
    private static final int OUT = 5;
    private static final int ROWS = 67;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Tensor x = Tensor.input("x", Shape.batch(IN));
    private final Tensor w = Tensor.input("w", Shape.of(IN, OUT));
    private final Tensor logits = x.matmul(w).tanh();
    private final Tensor shares = logits.softmax(-1);
    private final Tensor classes = logits.argmax(-1);
    private final Program program = Program.of(List.of(x, w), List.of(logits, shares, classes));
    private final Tensor weights = Tensor.of(numbers(IN * OUT, 3), Shape.of(IN, OUT));
    private final Frozen frozen = program.freeze(ROWS, Map.of(w, weights));
    private final float[] rows = numbers(ROWS * IN, 5);

    private static float[] numbers(int count, int seed) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = ((i + seed) * 37 % 101 - 50) / 40f;
        }
        return numbers;
    }

    private float[] row(int number) {
        return Arrays.copyOfRange(rows, number * IN, (number + 1) * IN);
    }

    @Test
    void itGivesTheBitsOfTheProgramInAnyBatch() {
        List<Tensor> expected = program.run(Tensor.of(rows, Shape.of(ROWS, IN)), weights);
        assertThat(frozen.inputs()).containsExactly(x);
        assertThat(frozen.outputs()).containsExactly(logits, shares, classes);
        for (int n = 1; n <= ROWS; n++) {
            float[] some = Arrays.copyOf(rows, n * IN);
            assertThat(frozen.only(logits).run(some)).isEqualTo(Arrays.copyOf(expected.get(0).values(), n * OUT));
            assertThat(frozen.only(shares).run(some)).isEqualTo(Arrays.copyOf(expected.get(1).values(), n * OUT));
            List<Tensor> tensors = frozen.run(Tensor.of(some, Shape.of(n, IN)));
            assertThat(tensors.get(2).ints()).isEqualTo(Arrays.copyOf(expected.get(2).ints(), n));
            assertThat(tensors.get(1).shape()).isEqualTo(Shape.of(n, OUT));
        }
        for (int i = 0; i < ROWS; i++) {
            assertThat((int) frozen.only(classes).value(row(i))).isEqualTo(expected.get(2).ints()[i]);
        }
    }

    @Test
    void itWritesWhereItIsToldAndNowhereElse() {
        float[] expected = frozen.only(shares).run(rows);
        float[] results = new float[10 * OUT + 7];
        Arrays.fill(results, -1);
        frozen.only(shares).run(rows, 4 * IN, 10, results, 3);
        assertThat(Arrays.copyOfRange(results, 3, 3 + 10 * OUT))
                .isEqualTo(Arrays.copyOfRange(expected, 4 * OUT, 14 * OUT));
        assertThat(results).startsWith(-1, -1, -1).endsWith(-1, -1, -1, -1);
        float[][] all = {new float[2 * OUT], new float[2 * OUT + 1], new float[2]};
        frozen.run(2, new float[][]{rows}, all);
        assertThat(all[1]).startsWith(Arrays.copyOf(expected, 2 * OUT)).endsWith(0);
    }

    /// Batch sizes change from call to call.
    @Test
    void aCallAllocatesItsResultAlone() {
        Frozen shares = frozen.only(this.shares);
        Frozen classes = frozen.only(this.classes);
        float[] one = row(3);
        float[] some = Arrays.copyOf(rows, 7 * IN);
        float[] results = new float[ROWS * OUT];
        float[][] in = {rows};
        float[][] out = {new float[ROWS * OUT], new float[ROWS * OUT], new float[ROWS]};
        Allocation.settles(0, () -> {
            shares.run(one, results);
            shares.run(rows, results);
            shares.run(some, 0, 7, results, 3);
            shares.run(some, 0, 6, results, 3);
            frozen.run(9, in, out);
            results[0] = classes.value(one);
        });
        long before = THREADS.getCurrentThreadAllocatedBytes();
        float[] kept = new float[7 * OUT];
        long array = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(kept).hasSize(7 * OUT);
        assertThat(array).isBetween(4L * 7 * OUT, 4L * 7 * OUT + 24);
        Allocation.settles(array, () -> shares.run(some));
    }

    /// Movements recompute their sizes when the number of rows changes.
    @Test
    void movementsAllocateNothingEither() {
        Tensor grid = x.reshape(Shape.batch(3, 4));
        Tensor moved = Tensor.concat(2, grid.permute(0, 2, 1), grid.flip(1).permute(0, 2, 1).slice(2, 0, 2));
        Tensor windows = grid.window(2, 2, 1).sum(3).pad(1, 1, 1).add(Tensor.fill(2, Shape.of(5, 1)).exp());
        Tensor single = windows.sum(2).sum(1).add(Tensor.scalar(1).exp());
        Frozen all = Program.of(List.of(x), List.of(moved, windows, single)).freeze(ROWS);
        float[][] in = {rows};
        float[][] out = {new float[ROWS * 20], new float[ROWS * 15], new float[ROWS]};
        Allocation.settles(0, () -> {
            all.run(ROWS, in, out);
            all.run(20, in, out);
            all.run(19, in, out);
        });
    }

    private void asks(Frozen asked, float[][] expected, int from) {
        float[] results = new float[9 * OUT];
        for (int i = 0; i < 9; i++) {
            int n = 1 + (from + i) % 9;
            int first = (from + 11 * i) % (ROWS - 9);
            asked.run(rows, first * IN, n, results, 0);
            for (int row = 0; row < n; row++) {
                assertThat(Arrays.copyOfRange(results, row * OUT, (row + 1) * OUT)).isEqualTo(expected[first + row]);
            }
        }
    }

    private float[][] expected() {
        float[][] expected = new float[ROWS][];
        for (int i = 0; i < ROWS; i++) {
            expected[i] = frozen.only(shares).run(row(i));
        }
        return expected;
    }

    private void bound() {
        assertThat(frozen.made()).hasSizeGreaterThan(2);
        for (int made : frozen.made()) {
            assertThat(made).isBetween(0, 2 * Runtime.getRuntime().availableProcessors());
        }
    }

    @Test
    void platformThreadsGetTheBitsOfOneThread() throws Exception {
        float[][] expected = expected();
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                int from = i;
                done.add(threads.submit(() -> asks(frozen.only(shares), expected, from)));
            }
            for (Future<?> each : done) {
                each.get();
            }
        }
        bound();
    }

    /// All threads wait for each other before they call, so that they call at the same time.
    @Test
    void tenThousandVirtualThreadsGetTheBitsOfOneThread() throws Exception {
        float[][] expected = expected();
        int count = 10_000;
        CountDownLatch start = new CountDownLatch(count);
        List<Future<?>> done = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                int from = i;
                done.add(threads.submit(() -> {
                    start.countDown();
                    start.await();
                    asks(frozen.only(shares), expected, from);
                    return from;
                }));
            }
        }
        for (Future<?> each : done) {
            each.get();
        }
        bound();
    }

    /// Packed weights for single rows exist once for all callers, where vectors are available.
    @Test
    void memoryCountsWhatIsPackedOnce() {
        Tensor x = Tensor.input("x", Shape.batch(20));
        Tensor w = Tensor.input("w", Shape.of(20, 30));
        float[] weights = numbers(20 * 30, 3);
        Frozen frozen = Program.of(List.of(x, w), List.of(x.matmul(w).matmul(w.transpose()))).freeze(4,
                Map.of(w, Tensor.of(weights, Shape.of(20, 30))));
        long bytes = Providers.best().packedBytes(30, 20) + Providers.best().packedBytes(20, 30);
        assertThat(bytes == 0).isEqualTo(Providers.best().lanes() == 1);
        assertThat(frozen.memory(1).inputs()).isEqualTo(4 * (20 + 20 * 30) + bytes);
        long callers = 2L * Runtime.getRuntime().availableProcessors();
        assertThat(frozen.memory().inputs()).isEqualTo(4 * (20 * 30 + callers * (20 + 80)) + bytes);
    }

    /// The table is a parameter of four megabytes, and 1024 rows of results need as much.
    @Test
    void memoryIsBoundedAndASingleRowNeedsLittle() {
        Tensor index = Tensor.input("index", TensorType.i32(Shape.batch()));
        Tensor table = Tensor.input("table", Shape.of(1000, 1000));
        Program program = Program.of(List.of(index, table), List.of(table.gather(index)));
        Map<Tensor, Tensor> values = Map.of(table, Tensor.of(numbers(1000 * 1000, 1), Shape.of(1000, 1000)));
        Frozen wide = program.freeze(1024, values);
        long parameters = 4L * 1000 * 1000;
        long callers = 2L * Runtime.getRuntime().availableProcessors();
        Memory call = wide.memory(1024);
        assertThat(call.total() - call.scratch()).isEqualTo(parameters + 4L * 1024 + 4L * 1024 * 1000);
        long buffers = callers * (call.total() - parameters);
        assertThat(wide.memory().total()).isBetween(parameters + buffers, parameters + buffers * 4 / 3);
        float[] result = new float[1000];
        wide.run(new float[]{7}, result);
        assertThat(wide.made()).containsExactly(1, 0, 0, 0, 0, 0);
        Frozen again = program.freeze(1024, values);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        again.run(new float[]{7}, result);
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(1_000_000);
        again.run(new float[300], new float[300 * 1000]);
        assertThat(again.made()).containsExactly(1, 0, 0, 0, 0, 1);
        again.run(new float[200], new float[300 * 1000]);
        assertThat(again.made()).containsExactly(1, 0, 0, 0, 1, 1);
    }

    @Test
    void whatFailsLeavesItsPlace() {
        Tensor index = Tensor.input("index", TensorType.i32(Shape.batch()));
        Frozen picks = Program.of(List.of(index), List.of(Tensor.of(3, 4, 5).gather(index))).freeze(4);
        for (int i = 0; i < 10 * Runtime.getRuntime().availableProcessors(); i++) {
            assertThatThrownBy(() -> picks.value(7)).isInstanceOf(ArgumentException.class)
                    .hasMessage("gather: index 7 at position 0 is out of range, expected 0 to 2");
        }
        assertThat(picks.value(2)).isEqualTo(5);
    }

    @Test
    void whatIsBoundNeedNotBeAParameter() {
        Tensor stream = Tensor.input("stream", TensorType.i32(Shape.of(RandomStream.WORDS)));
        assertThat(program.freeze(3).inputs()).containsExactly(x, w);
        Tensor noise = Tensor.uniform("noise", Shape.of(4), stream);
        float[] words = new float[RandomStream.WORDS];
        RandomStream.write(1, 2, 3, words);
        int[] whole = new int[words.length];
        Arrays.setAll(whole, i -> (int) words[i]);
        Frozen drawn = Program.of(List.of(stream), List.of(noise)).freeze(1, Map.of(stream, Tensor.ofInts(whole)));
        float[][] results = {new float[4]};
        drawn.run(1, new float[0][], results);
        assertThat(results[0]).doesNotHaveDuplicates();
    }

    @Test
    void errorsOfFreezing() {
        Tensor total = Tensor.input("total", Shape.scalar());
        Program counting = Program.of(List.of(total), List.of(total.mul(2)), Map.of(total, total.add(1)));
        assertThatThrownBy(() -> counting.freeze(1)).isInstanceOf(ArgumentException.class)
                .hasMessage("freeze: the program replaces the state total, so calls cannot be independent;"
                        + " make a program without updates");
        assertThatThrownBy(() -> program.freeze(0)).isInstanceOf(ArgumentException.class)
                .hasMessage("freeze: got 0 rows, expected at least 1");
        assertThatThrownBy(() -> program.freeze(1, Map.of(total, Tensor.scalar(1))))
                .isInstanceOf(ArgumentException.class)
                .hasMessage(
                        "freeze: got a value for total f32[], which is not an input of the program, expected some"
                                + " of [x f32[n, 12], w f32[12, 5]]");
        assertThatThrownBy(() -> program.freeze(1, Map.of(w, Tensor.of(1, 2)))).isInstanceOf(ShapeException.class)
                .hasMessage("freeze: a value does not fit its input: input w f32[12, 5], value f32[2]");
    }

    @Test
    void errorsOfCalls() {
        Frozen one = frozen.only(shares);
        assertThatThrownBy(() -> one.run(1, 2, 3)).isInstanceOf(ShapeException.class).hasMessage(
                "frozen: the number of values is not a multiple of the row size: 3 values, input x f32[n, 12] = 12"
                        + " per row");
        assertThatThrownBy(() -> one.run(new float[(ROWS + 1) * IN])).isInstanceOf(ArgumentException.class)
                .hasMessage(
                        "frozen: got 68 rows, expected 1 to 67; pass them in parts, or freeze for more rows");
        assertThatThrownBy(() -> one.run(rows, 0, 0, rows, 0)).isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith("frozen: got 0 rows, expected 1 to 67");
        assertThatThrownBy(() -> one.run(row(0), new float[4])).isInstanceOf(ArgumentException.class)
                .hasMessage("frozen: results has 4 numbers, expected at least 5 from index 0 on");
        assertThatThrownBy(() -> one.run(row(0), 1, 1, new float[5], 0)).isInstanceOf(ArgumentException.class)
                .hasMessage("frozen: rows has 12 numbers, expected at least 12 from index 1 on");
        assertThatThrownBy(() -> one.value(row(0))).isInstanceOf(ShapeException.class)
                .hasMessage(
                        "frozen: value needs one row and an output of one number per row: 12 values, "
                                + "input x f32[n, 12], output f32[n, 5]");
        assertThatThrownBy(() -> frozen.run(row(0))).isInstanceOf(ArgumentException.class)
                .hasMessage("frozen: a flat array requires one input and one output, but there are [x f32[n, 12]] and"
                        + " [f32[n, 5], f32[n, 5], i32[n]]; pass a tensor for each input, or choose with only(output)");
        assertThatThrownBy(() -> frozen.run(1, new float[0][], new float[3][])).isInstanceOf(ArgumentException.class)
                .hasMessage(
                        "frozen: got 0 input arrays and 3 output arrays, expected one for each of [x f32[n, 12]] and of"
                                + " [f32[n, 5], f32[n, 5], i32[n]]");
        assertThatThrownBy(() -> frozen.run(Tensor.of(1, 2))).isInstanceOf(ShapeException.class)
                .hasMessage("program: a value does not fit its input: input x f32[n, 12], value [2]");
        assertThatThrownBy(() -> frozen.only(x)).isInstanceOf(ArgumentException.class)
                .hasMessage("frozen: x f32[n, 12] is not an output, expected one of [f32[n, 5], f32[n, 5], i32[n]]");
    }
}
