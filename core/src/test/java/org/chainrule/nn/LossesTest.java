package org.chainrule.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.ReferenceRun;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.testing.Fixtures;
import org.chainrule.type.DType;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LossesTest {
    private static final Fixtures LOSSES = Fixtures.open("losses");
    private static final double SMOOTHING = 0.1f;

    private static void check(Loss loss, String name, String predictionName, String targetName, DType targetType) {
        int[] sizes = LOSSES.shape(predictionName);
        Tensor prediction = Tensor.input("prediction", Shape.batch(sizes[1]));
        boolean labels = LOSSES.shape(targetName).length == 1;
        Tensor target = Tensor.input("target",
                new TensorType(targetType, labels ? Shape.batch() : Shape.batch(sizes[1])));
        Tensor rows = loss.apply(prediction, target);
        assertThat(rows.shape()).isEqualTo(Shape.batch());
        Map<String, Tensor> expected = new LinkedHashMap<>();
        expected.put(name + "/rows", rows);
        expected.put(name + "/grad", rows.sum().gradient(prediction));
        Map<Tensor, double[]> data = new LinkedHashMap<>();
        data.put(prediction, LOSSES.doubles(predictionName));
        data.put(target, LOSSES.doubles(targetName));
        ReferenceRun.assertClose(LOSSES, expected, data, sizes[0]);
    }

    private static void regression(Loss loss, String name) {
        check(loss, name, "regression/prediction", "regression/target", DType.F32);
    }

    private static void labels(Loss loss, String name) {
        check(loss, "crossEntropy/" + name, "crossEntropy/logits", "crossEntropy/labels", DType.I32);
    }

    private static void probabilities(Loss loss, String name) {
        check(loss, "crossEntropy/" + name, "crossEntropy/logits", "crossEntropy/probabilities", DType.F32);
    }

    @Test
    void regressionLossesAgreeWithPyTorch() {
        regression(Losses.squared(), "squared");
        regression(Losses.absolute(), "absolute");
        regression(Losses.huber(), "huber");
    }

    @Test
    void crossEntropyAgreesWithPyTorch() {
        Losses.CrossEntropy plain = Losses.crossEntropy();
        Losses.CrossEntropy weighted = plain.weights(LOSSES.floats("crossEntropy/weights"));
        labels(plain, "indices");
        labels(plain.smoothing(SMOOTHING), "smoothing");
        labels(weighted, "weighted");
        labels(weighted.smoothing(SMOOTHING), "weightedSmoothing");
        probabilities(plain, "probabilities");
        probabilities(plain.smoothing(SMOOTHING), "smoothingProbabilities");
        probabilities(weighted, "weightedProbabilities");
        check(plain, "crossEntropy/extreme", "crossEntropy/extreme/logits", "crossEntropy/labels", DType.I32);
    }

    @Test
    void binaryCrossEntropyAgreesWithPyTorch() {
        Losses.BinaryCrossEntropy plain = Losses.binaryCrossEntropy();
        check(plain, "binary/plain", "binary/logits", "binary/target", DType.F32);
        check(plain.positiveWeights(1), "binary/plain", "binary/logits", "binary/target", DType.F32);
        check(plain.positiveWeights(LOSSES.floats("binary/positiveWeight")), "binary/weighted", "binary/logits",
                "binary/target", DType.F32);
        check(plain, "binary/extreme", "binary/extreme/logits", "binary/target", DType.F32);
    }

    @Test
    void everyLossOfTheFixturesIsTested() {
        assertThat(LOSSES.names("").stream().filter(name -> name.endsWith("/rows"))).hasSize(14);
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

    @Test
    void shapesThatDoNotFitAreNamed() {
        Tensor prediction = Tensor.input("prediction", Shape.batch(3));
        assertRefused(Losses.squared(), prediction, TensorType.f32(Shape.batch(2)),
                "squared: prediction and target differ in shape: prediction [n, 3] axis 1 = 3, target [n, 2] axis 1 = 2");
        assertRefused(Losses.absolute(), prediction, TensorType.f32(Shape.batch()),
                "absolute: prediction and target differ in shape: prediction [n, 3], target [n]");
        assertRefused(Losses.huber(), prediction, TensorType.f32(Shape.of(7, 3)),
                "huber: prediction and target differ in shape: prediction [n, 3] axis 0 = n, target [7, 3] axis 0 = 7");
        assertRefused(Losses.binaryCrossEntropy(), prediction, TensorType.f32(Shape.batch(1)),
                "binaryCrossEntropy: prediction and target differ in shape: prediction [n, 3] axis 1 = 3, "
                        + "target [n, 1] axis 1 = 1");
        assertRefused(Losses.crossEntropy(), prediction, TensorType.f32(Shape.batch()),
                "crossEntropy: takes class indices, or probabilities of the shape of the logits: logits [n, 3], "
                        + "target f32[n]");
        assertRefused(Losses.crossEntropy(), prediction, TensorType.i32(Shape.batch(3)),
                "crossEntropy: takes one class index for each row of logits: logits [n, 3], target i32[n, 3]");
        assertRefused(Losses.crossEntropy(), Tensor.input("one", Shape.batch(1)), TensorType.i32(Shape.batch()),
                "crossEntropy: takes logits of at least two classes: logits [n, 1]");
        assertRefused(Losses.crossEntropy().weights(1, 2), prediction, TensorType.i32(Shape.batch()),
                "crossEntropy: takes one weight for each column: logits [n, 3], 2 weights");
        assertRefused(Losses.binaryCrossEntropy().positiveWeights(1, 2), prediction, TensorType.f32(Shape.batch(3)),
                "binaryCrossEntropy: takes one weight for each column: logits [n, 3], 2 weights");
        assertRefused(Losses.squared(), Tensor.scalar(1), TensorType.f32(Shape.scalar()),
                "squared: takes rows: prediction [], target []");
    }

    private static void assertRefused(Loss loss, Tensor prediction, TensorType target, String message) {
        assertThatThrownBy(() -> loss.apply(prediction, Tensor.input("target", target)))
                .isInstanceOf(ShapeException.class).hasMessage(message);
    }

    @Test
    void settingsAreChecked() {
        assertThatThrownBy(() -> Losses.huber(0)).isInstanceOf(ArgumentException.class)
                .hasMessage("huber: delta is 0.0, expected a number above 0");
        assertThatThrownBy(() -> Losses.crossEntropy().smoothing(1)).isInstanceOf(ArgumentException.class)
                .hasMessage("crossEntropy: smoothing is 1.0, expected 0 up to but not including 1");
        assertThatThrownBy(() -> Losses.crossEntropy().weights(1, -1)).isInstanceOf(ArgumentException.class)
                .hasMessage("crossEntropy: weight is -1.0, expected a number not below 0");
        assertThatThrownBy(() -> Losses.binaryCrossEntropy().positiveWeights(new float[0]))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("weights: got none, expected one for each column");
    }
}
