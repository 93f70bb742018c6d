package org.chainrule.tabular.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.chainrule.Tensor;
import org.chainrule.type.Shape;
import org.junit.jupiter.api.Test;

class CumulativeLossTest {
    /// Returns the mean over the thresholds of the negative logarithm of the probability of the true side.
    private static double expected(float[] logits, int truth) {
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit);
        }
        double loss = 0;
        for (int k = 0; k + 1 < logits.length; k++) {
            double above = 0;
            for (int j = k + 1; j < logits.length; j++) {
                above += Math.exp(logits[j]) / sum;
            }
            loss -= Math.log(truth > k ? above : 1 - above);
        }
        return loss / (logits.length - 1);
    }

    @Test
    void theLossOfEachThreshold() {
        SplittableRandom random = new SplittableRandom(3);
        for (int classes : new int[]{2, 3, 7}) {
            float[] logits = new float[classes];
            for (int truth = 0; truth < classes; truth++) {
                for (int k = 0; k < classes; k++) {
                    logits[k] = (float) random.nextDouble(-3, 3);
                }
                float loss = new CumulativeLoss().apply(Tensor.of(logits, Shape.of(1, classes)), Tensor.ofInts(truth))
                        .at(0);
                assertThat(loss).isCloseTo((float) expected(logits, truth), within(1e-4f));
            }
        }
    }

    @Test
    void farPredictionsCostMoreAndStayFinite() {
        Tensor sure = Tensor.of(new float[]{-50, -50, -50, 50}, Shape.of(1, 4));
        float[] losses = new float[4];
        for (int truth = 0; truth < 4; truth++) {
            losses[truth] = new CumulativeLoss().apply(sure, Tensor.ofInts(truth)).at(0);
        }
        assertThat(losses[0]).isFinite().isGreaterThan(losses[1] + 10);
        assertThat(losses[1]).isGreaterThan(losses[2] + 10);
        assertThat(losses[3]).isLessThan(1e-20f);
    }
}
