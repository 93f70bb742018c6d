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
                .isEqualTo(
                        "The validation loss was lowest in epoch 2 of 3: 0.5; the training loss, measured with dropout and"
                                + " other noise, was 0.5. The validation loss rose by 20 % until the last epoch: longer"
                                + " training would overfit, so the network keeps epoch 2");
    }

    @Test
    void aFallingOneIsNot() {
        assertThat(overfitting(3, List.of(0.9, 0.5, 0.4), List.of(0.8, 0.5, 0.4))).endsWith(
                ". The validation loss was still falling: more epochs might help");
        assertThat(overfitting(2, List.of(0.9, 0.5, 0.4), List.of(0.8, 0.5, 0.51))).endsWith(
                ". The validation loss changed little after that: no sign of harmful overfitting");
        assertThat(overfitting(3, List.of(0.9, 0.5, 0.4), List.of(0.41, 0.402, 0.4))).endsWith(
                ". The validation loss had nearly stopped falling: no sign of harmful overfitting");
        assertThat(overfitting(3, List.of(0.9, 0.5, 0.4), List.of(0.8, 0.5, 0.51))).startsWith(
                "The network keeps epoch 3 of 3, which had the best validation score; its validation loss is 0.51");
    }

    @Test
    void aGapIsReported() {
        assertThat(overfitting(2, List.of(0.9, 0.25), List.of(0.8, 0.5)))
                .endsWith("New rows have 2 times the loss of training"
                        + " rows: the network also learned details of these that do not carry over");
    }

    @Test
    void unknownLossesSayNothing() {
        assertThat(overfitting(0, List.of(), List.of())).isEmpty();
    }

    @Test
    void aTieOfWeightsIsNamed() {
        Search.Run half = new Search.Run("mlp fold 1", 1, 1, 0.5, List.of(), List.of());
        Search.Run other = new Search.Run("mlp fold 2", 1, 1, 0.5, List.of(), List.of());
        Search.Run most = new Search.Run("tabm", 1, 1, 0.6, List.of(), List.of());
        assertThat(new Search(List.of(half, other), List.of(), List.of(), false).first())
                .isEqualTo("mlp fold 1, one of the networks with the largest weight");
        assertThat(new Search(List.of(half, most), List.of(), List.of(), false).first())
                .isEqualTo("tabm, the network with the largest weight");
    }

    /// Each missing network has its own reason.
    @Test
    void theReasonIsGivenWhyANetworkIsMissing() {
        assertThat(new Search(List.of(), List.of(), List.of(), true).missing()).isEmpty();
        assertThat(new Search(List.of(), List.of("mlp", "tabm"), List.of("realmlp"), false).missing())
                .isEqualTo("2 planned networks were not trained, because the time was over: mlp and tabm. The training"
                        + " of realmlp diverged: the loss stopped being a finite number.");
        assertThat(new Search(List.of(), List.of("mlp"), List.of(), true).missing())
                .isEqualTo("1 planned network was not trained, because the training was stopped: mlp.");
    }
}
