package org.chainrule.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.nn.Draws;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A stream is read once per epoch, in an order that depends on seed, epoch and buffer, and is never in memory as a whole.
class StreamTest {
    private static final int ROWS = 97;
    private static final RowType TYPE = new RowType(List.of(new Field("x", TensorType.f32(Shape.of(2)))),
            List.of(new Field("y", TensorType.i32(Shape.scalar()))), true);

    private static Row row(int number) {
        return Row.of(new float[]{number, -number}, number % 3).weight(number + 1);
    }

    private static Examples stream(int rows) {
        return Examples.stream(TYPE, rows, () -> IntStream.range(0, rows).mapToObj(StreamTest::row));
    }

    /// Returns the numbers of the rows in the order of the batches, after comparing each with its values.
    private static List<Integer> order(Iterable<Batch> batches) {
        List<Integer> order = new ArrayList<>();
        for (Batch batch : batches) {
            for (int i = 0; i < batch.size(); i++) {
                int number = batch.row(i);
                assertThat(batch.input(0)[2 * i]).isEqualTo(number);
                assertThat(batch.input(0)[2 * i + 1]).isEqualTo(-number);
                assertThat(batch.target(0)[i]).isEqualTo(number % 3);
                assertThat(batch.weights()).isNotNull();
                assertThat(batch.weights()[i]).isEqualTo(number + 1);
                order.add(number);
            }
        }
        return order;
    }

