package org.chainrule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.util.List;
import java.util.Map;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.type.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Powers compared with `StrictMath.pow`, and their derivatives with `y x^(y-1)` and `y (y-1) x^(y-2)`.
class PowersTest {
    private static final double[] BASES = {-3, -1.5, -1, -0.5, 0.25, 0.5, 1, 1.5, 3};

    @ParameterizedTest
    @ValueSource(doubles = {-70, -3, -2.5, -2, -1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5, 3, 4, 7, 8, 63, 64, 65, 70})
    void powersOfNumbers(double y) {
        Tensor x = Tensor.input("x", Shape.of(BASES.length));
        Tensor power = x.pow(y);
        Tensor slope = power.sum().gradient(x);
        Tensor bend = slope.sum().gradient(x);
        List<double[]> actual = ReferenceRun.doubles(List.of(power, slope, bend), Map.of(x, BASES), 1);
        boolean whole = y == Math.rint(y);
        for (int i = 0; i < BASES.length; i++) {
            double base = BASES[i];
            boolean real = base > 0 || whole;
            close(actual.get(0)[i], real ? StrictMath.pow(base, y) : Double.NaN);
            close(actual.get(1)[i], real ? y * StrictMath.pow(base, y - 1) : Double.NaN);
            close(actual.get(2)[i], real ? y * (y - 1) * StrictMath.pow(base, y - 2) : Double.NaN);
        }
    }

    private static void close(double actual, double expected) {
        if (Double.isNaN(expected)) {
            assertThat(actual).isNaN();
        } else {
            assertThat(actual).isCloseTo(expected, offset(1e-11 * Math.max(1, Math.abs(expected))));
        }
    }

    @Test
    void singlePrecisionIsClose() {
        Tensor x = Tensor.of(0.3f, 1.7f, 12.5f);
        for (double y : new double[]{-3.3, -1, 0.5, 2, 3, 2.6, 20, 29.5}) {
            float[] powers = x.pow(y).values();
            for (int i = 0; i < 3; i++) {
                double exact = StrictMath.pow(x.values()[i], y);
                assertThat(Math.abs(powers[i] - exact) / exact).as("%s^%s", x.values()[i], y).isLessThan(6e-6);
            }
        }
        assertThat(Tensor.of(-3, 3, 7).pow(3).values()).containsExactly(-27, 27, 343);
        assertThat(Tensor.of(-2, 2).pow(-2).values()).containsExactly(0.25f, 0.25f);
    }

    /// The limits at 0: `x^y` is 0 for `y > 0`, where its slope is 0 for `y > 1`, 1 for `y = 1` and infinite below; it
    /// is infinite for `y < 0`.
    @Test
    void zeroHasItsPowersAndSlopes() {
        double[] exponents = {70, 65, 3, 2, 1.5, 1, 0.5, 0.3, 0, -0.5, -1, -2};
        float inf = Float.POSITIVE_INFINITY;
        float[] powers = {0, 0, 0, 0, 0, 0, 0, 0, 1, inf, inf, inf};
        float[] slopes = {0, 0, 0, 0, 0, 1, inf, inf, 0, -inf, -inf, -inf};
        for (int i = 0; i < exponents.length; i++) {
            Tensor zero = Tensor.of(0, 2);
            Tensor power = zero.pow(exponents[i]);
            assertThat(power.at(0)).as("0^%s", exponents[i]).isEqualTo(powers[i]);
            Tensor exponent = Tensor.of((float) exponents[i], 1);
            assertThat(zero.pow(exponent).at(0)).as("0^[%s]", exponents[i]).isEqualTo(powers[i]);
            assertThat(zero.pow(exponent).sum().gradient(zero).at(0)).as("slope of 0^[%s]", exponents[i])
                    .isEqualTo(slopes[i]);
            assertThat(zero.pow(exponent).sum().gradient(exponent).at(1)).isEqualTo(2 * (float) StrictMath.log(2));
            if (exponents[i] != -2) {
                assertThat(power.sum().gradient(zero).at(0)).as("slope of 0^%s", exponents[i]).isEqualTo(slopes[i]);
            }
        }
        Tensor x = Tensor.of(0);
        assertThat(x.pow(2).sum().gradient(x).sum().gradient(x).value()).isEqualTo(2);
        assertThat(x.pow(Tensor.of(2)).sum().gradient(x).sum().gradient(x).value()).isEqualTo(2);
    }

    @Test
    void exponentsMayBeTensors() {
        double[] bases = {-2, -2, -2, -2, 0.5, 3, 3, 1};
        double[] exponents = {3, 2, 0.5, -1, 2.5, 0, -1.5, 1e6};
        Tensor x = Tensor.input("x", Shape.of(8));
        Tensor y = Tensor.input("y", Shape.of(8));
        Tensor power = x.pow(y);
        List<Tensor> slopes = power.gradients(List.of(x, y), Tensor.fill(1, Shape.of(8)));
        List<double[]> actual = ReferenceRun.doubles(List.of(power, slopes.get(0), slopes.get(1)),
                Map.of(x, bases, y, exponents), 1);
        for (int i = 0; i < 8; i++) {
            double a = bases[i];
            double b = exponents[i];
            close(actual.get(0)[i], StrictMath.pow(a, b));
            close(actual.get(1)[i], b == 0 ? 0 : b * StrictMath.pow(a, b - 1));
            if (a > 0) {
                close(actual.get(2)[i], StrictMath.pow(a, b) * StrictMath.log(a));
            }
        }
        assertThat(Tensor.of(2, 3).pow(Tensor.of(new float[][]{{1}, {2}})).values()).containsExactly(
                new float[]{2, 3, 4, 9}, offset(1e-5f));
    }

    @Test
    void mistakesAreNamed() {
        assertThatThrownBy(() -> Tensor.of(1).pow(Double.NaN)).isInstanceOf(ArgumentException.class)
                .hasMessage("pow: the exponent is NaN, expected a finite number");
        assertThatThrownBy(() -> Tensor.of(1).pow(Double.POSITIVE_INFINITY)).isInstanceOf(ArgumentException.class)
                .hasMessage("pow: the exponent is Infinity, expected a finite number");
        assertThatThrownBy(() -> Tensor.of(1, 2).pow(Tensor.of(1, 2, 3))).isInstanceOf(ShapeException.class)
                .hasMessage("pow: sizes differ and neither is 1: lhs [2] axis 0 = 2, rhs [3] axis 0 = 3");
        for (double y : new double[]{-1, 0, 1, 2, 2.5}) {
            assertThatThrownBy(() -> Tensor.ofInts(1).pow(y)).isInstanceOf(ShapeException.class)
                    .hasMessage("pow: expects real numbers; cast the operand to F32 first: operand i32[1]");
        }
    }
}
