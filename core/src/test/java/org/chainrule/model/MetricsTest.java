package org.chainrule.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Measures against their definitions.
class MetricsTest {
    /// Two classes by the probability of the second.
    private static double auc(float[] second, int... labels) {
        float[] probabilities = new float[2 * second.length];
        for (int i = 0; i < second.length; i++) {
            probabilities[2 * i] = 1 - second[i];
            probabilities[2 * i + 1] = second[i];
        }
        return Metrics.classification(probabilities, 2, labels).getOrDefault("auc", Double.NaN);
    }

    @Test
    void theAreaIsTheShareOfPairsInOrder() {
        SplittableRandom random = new SplittableRandom(4);
        float[] second = new float[300];
        int[] labels = new int[300];
        for (int i = 0; i < 300; i++) {
            labels[i] = random.nextInt(3) / 2;
            second[i] = random.nextInt(20 + 20 * labels[i]) / 40f;
        }
        double inOrder = 0;
        long pairs = 0;
        for (int i = 0; i < 300; i++) {
            for (int j = 0; j < 300; j++) {
                if (labels[i] == 1 && labels[j] == 0) {
                    pairs++;
                    inOrder += second[i] > second[j] ? 1 : second[i] == second[j] ? 0.5 : 0;
                }
            }
        }
        assertThat(auc(second, labels)).isCloseTo(inOrder / pairs, offset(1e-12));
    }

    @Test
    void manyTiesDoNotOverflow() {
        float[] second = new float[200_000];
        int[] labels = new int[200_000];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i & 1;
        }
        assertThat(auc(second, labels)).isEqualTo(0.5);
        for (int i = 0; i < labels.length; i++) {
            second[i] = labels[i];
        }
        assertThat(auc(second, labels)).isEqualTo(1);
    }

    @Test
    void oneClassHasNoArea() {
        assertThat(auc(new float[]{0.1f, 0.9f}, 1, 1)).isNaN();
    }

    @Test
    void regressionByHand() {
        assertThat(Metrics.regression(new float[]{1, 2, 5}, new float[]{1, 3, 3}, 1))
                .hasEntrySatisfying("rmse", value -> assertThat(value).isCloseTo(Math.sqrt(5.0 / 3), offset(1e-12)))
                .hasEntrySatisfying("mae", value -> assertThat(value).isEqualTo(1))
                .hasEntrySatisfying("r2", value -> assertThat(value).isCloseTo(1 - 5 / (8.0 / 3), offset(1e-12)));
    }

    @Test
    void classificationByHand() {
        float[] probabilities = {0.7f, 0.2f, 0.1f, 0.2f, 0.5f, 0.3f, 0.4f, 0.4f, 0.2f};
        assertThat(Metrics.classification(probabilities, 3, new int[]{0, 1, 2}))
                .hasEntrySatisfying("accuracy", value -> assertThat(value).isCloseTo(2 / 3.0, offset(1e-12)))
                .hasEntrySatisfying("logLoss", value -> assertThat(value)
                        .isCloseTo(-(Math.log(0.7) + Math.log(0.5) + Math.log(0.2)) / 3, offset(1e-7)))
                .hasEntrySatisfying("macroF1", value -> assertThat(value)
                        .isCloseTo((2 / 3.0 + 1 + 0) / 3, offset(1e-12)));
    }

    /// A probability that is NaN is in no order with others.
    @Test
    void theAreaIsNanWhereAProbabilityIs() {
        float[] probabilities = {0.9f, 0.1f, Float.NaN, Float.NaN, 0.2f, 0.8f};
        assertThat(Metrics.classification(probabilities, 2, new int[]{0, 1, 1})).containsEntry("auc", Double.NaN)
                .containsEntry("logLoss", Double.NaN);
        assertThat(Metrics.classification(probabilities, 2, new int[]{1, 1, 1})).doesNotContainKey("auc");
    }
}
