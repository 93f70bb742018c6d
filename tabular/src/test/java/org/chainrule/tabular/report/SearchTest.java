package org.chainrule.tabular.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SearchTest {
    private static Search.Run run(int best, double weight, List<Double> training, Double... validation) {
        return new Search.Run("mlp fold 1 of 3", validation.length, best, weight, training, List.of(validation));
    }

    private static Search search(Search.Run... runs) {
        return new Search(List.of(runs), List.of(), List.of(), false);
    }

    @Test
    void aRisingValidationLossIsOverfitting() {
        assertThat(search(run(2, 1, List.of(), 0.8, 0.5, 0.6)).epochs().orElseThrow())
                .isEqualTo(
                        "The validation loss rose by 20 % after epoch 2 of 3, which is kept. Early stopping prevented"
                                + " this overfitting: the later epochs are not part of the model");
    }

    @Test
    void aFallingOneIsNot() {
        assertThat(search(run(3, 1, List.of(), 0.8, 0.5, 0.4)).epochs().orElseThrow())
                .isEqualTo("The validation loss was still falling at the end: training longer might help");
        // an epoch at the end that is hardly better is chance, or the end of a schedule
        assertThat(search(run(4, 1, List.of(), 0.8, 0.5, 0.5, 0.499)).epochs().orElseThrow())
                .startsWith("The validation loss had stopped falling");
        // a loss may be negative
        assertThat(run(4, 1, List.of(), -1.0, -1.0, -1.0, -1.001).isFalling()).isFalse();
        assertThat(run(4, 1, List.of(), -1.0, -1.0, -1.0, -1.1).isFalling()).isTrue();
        Double[] losses = IntStream.range(0, 30).mapToObj(epoch -> 1.0 / (epoch + 5)).toArray(Double[]::new);
        losses[29] = losses[28] + 0.001;
        assertThat(search(run(29, 1, List.of(), losses)).epochs().orElseThrow())
                .startsWith("The validation loss was still falling");
        assertThat(search(run(2, 1, List.of(), 0.8, 0.5, 0.51)).epochs().orElseThrow())
                .isEqualTo(
                        "The validation loss had stopped falling by epoch 2 of 3, which is kept: training longer would"
                                + " hardly help");
    }

    /// A single network says little of an average, and those without weight say nothing.
    @Test
    void allNetworksWithWeightAreJudged() {
        Search.Run rose = run(1, 0.3, List.of(0.4, 0.2), 0.5, 0.6);
        Search.Run more = run(1, 0.3, List.of(0.2, 0.2), 0.5, 0.7);
        Search.Run fell = run(2, 0.4, List.of(0.9, 0.5), 0.8, 0.5);
        Search.Run unused = run(2, 0, List.of(0.9, 0.1), 0.8, 0.5);
        assertThat(search(fell, rose, unused, more).epochs().orElseThrow())
                .isEqualTo(
                        "In 2 of 3 networks (not in mlp fold 1 of 3), the validation loss rose by 30 % on average after the epoch that is kept."
                                + " Early stopping prevented this overfitting: the later epochs are not part of the model");
        assertThat(search(fell, fell).epochs().orElseThrow())
                .startsWith("In both networks, the validation loss was still falling");
        TestResults.Gap gap = search(fell, rose, unused, more).gap().orElseThrow();
        assertThat(gap.words())
                .isEqualTo("In the epoch that is kept, the loss was 0.380 on training rows, with dropout and"
                        + " other noise, and 0.5 on validation rows, without (means of 3 networks by weight): the model also learned"
                        + " details of the training rows that do not carry over");
        assertThat(gap.verdict()).isEqualTo(TestResults.Gap.Verdict.SOME);
        assertThat(search(fell).gap().orElseThrow().verdict()).isEqualTo(TestResults.Gap.Verdict.NO);
        assertThat(search(fell).folds()).isEqualTo(3);
    }

    @Test
    void unknownLossesSayNothing() {
        assertThat(search(run(0, 1, List.of())).epochs()).isEmpty();
        assertThat(search(run(0, 1, List.of())).gap()).isEmpty();
    }

    private static Search.Run named(String name, double weight) {
        return new Search.Run(name, 2, 1, weight, List.of(), List.of(0.5, 0.6));
    }

    /// A network has no weight because it does not help, or because it could not be compared.
    @Test
    void theReasonIsGivenWhyANetworkHasNoWeight() {
        Search all = new Search(List.of(named("linear fold 1 of 3", 0), named("linear fold 2 of 3", 0),
                named("mlp fold 1 of 3", 0.5), named("mlp fold 2 of 3", 0.5), named("realmlp 2 fold 1 of 3", 0)),
                List.of("linear fold 3 of 3", "realmlp 2 fold 2 of 3", "realmlp 2 fold 3 of 3", "tabm fold 1 of 3",
                        "tabm fold 2 of 3"),
                List.of(), false);
        assertThat(all.unused()).isEqualTo("linear is not used, because an average with it predicted those rows hardly"
                + " better. realmlp 2 is not used, because too few of its folds were trained.");
        assertThat(all.untrained()).isEqualTo("5 planned networks were not trained, because the time was over");
        assertThat(all.missing()).isEqualTo(all.untrained() + ": linear (1 of 3 folds), realmlp 2 (2 of 3"
                + " folds) and tabm (2 of 3 folds).");
        assertThat(search(run(1, 1, List.of(), 0.5)).unused()).isEmpty();
        // members without folds are missing too, but that is no reason
        assertThat(new Search(List.of(named("mlp member 1 of 2", 0), named("realmlp member 1 of 2", 1)),
                List.of("mlp member 2 of 2"), List.of(), false).unused())
                .isEqualTo("mlp is not used, because an average with it predicted those rows hardly better. ");
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
