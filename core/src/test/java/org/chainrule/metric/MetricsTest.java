package org.chainrule.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The catalogue compared with scikit-learn and with definitions, and on rows without a value.
class MetricsTest {
    private static final Map<String, Metric> ALL = Stream
            .of(Metrics.accuracy(), Metrics.topK(2), Metrics.logLoss(), Metrics.brier(), Metrics.macroF1(),
                    Metrics.microF1(), Metrics.macroPrecision(), Metrics.macroRecall(), Metrics.balancedAccuracy(),
                    Metrics.matthews(), Metrics.auc(), Metrics.averagePrecision(), Metrics.rmse(), Metrics.mae(),
                    Metrics.r2(), Metrics.medianAbsoluteError(), Metrics.pinball(0.9), Metrics.subsetAccuracy(),
                    Metrics.hammingLoss(), Metrics.binaryLogLoss(), Metrics.ece(), Metrics.ece(4),
                    Metrics.poissonDeviance(), Metrics.pinball(0.1, 0.5, 0.9), Metrics.coverage(),
                    Metrics.intervalWidth())
            .collect(Collectors.toMap(Metric::name, Function.identity()));

    /// Each line: the rows, the metric, "weighted" if so, and the value.
    static List<Arguments> lines() throws IOException {
        Path folder = Path.of("src", "test", "fixtures");
        return Stream.concat(Files.readAllLines(folder.resolve("metrics.txt")).stream(),
                Files.readAllLines(folder.resolve("metrics2.txt")).stream()).map(line -> line.split(" "))
                .map(words -> Arguments.of(words[0], words[1], words.length == 4,
                        Double.parseDouble(words[words.length - 1])))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("lines")
    void valuesAreThoseOfScikitLearn(String rows, String metric, boolean weighted, double expected) {
        // scikit-learn divides the probabilities of a row by their sum before it takes the logarithm
        double tolerance = metric.equals("logLoss") ? 1e-7 : 1e-12;
        assertThat(SampleRows.named(rows).value(ALL.get(metric), weighted)).isCloseTo(expected, offset(tolerance));
    }

    @Test
    void everyMetricIsComparedWithScikitLearn() throws IOException {
        assertThat(lines()).hasSize(70 + 20);
        assertThat(lines().stream().map(line -> line.get()[1]).distinct()).hasSameElementsAs(ALL.keySet());
    }

    @ParameterizedTest
    @MethodSource("fitting")
    void aWeightIsTheNumberOfTimesARowCounts(String rows, Metric metric) {
        SampleRows sample = SampleRows.named(rows);
        Metric.Score weighted = metric.start(sample.kind());
        Metric.Score repeated = metric.start(sample.kind());
        for (int i = 0; i < SampleRows.ROWS; i++) {
            weighted.add(sample.predictions()[i], sample.targets()[i], i % 4);
            for (int times = 0; times < i % 4; times++) {
                repeated.add(sample.predictions()[i], sample.targets()[i], 1);
            }
        }
        assertThat(weighted.value()).isCloseTo(repeated.value(), offset(1e-12));
    }

    static Stream<Arguments> fitting() {
        return Stream.of("two", "three", "numbers", "labels", "counts", "quantiles")
                .flatMap(rows -> ALL.values().stream()
                        .filter(metric -> fits(metric, rows)).map(metric -> Arguments.of(rows, metric)));
    }

    private static boolean fits(Metric metric, String rows) {
        List<String> ofLabels = List.of("macroF1", "microF1", "macroPrecision", "macroRecall", "auc",
                "averagePrecision", "subsetAccuracy", "hammingLoss", "binaryLogLoss");
        List<String> ofNumbers = List.of("rmse", "mae", "r2", "medianAbsoluteError", "pinball0.9");
        List<String> ofIntervals = List.of("pinball", "coverage", "intervalWidth");
        List<String> notOfClasses = List.of("subsetAccuracy", "hammingLoss", "binaryLogLoss");
        return switch (rows) {
            case "numbers" -> ofNumbers.contains(metric.name());
            case "counts" -> ofNumbers.contains(metric.name()) || metric.name().equals("poissonDeviance");
            case "quantiles" -> ofIntervals.contains(metric.name());
            case "labels" -> ofLabels.contains(metric.name());
            default -> !ofNumbers.contains(metric.name()) && !ofIntervals.contains(metric.name())
                    && !notOfClasses.contains(metric.name()) && !metric.name().equals("poissonDeviance")
                    && (rows.equals("three") || !metric.name().equals("top2"));
        };
    }

    @ParameterizedTest
    @MethodSource("fitting")
    void noRowsHaveNoValue(String rows, Metric metric) {
        Metric.Score score = metric.start(SampleRows.named(rows).kind());
        assertThat(score.value()).isNaN();
        Metric.Kind kind = SampleRows.named(rows).kind();
        float[] broken = new float[kind.outputs()];
        Arrays.fill(broken, Float.NaN);
        score.add(broken, new float[kind.targets()], 0);
        assertThat(score.value()).isNaN();
    }

    @ParameterizedTest
    @MethodSource("fitting")
    void rowsOfWeightZeroAreAbsent(String rows, Metric metric) {
        SampleRows sample = SampleRows.named(rows);
        Metric.Score score = metric.start(sample.kind());
        float[] broken = new float[sample.kind().outputs()];
        Arrays.fill(broken, Float.NaN);
        for (int i = 0; i < SampleRows.ROWS; i++) {
            score.add(sample.predictions()[i], sample.targets()[i], 1);
            score.add(broken, new float[sample.kind().targets()], 0);
        }
        assertThat(score.value()).isEqualTo(sample.value(metric));
    }

    /// A value can be read before all rows are added, and again.
    @ParameterizedTest
    @MethodSource("fitting")
    void aValueDoesNotEndTheRows(String rows, Metric metric) {
        SampleRows sample = SampleRows.named(rows);
        Metric.Score score = metric.start(sample.kind());
        for (int i = 0; i < SampleRows.ROWS; i++) {
            score.add(sample.predictions()[i], sample.targets()[i], 1);
            assertThat(Double.valueOf(score.value())).isEqualTo(Double.valueOf(score.value()));
        }
        assertThat(score.value()).isEqualTo(sample.value(metric));
    }

    @Test
    void probabilitiesAsTargets() {
        Metric.Kind kind = new Metric.Kind(true, 3, 3);
        float[] prediction = {0.5f, 0.25f, 0.25f};
        float[] target = {0.25f, 0.75f, 0};
        assertThat(one(Metrics.logLoss(), kind, prediction, target))
                .isCloseTo(0.25 * Math.log(2) + 0.75 * Math.log(4), offset(1e-15));
        assertThat(one(Metrics.brier(), kind, prediction, target)).isEqualTo(0.0625 + 0.25 + 0.0625);
        assertThat(one(Metrics.accuracy(), kind, prediction, target)).isZero();
        assertThat(one(Metrics.topK(2), kind, prediction, target)).isEqualTo(1);
        assertThat(one(Metrics.accuracy(), kind, target, target)).isEqualTo(1);
    }

    @Test
    void ofEqualProbabilitiesTheFirstIsPredicted() {
        Metric.Kind kind = Metric.Kind.ofClasses(3);
        float[] prediction = {0.4f, 0.4f, 0.2f};
        for (Metric metric : List.of(Metrics.accuracy(), Metrics.topK(1), Metrics.microF1())) {
            assertThat(one(metric, kind, prediction, 0)).isEqualTo(1);
            assertThat(one(metric, kind, prediction, 1)).isZero();
        }
        assertThat(one(Metrics.topK(2), kind, prediction, 1)).isEqualTo(1);
        assertThat(one(Metrics.topK(2), kind, prediction, 2)).isZero();
    }

    @Test
    void anImpossibleTruthCostsAFiniteLoss() {
        assertThat(one(Metrics.logLoss(), Metric.Kind.ofClasses(2), new float[]{1, 0}, 1))
                .isCloseTo(24 * Math.log(2), offset(1e-12));
        assertThat(one(Metrics.binaryLogLoss(), Metric.Kind.ofNumbers(1), new float[]{1}, 0))
                .isCloseTo(24 * Math.log(2), offset(1e-12));
    }

    @Test
    void theAreaIsTheShareOfPairsInOrder() {
        SplittableRandom random = new SplittableRandom(4);
        float[] second = new float[300];
        int[] labels = new int[300];
        for (int i = 0; i < 300; i++) {
            labels[i] = random.nextInt(3) / 2;
            second[i] = random.nextInt(20 + 20 * labels[i]) / 40f;
        }
        double inOrder = 0;
        long pairs = 0;
        for (int i = 0; i < 300; i++) {
            for (int j = 0; j < 300; j++) {
                if (labels[i] == 1 && labels[j] == 0) {
                    pairs++;
                    inOrder += second[i] > second[j] ? 1 : second[i] == second[j] ? 0.5 : 0;
                }
            }
        }
        assertThat(auc(second, labels)).isCloseTo(inOrder / pairs, offset(1e-12));
    }

    @Test
    void manyTiesDoNotOverflow() {
        float[] second = new float[200_000];
        int[] labels = new int[200_000];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i & 1;
        }
        assertThat(auc(second, labels)).isEqualTo(0.5);
        for (int i = 0; i < labels.length; i++) {
            second[i] = labels[i];
        }
        assertThat(auc(second, labels)).isEqualTo(1);
    }

