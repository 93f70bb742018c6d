package org.chainrule.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chainrule.ir.Reduction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Reductions compared with a plain implementation of their definition.
class ReductionTest {
    private static float identity(Reduction r) {
        return switch (r) {
            case SUM -> -0f;
            case MAX -> Float.NEGATIVE_INFINITY;
            case MIN -> Float.POSITIVE_INFINITY;
        };
    }

    private static float combine(Reduction r, float a, float b) {
        return switch (r) {
            case SUM -> a + b;
            case MAX -> Math.max(a, b);
            case MIN -> Math.min(a, b);
        };
    }

    /// 32 lanes, then the tree.
    private static float lanes(Reduction r, float[] x) {
        float[] lanes = new float[32];
        Arrays.fill(lanes, identity(r));
        for (int i = 0; i < x.length; i++) {
            lanes[i % 32] = combine(r, lanes[i % 32], x[i]);
        }
        for (int half = 16; half >= 1; half /= 2) {
            for (int j = 0; j < half; j++) {
                lanes[j] = combine(r, lanes[j], lanes[j + half]);
            }
        }
        return lanes[0];
    }

    private static float run(Reduction r, float[] x, int offset, int count) {
        if (count == 0) {
            return r == Reduction.SUM ? 0f : identity(r);
        }
        List<Float> blocks = new ArrayList<>();
        for (int at = 0; at < count; at += 4096) {
            blocks.add(lanes(r, Arrays.copyOfRange(x, offset + at, offset + Math.min(at + 4096, count))));
        }
        if (blocks.size() == 1) {
            return blocks.getFirst();
        }
        float[] results = new float[blocks.size()];
        for (int i = 0; i < results.length; i++) {
            results[i] = blocks.get(i);
        }
        return lanes(r, results);
    }

    private static float column(Reduction r, float[] x, int at, int rows, int inner) {
        if (rows == 0) {
            return r == Reduction.SUM ? 0f : identity(r);
        }
        float total = identity(r);
        for (int block = 0; block < rows; block += 4096) {
            float sum = identity(r);
            for (int row = block; row < Math.min(block + 4096, rows); row++) {
                sum = combine(r, sum, x[at + row * inner]);
            }
            total = combine(r, total, sum);
        }
        return total;
    }

    @ParameterizedTest
    @EnumSource
    void runsFollowTheTreeAtEverySize(Reduction r) {
        float[] x = Cases.ordinary(400_000, r.name().length());
        float[] scratch = new float[64];
        for (Kernels kernels : Cases.PROVIDERS) {
            for (int count = 0; count < 300; count++) {
                float actual = kernels.reduceRun(r, x, 5, count, scratch);
                assertThat(Cases.bits(actual)).as("%s %d", kernels.name(), count)
                        .isEqualTo(Cases.bits(run(r, x, 5, count)));
            }
            for (int count : new int[]{4095, 4096, 4097, 8192, 8200, 31 * 4096 + 5, 32 * 4096, 33 * 4096 + 1,
                    399_000}) {
                float actual = kernels.reduceRun(r, x, 17, count, scratch);
                assertThat(Cases.bits(actual)).as("%s %d", kernels.name(), count)
                        .isEqualTo(Cases.bits(run(r, x, 17, count)));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void specialNumbersInRuns(Reduction r) {
        float[] special = {0f, -0f, Float.NaN, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, Float.MIN_VALUE,
                3e38f};
        float[] scratch = new float[64];
        for (Kernels kernels : Cases.PROVIDERS) {
            for (int count = 1; count < 140; count += 3) {
                for (int i = 0; i < special.length; i++) {
                    float[] x = new float[count];
                    Arrays.fill(x, -0f);
                    x[(count * 7) % count] = special[i];
                    x[count / 2] = special[(i + 1) % special.length];
                    assertThat(Cases.bits(kernels.reduceRun(r, x, 0, count, scratch)))
                            .isEqualTo(Cases.bits(run(r, x, 0, count)));
                }
            }
        }
    }

    @Test
    void aSumOfNegativeZerosIsNegativeZero() {
        float[] zeros = new float[70];
        Arrays.fill(zeros, -0f);
        for (Kernels kernels : Cases.PROVIDERS) {
            for (int count : new int[]{1, 31, 32, 33, 70}) {
                float sum = kernels.reduceRun(Reduction.SUM, zeros, 0, count, new float[64]);
                assertThat(Cases.bits(sum)).isEqualTo(Cases.bits(-0f));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void rowsAreSequentialInBlocksForAnyDivisionOfColumns(Reduction r) {
        int[][] shapes = {{0, 5}, {1, 1}, {3, 7}, {17, 64}, {5, 131}, {40, 300}, {9, 1100}, {4096, 3}, {4097, 3},
                {9000, 70}};
        float[] scratch = new float[1024];
        for (int[] shape : shapes) {
            int rows = shape[0];
            int inner = shape[1];
            float[] x = Cases.ordinary(rows * inner + 3, rows);
            float[] expected = Cases.sentinels(inner + 4);
            for (int j = 0; j < inner; j++) {
                expected[2 + j] = column(r, x, 3 + j, rows, inner);
            }
            for (Kernels kernels : Cases.PROVIDERS) {
                float[] whole = Cases.sentinels(inner + 4);
                Matrix matrix = Matrix.of(x, 3, rows, inner, false);
                kernels.reduceRows(r, matrix, whole, 2, scratch);
                assertThat(Cases.bits(whole)).as("%s %d %d", kernels.name(), rows, inner)
                        .isEqualTo(Cases.bits(expected));
                float[] cut = Cases.sentinels(inner + 4);
                int middle = inner * 2 / 3;
                kernels.reduceRows(r, matrix.narrowColumns(middle, inner), cut, 2 + middle, scratch);
                matrix.place(x, 3, rows, inner, false).narrowColumns(0, middle);
                kernels.reduceRows(r, matrix, cut, 2, scratch);
                assertThat(Cases.bits(cut)).isEqualTo(Cases.bits(expected));
            }
        }
    }
}
