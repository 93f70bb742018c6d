package org.chainrule.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.chainrule.nn.Draws;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;

/// The batches of a pass depend only on its order, in whichever thread they are filled.
class PassTest {
    private static final int ROWS = 103;
    private static final int WIDTH = 3;
    private static final List<Grouping> GROUPINGS = IntStream.of(0, 1, 2, 3, 7, 64, 1000).mapToObj(Grouping::new)
            .toList();

    private static float x(int row, int column) {
        return row * 100 + column;
    }

    private static Examples examples() {
        float[] x = new float[ROWS * WIDTH];
        float[] weights = new float[ROWS];
        for (int row = 0; row < ROWS; row++) {
            weights[row] = row + 0.5f;
            for (int column = 0; column < WIDTH; column++) {
                x[row * WIDTH + column] = x(row, column);
            }
        }
        return Examples.named().input("x", x, Shape.of(WIDTH))
                .input("made", (row, out, at) -> out[at] = -row, TensorType.i32(Shape.of(1)))
                .target("y", IntStream.range(0, ROWS).map(row -> row * 2).toArray()).weights(weights);
    }

    /// Checks that batches of `size` rows hold the rows of an order, beginning with batch `skip`.
    private static void check(Iterable<Batch> batches, int[] order, int size, int skip, int epoch) {
        int number = skip;
        for (Batch batch : batches) {
            int from = number * size;
            assertThat(batch.number()).isEqualTo(number);
            assertThat(batch.epoch()).isEqualTo(epoch);
            assertThat(batch.size()).isEqualTo(Math.min(size, ROWS - from));
            for (int i = 0; i < batch.size(); i++) {
                int row = order[from + i];
                assertThat(batch.row(i)).isEqualTo(row);
                for (int column = 0; column < WIDTH; column++) {
                    assertThat(batch.input(0)[i * WIDTH + column]).isEqualTo(x(row, column));
                }
                assertThat(batch.input(1)[i]).isEqualTo(-row);
                assertThat(batch.target(0)[i]).isEqualTo(row * 2);
                assertThat(batch.weights()).isNotNull();
                assertThat(batch.weights()[i]).isEqualTo(row + 0.5f);
            }
            number++;
        }
        assertThat(number).isEqualTo(Math.ceilDiv(ROWS, size));
    }

    @Test
    void batchesAreTheSameHoweverTheyAreFilled() {
        int[] order = Draws.of(8, "order of epoch 2").permutation(ROWS);
        for (int size : new int[]{1, 2, 10, 51, 52, 102, 103}) {
            for (int skip = 0; skip <= Math.ceilDiv(ROWS, size); skip += 3) {
                for (Grouping grouping : GROUPINGS) {
                    check(examples().shuffled(8, 2).batches(size, skip, grouping), order, size, skip, 2);
                }
                check(examples().shuffled(8, 2).batches(size, skip), order, size, skip, 2);
            }
        }
    }

    @Test
    void rowsInOrderAreEpochZero() {
        int[] order = IntStream.range(0, ROWS).toArray();
        for (Grouping grouping : GROUPINGS) {
            check(examples().inOrder().batches(10, 0, grouping), order, 10, 0, 0);
        }
    }

    @Test
    void aPassMayBeReadTwice() {
        Iterable<Batch> batches = examples().shuffled(8, 2).batches(10, 4);
        int[] order = Draws.of(8, "order of epoch 2").permutation(ROWS);
        check(batches, order, 10, 4, 2);
        check(batches, order, 10, 4, 2);
    }

