package org.chainrule.tabular.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LabelScoresTest {
    private static final boolean[][] PRESENT = {{true, true, false}, {false, true, false}, {true, false, false},
            {false, false, false}};
    private static final boolean[][] PREDICTED = {{true, true, false}, {true, true, false}, {false, true, false},
            {false, false, false}};

    @Test
    void theMeasuresAreThoseOfTheDefinitions() {
        Map<String, Double> scores = LabelScores.of(PREDICTED, PRESENT, null);
        // the first label has one hit, one false alarm and one miss, the second two hits and one false alarm
        assertThat(scores.get("microF1")).isEqualTo(6.0 / 9, within(1e-12));
        assertThat(scores.get("macroF1")).isEqualTo((0.5 + 0.8 + 0) / 3, within(1e-12));
        assertThat(scores.get("subsetAccuracy")).isEqualTo(0.5);
        assertThat(scores.get("hammingLoss")).isEqualTo(3.0 / 12);
    }

    @Test
    void aRowOfWeightTwoCountsAsTwo() {
        boolean[][] twice = {PRESENT[0], PRESENT[1], PRESENT[2], PRESENT[2], PRESENT[3]};
        boolean[][] predicted = {PREDICTED[0], PREDICTED[1], PREDICTED[2], PREDICTED[2], PREDICTED[3]};
        assertThat(LabelScores.of(PREDICTED, PRESENT, new float[]{1, 1, 2, 1}))
                .isEqualTo(LabelScores.of(predicted, twice, null));
    }

    @Test
    void withoutRowsNothingIsDefined() {
        assertThat(new LabelScores(2).values().values()).allMatch(value -> Double.isNaN(value));
    }
}
