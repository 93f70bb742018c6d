package org.chainrule.tabular.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AxisTest {
    private static List<String> labels(Axis axis) {
        return axis.ticks().stream().map(axis::label).toList();
    }

    @Test
    void ticksAreRoundAndCoverTheNumbers() {
        assertThat(labels(Axis.of("x", 0.13, 0.87))).containsExactly("0.0", "0.2", "0.4", "0.6", "0.8", "1.0");
        assertThat(labels(Axis.of("x", -3, 12))).containsExactly("-5", "0", "5", "10", "15");
        assertThat(labels(Axis.of("x", 14_000, 56_000))).containsExactly("10k", "20k", "30k", "40k", "50k", "60k");
        assertThat(labels(Axis.of("x", 0, 2.4e7))).containsExactly("0", "5M", "10M", "15M", "20M", "25M");
        assertThat(labels(Axis.of("x", 0, 3e12))).containsExactly("0", "1e12", "2e12", "3e12");
        assertThat(labels(Axis.of("x", 0, 4e-6))).startsWith("0", "1e-6");
    }

    @Test
    void aSingleCountHasAnAxis() {
        assertThat(labels(Axis.counts("epoch", 1, 1))).containsExactly("1", "2");
        assertThat(labels(Axis.counts("epoch", 1, 3))).containsExactly("1", "2", "3");
        assertThat(labels(Axis.of("x", 0, Double.MIN_VALUE))).isNotEmpty();
    }

    @Test
    void oneNumberAndNoneHaveAnAxis() {
        assertThat(labels(Axis.of("x", 7))).contains("7.0");
        assertThat(labels(Axis.of("x", Double.NaN))).startsWith("0.0").endsWith("1.0");
        assertThat(Axis.of("x", 7).place(7)).isBetween(0.3, 0.7);
    }

    @Test
    void extremeNumbersHaveAnAxis() {
        for (double[] numbers : new double[][]{{-Double.MAX_VALUE, 1}, {-1e300, 1e300}, {0, Double.MIN_VALUE},
                {1e17, Math.nextUp(1e17)}, {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY}}) {
            Axis axis = Axis.of("x", numbers);
            assertThat(axis.low()).isLessThan(axis.high());
            assertThat(axis.ticks()).hasSizeBetween(1, 12);
        }
    }

    @Test
    void countsHaveWholeTicks() {
        assertThat(labels(Axis.counts("epoch", 1, 1))).containsExactly("1", "2");
        assertThat(labels(Axis.counts("rows", 0, 0))).containsExactly("0", "1");
        assertThat(labels(Axis.counts("rows", 0, 3))).containsExactly("0", "1", "2", "3");
        assertThat(labels(Axis.counts("epoch", 1, 50))).containsExactly("10", "20", "30", "40", "50");
    }
}
