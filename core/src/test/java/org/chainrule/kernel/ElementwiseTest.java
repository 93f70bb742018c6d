package org.chainrule.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.chainrule.ir.BinaryFunction;
import org.chainrule.ir.UnaryFunction;
import org.chainrule.kernel.scalar.ScalarKernels;
import org.chainrule.kernel.scalar.ScalarMath;
import org.chainrule.kernel.vector.VectorKernels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Elementwise functions: their results, the agreement of providers to the last bit, and memory outside the range,
/// which stays unchanged.
class ElementwiseTest {
    private static final int MOST = 300;

    private static float apply(UnaryFunction f, float x) {
        return switch (f) {
            case NEG -> -x;
            case ABS -> Math.abs(x);
            case SIGN -> Math.signum(x);
            case FLOOR -> (float) Math.floor(x);
            case SQRT -> (float) Math.sqrt(x);
            case EXP -> ScalarMath.exp(x);
            case EXPM1 -> ScalarMath.expm1(x);
            case LOG -> ScalarMath.log(x);
            case LOG1P -> ScalarMath.log1p(x);
            case TANH -> ScalarMath.tanh(x);
            case SIGMOID -> ScalarMath.sigmoid(x);
            case ERF -> ScalarMath.erf(x);
            case SIN -> ScalarMath.sin(x);
            case COS -> ScalarMath.cos(x);
        };
    }

