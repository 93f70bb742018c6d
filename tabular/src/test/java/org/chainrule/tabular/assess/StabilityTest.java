package org.chainrule.tabular.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StabilityTest {
    private final SplittableRandom random = new SplittableRandom(1);

    private double[] normal(int rows, double mean) {
        return IntStream.range(0, rows).mapToDouble(_ -> mean + random.nextGaussian()).toArray();
    }

    /// By hand: of two categories, 30 and 10 rows are compared with 10 and 30.
    @Test
    void theIndexByHand() {
        int[] before = IntStream.range(0, 40).map(i -> i < 30 ? 0 : 1).toArray();
        int[] after = IntStream.range(0, 40).map(i -> i < 10 ? 0 : 1).toArray();
        Stability stability = Stability.ofCategories(before, after, 2);
        double p = 30.5 / 41;
        double q = 10.5 / 41;
        assertThat(stability.index()).isCloseTo(2 * (p - q) * StrictMath.log(p / q), within(1e-12));
        assertThat(stability.least()).isCloseTo((1 + 4 * Math.sqrt(2)) / 20, within(1e-12));
        assertThat(stability.isShifted()).isTrue();
    }

    /// Two normal distributions whose means differ by d have a divergence of d squared, and bins lose a little of it.
    @Test
    void aShiftOfNumbersIsItsDivergence() {
        Stability shifted = Stability.ofNumbers(normal(20_000, 0), normal(5_000, 0.8));
        assertThat(shifted.index()).isBetween(0.5, 0.64);
        assertThat(shifted.isShifted()).isTrue();
        assertThat(Stability.ofNumbers(normal(20_000, 0), normal(5_000, 0.3)).isShifted()).as("a small shift")
                .isFalse();
        double[] missing = normal(1000, 0);
        Arrays.fill(missing, 0, 400, Double.NaN);
        assertThat(Stability.ofNumbers(normal(1000, 0), missing).isShifted()).isTrue();
    }

    /// Samples of one distribution reach the bound of chance rarely, even where the index alone would be large.
    @Test
    void chanceIsNoShift() {
        long beyond = 0;
        long large = 0;
        for (int i = 0; i < 1000; i++) {
            Stability same = Stability.ofNumbers(normal(200, 0), normal(30, 0));
            beyond += same.index() > same.least() ? 1 : 0;
            large += same.index() > 0.25 ? 1 : 0;
        }
        assertThat(beyond).isLessThan(5);
        assertThat(large).isGreaterThan(400);
    }

    @Test
    void whatCannotDifferIsNoShift() {
        assertThat(Stability.ofNumbers(new double[]{1, 2}, new double[0]).isShifted()).isFalse();
        assertThat(Stability.ofNumbers(new double[]{1, 1}, new double[]{1, 1}).index()).isZero();
        assertThat(Stability.ofNumbers(new double[]{Double.NaN}, new double[]{Double.NaN}).index()).isZero();
        int[] many = random.ints(5000, 0, 300).toArray();
        int[] others = random.ints(5000, 0, 300).toArray();
        Stability rare = Stability.ofCategories(many, others, 300);
        assertThat(rare.bins()).isEqualTo(21);
        assertThat(rare.isShifted()).isFalse();
    }
}
