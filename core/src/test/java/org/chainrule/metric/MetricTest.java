package org.chainrule.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Custom metrics, and the errors of metrics.
class MetricTest {
    private static final Metric.Kind NUMBER = Metric.Kind.ofNumbers(1);
    private static final Metric.Kind NUMBERS = Metric.Kind.ofNumbers(2);
    private static final Metric.Kind DEVIATION = new Metric.Kind(false, 2, 1);
    private static final Metric.Kind CLASSES = Metric.Kind.ofClasses(3);
    private static final Metric.Kind SHARES = new Metric.Kind(true, 3, 3);

    @Test
    void aMetricOfRowsIsTheirWeightedMean() {
        Metric within = Metric.ofRows("within10", true, (prediction, target) -> Math
                .abs(prediction[0] - target[0]) <= 10 ? 1 : 0);
        Metric.Score score = within.start(NUMBER);
        assertThat(score.value()).isNaN();
        score.add(new float[]{95}, new float[]{100}, 3);
        score.add(new float[]{70}, new float[]{100}, 1);
        score.add(new float[]{Float.NaN}, new float[]{100}, 0);
        assertThat(score.value()).isEqualTo(0.75);
        assertThat(within.name()).isEqualTo("within10");
        assertThat(within.higherIsBetter()).isTrue();
    }

    @Test
    void aMetricOfAllRowsSeesThemAll() {
        Metric worst = Metric.ofAll("worst", false, all -> {
            double most = 0;
            for (int row = 0; row < all.rows(); row++) {
                for (int column = 0; column < all.kind().outputs(); column++) {
                    double error = all.weight(row) * (all.prediction(row, column) - all.target(row, column));
                    most = Math.max(most, Math.abs(error));
                }
            }
            return most;
        });
        Metric.Score score = worst.start(NUMBERS);
        assertThat(score.value()).isNaN();
        float[] prediction = {1, 2};
        float[] target = {1, 2.5f};
        score.add(prediction, target, 4);
        prediction[1] = 100;
        target[0] = 6;
        target[1] = 99;
        score.add(prediction, target, 0.25f);
        score.add(prediction, target, 0);
        assertThat(score.value()).isEqualTo(2);
    }

    @Test
    void allRowsAreThereBeyondTheFirstArray() {
        Metric last = Metric.ofAll("last", true, all -> all.rows() + all.prediction(all.rows() - 1, 1)
                + all.target(all.rows() - 1, 0) + all.weight(all.rows() - 1));
        Metric.Score score = last.start(DEVIATION);
        for (int i = 0; i < 1000; i++) {
            score.add(new float[]{0, i}, new float[]{i}, 2);
        }
        assertThat(score.value()).isEqualTo(1000 + 999 + 999 + 2);
    }

