package org.chainrule.tabular.assess;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TargetLimitTest {
    private static double[] numbers(int rows, double scale) {
        SplittableRandom random = new SplittableRandom(1);
        return IntStream.range(0, rows).mapToDouble(_ -> scale * random.nextDouble()).toArray();
    }

    private static double[] cut(double[] numbers, double low, double high) {
        return IntStream.range(0, numbers.length).mapToDouble(i -> Math.clamp(numbers[i], low, high)).toArray();
    }

    @Test
    void rowsAtACapAreCounted() {
        double[] capped = cut(numbers(1000, 100), 0, 95);
        capped[7] = Double.NaN;
        TargetLimit limit = TargetLimit.of("price", capped, true).orElseThrow();
        assertThat(limit.value()).isEqualTo(95);
        assertThat(limit.rows()).isBetween(30, 70);
        assertThat(limit.of()).isEqualTo(999);
        assertThat(limit.sentence()).startsWith(limit.rows() + " of 999 rows (" + Math.round(limit.rows() / 9.99)
                + " %) have exactly 95 as \"price\", the largest number. That looks like a cap");
        assertThat(TargetLimit.of("price", capped, false)).isEmpty();
    }

    @Test
    void aLowerLimitIsFound() {
        TargetLimit limit = TargetLimit.of("y", cut(numbers(1000, 100), 20, 100), false).orElseThrow();
        assertThat(limit.value()).isEqualTo(20);
        assertThat(limit.sentence()).contains("have exactly 20 as \"y\", the smallest number. That looks like a limit");
    }

    @Test
    void scalesAndPlainNumbersHaveNoLimit() {
        assertThat(TargetLimit.of("y", numbers(1000, 100), true)).isEmpty();
        // grades, and ages in years, of which each is as frequent as the next
        double[] grades = IntStream.range(0, 1000).mapToDouble(i -> i % 7).toArray();
        double[] ages = IntStream.range(0, 1000).mapToDouble(i -> i % 50).toArray();
        for (boolean largest : new boolean[]{true, false}) {
            assertThat(TargetLimit.of("y", grades, largest)).isEmpty();
            assertThat(TargetLimit.of("y", ages, largest)).isEmpty();
        }
        assertThat(TargetLimit.of("y", new double[0], true)).isEmpty();
    }
}
