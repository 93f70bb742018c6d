package org.chainrule.tabular.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.chainrule.metric.Metric;
import org.chainrule.metric.Metrics;
import org.chainrule.tabular.assess.Statistic;
import org.chainrule.tabular.table.Column;
import org.junit.jupiter.api.Test;

class MeasuresTest {
    @Test
    void thePinballLossOfSeveralQuantiles() {
        Target.Numbers target = new Target.Numbers("y", 0, 1)
                .estimating(new Estimand.Quantiles(List.of(0.25, 0.9)));
        float[] outputs = {1, 3, 0, 8};
        float[] goals = {2, 10};
        double sum = 0.25 * 1 + 0.1 * 1 + 0.25 * 10 + 0.9 * 2;
        Metric first = Measures.usual(target, goals).getFirst();
        assertThat(first.name()).isEqualTo("pinball");
        Metric.Score score = first.start(Measures.kind(target));
        Metric.Score known = Metrics.pinball(0.25, 0.9).start(Measures.kind(target));
        for (int i = 0; i < 2; i++) {
            for (Metric.Score each : List.of(score, known)) {
                each.add(new float[]{outputs[2 * i], outputs[2 * i + 1]}, new float[]{goals[i]}, 1);
            }
        }
        assertThat(score.value()).isCloseTo(sum / 4, within(1e-9)).isCloseTo(known.value(), within(1e-12));
    }

    @Test
    void theMiddleLevel() {
        assertThat(new Estimand.Quantiles(List.of(0.1, 0.5, 0.9)).middle()).isEqualTo(1);
        assertThat(new Estimand.Quantiles(List.of(0.25, 0.75)).middle()).isZero();
        assertThat(new Estimand.Quantiles(List.of(0.9)).middle()).isZero();
    }

    @Test
    void kappaWithQuadraticWeights() {
        // scikit-learn 1.9: cohen_kappa_score([0, 1, 2, 2, 1, 0, 3], [0, 2, 2, 1, 1, 1, 2], weights="quadratic")
        int[] truth = {0, 1, 2, 2, 1, 0, 3};
        int[] predicted = {0, 2, 2, 1, 1, 1, 2};
        Statistic kappa = Statistic.quadraticKappa(truth, predicted);
        assertThat(kappa.of(new int[]{1, 1, 1, 1, 1, 1, 1})).isCloseTo(0.631578947368421, within(1e-12));
        assertThat(kappa.of(new int[]{1, 0, 1, 0, 0, 0, 0})).isEqualTo(1);
        assertThat(kappa.of(new int[]{2, 0, 0, 0, 0, 0, 0})).isNaN();
        assertThat(Statistic.quadraticKappa(truth, new int[7]).of(new int[]{1, 1, 1, 1, 1, 1, 1})).isZero();
    }

    @Test
    void smallerErrorsAreBetter() {
        assertThat(
                List.of("logLoss", "poissonDeviance", "pinball", "rmse", "mae", "intervalWidth", "rankError", "brier"))
                .allMatch(Measures::isError);
        assertThat(List.of("accuracy", "auc", "macroF1", "kappa", "coverage", "r2", "balancedAccuracy", "matthews"))
                .noneMatch(Measures::isError);
    }

    @Test
    void theMeasuresOfEachKindOfTarget() {
        Target.Numbers numbers = new Target.Numbers("y", 0, 1);
        Target.Classes grades = new Target.Classes("y", Column.Kind.NUMBER, List.of("1", "2", "3")).inOrder();
        assertThat(names(numbers)).containsExactly("rmse", "mae", "r2");
        assertThat(names(numbers.estimating(new Estimand.Counts()), Criterion.R2)).containsExactly("poissonDeviance",
                "rmse", "mae", "r2");
        assertThat(names(numbers.estimating(new Estimand.Quantiles(List.of(0.1, 0.9))), Criterion.PINBALL))
                .containsExactly("pinball", "coverage", "intervalWidth");
        assertThat(names(numbers.estimating(new Estimand.Quantiles(List.of(0.5))))).containsExactly("pinball", "rmse",
                "mae");
        assertThat(names(grades, Criterion.KAPPA, Criterion.BALANCED_ACCURACY)).containsExactly("accuracy", "logLoss",
                "macroF1", "rankError", "kappa", "balancedAccuracy");
    }

    private static List<String> names(Target target, Criterion... more) {
        return Measures.of(target, new float[]{0, 1}, List.of(more)).stream().map(Metric::name).toList();
    }
}
