package org.chainrule.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.chainrule.ir.UnaryFunction;
import org.chainrule.kernel.vector.VectorKernels;
import org.chainrule.testing.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Elementary functions stay within their documented error, in units in the last place of the exact result.
class FunctionsTest {
    /// The largest error documented for each function.
    enum Stated {
        EXP(1), EXPM1(2), LOG(1), LOG1P(1), TANH(2), SIGMOID(2), ERF(2), SIN(2), COS(2);

        private final double ulps;

        Stated(double ulps) {
            this.ulps = ulps;
        }

        UnaryFunction function() {
            return UnaryFunction.valueOf(name());
        }

        double exact(double x) {
            return switch (this) {
                case EXP -> StrictMath.exp(x);
                case EXPM1 -> StrictMath.expm1(x);
                case LOG -> StrictMath.log(x);
                case LOG1P -> StrictMath.log1p(x);
                case TANH -> StrictMath.tanh(x);
                case SIGMOID -> 1 / (1 + StrictMath.exp(-x));
                case ERF -> erf(x);
                case SIN -> StrictMath.sin(x);
                case COS -> StrictMath.cos(x);
            };
        }
    }

    /// The series near 0, and Laplace's continued fraction far from it.
    private static double erf(double x) {
        double a = Math.abs(x);
        if (a < 3) {
            double sum = a;
            double term = a;
            for (int n = 1; n < 120; n++) {
                term *= -a * a / n;
                sum += term / (2 * n + 1);
            }
            return Math.copySign(sum * 2 / Math.sqrt(Math.PI), x);
        }
        double fraction = 0;
        for (int k = 60; k >= 1; k--) {
            fraction = k / 2.0 / (a + fraction);
        }
        return Math.copySign(1 - StrictMath.exp(-a * a) / (Math.sqrt(Math.PI) * (a + fraction)), x);
    }

    /// Returns the distance from the exact result, in units in the last place of the nearest float.
    private static double distance(float actual, double exact) {
        float nearest = (float) exact;
        if (Float.isNaN(nearest) || Float.isNaN(actual)) {
            return Float.isNaN(nearest) && Float.isNaN(actual) ? 0 : Double.POSITIVE_INFINITY;
        }
        if (Float.isInfinite(nearest) || Float.isInfinite(actual)) {
            return nearest == actual ? 0 : Double.POSITIVE_INFINITY;
        }
        return Math.abs(actual - exact) / Math.ulp(nearest);
    }

