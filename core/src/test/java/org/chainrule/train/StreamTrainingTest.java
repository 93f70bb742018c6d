package org.chainrule.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.optim.Optimizers.adam;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chainrule.data.Examples;
import org.chainrule.data.Field;
import org.chainrule.data.Row;
import org.chainrule.data.RowType;
import org.chainrule.model.Regressor;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;

/// A training reads a stream once per epoch and never holds all its rows.
class StreamTrainingTest {
    private static final int ROWS = 20_000;
    private static final int WIDTH = 200;
    private static final RowType TYPE = new RowType(List.of(new Field("x", TensorType.f32(Shape.of(WIDTH)))),
            List.of(new Field("y", TensorType.f32(Shape.of(1)))), false);

    private final List<WeakReference<float[]>> made = new ArrayList<>();

    /// The target is the difference of the first two numbers, which differ from row to row.
    private Row row(int number) {
        float[] x = new float[WIDTH];
        x[0] = number % 101 / 50f - 1;
        x[1] = number % 97 / 48f - 1;
        synchronized (made) {
            made.add(new WeakReference<>(x));
        }
        return Row.of(x, x[0] - x[1]);
    }

    private Examples examples() {
        return Examples.stream(TYPE, ROWS, () -> IntStream.range(0, ROWS).mapToObj(this::row)).buffer(500);
    }

    private static Trainer<Regressor> trainer(int threads) {
        return Regressor.of(sequential(linear(16), relu(), linear(1))).optimizer(adam(3e-3)).epochs(3).batch(50).seed(1)
                .threads(threads);
    }

    @Test
    void aStreamIsLearnedToTheSameBitsOnAnyNumberOfThreads() {
        Regressor one = trainer(1).fit(examples());
        Regressor three = trainer(3).fit(examples());
        one.parameters().forEach(
                (path, value) -> assertThat(three.parameter(path).values()).as(path).isEqualTo(value.values()));
        float[] row = new float[WIDTH];
        row[0] = 0.5f;
        row[1] = -0.25f;
        assertThat(one.predict(row)).isBetween(0.70f, 0.80f);
        assertThat(made).hasSize(2 * 3 * ROWS);
    }

    /// In the middle of an epoch, only a small part of the rows is still reachable.
    @Test
    void rowsThatWereTrainedOnAreGone() {
        long[] alive = {0};
        trainer(1).epochs(1).onStep((_, seen, of) -> {
            if (seen == of / 2) {
                System.gc();
                alive[0] = alive();
            }
        }).fit(examples());
        // the shuffle buffer, and the rows read ahead
        assertThat(alive[0]).isBetween(100L, 5_000L);
    }

    private long alive() {
        synchronized (made) {
            return made.stream().filter(row -> row.get() != null).count();
        }
    }

    /// The error of a stream about a missing row reaches the caller of the training.
    @Test
    void aStreamThatEndsEarlyEndsTheTraining() {
        Examples early = Examples.stream(TYPE, ROWS, () -> Stream.of(row(1), row(2)));
        assertThatThrownBy(() -> trainer(1).fit(early))
                .hasMessageContaining("the stream ended after 2 rows");
    }
}
