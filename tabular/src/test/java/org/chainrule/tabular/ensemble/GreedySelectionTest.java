package org.chainrule.tabular.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GreedySelectionTest {
    private static final float[] TRUTH = {1, 2, 3, 4};
    private static final double[] FREE = {0, 0, 0};

    @Test
    void aModelThatIsRightIsEnough() {
        assertThat(weights(FREE, 0, new float[]{0, 0, 0, 0}, TRUTH, new float[]{9, 9, 9, 9})).containsExactly(0, 1, 0);
    }

    @Test
    void errorsOfOppositeSignsCancel() {
        // two thirds of an error of 1 and one third of an error of -2
        double[] weights = weights(FREE, 0, new float[]{2, 3, 4, 5}, new float[]{-1, 0, 1, 2},
                new float[]{50, 50, 50, 50});
        assertThat(weights[0]).isEqualTo(2.0 / 3, within(1e-12));
        assertThat(weights[1]).isEqualTo(1.0 / 3, within(1e-12));
    }

    @Test
    void theAverageHasTheWeights() {
        assertThat(GreedySelection.average(new float[][]{{1, 2}, {4, -6}}, new double[]{0.75, 0.25}))
                .containsExactly(1.75f, 0);
    }

    @Test
    void theLimitOfCostsHolds() {
        assertThat(weights(new double[]{60, 60, 10}, 100, new float[]{2, 3, 4, 5}, new float[]{-1, 0, 1, 2},
                new float[]{1, 1, 1, 1})).satisfies(weights -> {
                    assertThat(weights[1]).isZero();
                    assertThat(weights[0]).isPositive();
                });
        assertThat(weights(new double[]{600, 700, 800}, 100, TRUTH, new float[]{-1, 0, 1, 2}, new float[]{1, 1, 1, 1}))
                .containsExactly(1, 0, 0);
        assertThat(weights(new double[]{110, 60, 60}, 100, TRUTH, new float[]{-1, 0, 1, 2}, new float[]{1, 1, 1, 1}))
                .satisfies(weights -> assertThat(weights[0]).isZero());
    }

    @Test
    void logLossOfCertainErrorsIsFinite() {
        assertThat(GreedySelection.logLoss(new float[]{0.5f, 0.25f}, null)).isEqualTo(Math.log(8) / 2, within(1e-12));
        assertThat(GreedySelection.logLoss(new float[]{0}, null)).isEqualTo(Math.log(1e7), within(1e-6));
    }

    private static double error(float[] average) {
        return GreedySelection.squaredError(average, TRUTH, null);
    }

    private static double[] weights(double[] costs, double limit, float[]... candidates) {
        return GreedySelection.weights(candidates, GreedySelectionTest::error, costs, limit);
    }
}
