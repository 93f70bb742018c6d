package org.chainrule.tabular.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.chainrule.error.FormatException;
import org.chainrule.io.Json;
import org.chainrule.tabular.value.JsonFields;
import org.junit.jupiter.api.Test;

class ReferenceRowsTest {
    private static final int WIDTH = 5;

    private static float[] vectors(int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[rows * WIDTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }

    private static float[] row(float[] rows, int row) {
        return Arrays.copyOfRange(rows, row * WIDTH, (row + 1) * WIDTH);
    }

    /// Returns the mean distance to the three nearest rows, and these rows, in float64.
    private static double[] nearest(float[] rows, float[] vector, int except) {
        double[] distances = IntStream.range(0, rows.length / WIDTH).mapToDouble(i -> {
            double sum = 0;
            for (int d = 0; d < WIDTH; d++) {
                sum += Math.pow((double) rows[i * WIDTH + d] - vector[d], 2);
            }
            return i == except ? Double.POSITIVE_INFINITY : Math.sqrt(sum);
        }).toArray();
        int[] order = IntStream.range(0, distances.length).boxed()
                .sorted((i, j) -> Double.compare(distances[i], distances[j])).mapToInt(i -> i).limit(3).toArray();
        return new double[]{IntStream.of(order).mapToDouble(i -> distances[i]).average().orElseThrow(), order[0],
                order[1], order[2]};
    }

    @Test
    void theDistanceIsRelativeToThatOfTheNearestRowsThemselves() {
        float[] train = vectors(40, 1);
        float[] held = vectors(30, 2);
        ReferenceRows reference = ReferenceRows.of(train, held, WIDTH);
        double[] own = IntStream.range(0, 40).mapToDouble(i -> nearest(train, row(train, i), i)[0]).toArray();
        double[] distances = IntStream.range(0, 30).mapToDouble(i -> {
            double[] near = nearest(train, row(held, i), -1);
            return near[0] / Math.sqrt((own[(int) near[1]] + own[(int) near[2]] + own[(int) near[3]]) / 3);
        }).toArray();
        for (int i = 0; i < 30; i++) {
            assertThat((double) reference.distance(row(held, i))).isCloseTo(distances[i], within(1e-3));
        }
        double largest = Arrays.stream(distances).max().orElseThrow();
        assertThat(reference.quantile((float) (largest + 0.01))).isEqualTo(1);
        assertThat(reference.quantile(0)).isZero();
        double[] sorted = Arrays.stream(distances).sorted().toArray();
        assertThat(reference.quantile((float) ((sorted[14] + sorted[15]) / 2))).isEqualTo(0.5);
        assertThat(reference.isFar((float) (1.09 * largest))).as("the 99 %% quantile of 30 is the largest").isFalse();
        assertThat(reference.isFar((float) (1.11 * largest))).isTrue();
    }

    @Test
    void equalRowsAreNotFar() {
        float[] same = new float[25 * WIDTH];
        Arrays.fill(same, 0.5f);
        ReferenceRows reference = ReferenceRows.of(same, same, WIDTH);
        assertThat(reference.distance(row(same, 0))).isZero();
        assertThat(reference.isFar(0)).isFalse();
        assertThat(reference.isFar(reference.distance(new float[WIDTH]))).isTrue();
    }

    @Test
    void savedRowsGiveTheSameBits() {
        ReferenceRows reference = ReferenceRows.of(vectors(40, 1), vectors(30, 2), WIDTH);
        String text = Json.write(reference.toJson());
        ReferenceRows again = ReferenceRows.fromJson(JsonFields.of(Json.parse(text, "m"), "m", "rows"));
        float[] others = vectors(50, 3);
        for (int i = 0; i < 50; i++) {
            float distance = reference.distance(row(others, i));
            assertThat(again.distance(row(others, i))).isEqualTo(distance);
            assertThat(again.quantile(distance)).isEqualTo(reference.quantile(distance));
            assertThat(again.isFar(distance)).isEqualTo(reference.isFar(distance));
        }
        assertThat(Json.write(again.toJson())).isEqualTo(text);
    }

    @Test
    void otherTreesAreRefused() {
        Map<String, Object> tree = ReferenceRows.of(vectors(40, 1), vectors(30, 2), WIDTH).toJson();
        assertThatThrownBy(read(tree, "width", 7)).isInstanceOf(FormatException.class)
                .hasMessageContaining("has rows of another size");
        assertThatThrownBy(read(tree, "rows", "???")).isInstanceOf(FormatException.class)
                .hasMessageContaining("has rows that are not Base64");
    }

    private static ThrowingCallable read(Map<String, Object> tree, String key, Object value) {
        Map<String, Object> changed = new HashMap<>(tree);
        changed.put(key, value);
        return () -> ReferenceRows.fromJson(JsonFields.of(changed, "m", "rows"));
    }
}