    @Test
    void aLargerSizeThanThereAreRowsMakesOneBatch() {
        Iterator<Batch> batches = examples().inOrder().batches(1000).iterator();
        Batch batch = batches.next();
        assertThat(batch.size()).isEqualTo(ROWS);
        assertThat(batch.input(0)).hasSize(ROWS * WIDTH);
        assertThat(batches.hasNext()).isFalse();
        assertThatThrownBy(batches::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void batchesKeepTheirValuesUntilTheNextIsAskedFor() throws InterruptedException {
        Iterator<Batch> batches = examples().inOrder().batches(5, 0, new Grouping(2)).iterator();
        for (int number = 0; batches.hasNext(); number++) {
            Batch batch = batches.next();
            float[] before = batch.input(0).clone();
            Thread.sleep(1); // a background thread that wrote too far would do so now
            assertThat(Arrays.equals(batch.input(0), before)).isTrue();
            assertThat(batch.input(0)[0]).isEqualTo(x(number * 5, 0));
        }
    }

    @Test
    void aSourceThatThrowsDoesSoAtItsBatch() {
        IllegalStateException failure = new IllegalStateException("row 57 is lost");
        Examples examples = Examples.named(ROWS).input("x", (row, out, at) -> {
            if (row == 57) {
                throw failure;
            }
            out[at] = row;
        }, TensorType.f32(Shape.of(1)));
        for (Grouping grouping : GROUPINGS) {
            Iterator<Batch> batches = examples.inOrder().batches(10, 0, grouping).iterator();
            for (int number = 0; number < 5; number++) {
                assertThat(batches.next().input(0)[0]).isEqualTo(number * 10);
            }
            assertThatThrownBy(batches::next).isSameAs(failure);
            assertThatThrownBy(batches::next).isSameAs(failure);
        }
    }

    @Test
    void errorsOfASourceArriveToo() {
        Examples examples = Examples.named(ROWS).input("x", (row, out, at) -> {
            if (row >= 20) {
                throw new StackOverflowError("too deep");
            }
        }, TensorType.f32(Shape.of(1)));
        Iterator<Batch> batches = examples.inOrder().batches(10, 0, new Grouping(2)).iterator();
        batches.next();
        batches.next();
        assertThatThrownBy(batches::next).isInstanceOf(StackOverflowError.class);
    }

    /// The background thread reads no further than the slots.
    @Test
    void theBackgroundReadsAheadByTwoGroups() {
        AtomicInteger last = new AtomicInteger();
        Examples examples = Examples.named(ROWS).input("x", (row, out, at) -> {
            last.accumulateAndGet(row, Math::max);
            out[at] = row;
        }, TensorType.f32(Shape.of(1)));
        for (Batch batch : examples.inOrder().batches(5, 0, new Grouping(3))) {
            assertThat(last.get()).isLessThan((batch.number() + 1 + 2 * 3) * 5);
        }
        assertThat(last.get()).isEqualTo(ROWS - 1);
    }

    /// A background thread that is stuck does not keep the caller from its batches.
    @Test
    void aCallerNeverWaitsForRowsWithNumbers() {
        CountDownLatch release = new CountDownLatch(1);
        Thread caller = Thread.currentThread();
        Examples examples = Examples.named(ROWS).input("x", (row, out, at) -> {
            if (Thread.currentThread() != caller) {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            out[at] = row;
        }, TensorType.f32(Shape.of(1)));
        int rows = 0;
        for (Batch batch : examples.inOrder().batches(5, 0, new Grouping(3))) {
            for (int i = 0; i < batch.size(); i++) {
                assertThat(batch.input(0)[i]).isEqualTo(rows++);
            }
            if (rows > 50) {
                release.countDown();
            }
        }
        assertThat(rows).isEqualTo(ROWS);
    }

    @Test
    void aLoopThatIsLeftReadsNoFurther() throws InterruptedException {
        AtomicInteger read = new AtomicInteger();
        Examples examples = Examples.named(ROWS).input("x", (row, out, at) -> read.incrementAndGet(),
                TensorType.f32(Shape.of(1)));
        Iterator<Batch> batches = examples.inOrder().batches(1, 0, new Grouping(4)).iterator();
        batches.next();
        Thread.sleep(50);
        assertThat(read.get()).isLessThanOrEqualTo(5);
    }

    @Test
    void threadsEndWhenIdle() throws InterruptedException {
        for (int loop = 0; loop < 20; loop++) {
            examples().inOrder().batches(1, 0, new Grouping(4)).iterator().next();
        }
        long end = System.nanoTime() + 20_000_000_000L;
        while (fillers() > 0 && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        assertThat(fillers()).isZero();
    }

    private static long fillers() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName()
                .equals("chainrule-batches")).count();
    }

    @Test
    void anInterruptIsKept() {
        Thread.currentThread().interrupt();
        check(examples().inOrder().batches(10, 0, new Grouping(2)), IntStream.range(0, ROWS).toArray(), 10, 0, 0);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void smallBatchesAreFilledByTheCaller() {
        RowType small = Examples.of(new float[10][10], new int[10]).type(); // 11 values per row
        RowType large = Examples.of(new float[1][784], new int[1]).type();
        assertThat(Grouping.of(small, 100)).isEqualTo(Grouping.INLINE);
        if (Runtime.getRuntime().availableProcessors() > 1) {
            assertThat(Grouping.of(small, 1000)).isEqualTo(new Grouping(23));
            assertThat(Grouping.of(large, 32)).isEqualTo(new Grouping(10));
            assertThat(Grouping.of(large, 1024)).isEqualTo(new Grouping(2));
            assertThat(Grouping.of(large, 2048)).isEqualTo(new Grouping(1));
        }
    }
}