    private static float apply(BinaryFunction f, float a, float b) {
        return switch (f) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case MAX -> Math.max(a, b);
            case MIN -> Math.min(a, b);
            case LESS -> a < b ? 1 : 0;
            case LESS_EQUAL -> a <= b ? 1 : 0;
            case EQUAL -> a == b ? 1 : 0;
        };
    }

    @ParameterizedTest
    @EnumSource
    void unaryFunctionsComputeOnlyTheRange(UnaryFunction f) {
        float[] x = Cases.mixed(MOST + 20, f.name().length());
        for (Kernels kernels : Cases.PROVIDERS) {
            for (int count = 0; count <= MOST; count += count < 70 ? 1 : 23) {
                int lo = count % 7;
                float[] out = Cases.sentinels(x.length);
                kernels.unary(f, x, out, lo, lo + count);
                float[] expected = Cases.sentinels(x.length);
                for (int i = lo; i < lo + count; i++) {
                    expected[i] = apply(f, x[i]);
                }
                assertThat(Cases.bits(out)).as("%s %s %d", kernels.name(), f, count).isEqualTo(Cases.bits(expected));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void unaryFunctionsAgreeOnManyNumbers(UnaryFunction f) {
        float[] x = Cases.mixed(200_003, 100 + f.name().length());
        float[] scalar = new float[x.length];
        ScalarKernels.INSTANCE.unary(f, x, scalar, 0, x.length);
        float[] vector = x.clone();
        VectorKernels.INSTANCE.unary(f, vector, vector, 0, x.length);
        assertThat(Cases.bits(vector)).isEqualTo(Cases.bits(scalar));
    }

    @ParameterizedTest
    @EnumSource
    void binaryFunctionsOfAllPairsOfSpecialNumbers(BinaryFunction f) {
        float[] special = Cases.special();
        int size = special.length * special.length;
        float[] a = new float[size];
        float[] b = new float[size];
        float[] expected = new float[size];
        for (int i = 0; i < size; i++) {
            a[i] = special[i / special.length];
            b[i] = special[i % special.length];
            expected[i] = apply(f, a[i], b[i]);
        }
        for (Kernels kernels : Cases.PROVIDERS) {
            float[] out = new float[size];
            kernels.binary(f, a, b, out, 0, size);
            assertThat(Cases.bits(out)).as(kernels.name()).isEqualTo(Cases.bits(expected));
        }
    }

    @ParameterizedTest
    @EnumSource
    void binaryRowsFollowTheirSteps(BinaryFunction f) {
        float[] a = Cases.mixed(MOST, 7);
        float[] b = Cases.mixed(MOST, 8);
        for (Kernels kernels : Cases.PROVIDERS) {
            for (int count = 0; count < 90; count += count < 40 ? 1 : 9) {
                for (int steps = 0; steps < 4; steps++) {
                    int aStep = steps & 1;
                    int bStep = steps >> 1;
                    float[] out = Cases.sentinels(MOST);
                    kernels.binary(f, a, 3, aStep, b, 11, bStep, out, 5, count);
                    float[] expected = Cases.sentinels(MOST);
                    for (int i = 0; i < count; i++) {
                        expected[5 + i] = apply(f, a[3 + i * aStep], b[11 + i * bStep]);
                    }
                    assertThat(Cases.bits(out)).as("%s %s %d %d", kernels.name(), f, count, steps)
                            .isEqualTo(Cases.bits(expected));
                }
            }
        }
    }

    @Test
    void binaryRangesTouchNothingElse() {
        float[] a = Cases.mixed(MOST, 1);
        float[] b = Cases.mixed(MOST, 2);
        for (Kernels kernels : Cases.PROVIDERS) {
            float[] out = Cases.sentinels(MOST);
            kernels.binary(BinaryFunction.ADD, a, b, out, 13, 270);
            for (int i = 0; i < MOST; i++) {
                float expected = i < 13 || i >= 270 ? Cases.SENTINEL : a[i] + b[i];
                assertThat(Cases.bits(out[i])).isEqualTo(Cases.bits(expected));
            }
        }
    }

    @Test
    void fmaRoundsOnceAtEveryStepAndSize() {
        float[] a = Cases.mixed(MOST, 4);
        float[] b = Cases.mixed(MOST, 5);
        float[] c = Cases.mixed(MOST, 6);
        for (Kernels kernels : Cases.PROVIDERS) {
            for (int count = 0; count < 90; count += count < 40 ? 1 : 9) {
                for (int steps = 0; steps < 8; steps++) {
                    int aStep = steps & 1;
                    int bStep = (steps >> 1) & 1;
                    int cStep = steps >> 2;
                    float[] out = Cases.sentinels(MOST);
                    kernels.fma(a, 1, aStep, b, 2, bStep, c, 3, cStep, out, 4, count);
                    float[] expected = Cases.sentinels(MOST);
                    for (int i = 0; i < count; i++) {
                        expected[4 + i] = Math.fma(a[1 + i * aStep], b[2 + i * bStep], c[3 + i * cStep]);
                    }
                    assertThat(Cases.bits(out)).as("%s %d %d", kernels.name(), count, steps)
                            .isEqualTo(Cases.bits(expected));
                }
            }
            float[] out = c.clone();
            kernels.fma(a, b, out, out, 0, MOST);
            for (int i = 0; i < MOST; i++) {
                assertThat(Cases.bits(out[i])).isEqualTo(Cases.bits(Math.fma(a[i], b[i], c[i])));
            }
        }
    }

    @Test
    void nanIsTrueAndBothZerosAreFalse() {
        float[] condition = Cases.mixed(MOST, 9);
        for (int i = 0; i < MOST; i += 3) {
            condition[i] = i % 2 == 0 ? 0f : -0f;
        }
        float[] a = Cases.mixed(MOST, 10);
        float[] b = Cases.mixed(MOST, 11);
        for (Kernels kernels : Cases.PROVIDERS) {
            for (int count = 0; count < 90; count += count < 40 ? 1 : 9) {
                for (int steps = 0; steps < 8; steps++) {
                    int conditionStep = steps & 1;
                    int aStep = (steps >> 1) & 1;
                    int bStep = steps >> 2;
                    float[] out = Cases.sentinels(MOST);
                    kernels.select(condition, 1, conditionStep, a, 2, aStep, b, 3, bStep, out, 4, count);
                    float[] expected = Cases.sentinels(MOST);
                    for (int i = 0; i < count; i++) {
                        expected[4 + i] = condition[1 + i * conditionStep] != 0f ? a[2 + i * aStep] : b[3 + i * bStep];
                    }
                    assertThat(Cases.bits(out)).as("%s %d %d", kernels.name(), count, steps)
                            .isEqualTo(Cases.bits(expected));
                }
            }
            float[] out = Cases.sentinels(MOST);
            kernels.select(condition, a, b, out, 2, MOST - 1);
            float[] expected = Cases.sentinels(MOST);
            for (int i = 2; i < MOST - 1; i++) {
                expected[i] = condition[i] != 0f ? a[i] : b[i];
            }
            assertThat(Cases.bits(out)).isEqualTo(Cases.bits(expected));
        }
    }

    @Test
    void theOutputMayBeAnOperand() {
        for (Kernels kernels : Cases.PROVIDERS) {
            float[] x = Cases.ordinary(MOST, 3);
            float[] y = x.clone();
            kernels.binary(BinaryFunction.MUL, x, x, x, 0, MOST);
            for (int i = 0; i < MOST; i++) {
                assertThat(x[i]).isEqualTo(y[i] * y[i]);
            }
            Arrays.fill(x, 3f);
            kernels.binary(BinaryFunction.SUB, x, 0, 1, y, 0, 1, x, 0, MOST);
            assertThat(x[MOST - 1]).isEqualTo(3f - y[MOST - 1]);
        }
    }
}
