package org.chainrule.tabular.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RidgeRegressionTest {
    /// Of the rows (1, 0), (1, 1) and (0, 2) with the goals 1, 2 and 3, the normal equations with a penalty of 1 are 3 a
    /// + b = 3 and a + 6 b = 8.
    @Test
    void twoWeightsByHand() {
        RidgeRegression regression = new RidgeRegression(2);
        regression.add(new float[]{1, 0});
        regression.add(new float[]{1, 1});
        regression.add(new float[]{0, 2});
        double[] weights = regression.fit(new double[]{1, 2, 3}, 1);
        assertThat(weights[0]).isCloseTo(10 / 17.0, within(1e-12));
        assertThat(weights[1]).isCloseTo(21 / 17.0, within(1e-12));
        assertThat(regression.predict(weights)[1]).isCloseTo(31 / 17.0, within(1e-12));
        assertThat(regression.fit(new double[3], 1)).containsExactly(0, 0);
    }

    /// The gradient of the penalized squares is 0 at the weights.
    @Test
    void theGradientVanishes() {
        Random random = new Random(3);
        int rows = 2000;
        int width = 30;
        float[][] x = new float[rows][width];
        double[] y = new double[rows];
        RidgeRegression regression = new RidgeRegression(width);
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < width; k++) {
                x[i][k] = random.nextInt(4) == 0 ? (float) random.nextGaussian() : 0;
            }
            y[i] = x[i][3] - 2 * x[i][7] + random.nextGaussian();
            regression.add(x[i]);
        }
        double[] weights = regression.fit(y, 5);
        double[] guess = regression.predict(weights);
        for (int k = 0; k < width; k++) {
            double gradient = 5 * weights[k];
            for (int i = 0; i < rows; i++) {
                gradient += x[i][k] * (guess[i] - y[i]);
            }
            assertThat(gradient).isCloseTo(0, within(1e-3));
        }
        assertThat(weights[7]).isCloseTo(-2, within(0.2));
    }
}