    /// The scores of labels may be any numbers, such as logits; 0 and -0 are equal.
    @Test
    void theAreaTakesNegativeScores() {
        Metric.Score score = Metrics.auc().start(Metric.Kind.ofNumbers(1));
        float[] logits = {-3, -0f, 0, 2, -1, Float.NEGATIVE_INFINITY};
        int[] labels = {0, 1, 0, 1, 0, 0};
        for (int i = 0; i < labels.length; i++) {
            score.add(new float[]{logits[i]}, new float[]{labels[i]}, 1);
        }
        assertThat(score.value()).isEqualTo(7.5 / 8);
    }

    @Test
    void theAreaOfOneClassOrOfNanIsNan() {
        assertThat(auc(new float[]{0.1f, 0.9f}, 1, 1)).isNaN();
        assertThat(auc(new float[]{0.1f, 0.9f}, 0, 0)).isNaN();
        assertThat(auc(new float[]{0.1f, Float.NaN, 0.8f}, 0, 1, 1)).isNaN();
        assertThat(one(Metrics.averagePrecision(), Metric.Kind.ofClasses(2), new float[]{1, 0}, 0)).isNaN();
        assertThat(one(Metrics.logLoss(), Metric.Kind.ofClasses(2), new float[]{Float.NaN, 0}, 0)).isNaN();
    }

