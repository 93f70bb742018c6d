package org.chainrule.tabular.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.chainrule.tabular.outcome.Interval;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    private static Interval interval(double[] parts, int[] groups, long seed) {
        return Bootstrap.of(parts.length, groups, null, Map.of("m", Statistic.mean(parts)), seed).intervals().get("m");
    }

    /// Rows of weight 0 never count, and those of weight 2 count twice.
    @Test
    void rowsCountByTheirWeights() {
        double[] parts = {1, 100, 3, -100};
        float[] weights = {1, 0, 2, 0};
        Interval interval = Bootstrap.of(4, null, weights, Map.of("m", Statistic.mean(parts)), 1).intervals().get("m");
        assertThat(interval.low()).isBetween(1.0, 7 / 3.0);
        assertThat(interval.high()).isBetween(7 / 3.0, 3.0);
    }

    private static double[] normal(int rows, SplittableRandom random) {
        return IntStream.range(0, rows).mapToDouble(_ -> random.nextGaussian()).toArray();
    }

    /// The interval of a mean is that of the central limit theorem: the mean, give or take 1.96 standard errors.
    @Test
    void theIntervalOfAMeanIsTheKnownOne() {
        double[] parts = normal(500, new SplittableRandom(1));
        double mean = IntStream.range(0, 500).mapToDouble(i -> parts[i]).average().orElseThrow();
        double squares = IntStream.range(0, 500).mapToDouble(i -> (parts[i] - mean) * (parts[i] - mean)).sum();
        double error = Math.sqrt(squares) / 500;
        Interval interval = interval(parts, null, 3);
        assertThat(interval.low()).isCloseTo(mean - 1.96 * error, within(0.2 * error));
        assertThat(interval.high()).isCloseTo(mean + 1.96 * error, within(0.2 * error));
    }

    /// Of 200 samples, about 190 have an interval that contains the true mean; fewer than 180 or all would be a sign of a
    /// wrong width (8 or 3 standard deviations of that number).
    @Test
    void nineteenOfTwentyIntervalsContainTheTruth() {
        SplittableRandom random = new SplittableRandom(2);
        long covered = IntStream.range(0, 200).filter(i -> interval(normal(80, random), null, i).contains(0)).count();
        assertThat(covered).isBetween(178L, 199L);
    }

    /// Four copies of each row tell no more than the row: the interval stays as wide if the copies are drawn together, and
    /// shrinks to half if they are drawn one by one.
    @Test
    void rowsOfAGroupAreDrawnTogether() {
        double[] parts = normal(100, new SplittableRandom(4));
        double[] copies = IntStream.range(0, 400).mapToDouble(i -> parts[i / 4]).toArray();
        Interval once = interval(parts, null, 1);
        Interval together = interval(copies, IntStream.range(0, 400).map(i -> i / 4).toArray(), 1);
        Interval apart = interval(copies, null, 1);
        assertThat(together.high() - together.low()).isCloseTo(once.high() - once.low(), within(1e-9));
        assertThat((apart.high() - apart.low()) / (once.high() - once.low())).isCloseTo(0.5, within(0.05));
    }

    @Test
    void theSeedDecides() {
        double[] parts = normal(50, new SplittableRandom(6));
        assertThat(interval(parts, null, 1)).isEqualTo(interval(parts, null, 1)).isNotEqualTo(interval(parts, null, 2));
    }

    @Test
    void manyRowsTakeFewerResamplesAndAreAllReached() {
        int rows = 100_000;
        boolean[] reached = new boolean[rows];
        Statistic seen = counts -> {
            for (int i = 0; i < rows; i++) {
                reached[i] |= counts[i] > 0;
            }
            return 0;
        };
        assertThat(Bootstrap.of(10_000, null, null, Map.of(), 1).resamples()).isEqualTo(1000);
        assertThat(Bootstrap.of(rows, null, null, Map.of("m", seen), 1).resamples()).isEqualTo(120);
        assertThat(IntStream.range(0, rows).allMatch(i -> reached[i])).isTrue();
    }

    @Test
    void aMeasureThatIsMostlyUndefinedOrAlwaysTheSameHasNoInterval() {
        int[] calls = {0};
        Map<String, Statistic> measures = Map.of("often", _ -> calls[0]++ % 4 == 0 ? Double.NaN : calls[0], "never",
                _ -> Double.NaN, "always", _ -> 1);
        assertThat(Bootstrap.of(10, null, null, measures, 0).intervals()).containsOnlyKeys("often");
        assertThat(Bootstrap.of(1, null, null, measures, 0)).isEqualTo(Bootstrap.NONE);
        assertThat(Bootstrap.of(5, new int[5], null, measures, 0)).as("one group").isEqualTo(Bootstrap.NONE);
    }

    /// Of 24 rows that are all right, 0.025^(1/24) of the rows may be right: 24 such rows are then all right with a
    /// probability of 0.025. For many rows it is about 1 - 3.69 / n.
    @Test
    void aShareOfOneHasItsOwnInterval() {
        assertThat(Math.pow(Bootstrap.ofAll(24).low(), 24)).isCloseTo(0.025, within(1e-12));
        assertThat(Bootstrap.ofAll(1000).low()).isCloseTo(1 - 3.69 / 1000, within(1e-5));
        assertThat(Bootstrap.ofAll(24).high()).isEqualTo(1);
    }

    @Test
    void quantilesAreInterpolated() {
        double[] sorted = {1, 2, 4, 8};
        assertThat(Bootstrap.quantile(sorted, 0)).isEqualTo(1);
        assertThat(Bootstrap.quantile(sorted, 0.5)).isEqualTo(3);
        assertThat(Bootstrap.quantile(sorted, 0.975)).isCloseTo(7.7, within(1e-12));
        assertThat(Bootstrap.quantile(sorted, 1)).isEqualTo(8);
    }
}
