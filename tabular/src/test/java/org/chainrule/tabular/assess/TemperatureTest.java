package org.chainrule.tabular.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.chainrule.metric.Metric;
import org.junit.jupiter.api.Test;

class TemperatureTest {
    private static final int ROWS = 4000;
    private static final int CLASSES = 4;

    private final int[] truth = new int[ROWS];

    /// Returns probabilities of classes whose logits are `sharpness` times those that the classes are drawn by.
    private float[] drawn(double sharpness, int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] stated = new float[rows * CLASSES];
        for (int row = 0; row < rows; row++) {
            double[] logits = random.doubles(CLASSES).map(u -> 4 * u).toArray();
            double[] real = softmax(logits, 1);
            double u = random.nextDouble();
            int label = 0;
            while (label < CLASSES - 1 && u >= real[label]) {
                u -= real[label++];
            }
            truth[row] = label;
            double[] said = softmax(logits, sharpness);
            for (int k = 0; k < CLASSES; k++) {
                stated[row * CLASSES + k] = (float) said[k];
            }
        }
        return stated;
    }

    private static double[] softmax(double[] logits, double times) {
        double[] p = new double[logits.length];
        double sum = 0;
        for (int k = 0; k < p.length; k++) {
            p[k] = StrictMath.exp(times * logits[k]);
            sum += p[k];
        }
        for (int k = 0; k < p.length; k++) {
            p[k] /= sum;
        }
        return p;
    }

    @Test
    void theTemperatureUndoesTooSharpAndTooFlatLogits() {
        assertThat(Temperature.of(drawn(3, ROWS, 1), CLASSES, truth, null)).isCloseTo(3, within(0.25));
        assertThat(Temperature.of(drawn(0.5, ROWS, 2), CLASSES, truth, null)).isCloseTo(0.5, within(0.05));
    }

    /// The refinement tells how well classes are told apart, however sure the probabilities are of them.
    @Test
    void refinementDoesNotDependOnTheTemperature() {
        double calibrated = refinement(drawn(1, ROWS, 3), 1);
        assertThat(refinement(drawn(3, ROWS, 3), 1)).isCloseTo(calibrated, within(1e-4));
        assertThat(refinement(drawn(0.2, ROWS, 3), 2)).isCloseTo(calibrated, within(1e-4));
        double logLoss = 0;
        float[] stated = drawn(1, ROWS, 3);
        for (int row = 0; row < ROWS; row++) {
            logLoss -= Math.log(stated[row * CLASSES + truth[row]]) / ROWS;
        }
        assertThat(calibrated).isLessThan(logLoss).isCloseTo(logLoss, within(1e-3));
    }

    private double refinement(float[] probabilities, float weight) {
        Metric.Score score = Refinement.METRIC.start(new Metric.Kind(true, CLASSES, 1));
        for (int row = 0; row < ROWS; row++) {
            score.add(Arrays.copyOfRange(probabilities, row * CLASSES, (row + 1) * CLASSES), new float[]{truth[row]},
                    weight);
        }
        return score.value();
    }

    /// Rows of weight 0 count as none, and equal weights as no weights.
    @Test
    void rowsCountByTheirWeights() {
        float[] sharp = drawn(3, ROWS, 1);
        int half = ROWS / 2;
        float[] first = new float[ROWS];
        Arrays.fill(first, 0, half, 4);
        assertThat(Temperature.of(sharp, CLASSES, truth, first)).isCloseTo(Temperature.of(
                Arrays.copyOf(sharp, half * CLASSES), CLASSES, Arrays.copyOf(truth, half), null), within(1e-4));
        Arrays.fill(first, 0.25f);
        assertThat(Temperature.of(sharp, CLASSES, truth, first))
                .isEqualTo(Temperature.of(sharp, CLASSES, truth, null));
    }

    @Test
    void probabilitiesThatAreRightStay() {
        assertThat(Temperature.of(drawn(1, ROWS, 3), CLASSES, truth, null)).isEqualTo(1);
        assertThat(Temperature.of(new float[0], CLASSES, new int[0], null)).isEqualTo(1);
    }

    /// The lowest loss on a fine grid, by the formula of the loss.
    @Test
    void theTemperatureIsTheBest() {
        float[] stated = drawn(2.5, 600, 4);
        int[] labels = Arrays.copyOf(truth, 600);
        double best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (double t = 1; t < 5; t += 0.001) {
            double loss = 0;
            for (int row = 0; row < 600; row++) {
                double[] logits = new double[CLASSES];
                for (int k = 0; k < CLASSES; k++) {
                    logits[k] = StrictMath.log(stated[row * CLASSES + k]);
                }
                double[] p = softmax(logits, 1 / t);
                for (int k = 0; k < CLASSES; k++) {
                    loss -= StrictMath.log(p[k]) * (k == labels[row] ? 1 - 1 / 602.0 : 1 / 602.0 / 3);
                }
            }
            if (loss < least) {
                least = loss;
                best = t;
            }
        }
        assertThat(Temperature.of(stated, CLASSES, labels, null)).isCloseTo(best, within(0.002));
    }

    /// Rows that are all right do not make the probabilities extreme: no row of n is thought to be wrong with a
    /// probability of far less than 1/n.
    @Test
    void rowsThatAreAllRightLeaveDoubt() {
        int rows = 30;
        float[] stated = new float[rows * 2];
        for (int row = 0; row < rows; row++) {
            stated[2 * row] = 0.8f;
            stated[2 * row + 1] = 0.2f;
        }
        double temperature = Temperature.of(stated, 2, new int[rows], null);
        Temperature.apply(stated, 2, temperature);
        assertThat((double) stated[1]).isCloseTo(1 / 32.0, within(1e-3));
    }

    @Test
    void theOrderStaysAndSoDoCertainties() {
        float[] p = {0, 1, 0.5f, 0.5f, 1e-40f, 1, 0.7f, 0.3f};
        Temperature.apply(p, 2, 2);
        assertThat(p[0]).isZero();
        assertThat(p[1]).isEqualTo(1);
        assertThat(p[2]).isEqualTo(0.5f).isEqualTo(p[3]);
        assertThat((double) p[4]).isCloseTo(1e-20, within(1e-25));
        assertThat((double) p[6]).isCloseTo(Math.sqrt(0.7) / (Math.sqrt(0.7) + Math.sqrt(0.3)), within(1e-7));
        float[] same = {0.1f, 0.9f};
        Temperature.apply(same, 2, 1);
        assertThat(same).containsExactly(0.1f, 0.9f);
    }
}
