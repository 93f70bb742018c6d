package org.chainrule.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Several metrics over the same rows, and the default metrics.
class ScoresTest {
    @Test
    void valuesStandInTheOrderOfTheMetrics() {
        Scores scores = Scores.of(List.of(Metrics.topK(2), Metrics.logLoss(), Metrics.accuracy()),
                Metric.Kind.ofClasses(3));
        scores.add(new float[]{0.25f, 0.5f, 0.25f}, new float[]{0}, 1);
        scores.add(new float[]{0.25f, 0.5f, 0.25f}, new float[]{1}, 3);
        assertThat(scores.values().keySet()).containsExactly("top2", "logLoss", "accuracy");
        assertThat(scores.values()).containsEntry("top2", 1.0).containsEntry("accuracy", 0.75);
        assertThat(scores.values().get("logLoss")).isCloseTo(1.25 * Math.log(2), offset(1e-15));
    }

    @Test
    void aMetricThatDoesNotFitIsRefusedBeforeTheFirstRow() {
        assertThatThrownBy(() -> Scores.of(List.of(Metrics.accuracy(), Metrics.mae()), Metric.Kind.ofClasses(2)))
                .isInstanceOf(ArgumentException.class).hasMessage("mae: needs numbers, one for each target number, got"
                        + " probabilities of 2 classes with the true class as target");
    }

    @Test
    void twoMetricsOfOneName() {
        assertThatThrownBy(() -> Scores.of(List.of(Metrics.accuracy(), Metrics.accuracy()), Metric.Kind.ofClasses(2)))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("metrics: two metrics are named accuracy, expected a name of its own for each");
    }

    @Test
    void theUsualMetrics() {
        assertThat(names(Metrics.usual(Metric.Kind.ofClasses(2)))).containsExactly("accuracy", "logLoss", "macroF1",
                "auc");
        assertThat(names(Metrics.usual(Metric.Kind.ofClasses(3)))).containsExactly("accuracy", "logLoss", "macroF1");
        assertThat(names(Metrics.usual(Metric.Kind.ofNumbers(2)))).containsExactly("rmse", "mae", "r2");
        assertThat(Metrics.usual(new Metric.Kind(false, 2, 1))).isEmpty();
        assertThat(Metrics.usual(new Metric.Kind(true, 3, 3))).isEmpty();
        assertThat(names(Metrics.usual(2, new int[]{1, 1, 0}))).endsWith("auc");
        assertThat(names(Metrics.usual(2, new int[]{1, 1, 1}))).containsExactly("accuracy", "logLoss", "macroF1");
        assertThat(names(Metrics.usual(3, new int[]{1, 2, 0}))).containsExactly("accuracy", "logLoss", "macroF1");
    }

    private static List<String> names(List<Metric> metrics) {
        return metrics.stream().map(Metric::name).toList();
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

    /// A probability that is NaN has no place in an order.
    @Test
    void theAreaIsNanWhereAProbabilityIs() {
        float[] probabilities = {0.9f, 0.1f, Float.NaN, Float.NaN, 0.2f, 0.8f};
        assertThat(Metrics.classification(probabilities, 2, new int[]{0, 1, 1})).containsEntry("auc", Double.NaN)
                .containsEntry("logLoss", Double.NaN);
        assertThat(Metrics.classification(probabilities, 2, new int[]{1, 1, 1})).doesNotContainKey("auc");
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(() -> Metrics.regression(new float[4], new float[2], 1), "regression: expected a prediction for"
                        + " each target, in whole rows: 4 predictions, 2 targets, rows of 1"),
                mistake(() -> Metrics.regression(new float[3], new float[3], 2), "regression: expected a prediction for"
                        + " each target, in whole rows: 3 predictions, 3 targets, rows of 2"),
                mistake(() -> Metrics.regression(new float[0], new float[0], 1),
                        "regression: got no targets, expected at least one"),
                mistake(() -> Metrics.classification(new float[5], 2, new int[2]),
                        "classification: expected a probability"
                                + " for each class of each row: 5 probabilities, 2 rows of 2 classes"),
                mistake(() -> Metrics.classification(new float[4], 2, new int[]{0, 2}),
                        "classification: label 2 in row 1, expected 0 to 1"),
                mistake(() -> Metrics.classification(new float[0], 2, new int[0]),
                        "classification: got no labels, expected at least one"));
    }

    private static Arguments mistake(ThrowingCallable code, String message) {
        return Arguments.of(message, code);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakesAreSaidInOneSentence(String message, ThrowingCallable code) {
        assertThatThrownBy(code).isInstanceOfAny(ShapeException.class, ArgumentException.class).hasMessage(message);
    }
}