    private static double auc(float[] second, int... labels) {
        Metric.Score score = Metrics.auc().start(Metric.Kind.ofClasses(2));
        for (int i = 0; i < second.length; i++) {
            score.add(new float[]{1 - second[i], second[i]}, new float[]{labels[i]}, 1);
        }
        return score.value();
    }

    @Test
    void nothingToExplain() {
        Metric.Kind kind = Metric.Kind.ofNumbers(1);
        assertThat(one(Metrics.r2(), kind, new float[]{3}, 3)).isNaN();
        assertThat(one(Metrics.r2(), kind, new float[]{4}, 3)).isNaN();
        // The mean of three floats of 0.1 is not exactly that float.
        assertThat(Metrics.regression(new float[]{0, 1, 2}, new float[]{0.1f, 0.1f, 0.1f}, 1).get("r2")).isNaN();
        assertThat(one(Metrics.r2(), kind, new float[]{Float.NaN}, 3)).isNaN();
        assertThat(one(Metrics.medianAbsoluteError(), kind, new float[]{Float.NaN}, 3)).isNaN();
        assertThat(one(Metrics.matthews(), Metric.Kind.ofClasses(2), new float[]{1, 0}, 0)).isZero();
    }

    /// A label that is never true and never predicted does not lower the mean.
    @Test
    void absentLabelsDoNotCount() {
        Metric.Kind kind = Metric.Kind.ofNumbers(2);
        assertThat(one(Metrics.macroF1(), kind, new float[]{0.9f, 0.1f}, 1, 0)).isEqualTo(1);
        assertThat(one(Metrics.macroF1(), kind, new float[]{0.9f, 0.6f}, 1, 0)).isEqualTo(0.5);
        assertThat(one(Metrics.macroF1(), kind, new float[]{0.9f, 0.5f}, 1, 0)).isEqualTo(1);
    }

