package org.chainrule.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    private static final double SMOOTHING = 0.1f;

    /// A loss and the fixtures of its prediction and target.
    record Case(Loss loss, String prediction, String target, DType type) {
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
        return cases;
    }

    static Stream<Map.Entry<String, Case>> entries() {
        return cases().entrySet().stream();
    }

    @Test
    void everyFixtureHasACase() {
        assertThat(LOSSES.names("").stream().filter(name -> name.endsWith("/rows"))
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
        int[] sizes = LOSSES.shape(test.prediction());
        Tensor prediction = Tensor.input("prediction", Shape.batch(sizes[1]));
        boolean labels = LOSSES.shape(test.target()).length == 1;
        Tensor target = Tensor.input("target",
                new TensorType(test.type(), labels ? Shape.batch() : Shape.batch(sizes[1])));
        Tensor rows = test.loss().apply(prediction, target);
        assertThat(rows.shape()).isEqualTo(Shape.batch());
        Map<String, Tensor> expected = new LinkedHashMap<>();
        expected.put(name + "/rows", rows);
        expected.put(name + "/grad", rows.sum().gradient(prediction));
        Map<Tensor, double[]> data = new LinkedHashMap<>();
        data.put(prediction, LOSSES.doubles(test.prediction()));
        data.put(target, LOSSES.doubles(test.target()));
        ReferenceRun.assertClose(LOSSES, expected, data, sizes[0]);
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
}
