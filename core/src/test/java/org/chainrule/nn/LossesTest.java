package org.chainrule.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chainrule.ReferenceRun;
import org.chainrule.Tensor;
import org.chainrule.testing.Fixtures;
import org.chainrule.type.DType;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LossesTest {
    private static final Fixtures LOSSES = Fixtures.open("losses");
    private static final Fixtures LOSSES2 = Fixtures.open("losses2");
    private static final double SMOOTHING = 0.1f;

    /// A loss and the fixtures of its prediction and target.
    record Case(Fixtures file, Loss loss, String prediction, String target, DType type) {
        Case(Loss loss, String prediction, String target, DType type) {
            this(LOSSES, loss, prediction, target, type);
        }
    }

    /// The loss of each fixture, by the name of the fixture.
    private static Map<String, Case> cases() {
        Map<String, Case> cases = new TreeMap<>();
        Map.of("squared", Losses.squared(), "absolute", Losses.absolute(), "huber", Losses.huber()).forEach(
                (name, loss) -> cases.put(name,
                        new Case(loss, "regression/prediction", "regression/target", DType.F32)));
        Losses.CrossEntropy plain = Losses.crossEntropy();
        Losses.CrossEntropy weighted = plain.weights(LOSSES.floats("crossEntropy/weights"));
        Map.of("indices", plain, "smoothing", plain.smoothing(SMOOTHING), "weighted", weighted, "weightedSmoothing",
                weighted.smoothing(SMOOTHING)).forEach(
                        (name, loss) -> cases.put("crossEntropy/" + name,
                                new Case(loss, "crossEntropy/logits", "crossEntropy/labels", DType.I32)));
        Map.of("probabilities", plain, "smoothingProbabilities", plain.smoothing(SMOOTHING), "weightedProbabilities",
                weighted).forEach(
                        (name, loss) -> cases.put("crossEntropy/" + name,
                                new Case(loss, "crossEntropy/logits", "crossEntropy/probabilities", DType.F32)));
        cases.put("crossEntropy/extreme",
                new Case(plain, "crossEntropy/extreme/logits", "crossEntropy/labels", DType.I32));
        Losses.BinaryCrossEntropy binary = Losses.binaryCrossEntropy();
        cases.put("binary/plain", new Case(binary, "binary/logits", "binary/target", DType.F32));
        cases.put("binary/weighted", new Case(binary.positiveWeights(LOSSES.floats("binary/positiveWeight")),
                "binary/logits", "binary/target", DType.F32));
        cases.put("binary/extreme", new Case(binary, "binary/extreme/logits", "binary/target", DType.F32));
        cases.put("poisson", new Case(LOSSES2, Losses.poisson(), "poisson/prediction", "poisson/target", DType.F32));
        cases.put("quantiles", new Case(LOSSES2, Losses.quantiles(0.05f, 0.5, 0.9f), "quantiles/prediction",
                "quantiles/target", DType.F32));
        Losses.Ordinal ordinal = Losses.ordinal();
        cases.put("ordinal/indices", new Case(LOSSES2, ordinal, "ordinal/logits", "ordinal/labels", DType.I32));
        cases.put("ordinal/shares", new Case(LOSSES2, ordinal, "ordinal/logits", "ordinal/probabilities", DType.F32));
        cases.put("ordinal/extreme",
                new Case(LOSSES2, ordinal, "ordinal/extreme/logits", "ordinal/labels", DType.I32));
        return cases;
    }

    static Stream<Map.Entry<String, Case>> entries() {
        return cases().entrySet().stream();
    }

    @Test
    void everyFixtureHasACase() {
        assertThat(Stream.of(LOSSES, LOSSES2).flatMap(file -> file.names("").stream())
                .filter(name -> name.endsWith("/rows"))
                .map(name -> name.substring(0, name.lastIndexOf('/'))))
                .containsExactlyInAnyOrderElementsOf(cases().keySet());
    }

    @ParameterizedTest
    @MethodSource("entries")
    void agreesWithPyTorch(Map.Entry<String, Case> entry) {
        check(entry.getKey(), entry.getValue());
    }

    @Test
    void aPositiveWeightOfOneChangesNothing() {
        check("binary/plain", new Case(Losses.binaryCrossEntropy().positiveWeights(1), "binary/logits",
                "binary/target", DType.F32));
    }

    private static void check(String name, Case test) {
        int[] sizes = test.file().shape(test.prediction());
        Tensor prediction = Tensor.input("prediction", Shape.batch(sizes[1]));
        int[] targets = test.file().shape(test.target());
        Tensor target = Tensor.input("target",
                new TensorType(test.type(), targets.length == 1 ? Shape.batch() : Shape.batch(targets[1])));
        Tensor rows = test.loss().apply(prediction, target);
        assertThat(rows.shape()).isEqualTo(Shape.batch());
        Map<String, Tensor> expected = new LinkedHashMap<>();
        expected.put(name + "/rows", rows);
        expected.put(name + "/grad", rows.sum().gradient(prediction));
        Map<Tensor, double[]> data = new LinkedHashMap<>();
        data.put(prediction, test.file().doubles(test.prediction()));
        data.put(target, test.file().doubles(test.target()));
        ReferenceRun.assertClose(test.file(), expected, data, sizes[0]);
    }

    @ParameterizedTest
    @ValueSource(floats = {15, 17, 30, 80, 104, 1e4f, 1e30f})
    void aConfidentLogitKeepsItsSmallOrLargeLoss(float logit) {
        Tensor logits = Tensor.of(new float[]{logit, -logit, logit, -logit}, Shape.of(4, 1));
        Tensor target = Tensor.of(new float[]{1, 0, 0, 1}, Shape.of(4, 1));
        Tensor rows = Losses.binaryCrossEntropy().apply(logits, target);
        float tiny = (float) StrictMath.log1p(StrictMath.exp(-logit));
        assertThat(rows.values()).containsExactly(new float[]{tiny, tiny, logit, logit}, offset(logit * 1e-7f));
        assertThat(rows.at(0)).isCloseTo(tiny, offset(tiny * 1e-6f + Float.MIN_VALUE));
        float slope = (float) StrictMath.exp(-logit) / (1 + (float) StrictMath.exp(-logit));
        assertThat(rows.sum().gradient(logits).values()).containsExactly(
                new float[]{-slope, slope, 1 - slope, slope - 1}, offset(slope * 1e-5f + 1e-7f));
    }

    @Test
    void gradientsAtZeroAreExact() {
        Tensor logits = Tensor.of(new float[]{0, 0, 0}, Shape.of(3, 1));
        Tensor target = Tensor.of(new float[]{0, 0.25f, 1}, Shape.of(3, 1));
        assertThat(Losses.binaryCrossEntropy().apply(logits, target).sum().gradient(logits).values())
                .containsExactly(0.5f, 0.25f, -0.5f);
        assertThat(Losses.binaryCrossEntropy().positiveWeights(3).apply(logits, target).sum().gradient(logits).values())
                .containsExactly(0.5f, 0, -1.5f);
        Tensor zeros = Tensor.of(new float[3], Shape.of(3, 1));
        for (Loss loss : List.of(Losses.squared(), Losses.absolute(), Losses.huber(0.5))) {
            assertThat(loss.apply(logits, zeros).values()).containsOnly(0);
            assertThat(loss.apply(logits, zeros).sum().gradient(logits).values()).containsOnly(0);
        }
    }

    @Test
    void huberMeetsItsLine() {
        Tensor prediction = Tensor.of(new float[]{-3, -2, -1, 1, 2, 3, 1e30f}, Shape.of(7, 1));
        Tensor target = Tensor.fill(0, Shape.of(7, 1));
        assertThat(Losses.huber(2).apply(prediction, target).values())
                .containsExactly(new float[]{4, 2, 0.5f, 0.5f, 2, 4, 2e30f}, offset(1e23f));
        assertThat(Losses.huber(2).apply(prediction, target).sum().gradient(prediction).values())
                .containsExactly(-2, -2, -1, 1, 2, 2, 2);
    }

    @Test
    void rowsWithoutAnAxisAndWithTwoAreRows() {
        Tensor flat = Tensor.of(1, 2, 4);
        assertThat(Losses.squared().apply(flat, Tensor.of(1, 1, 1)).values()).containsExactly(0, 1, 9);
        Tensor deep = Tensor.of(new float[]{1, 2, 3, 4, 0, 0, 0, 8}, Shape.of(2, 2, 2));
        assertThat(Losses.absolute().apply(deep, Tensor.fill(0, deep.shape())).values()).containsExactly(2.5f, 2);
        Tensor labels = Tensor.of(0, 1, 1, 0).reshape(Shape.of(2, 2)).cast(DType.I32);
        Tensor rows = Losses.crossEntropy().apply(deep, labels);
        float confident = (float) StrictMath.log1p(StrictMath.exp(-8));
        float near = (float) StrictMath.log1p(StrictMath.exp(-1));
        assertThat(rows.values()).containsExactly(
                new float[]{near / 2 + 0.5f + near / 2 - 0.5f + 0.5f, ((float) StrictMath.log(2) + 8 + confident) / 2},
                offset(2e-6f));
    }

    /// Arithmetic with subnormal numbers is many times slower, and such a gradient changes no parameter.
    @Test
    void aConfidentPredictionHasNoTinyGradient() {
        for (float logit : new float[]{20, 49, 51, 70, 90, 100, 120, 1000}) {
            Tensor pair = Tensor.of(new float[]{logit / 2, -logit / 2}, Shape.of(1, 2));
            Tensor one = Tensor.of(new float[]{logit}, Shape.of(1, 1));
            Tensor label = Tensor.of(0).reshape(Shape.of(1)).cast(DType.I32);
            Tensor loss = Losses.crossEntropy().apply(pair, label);
            Tensor binary = Losses.binaryCrossEntropy().apply(one, Tensor.fill(1, one.shape()));
            assertThat(loss.values()[0]).isEqualTo((float) StrictMath.log1p(StrictMath.exp(-logit)), offset(1e-7f));
            assertThat(binary.values()[0]).isEqualTo((float) StrictMath.log1p(StrictMath.exp(-logit)), offset(1e-15f));
            for (float slope : new float[]{loss.sum().gradient(pair).values()[1],
                    -binary.sum().gradient(one).values()[0]}) {
                if (logit < 50) {
                    assertThat(slope).isCloseTo((float) (1 / (1 + StrictMath.exp(logit))), withinPercentage(0.1));
                } else {
                    assertThat(slope).isZero();
                }
            }
        }
    }

    @Test
    void quantilesOfATieLeanUpward() {
        Tensor prediction = Tensor.of(new float[]{2, 2}, Shape.of(1, 2));
        Tensor rows = Losses.quantiles(0.25, 0.75).apply(prediction, Tensor.of(new float[]{2}, Shape.of(1, 1)));
        assertThat(rows.values()).containsExactly(0);
        assertThat(rows.sum().gradient(prediction).values()).containsExactly(-0.125f, -0.375f);
    }

    /// The slope of the mean loss changes its sign at the best constant.
    @Test
    void theBestConstantsAreQuantilesAndTheLogarithmOfTheMean() {
        float[] targets = new float[101];
        double mean = 0;
        for (int i = 0; i <= 100; i++) {
            targets[i] = i * i / 100f;
            mean += targets[i] / 101.0;
        }
        Tensor target = Tensor.of(targets, Shape.of(101, 1));
        Loss quantiles = Losses.quantiles(0.1, 0.5, 0.9);
        assertThat(slopes(quantiles, target, 0.99f, 24.99f, 80.99f)).allMatch(slope -> slope < 0);
        assertThat(slopes(quantiles, target, 1.01f, 25.01f, 81.01f)).allMatch(slope -> slope > 0);
        assertThat(slopes(Losses.poisson(), target, (float) StrictMath.log(mean))).allMatch(
                slope -> Math.abs(slope) < 1e-4);
    }

    private static List<Float> slopes(Loss loss, Tensor target, float... constants) {
        Tensor constant = Tensor.of(constants, Shape.of(1, constants.length));
        float[] slopes = loss.apply(constant.expand(Shape.of(101, constants.length)), target).mean()
                .gradient(constant).values();
        return IntStream.range(0, slopes.length).mapToObj(i -> slopes[i]).toList();
    }

    @Test
    void probabilitiesOfOrderedClasses() {
        Tensor logits = Tensor.input("logits", Shape.batch(4));
        ReferenceRun.assertClose(LOSSES2, Map.of("ordinal/classes", Losses.Ordinal.probabilities(logits)),
                Map.of(logits, LOSSES2.doubles("ordinal/falling")), 13);
        float[] inconsistent = Losses.Ordinal.probabilities(Tensor.of(new float[]{-1, 1}, Shape.of(1, 2))).values();
        double low = 1 / (1 + Math.exp(1));
        double high = 1 / (1 + Math.exp(-1));
        double sum = 1 - low + high;
        assertThat(inconsistent).containsExactly(
                new float[]{(float) ((1 - low) / sum), 0, (float) (high / sum)}, offset(1e-6f));
        assertThat(Losses.Ordinal.probabilities(Tensor.of(new float[]{0}, Shape.of(1, 1))).values())
                .containsExactly(0.5f, 0.5f);
    }

    /// A loss is one number for each row, so the weight of a row multiplies it.
    @Test
    void farClassesCostMoreThanNearOnes() {
        Tensor logits = Tensor.of(new float[]{3, 2, -2, -3}, Shape.of(1, 4));
        float[] costs = new float[5];
        for (int label = 0; label < 5; label++) {
            costs[label] = Losses.ordinal().apply(logits, Tensor.ofInts(label)).value();
        }
        assertThat(costs[2]).isLessThan(costs[1]).isLessThan(costs[3]);
        assertThat(costs[1]).isLessThan(costs[0]);
        assertThat(costs[3]).isLessThan(costs[4]);
        assertThat(costs[2]).isCloseTo((float) ((Math.log1p(Math.exp(-3)) + Math.log1p(Math.exp(-2))) / 2),
                offset(1e-6f));
    }
}
