package org.chainrule.tabular.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.chainrule.metric.Metric;
import org.chainrule.metric.Metrics;
import org.junit.jupiter.api.Test;

/// Each statistic with counts equals the metric of rows that are repeated as often.
class StatisticTest {
    private static final int ROWS = 60;

    private final SplittableRandom random = new SplittableRandom(5);
    private final int[] counts = random.ints(ROWS, 0, 4).toArray();
    private final int[] repeated = IntStream.range(0, ROWS).flatMap(i -> IntStream.range(0, counts[i]).map(_ -> i))
            .toArray();

    private static int most(float[] all, int row, int classes) {
        return IntStream.range(0, classes).reduce((a, b) -> all[row * classes + b] > all[row * classes + a] ? b : a)
                .orElseThrow();
    }

    @Test
    void measuresOfClasses() {
        for (int classes : new int[]{2, 5}) {
            // few distinct probabilities, so that some are tied
            float[] all = new float[ROWS * classes];
            int[] truth = random.ints(ROWS, 0, classes).toArray();
            for (int i = 0; i < ROWS; i++) {
                for (int k = 0; k < classes; k++) {
                    all[i * classes + k] = (1 + random.nextInt(6)) / 10f;
                }
                if (classes == 2) {
                    all[i * 2] = 1 - all[i * 2 + 1];
                }
            }
            int[] predicted = IntStream.range(0, ROWS).map(i -> most(all, i, classes)).toArray();
            double[] right = IntStream.range(0, ROWS).mapToDouble(i -> predicted[i] == truth[i] ? 1 : 0).toArray();
            float[] rows = new float[repeated.length * classes];
            for (int i = 0; i < repeated.length; i++) {
                System.arraycopy(all, repeated[i] * classes, rows, i * classes, classes);
            }
            Map<String, Double> expected = Metrics.classification(rows, classes,
                    Arrays.stream(repeated).map(i -> truth[i]).toArray());
            assertThat(Statistic.mean(right).of(counts)).isCloseTo(expected.get("accuracy"), within(1e-12));
            assertThat(Statistic.macroF1(truth, predicted, classes).of(counts))
                    .isCloseTo(expected.get("macroF1"), within(1e-12));
            Metric.Score balanced = Metrics.balancedAccuracy().start(Metric.Kind.ofClasses(classes));
            for (int i = 0; i < ROWS; i++) {
                balanced.add(Arrays.copyOfRange(all, i * classes, (i + 1) * classes), new float[]{truth[i]}, counts[i]);
            }
            assertThat(Statistic.balancedAccuracy(truth, predicted, classes).of(counts))
                    .isCloseTo(balanced.value(), within(1e-12));
            if (classes == 2) {
                float[] scores = new float[ROWS];
                boolean[] positive = new boolean[ROWS];
                for (int i = 0; i < ROWS; i++) {
                    scores[i] = all[2 * i + 1];
                    positive[i] = truth[i] == 1;
                }
                assertThat(Statistic.area(scores, positive).of(counts))
                        .isCloseTo(expected.get("auc"), within(1e-12));
            }
        }
    }

    @Test
    void measuresOfNumbers() {
        // a large mean beside a small spread
        double[] truth = random.doubles(ROWS).map(u -> 1e4 + u).toArray();
        double[] predicted = Arrays.stream(truth).map(y -> 1e4 + (y - 1e4) * 0.7 + 0.2 * random.nextDouble()).toArray();
        double[] absolute = IntStream.range(0, ROWS).mapToDouble(i -> Math.abs(predicted[i] - truth[i])).toArray();
        double[] squares = Arrays.stream(absolute).map(e -> e * e).toArray();
        double mean = Arrays.stream(repeated).mapToDouble(i -> truth[i]).average().orElseThrow();
        double errors = Arrays.stream(repeated).mapToDouble(i -> squares[i]).sum();
        double spread = Arrays.stream(repeated).mapToDouble(i -> (truth[i] - mean) * (truth[i] - mean)).sum();
        assertThat(Statistic.explained(squares, truth).of(counts)).isCloseTo(1 - errors / spread, within(1e-9));
        assertThat(Statistic.rootMean(squares).of(counts))
                .isCloseTo(Math.sqrt(errors / repeated.length), within(1e-12));
        assertThat(Statistic.mean(absolute).of(counts)).isCloseTo(
                Arrays.stream(repeated).mapToDouble(i -> absolute[i]).average().orElseThrow(), within(1e-12));
    }

    @Test
    void whatIsNotDefinedIsNotANumber() {
        int[] first = {2, 0, 0};
        assertThat(Statistic.area(new float[]{1, 2, 3}, new boolean[]{true, false, true}).of(first)).isNaN();
        assertThat(Statistic.explained(new double[]{1, 1, 1}, new double[]{5, 6, 7}).of(first)).isNaN();
        assertThat(Statistic.explained(new double[]{1, 1, 1}, new double[]{0.1, 0.1, 0.1}).of(new int[]{1, 1, 1}))
                .isNaN();
    }
}