    /// Computes the same order with lists: the last row moves to the place of the drawn row, and the next row is added last.
    private static List<Integer> expected(int rows, int buffer, long seed, int epoch) {
        int places = Math.min(rows, buffer);
        List<Integer> held = new ArrayList<>();
        List<Integer> order = new ArrayList<>();
        int next = 0;
        for (int drawn = 0; drawn < rows; drawn++) {
            while (held.size() < places && next < rows) {
                held.add(next++);
            }
            int block = drawn / places * places;
            float share = Draws.of(seed, "order of epoch " + epoch + " from row " + block)
                    .uniform(places)[drawn - block];
            int place = places == 1 ? 0 : (int) ((double) share * held.size());
            order.add(held.get(place));
            held.set(place, held.getLast());
            held.removeLast();
        }
        return order;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 96, 97, 98, 10_000})
    void theOrderFollowsFromSeedEpochAndBuffer(int buffer) {
        Examples examples = stream(ROWS).buffer(buffer);
        for (int epoch = 1; epoch < 4; epoch++) {
            List<Integer> expected = expected(ROWS, buffer, 5, epoch);
            assertThat(expected.stream().sorted()).isEqualTo(IntStream.range(0, ROWS).boxed().toList());
            for (int size : new int[]{1, 10, 32, 97, 200}) {
                assertThat(order(examples.shuffled(5, epoch).batches(size))).isEqualTo(expected);
                for (int group : new int[]{0, 1, 2, 5, 100}) {
                    assertThat(order(examples.shuffled(5, epoch).batches(size, 0, new Grouping(group))))
                            .isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void epochsAndSeedsDiffer() {
        Examples examples = stream(ROWS).buffer(20);
        List<Integer> first = order(examples.shuffled(5, 1).batches(10));
        assertThat(order(examples.shuffled(5, 2).batches(10))).isNotEqualTo(first);
        assertThat(order(examples.shuffled(6, 1).batches(10))).isNotEqualTo(first);
    }

    @Test
    void rowsInOrderStayInOrder() {
        assertThat(order(stream(ROWS).inOrder().batches(10))).isEqualTo(IntStream.range(0, ROWS).boxed().toList());
        assertThat(stream(ROWS).batch().size()).isEqualTo(ROWS);
    }

    @Test
    void anEpochGoesOnWhereItWasInterrupted() {
        Examples examples = stream(ROWS).buffer(20);
        List<Integer> whole = order(examples.shuffled(5, 1).batches(10));
        for (int skip = 0; skip <= 10; skip++) {
            for (int group : new int[]{0, 1, 3}) {
                assertThat(order(examples.shuffled(5, 1).batches(10, skip, new Grouping(group))))
                        .isEqualTo(whole.subList(Math.min(ROWS, skip * 10), ROWS));
            }
        }
    }

    /// A stream of 640 MB is read only a few hundred rows ahead.
    @Test
    void rowsAreNotHeld() {
        int rows = 20_000;
        RowType wide = new RowType(List.of(new Field("x", TensorType.f32(Shape.of(8000)))), List.of(), false);
        AtomicInteger read = new AtomicInteger();
        Examples examples = Examples.stream(wide, rows, () -> Stream.generate(() -> {
            float[] x = new float[8000];
            x[0] = read.getAndIncrement();
            return new Row(List.of(x), List.of(), 1);
        }).limit(rows)).buffer(100);
        long sum = 0;
        for (Batch batch : examples.shuffled(1, 1).batches(50)) {
            // no further ahead than the buffer and two groups of two batches
            int taken = (batch.number() + 1) * 50;
            assertThat(read.get()).isBetween(taken, taken + 100 + 2 * 2 * 50);
            for (int i = 0; i < batch.size(); i++) {
                sum += (long) batch.input(0)[i * 8000];
            }
        }
        assertThat(sum).isEqualTo(rows * (rows - 1L) / 2);
    }

    @Test
    void eachEpochOpensTheStreamAndClosesIt() {
        AtomicInteger opened = new AtomicInteger();
        AtomicInteger closed = new AtomicInteger();
        Examples examples = Examples.stream(TYPE, ROWS, () -> {
            opened.incrementAndGet();
            return IntStream.range(0, ROWS).mapToObj(StreamTest::row).onClose(closed::incrementAndGet);
        });
        assertThat(opened.get()).isZero();
        for (int epoch = 1; epoch < 4; epoch++) {
            assertThat(order(examples.shuffled(0, epoch).batches(10))).hasSize(ROWS);
            assertThat(opened.get()).isEqualTo(epoch);
            assertThat(closed.get()).isEqualTo(epoch);
        }
    }

    private static void refused(RowType type, int rows, RowStream stream, int good, Class<?> kind, String message) {
        AtomicInteger closed = new AtomicInteger();
        Examples examples = Examples.stream(type, rows, () -> stream.open().onClose(closed::incrementAndGet));
        for (int group : new int[]{0, 1, 3}) {
            closed.set(0);
            Iterator<Batch> batches = examples.inOrder().batches(1, 0, new Grouping(group)).iterator();
            for (int i = 0; i < good; i++) {
                assertThat(batches.next().row(0)).isEqualTo(i);
            }
            assertThatThrownBy(batches::next).isInstanceOf(kind).hasMessage(message);
            assertThat(closed.get()).isOne();
        }
    }

    @Test
    void aStreamOfAnotherLengthIsRefused() {
        refused(TYPE, 5, () -> IntStream.range(0, 3).mapToObj(StreamTest::row), 3, ArgumentException.class,
                "examples: the stream ended after 3 rows, expected 5");
        refused(TYPE, 5, () -> IntStream.range(0, 6).mapToObj(StreamTest::row), 4, ArgumentException.class,
                "examples: the stream has more than 5 rows, expected exactly 5");
    }

    @Test
    void rowsThatDoNotFitTheTypeAreRefused() {
        refused(TYPE, 5, only(2, new Row(List.of(), List.of(), 1)), 2, ShapeException.class,
                "examples: row 2 of the stream has 0 inputs, expected 1");
        refused(TYPE, 5, only(2, new Row(List.of(new float[2]), List.of(), 1)), 2, ShapeException.class,
                "examples: row 2 of the stream has 0 targets, expected 1");
        refused(TYPE, 5, only(2, Row.of(new float[3], 1)), 2, ShapeException.class,
                "examples: row 2 of the stream does not fit its type: x has 3 values, row [2] = 2");
        refused(TYPE, 5, only(2, Row.of(new float[2], 1, 2)), 2, ShapeException.class,
                "examples: row 2 of the stream does not fit its type: y has 2 values, row [] = 1");
        refused(TYPE, 5, only(2, Row.of(new float[2], 0.5f)), 2, ArgumentException.class,
                "examples: y holds 0.5 in row 2, column 0, expected whole numbers from -2^24 to 2^24");
        refused(TYPE, 5, only(2, Row.of(new float[2], 1).weight(-1)), 2, ArgumentException.class,
                "examples: weight -1.0 in row 2, expected a finite number of at least 0");
    }

    /// Rows with one replaced row.
    private static RowStream only(int odd, Row other) {
        return () -> IntStream.range(0, 5).mapToObj(number -> number == odd ? other : row(number));
    }

    @Test
    void aStreamThatCannotBeOpenedSaysWhy() {
        Examples examples = Examples.stream(TYPE, 5, () -> {
            throw new IOException("rows.csv is gone");
        });
        assertThatThrownBy(() -> examples.inOrder().batches(2).iterator().next())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("examples: the stream cannot be opened: rows.csv is gone");
    }

    @Test
    void aPassThatIsLeftClosesItsStream() throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        Examples rows = Examples.stream(TYPE, ROWS,
                () -> IntStream.range(0, ROWS).mapToObj(StreamTest::row).onClose(closed::countDown));
        assertThat(rows.inOrder().batches(10).iterator().next().size()).isEqualTo(10);
        for (int i = 0; i < 100 && closed.getCount() > 0; i++) {
            System.gc();
            closed.await(100, TimeUnit.MILLISECONDS);
        }
        assertThat(closed.getCount()).isZero();
    }
}