    @Test
    void aThresholdDecides() {
        SampleRows two = SampleRows.named("two");
        Metric cautious = Metrics.decided(Metrics.accuracy(), probabilities -> probabilities[1] > 0.3f ? 1 : 0);
        double right = 0;
        for (int i = 0; i < SampleRows.ROWS; i++) {
            right += (two.predictions()[i][1] > 0.3f ? 1 : 0) == two.targets()[i][0] ? 1 : 0;
        }
        assertThat(two.value(cautious)).isEqualTo(right / SampleRows.ROWS).isNotEqualTo(two.value(Metrics.accuracy()));
        assertThat(cautious.name()).isEqualTo("accuracy");
        assertThat(cautious.higherIsBetter()).isTrue();
    }

    @Test
    void logitsAreMeasuredBySigmoid() {
        Metric.Kind kind = Metric.Kind.ofNumbers(2);
        float[] logits = {2, -1};
        assertThat(one(Metrics.ofLogits(Metrics.binaryLogLoss()), kind, logits, 1, 1))
                .isCloseTo((Math.log1p(Math.exp(-2)) + Math.log1p(Math.exp(1))) / 2, offset(1e-7));
        assertThat(one(Metrics.ofLogits(Metrics.hammingLoss()), kind, logits, 1, 1)).isEqualTo(0.5);
        assertThat(Metrics.ofLogits(Metrics.hammingLoss()).higherIsBetter()).isFalse();
    }

    /// A probability at the edge of two bins belongs to the lower one, and one of 0 to the first.
    @Test
    void calibrationOfEachBin() {
        Metric.Kind kind = Metric.Kind.ofClasses(2);
        Metric.Score score = Metrics.ece(4).start(kind);
        score.add(new float[]{0.75f, 0.25f}, new float[]{0}, 1); // right, in the third bin
        score.add(new float[]{0.625f, 0.375f}, new float[]{1}, 1); // wrong, in the third bin
        score.add(new float[]{1, 0}, new float[]{1}, 2); // wrong, in the fourth bin
        assertThat(score.value()).isEqualTo((2 * Math.abs((0.75 + 0.625) / 2 - 0.5) + 2 * 1) / 4);
        assertThat(one(Metrics.ece(), kind, new float[]{0, 0}, 1)).isEqualTo(0);
        assertThat(one(Metrics.ece(), kind, new float[]{0, 0}, 0)).isEqualTo(1);
        assertThat(one(Metrics.ece(), kind, new float[]{Float.NaN, Float.NaN}, 0)).isNaN();
        assertThat(one(Metrics.ece(), new Metric.Kind(true, 2, 2), new float[]{0.75f, 0.25f}, 0.6f, 0.4f))
                .isEqualTo(0.25);
    }

