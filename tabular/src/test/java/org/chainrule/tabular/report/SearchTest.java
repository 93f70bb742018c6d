package org.chainrule.tabular.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SearchTest {
    private static String overfitting(int best, List<Double> training, List<Double> validation) {
        return new Search.Run("mlp", validation.size(), best, 1, training, validation).overfitting().orElse("");
    }

    @Test
    void aRisingValidationLossIsOverfitting() {
        assertThat(overfitting(2, List.of(0.9, 0.5, 0.2), List.of(0.8, 0.5, 0.6)))
                .isEqualTo("The validation loss is lowest in epoch 2 of 3: 0.5, and the training loss is then"
                        + " 0.5. It rises by 20 % until the last epoch: further training overfits, so the network keeps epoch 2");
    }

    @Test
    void aFallingOneIsNot() {
        assertThat(overfitting(3, List.of(0.9, 0.5, 0.4), List.of(0.8, 0.5, 0.4))).endsWith(
                ". It was still falling: more epochs might help");
        assertThat(overfitting(2, List.of(0.9, 0.5, 0.4), List.of(0.8, 0.5, 0.51))).endsWith(
                ". It changes little after that: no sign of harmful overfitting");
        assertThat(overfitting(3, List.of(0.9, 0.5, 0.4), List.of(0.41, 0.402, 0.4))).endsWith(
                ". It changes little after that: no sign of harmful overfitting");
        assertThat(overfitting(3, List.of(0.9, 0.5, 0.4), List.of(0.8, 0.5, 0.51))).startsWith(
                "The validation loss is 0.510 in epoch 3 of 3, which has the best validation score, and");
    }

    @Test
    void aGapIsReported() {
        assertThat(overfitting(2, List.of(0.9, 0.25), List.of(0.8, 0.5)))
                .endsWith("New rows have 2 times the loss of the"
                        + " training rows: the network also learned details that do not carry over");
    }

    @Test
    void unknownLossesSayNothing() {
        assertThat(overfitting(0, List.of(), List.of())).isEmpty();
    }
}
