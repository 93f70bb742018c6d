package org.chainrule.tabular.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.chainrule.metric.Metric;
import org.chainrule.metric.Metrics;
import org.chainrule.tabular.outcome.Estimand;
import org.junit.jupiter.api.Test;

class MeasuresTest {
    private static final float[] COUNTS = {0, 1, 1, 2, 6};

    private static float[] filled(float value, int length) {
        float[] filled = new float[length];
        Arrays.fill(filled, value);
        return filled;
    }

    @Test
    void theLossOfCountsIsLeastAtTheLogarithmOfTheMean() {
        float best = (float) Math.log(2);
        double least = Measures.loss(new Estimand.Counts(), filled(best, 5), COUNTS);
        assertThat(least).isCloseTo(2 - 2 * Math.log(2), within(1e-6));
        assertThat(Measures.loss(new Estimand.Counts(), filled(best + 0.1f, 5), COUNTS)).isGreaterThan(least);
        assertThat(Measures.loss(new Estimand.Counts(), filled(best - 0.1f, 5), COUNTS)).isGreaterThan(least);
    }

    @Test
    void theLossOfQuantilesIsThePinballLoss() {
        Estimand estimand = new Estimand.Quantiles(List.of(0.25, 0.9));
        float[] outputs = {1, 3, 0, 8};
        float[] goals = {2, 10};
        double sum = 0.25 * 1 + 0.1 * 1 + 0.25 * 10 + 0.9 * 2;
        assertThat(Measures.loss(estimand, outputs, goals)).isCloseTo(sum / 4, within(1e-9));
        Metric.Score score = Measures.of(estimand).getFirst().start(Measures.kind(estimand));
        Metric.Score known = Metrics.pinball(0.25, 0.9).start(Measures.kind(estimand));
        for (int i = 0; i < 2; i++) {
            for (Metric.Score each : List.of(score, known)) {
                each.add(new float[]{outputs[2 * i], outputs[2 * i + 1]}, new float[]{goals[i]}, 1);
            }
        }
        assertThat(score.value()).isCloseTo(sum / 4, within(1e-9)).isCloseTo(known.value(), within(1e-12));
    }

    @Test
    void theMiddleLevel() {
        assertThat(new Estimand.Quantiles(List.of(0.1, 0.5, 0.9)).middle()).isEqualTo(1);
        assertThat(new Estimand.Quantiles(List.of(0.25, 0.75)).middle()).isZero();
        assertThat(new Estimand.Quantiles(List.of(0.9)).middle()).isZero();
    }

    @Test
    void kappaWithQuadraticWeights() {
        // scikit-learn 1.9: cohen_kappa_score([0, 1, 2, 2, 1, 0, 3], [0, 2, 2, 1, 1, 1, 2], weights="quadratic")
        int[] truth = {0, 1, 2, 2, 1, 0, 3};
        int[] predicted = {0, 2, 2, 1, 1, 1, 2};
        Statistic kappa = Statistic.quadraticKappa(truth, predicted);
        assertThat(kappa.of(new int[]{1, 1, 1, 1, 1, 1, 1})).isCloseTo(0.631578947368421, within(1e-12));
        assertThat(kappa.of(new int[]{1, 0, 1, 0, 0, 0, 0})).isEqualTo(1);
        assertThat(kappa.of(new int[]{2, 0, 0, 0, 0, 0, 0})).isNaN();
        assertThat(Statistic.quadraticKappa(truth, new int[7]).of(new int[]{1, 1, 1, 1, 1, 1, 1})).isZero();
    }

    @Test
    void theMeasureThatDecides() {
        assertThat(Measures.deciding(Set.of("accuracy", "logLoss", "kappa"))).isEqualTo("logLoss");
        assertThat(Measures.deciding(Set.of("rmse", "mae", "poissonDeviance"))).isEqualTo("poissonDeviance");
        assertThat(Measures.deciding(Set.of("rmse", "pinball"))).isEqualTo("pinball");
        assertThat(Measures.deciding(Set.of("rmse", "r2"))).isEqualTo("rmse");
    }
}
