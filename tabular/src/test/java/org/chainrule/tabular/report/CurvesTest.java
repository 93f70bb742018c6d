package org.chainrule.tabular.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CurvesTest {
    @Test
    void perfectScores() {
        Curves curves = Curves.of("a", new double[]{0.1, 0.9, 0.2, 0.8}, new boolean[]{false, true, false, true})
                .orElseThrow();
        assertThat(curves.area()).isEqualTo(1);
        assertThat(curves.averagePrecision()).isEqualTo(1);
        assertThat(curves.recall().getLast()).isEqualTo(1);
    }

    /// The example of `average_precision_score` and `roc_auc_score` in the documentation of scikit-learn.
    @Test
    void theExampleOfScikitLearn() {
        Curves curves = Curves.of("a", new double[]{0.1, 0.4, 0.35, 0.8}, new boolean[]{false, false, true, true})
                .orElseThrow();
        assertThat(curves.area()).isEqualTo(0.75);
        assertThat(curves.averagePrecision()).isCloseTo(0.8333333, within(1e-6));
    }

    @Test
    void equalScoresAreOneThreshold() {
        Curves curves = Curves.of("a", new double[]{0.5, 0.5, 0.5}, new boolean[]{true, false, false}).orElseThrow();
        assertThat(curves.area()).isEqualTo(0.5);
        assertThat(curves.precision().getLast()).isCloseTo(1 / 3.0, within(1e-12));
    }

    @Test
    void oneClassHasNoCurve() {
        assertThat(Curves.of("a", new double[]{0.5}, new boolean[]{true})).isEmpty();
    }
}
