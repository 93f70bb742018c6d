package org.chainrule.tabular.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.chainrule.tabular.assess.FarErrors.Far;
import org.junit.jupiter.api.Test;

class FarErrorsTest {
    private static final int ROWS = 1000;

    private final double[] prediction = new double[ROWS];
    private final double[] truth = new double[ROWS];

    /// Fills the arrays with predictions from 1 to 11 and normal errors whose deviation is a tenth of them.
    FarErrorsTest() {
        SplittableRandom random = new SplittableRandom(3);
        for (int row = 0; row < ROWS; row++) {
            prediction[row] = 1 + 10 * random.nextDouble();
            truth[row] = prediction[row] * (1 + 0.1 * random.nextGaussian());
        }
    }

    private int nearest(double value) {
        int best = 0;
        for (int row = 0; row < ROWS; row++) {
            best = Math.abs(prediction[row] - value) < Math.abs(prediction[best] - value) ? row : best;
        }
        return best;
    }

    @Test
    void normalErrorsAreNotFar() {
        assertThat(FarErrors.of(truth, prediction)).isEmpty();
    }

    /// An error of 2 is usual beside large predictions, and ten deviations beside small ones.
    @Test
    void anErrorIsComparedWithThoseOfSimilarPredictions() {
        int small = nearest(2);
        int large = nearest(10);
        truth[small] = prediction[small] + 2;
        truth[large] = prediction[large] - 2;
        int larger = nearest(9);
        truth[larger] = prediction[larger] - 9 * 2.5;
        assertThat(FarErrors.of(truth, prediction)).extracting(Far::row).containsExactly(larger, small);
        assertThat(FarErrors.of(truth, prediction).getLast().error()).isCloseTo(10, within(3.0));
    }

    @Test
    void equalErrorsHaveNoSpread() {
        assertThat(FarErrors.of(prediction, prediction)).isEmpty();
        assertThat(FarErrors.of(new double[]{1, 2, 3}, new double[]{1, 2, 2})).hasSizeLessThanOrEqualTo(1);
    }
}