    @Test
    void noSuchPlace() {
        ThrowingCallable column = () -> one(Metric.ofAll("bad", true, all -> all.prediction(0, 2)), NUMBERS);
        ThrowingCallable row = () -> one(Metric.ofAll("bad", true, all -> all.target(1, 0)), NUMBERS);
        assertThatThrownBy(column).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(row).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void nanIsWorseThanAnyNumber() {
        assertThat(Metrics.accuracy().isBetter(0.9, 0.8)).isTrue();
        assertThat(Metrics.accuracy().isBetter(0.8, 0.8)).isFalse();
        assertThat(Metrics.rmse().isBetter(0.8, 0.9)).isTrue();
        assertThat(Metrics.rmse().isBetter(0.9, 0.8)).isFalse();
        for (Metric metric : List.of(Metrics.accuracy(), Metrics.rmse())) {
            assertThat(metric.isBetter(1, Double.NaN)).isTrue();
            assertThat(metric.isBetter(Double.NaN, 1)).isFalse();
            assertThat(metric.isBetter(Double.NaN, Double.NaN)).isFalse();
        }
        assertThat(Metric.better(0.9, 0.8, true)).isTrue();
        assertThat(Metric.better(0.9, 0.8, false)).isFalse();
        assertThat(Metric.better(0.9, Double.NaN, false)).isTrue();
        assertThat(Metric.better(Double.NaN, 0.9, false)).isFalse();
    }

    @Test
    void kinds() {
        assertThat(CLASSES).isEqualTo(new Metric.Kind(true, 3, 1));
        assertThat(NUMBERS).isEqualTo(new Metric.Kind(false, 2, 2));
        assertThat(Stream.of(CLASSES, SHARES, NUMBER, DEVIATION).map(Metric.Kind::labelled))
                .containsExactly(true, false, false, false);
        assertThat(Stream.of(CLASSES, SHARES, NUMBER, DEVIATION).map(Metric.Kind::paired))
                .containsExactly(false, false, true, false);
    }

    static Stream<Arguments> mistakes() {
        RowMetric three = Metric.ofRows("three", true, (_, _) -> 3).fits(kind -> kind.outputs() == 3, "three outputs");
        Metric all = Metric.ofAll("all", true, _ -> 3).fits(kind -> kind.targets() == 3, "three targets");
        return Stream.of(
                mistake(() -> Metrics.accuracy().start(NUMBER),
                        "accuracy: needs classes, got 1 number predicted for 1 target number"),
                mistake(() -> Metrics.macroF1().start(DEVIATION),
                        "macroF1: needs classes, or a probability for each of several labels, got 2 numbers predicted for"
                                + " 1 target number"),
                mistake(() -> Metrics.matthews().start(NUMBERS),
                        "matthews: needs classes, got 2 numbers predicted for 2 target numbers"),
                mistake(() -> Metrics.auc().start(DEVIATION),
                        "auc: needs classes, or a probability for each of several labels, got 2 numbers predicted for 1"
                                + " target number"),
                mistake(() -> Metrics.topK(3).start(CLASSES), "top3: needs more than 3 classes, got probabilities of 3"
                        + " classes with the true class as target"),
                mistake(() -> Metrics.rmse().start(SHARES), "rmse: needs numbers, one for each target number, got"
                        + " probabilities of 3 classes with a probability for each as target"),
                mistake(() -> Metrics.r2().start(DEVIATION), "r2: needs numbers, one for each target number, got 2"
                        + " numbers predicted for 1 target number"),
                mistake(() -> Metrics.pinball(0.5).start(DEVIATION), "pinball0.5: needs numbers, one for each target"
                        + " number, got 2 numbers predicted for 1 target number"),
                mistake(() -> Metrics.ece().start(NUMBER),
                        "ece: needs classes, got 1 number predicted for 1 target number"),
                mistake(() -> Metrics.coverage().start(NUMBERS), "coverage: needs the ends of an interval of one target"
                        + " number, got 2 numbers predicted for 2 target numbers"),
                mistake(() -> Metrics.intervalWidth().start(CLASSES), "intervalWidth: needs the ends of an interval of"
                        + " one target number, got probabilities of 3 classes with the true class as target"),
                mistake(() -> Metrics.pinball(0.1, 0.5, 0.9).start(DEVIATION), "pinball: needs 3 predicted quantiles of"
                        + " one target number, got 2 numbers predicted for 1 target number"),
                mistake(() -> Metrics.ofLogs(Metrics.poissonDeviance()).start(CLASSES), "poissonDeviance: needs the"
                        + " logarithm of each number, got probabilities of 3 classes with the true class as target"),
                mistake(() -> Metrics.subsetAccuracy().start(CLASSES), "subsetAccuracy: needs a probability for each of"
                        + " several labels, got probabilities of 3 classes with the true class as target"),
                mistake(() -> Metrics.decided(Metrics.rmse(), _ -> 0).start(NUMBER),
                        "rmse: needs classes, got 1 number predicted for 1 target number"),
                mistake(() -> Metrics.ofLogits(Metrics.auc()).start(CLASSES), "auc: needs a logit for each of several"
                        + " labels, got probabilities of 3 classes with the true class as target"),
                mistake(() -> three.start(NUMBER),
                        "three: needs three outputs, got 1 number predicted for 1 target number"),
                mistake(() -> all.start(NUMBER),
                        "all: needs three targets, got 1 number predicted for 1 target number"),
                mistake(() -> one(Metrics.accuracy(), CLASSES, 3),
                        "accuracy: the target is 3, expected a class from 0 to 2"),
                mistake(() -> one(Metrics.logLoss(), CLASSES, -1),
                        "logLoss: the target is -1, expected a class from 0 to 2"),
                mistake(() -> one(Metrics.auc(), CLASSES, 0.5f),
                        "auc: the target is 0.5, expected a class from 0 to 2"),
                mistake(() -> one(Metrics.topK(2), CLASSES, Float.NaN),
                        "top2: the target is NaN, expected a class from 0 to 2"),
                mistake(() -> one(Metrics.brier(), CLASSES, 7),
                        "brier: the target is 7, expected a class from 0 to 2"),
                mistake(() -> one(Metrics.microF1(), NUMBER, 0.5f), "microF1: the target is 0.5, expected 0 or 1"),
                mistake(() -> one(Metrics.auc(), NUMBER, 2), "auc: the target is 2.0, expected 0 or 1"),
                mistake(() -> one(Metrics.hammingLoss(), NUMBER, 2),
                        "hammingLoss: the target is 2.0, expected 0 or 1"),
                mistake(() -> one(Metrics.subsetAccuracy(), NUMBER, Float.NaN),
                        "subsetAccuracy: the target is NaN, expected 0 or 1"),
                mistake(() -> one(Metrics.binaryLogLoss(), NUMBER, 1.5f),
                        "binaryLogLoss: the target is 1.5, expected a number from 0 to 1"),
                mistake(() -> one(Metrics.decided(Metrics.accuracy(), _ -> 3), CLASSES, 0),
                        "accuracy: the decision is class 3, expected 0 to 2"),
                mistake(() -> one(Metrics.ece(), CLASSES, 3), "ece: the target is 3, expected a class from 0 to 2"),
                mistake(() -> one(Metrics.poissonDeviance(), NUMBER, -1),
                        "poissonDeviance: the target is -1.0, expected a count of at least 0"),
                mistake(() -> one(Metrics.poissonDeviance(), NUMBER, Float.NaN),
                        "poissonDeviance: the target is NaN, expected a count of at least 0"),
                mistake(() -> Metrics.ece(0), "ece: bins is 0, expected at least 1"),
                mistake(() -> Metrics.pinball(0.1, 0), "pinball: q is 0.0, expected a number between 0 and 1"),
                mistake(() -> Metrics.ofLogs(missing()), "ofLogs: metric is null, expected a value"),
                mistake(() -> Metrics.topK(0), "topK: k is 0, expected at least 1"),
                mistake(() -> Metrics.pinball(1), "pinball: q is 1.0, expected a number between 0 and 1"),
                mistake(() -> Metric.ofRows(" ", true, (_, _) -> 0),
                        "ofRows: the name is blank, expected a word such as \"accuracy\""),
                mistake(() -> Metric.ofAll("", true, _ -> 0),
                        "ofAll: the name is blank, expected a word such as \"accuracy\""),
                mistake(() -> Metric.ofRows("a", true, missing()), "ofRows: value is null, expected a value"),
                mistake(() -> Metric.ofAll(missing(), true, _ -> 0), "ofAll: name is null, expected a value"),
                mistake(() -> three.fits(missing(), "a"), "fits: kinds is null, expected a value"),
                mistake(() -> Metrics.decided(missing(), _ -> 0), "decided: metric is null, expected a value"),
                mistake(() -> Metrics.ofLogits(missing()), "ofLogits: metric is null, expected a value"),
                mistake(() -> new Metric.Kind(true, 1, 1), "kind: outputs is 1, expected at least 2"),
                mistake(() -> new Metric.Kind(false, 0, 1), "kind: outputs is 0, expected at least 1"),
                mistake(() -> new Metric.Kind(false, 1, 0), "kind: targets is 0, expected at least 1"),
                mistake(() -> new Metric.Kind(true, 3, 2), "kind: expected a class or a probability for each class as"
                        + " target: 3 classes, 2 target numbers"));
    }

    private static Arguments mistake(ThrowingCallable code, String message) {
        return Arguments.of(message, code);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakesAreSaidInOneSentence(String message, ThrowingCallable code) {
        assertThatThrownBy(code).isInstanceOfAny(ShapeException.class, ArgumentException.class).hasMessage(message);
    }

    /// Null, which a caller without a null checker may pass.
    @SuppressWarnings({"TypeParameterUnusedInFormals", "NullAway"})
    private static <T> T missing() {
        return null;
    }

    private static double one(Metric metric, Metric.Kind kind, float... target) {
        Metric.Score score = metric.start(kind);
        score.add(new float[kind.outputs()], target.length == 0 ? new float[kind.targets()] : target, 1);
        return score.value();
    }
}
