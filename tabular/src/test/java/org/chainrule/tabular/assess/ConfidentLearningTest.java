package org.chainrule.tabular.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.chainrule.tabular.assess.ConfidentLearning.Suspect;
import org.junit.jupiter.api.Test;

class ConfidentLearningTest {
    /// Returns the suspects among rows of two classes, given the probabilities of class 1.
    private static List<Suspect> suspects(int least, double[] ofZero, double[] ofOne) {
        float[] probabilities = new float[2 * (ofZero.length + ofOne.length)];
        int[] labels = new int[probabilities.length / 2];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i < ofZero.length ? 0 : 1;
            probabilities[2 * i + 1] = (float) (i < ofZero.length ? ofZero[i] : ofOne[i - ofZero.length]);
            probabilities[2 * i] = 1 - probabilities[2 * i + 1];
        }
        return ConfidentLearning.suspects(probabilities, labels, 2, least);
    }

    /// The thresholds are 0.6875 and 0.8: the fourth row is counted for class 1, the last for none.
    @Test
    void aRowThatReachesTheThresholdOfAnotherClassIsASuspect() {
        List<Suspect> suspects = suspects(1, new double[]{0.1, 0.2, 0.1, 0.85}, new double[]{0.9, 0.9, 0.6});
        assertThat(suspects).hasSize(1);
        assertThat(suspects.getFirst().row()).isEqualTo(3);
        assertThat(suspects.getFirst().label()).isEqualTo(1);
        assertThat(suspects.getFirst().margin()).isCloseTo(0.7, within(1e-6));
    }

    /// The thresholds are 0.55 and 0.82: four rows are counted for class 0, two for class 1, four for none; so a third of
    /// the ten labels is wrong, and the third suspect is a row that was not counted.
    @Test
    void rowsThatAreNotCountedAreEstimated() {
        double[] zero = {0.1, 0.6, 0.1, 0.85, 0.6, 0.1, 0.86, 0.1, 0.59, 0.6};
        assertThat(suspects(1, zero, new double[]{0.9, 0.9, 0.66})).extracting(Suspect::row).containsExactly(6, 3, 1);
    }

    @Test
    void rareClassesAreNeitherDoubtedNorSuggested() {
        float[] probabilities = {0.9f, 0.1f, 0, 0.8f, 0.1f, 0.1f, 0.1f, 0.9f, 0, 0.2f, 0.8f, 0, 0.05f, 0.05f, 0.9f,
                0.9f, 0.1f, 0};
        int[] labels = {0, 0, 1, 1, 0, 2};
        assertThat(ConfidentLearning.suspects(probabilities, labels, 3, 2)).isEmpty();
        assertThat(ConfidentLearning.suspects(probabilities, labels, 3, 1)).extracting(Suspect::row)
                .containsExactly(5, 4);
    }

    /// A model that is right with a known error and calibrated: as many suspects as wrong labels, and mostly those.
    @Test
    void theNumberOfWrongLabelsIsEstimated() {
        SplittableRandom random = new SplittableRandom(5);
        int rows = 4000;
        int[] labels = new int[rows];
        float[] probabilities = new float[rows * 3];
        List<Integer> wrong = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            int truth = random.nextInt(3);
            float sure = (float) (0.7 + 0.29 * random.nextDouble());
            for (int k = 0; k < 3; k++) {
                probabilities[3 * row + k] = k == truth ? sure : (1 - sure) / 2;
            }
            labels[row] = truth;
            if (random.nextInt(10) == 0) {
                labels[row] = (truth + 1) % 3;
                wrong.add(row);
            }
        }
        List<Suspect> suspects = ConfidentLearning.suspects(probabilities, labels, 3, 5);
        assertThat(suspects.size()).isBetween((int) (0.8 * wrong.size()), wrong.size());
        assertThat(wrong).containsAll(suspects.stream().map(Suspect::row).toList());
    }
}