    @Test
    void countsWithoutAMean() {
        Metric.Kind kind = Metric.Kind.ofNumbers(1);
        assertThat(one(Metrics.poissonDeviance(), kind, new float[]{0}, 0)).isEqualTo(0);
        assertThat(one(Metrics.poissonDeviance(), kind, new float[]{3}, 0)).isEqualTo(6);
        assertThat(one(Metrics.poissonDeviance(), kind, new float[]{3}, 3)).isEqualTo(0);
        assertThat(one(Metrics.poissonDeviance(), kind, new float[]{0}, 1)).isInfinite();
        assertThat(one(Metrics.poissonDeviance(), kind, new float[]{-1}, 0)).isNaN();
        assertThat(one(Metrics.poissonDeviance(), kind, new float[]{Float.NaN}, 1)).isNaN();
    }

    @Test
    void logarithmsAreMeasuredByTheirExponentials() {
        Metric.Kind kind = Metric.Kind.ofNumbers(2);
        assertThat(one(Metrics.ofLogs(Metrics.poissonDeviance()), kind, new float[]{(float) Math.log(2), 0}, 4, 1))
                .isCloseTo(4 * Math.log(2) - 2, offset(1e-6));
        assertThat(one(Metrics.ofLogs(Metrics.mae()), kind, new float[]{(float) Math.log(2), 0}, 4, 1))
                .isCloseTo(1, offset(1e-6));
        assertThat(Metrics.ofLogs(Metrics.poissonDeviance()).name()).isEqualTo("poissonDeviance");
    }

    /// The ends belong to an interval; the numbers between the first and the last do not matter.
    @Test
    void intervals() {
        Metric.Kind kind = new Metric.Kind(false, 3, 1);
        for (float target : new float[]{1, 2, 4}) {
            assertThat(one(Metrics.coverage(), kind, new float[]{1, 9, 4}, target)).isEqualTo(1);
        }
        for (float target : new float[]{0.9f, 4.1f, Float.NaN}) {
            assertThat(one(Metrics.coverage(), kind, new float[]{1, 9, 4}, target)).isEqualTo(0);
        }
        assertThat(one(Metrics.coverage(), kind, new float[]{Float.NaN, 1, 2}, 1)).isEqualTo(0);
        assertThat(one(Metrics.intervalWidth(), kind, new float[]{1, 9, 4}, 0)).isEqualTo(3);
        assertThat(one(Metrics.intervalWidth(), kind, new float[]{4, 9, 1}, 0)).isEqualTo(-3);
        assertThat(one(Metrics.pinball(0.25, 0.5, 0.75), kind, new float[]{1, 2, 4}, 2)).isEqualTo((0.25 + 0.5) / 3);
    }

    @Test
    void equalParametersMakeEqualMetrics() {
        assertThat(Metrics.topK(3)).isEqualTo(Metrics.topK(3)).isNotEqualTo(Metrics.topK(4));
        assertThat(Metrics.topK(3).name()).isEqualTo("top3");
        assertThat(Metrics.pinball(0.1)).isEqualTo(Metrics.pinball(0.1));
        assertThat(Metrics.pinball(0.1, 0.9)).isEqualTo(Metrics.pinball(0.1, 0.9))
                .isNotEqualTo(Metrics.pinball(0.1, 0.8));
        assertThat(Metrics.ece()).isEqualTo(Metrics.ece(15)).isNotEqualTo(Metrics.ece(10));
        assertThat(Metrics.accuracy()).isEqualTo(Metrics.accuracy());
    }

    @Test
    void directions() {
        assertThat(ALL.values().stream().filter(metric -> !metric.higherIsBetter()).map(Metric::name))
                .containsExactlyInAnyOrder("logLoss", "brier", "rmse", "mae", "medianAbsoluteError", "pinball0.9",
                        "hammingLoss", "binaryLogLoss", "ece", "ece4", "poissonDeviance", "pinball", "intervalWidth");
    }

    private static double one(Metric metric, Metric.Kind kind, float[] prediction, float... target) {
        Metric.Score score = metric.start(kind);
        score.add(prediction, target, 1);
        return score.value();
    }
}
