package org.chainrule.tabular.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.chainrule.error.FormatException;
import org.chainrule.io.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTransformTest {
    private static TargetTransform power(double lambda) {
        return new TargetTransform(TargetTransform.Kind.YEO_JOHNSON, lambda, 1, 0, 1, List.of());
    }

    /// With the exponent 0.5, 3 becomes (4^0.5 - 1) / 0.5, and -1 becomes -(2^1.5 - 1) / 1.5.
    @Test
    void yeoJohnsonByHand() {
        assertThat(power(0.5).forward(3)).isCloseTo(2, within(1e-12));
        assertThat(power(0.5).forward(-1)).isCloseTo(-1.2189514164974602, within(1e-12));
        assertThat(power(1).forward(-7)).isCloseTo(-7, within(1e-12));
        assertThat(power(0).forward(Math.E - 1)).isCloseTo(1, within(1e-12));
        assertThat(power(2).forward(1 - Math.E)).isCloseTo(-1, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 1, 1.7, 2})
    void theInverseUndoesIt(double lambda) {
        TargetTransform transform = new TargetTransform(TargetTransform.Kind.YEO_JOHNSON, lambda, 5, 0.2, 3, List.of());
        for (double value : new double[]{-40, -1, -1e-9, 0, 1e-9, 1, 40}) {
            assertThat(transform.inverse(transform.forward(value))).isCloseTo(value, within(1e-9));
        }
        assertThat(transform.inverse(1e9)).isFinite();
        assertThat(transform.inverse(-1e9)).isFinite();
    }

    /// The parameter is that of scipy.stats.yeojohnson_normmax for the same values.
    @Test
    void theParameterIsTheMostLikely() {
        double[] values = IntStream.range(0, 50).mapToDouble(i -> (i - 20) * Math.abs(i - 20) / 50.0).toArray();
        TargetTransform transform = TargetTransform.fit(values);
        assertThat(transform.kind()).isEqualTo(TargetTransform.Kind.YEO_JOHNSON);
        assertThat(transform.unit()).isCloseTo(3.38, within(1e-12));
        assertThat(transform.lambda()).isCloseTo(0.6456554372800234, within(1e-4));
        double[] learned = DoubleStream.of(values).map(transform::forward).toArray();
        assertThat(DoubleStream.of(learned).sum()).isCloseTo(0, within(1e-9));
        assertThat(DoubleStream.of(learned).map(z -> z * z).sum()).isCloseTo(50, within(1e-9));
    }

    @Test
    void theLogarithmIsFoundAndUndoneWithoutBias() {
        Random random = new Random(1);
        double[] signal = random.doubles(4000, 0, 3).toArray();
        double[] values = DoubleStream.of(signal).map(s -> Math.exp(s + 0.8 * random.nextGaussian())).toArray();
        TargetTransform transform = TargetTransform.fit(values);
        assertThat(transform.kind()).isEqualTo(TargetTransform.Kind.LOG);
        double[] outputs = DoubleStream.of(signal).map(s -> transform.forward(Math.exp(s))).toArray();
        double[] errors = IntStream.range(0, 4000).mapToDouble(i -> transform.forward(values[i]) - outputs[i])
                .toArray();
        TargetTransform smeared = transform.smeared(errors);
        double mean = DoubleStream.of(values).sum() / 4000;
        assertThat(DoubleStream.of(outputs).map(smeared::inverse).sum() / 4000).isCloseTo(mean, within(0.05 * mean));
        assertThat(DoubleStream.of(outputs).map(transform::inverse).sum() / 4000).as("the median is lower")
                .isLessThan(0.8 * mean);
        assertThat(smeared.inverse(transform.forward(2)) / 2).isCloseTo(Math.exp(0.32), within(0.08));
    }

    /// The residuals of a power are averaged after the inverse.
    @Test
    void aPowerIsSmearedByItsResiduals() {
        TargetTransform smeared = power(0.5).smeared(new double[]{-1, 1});
        // the inverse of w is (1 + w / 2)^2 - 1
        assertThat(smeared.inverse(2)).isCloseTo((1.5 * 1.5 + 2.5 * 2.5) / 2 - 1, within(1e-12));
        assertThat(TargetTransform.NONE.smeared(new double[]{1})).isEqualTo(TargetTransform.NONE);
    }

    @Test
    void targetsAreWrittenAndRead() {
        Target.Numbers plain = new Target.Numbers("y", 1, 2);
        Target.Numbers target = plain.transformed(power(0.5).smeared(new double[]{-1, 1})).clamped(0, 9)
                .bounded(new ErrorQuantiles(List.of(0.9), List.of(3.0)));
        assertThat(Target.fromJson(Json.parse(Json.write(target.toJson()), "m"), "m")).isEqualTo(target);
        assertThat(target.toJson()).containsEntry("format", 4);
        assertThat(plain.toJson()).doesNotContainKeys("transform", "low", "high");
        for (String damage : List.of("\"unit\":0", "\"lambda\":3", "\"kind\":\"root\"", "\"residuals\":[\"a\"]",
                "\"high\":-1")) {
            String field = damage.substring(0, damage.indexOf(':'));
            String json = Json.write(target.toJson()).replaceFirst(field + ":(\\[[^]]*]|\"[a-z_]+\"|[-.0-9]+)", damage);
            assertThat(json).contains(damage);
            assertThatThrownBy(() -> Target.fromJson(Json.parse(json, "m"), "m")).isInstanceOf(FormatException.class);
        }
    }

    @Test
    void predictionsAreClamped() {
        Target.Numbers target = new Target.Numbers("y", 10, 2).clamped(8, 13);
        assertThat(target.restore(-5)).isEqualTo(8);
        assertThat(target.restore(1)).isEqualTo(12);
        assertThat(target.restore(9)).isEqualTo(13);
        assertThat(target.isClamped(9)).isTrue();
        assertThat(target.isClamped(1)).isFalse();
        assertThat(target.finished(9)).isEqualTo(1.5f);
        assertThat(target.finished(0.1f)).isEqualTo(0.1f);
        assertThat(Map.of("y", target.learned(13))).containsEntry("y", 1.5f);
    }
}