    @ParameterizedTest
    @EnumSource
    void anEvenSweepOverAllFloatsStaysWithinTheStatedError(Stated f) {
        sweep(f, 8 * 4099, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @EnumSource
    void aDenseSweepWhereTheFunctionBendsStaysWithinTheStatedError(Stated f) {
        sweep(f, 1021, Float.floatToIntBits(0.01f), Float.floatToIntBits(110f));
        sweep(f, 1021, Float.floatToIntBits(-0.01f), Float.floatToIntBits(-110f));
    }

    private static void sweep(Stated f, int step, int from, int to) {
        int count = (int) (((long) to - from) / step) + 1;
        float[] x = new float[count];
        for (int i = 0; i < count; i++) {
            x[i] = Float.intBitsToFloat((int) (from + (long) i * step));
        }
        float[] y = new float[count];
        VectorKernels.INSTANCE.unary(f.function(), x, y, 0, count);
        double worst = 0;
        int at = 0;
        for (int i = 0; i < count; i++) {
            double d = distance(y[i], f.exact(x[i]));
            if (d > worst) {
                worst = d;
                at = i;
            }
        }
        assertThat(worst).as("%s at %s", f, x[at]).isLessThanOrEqualTo(f.ulps);
    }

    @ParameterizedTest
    @EnumSource(names = {"SIGMOID", "ERF"}, mode = EnumSource.Mode.EXCLUDE)
    void numpysValidationSetsStayWithinTheStatedError(Stated f) throws IOException {
        Path file = SharedData
                .require("numpy/umath-validation/umath-validation-set-" + f.name().toLowerCase(Locale.ROOT) + ".csv");
        List<String[]> rows = Files.readAllLines(file).stream().filter(line -> line.startsWith("np.float32"))
                .map(line -> line.split(",", -1)).toList();
        assertThat(rows).hasSizeGreaterThan(50);
        for (String[] row : rows) {
            float x = Float.intBitsToFloat(Integer.parseUnsignedInt(row[1].substring(2), 16));
            float expected = Float.intBitsToFloat(Integer.parseUnsignedInt(row[2].substring(2), 16));
            for (Kernels kernels : Cases.PROVIDERS) {
                float[] y = new float[40];
                Arrays.fill(y, x);
                kernels.unary(f.function(), y, y, 0, y.length);
                for (float actual : y) {
                    // the expected value is itself rounded
                    assertThat(distance(actual, expected)).as("%s(%s): %s", f, x, actual)
                            .isLessThanOrEqualTo(f.ulps);
                }
            }
        }
    }

    @Test
    void specialArgumentsGiveTheirExactResults() {
        float inf = Float.POSITIVE_INFINITY;
        float nan = Float.NaN;
        check(UnaryFunction.EXP, new float[]{0f, -0f, inf, -inf, nan, 89f, -104f, 88.72283f, 88.72284f},
                new float[]{1f, 1f, inf, 0f, nan, inf, 0f, 3.4027985E38f, inf});
        check(UnaryFunction.EXPM1, new float[]{0f, -0f, inf, -inf, nan, 1e-30f, -40f},
                new float[]{0f, -0f, inf, -1f, nan, 1e-30f, -1f});
        check(UnaryFunction.LOG, new float[]{1f, 0f, -0f, -1f, inf, -inf, nan, -Float.MIN_VALUE},
                new float[]{0f, -inf, -inf, nan, inf, nan, nan, nan});
        check(UnaryFunction.LOG1P, new float[]{0f, -0f, -1f, -1.5f, inf, -inf, nan, Float.MIN_VALUE},
                new float[]{0f, -0f, -inf, nan, inf, nan, nan, Float.MIN_VALUE});
        check(UnaryFunction.TANH, new float[]{0f, -0f, inf, -inf, nan, 20f, -1e-40f},
                new float[]{0f, -0f, 1f, -1f, nan, 1f, -1e-40f});
        check(UnaryFunction.SIGMOID, new float[]{0f, -0f, inf, -inf, nan, 30f, -200f},
                new float[]{0.5f, 0.5f, 1f, 0f, nan, 1f, 0f});
        check(UnaryFunction.ERF, new float[]{0f, -0f, inf, -inf, nan, 5f, -5f},
                new float[]{0f, -0f, 1f, -1f, nan, 1f, -1f});
        check(UnaryFunction.SIN, new float[]{0f, -0f, inf, -inf, nan, -Float.MIN_VALUE},
                new float[]{0f, -0f, nan, nan, nan, -Float.MIN_VALUE});
        check(UnaryFunction.COS, new float[]{0f, -0f, inf, -inf, nan}, new float[]{1f, 1f, nan, nan, nan});
        check(UnaryFunction.SIGN, new float[]{0f, -0f, inf, -inf, nan, 3f, -1e-40f},
                new float[]{0f, -0f, 1f, -1f, nan, 1f, -1f});
        check(UnaryFunction.FLOOR, new float[]{0f, -0f, inf, -inf, nan, 2.5f, -2.5f, -0.1f, 0.9f, 1e30f},
                new float[]{0f, -0f, inf, -inf, nan, 2f, -3f, -1f, 0f, 1e30f});
    }

    private static void check(UnaryFunction f, float[] x, float[] expected) {
        for (Kernels kernels : Cases.PROVIDERS) {
            for (int i = 0; i < x.length; i++) {
                float[] y = new float[33];
                Arrays.fill(y, x[i]);
                kernels.unary(f, y, y, 0, y.length);
                for (float actual : y) {
                    assertThat(Cases.bits(actual)).as("%s %s(%s) = %s", kernels.name(), f, x[i], actual)
                            .isEqualTo(Cases.bits(expected[i]));
                }
            }
        }
    }
}
