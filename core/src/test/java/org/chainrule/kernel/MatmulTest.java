package org.chainrule.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.chainrule.kernel.scalar.ScalarKernels;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Matmul compared with one chain of fused multiply-adds for each element, for many shapes, offsets and divisions.
class MatmulTest {
    private record Case(boolean transposeA, boolean transposeB, int m, int n, int k, int aOffset, float[] a,
            int bOffset, float[] b) {
        static Case of(boolean transposeA, boolean transposeB, int m, int n, int k) {
            int aOffset = (m + k) % 5;
            int bOffset = (n + k) % 3;
            return new Case(transposeA, transposeB, m, n, k, aOffset, Cases.ordinary(aOffset + m * k, m), bOffset,
                    Cases.ordinary(bOffset + k * n, n));
        }

        float element(int i, int j) {
            float total = 0f;
            for (int block = 0; block == 0 || block < k; block += 4096) {
                float sum = 0f;
                for (int p = block; p < Math.min(block + 4096, k); p++) {
                    float x = a[aOffset + (transposeA ? p * m + i : i * k + p)];
                    float y = b[bOffset + (transposeB ? j * k + p : p * n + j)];
                    sum = Math.fma(x, y, sum);
                }
                total = block == 0 ? sum : total + sum;
            }
            return total;
        }

        void multiply(Kernels kernels, float[] c, int cOffset, int rowLo, int rowHi, int colLo, int colHi) {
            multiply(kernels, null, c, cOffset, rowLo, rowHi, colLo, colHi);
        }

        private void multiply(Kernels kernels, @Nullable Epilogue epilogue, float[] c, int cOffset, int rowLo,
                int rowHi, int colLo, int colHi) {
            float[] scratch = Cases.sentinels(kernels.matmulScratch(m, n, k));
            kernels.matmul(Matrix.of(a, aOffset, m, k, transposeA).narrowRows(rowLo, rowHi),
                    Matrix.of(b, bOffset, k, n, transposeB).narrowColumns(colLo, colHi),
                    Matrix.of(c, cOffset, m, n, false).narrowRows(rowLo, rowHi).narrowColumns(colLo, colHi), epilogue,
                    colLo, scratch);
        }

        void check(Kernels kernels, int[] expected, int row, int column) {
            check(kernels, null, expected, row, column);
            for (Epilogue epilogue : Epilogues.some(m * n + 7, n)) {
                check(kernels, epilogue, Epilogues.finish(epilogue, expected, 3, m, n), row, column);
            }
        }

        /// Computes the four quarters around a corner, in a buffer with sentinels on both sides. The last quarter is
        /// first, so that a write beyond a quarter destroys a finished result.
        private void check(Kernels kernels, @Nullable Epilogue epilogue, int[] expected, int row, int column) {
            int cOffset = 3;
            float[] c = Cases.sentinels(m * n + 7);
            multiply(kernels, epilogue, c, cOffset, row, m, column, n);
            multiply(kernels, epilogue, c, cOffset, row, m, 0, column);
            multiply(kernels, epilogue, c, cOffset, 0, row, column, n);
            multiply(kernels, epilogue, c, cOffset, 0, row, 0, column);
            assertThat(Cases.bits(c)).as("%s %s %s %dx%dx%d cut at %d, %d, %s", kernels.name(), transposeA, transposeB,
                    m, k, n, row, column, epilogue).isEqualTo(expected);
        }

        int[] expected() {
            float[] c = Cases.sentinels(m * n + 7);
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    c[3 + i * n + j] = element(i, j);
                }
            }
            return Cases.bits(c);
        }
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void fewerColumnsThanLanes(boolean transposeA, boolean transposeB) {
        for (int n = 1; n <= 33; n++) {
            int m = 5 * n % 131 + 3;
            int k = n % 5 == 0 ? 600 + n : 7 * n % 40 + 1;
            Case one = Case.of(transposeA, transposeB, m, n, k);
            int[] expected = one.expected();
            for (Kernels kernels : Cases.PROVIDERS) {
                one.check(kernels, expected, m, n);
                one.check(kernels, expected, m * 2 / 3, n);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void everyElementIsOneChainForAnyDivision(boolean transposeA, boolean transposeB) {
        SplittableRandom random = new SplittableRandom(11);
        for (int round = 0; round < 60; round++) {
            int m = 1 + random.nextInt(round % 3 == 0 ? 9 : 90);
            int n = 1 + random.nextInt(round % 4 == 0 ? 600 : 70);
            int k = round == 5 ? 0 : 1 + random.nextInt(round % 5 == 0 ? 700 : 60);
            Case one = Case.of(transposeA, transposeB, m, n, k);
            int[] expected = one.expected();
            for (Kernels kernels : Cases.PROVIDERS) {
                one.check(kernels, expected, m, n);
                one.check(kernels, expected, random.nextInt(m + 1), random.nextInt(n + 1));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void longChainsAreComputedInBlocks(boolean transposeA, boolean transposeB) {
        int[][] shapes = {{5, 3, 4096}, {70, 35, 4097}, {7, 270, 4200}, {1, 33, 9000}, {67, 1, 8193}};
        for (int[] shape : shapes) {
            Case one = Case.of(transposeA, transposeB, shape[0], shape[1], shape[2]);
            int[] expected = one.expected();
            for (Kernels kernels : Cases.PROVIDERS) {
                one.check(kernels, expected, shape[0], shape[1]);
                one.check(kernels, expected, shape[0] / 2, shape[1] / 3);
            }
        }
    }

    /// Enough rows to pack B, enough k for several pieces, and columns that end inside a vector.
    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void chainsContinueFromPieceToPiece(boolean transposeA, boolean transposeB) {
        int[][] shapes = {{214, 43, 530}, {33, 266, 1030}, {125, 70, 512}, {130, 1, 600}, {1, 1, 1}, {1, 130, 600}};
        for (int[] shape : shapes) {
            Case one = Case.of(transposeA, transposeB, shape[0], shape[1], shape[2]);
            int[] expected = one.expected();
            for (Kernels kernels : Cases.PROVIDERS) {
                one.check(kernels, expected, shape[0], shape[1]);
                one.check(kernels, expected, shape[0] / 3, shape[1] / 2);
            }
        }
    }

    /// The unused part of a panel or a tile must not change the results.
    @Test
    void denormalsInfinitiesAndNotANumberInScratchAndOperands() {
        for (int transposes = 0; transposes < 4; transposes++) {
            int m = 29;
            int n = 21;
            int k = 37;
            boolean transposeA = (transposes & 1) != 0;
            boolean transposeB = (transposes & 2) != 0;
            Case one = new Case(transposeA, transposeB, m, n, k, 2, Cases.mixed(2 + m * k, 5), 1,
                    Cases.mixed(1 + k * n, 6));
            int[] expected = one.expected();
            for (Kernels kernels : Cases.PROVIDERS) {
                one.check(kernels, expected, m, n);
                float[] c = Cases.sentinels(m * n + 7);
                float[] scratch = new float[kernels.matmulScratch(m, n, k)];
                Arrays.fill(scratch, Float.NaN);
                kernels.matmul(Matrix.of(one.a, 2, m, k, transposeA), Matrix.of(one.b, 1, k, n, transposeB),
                        Matrix.of(c, 3, m, n, false), null, 0, scratch);
                assertThat(Cases.bits(c)).isEqualTo(expected);
            }
        }
    }

    @Test
    void smallRangesInsideALargeMatrixAgreeWithTheWhole() {
        Case one = Case.of(false, false, 40, 50, 70);
        float[] whole = new float[2000];
        one.multiply(ScalarKernels.INSTANCE, whole, 0, 0, 40, 0, 50);
        for (Kernels kernels : Cases.PROVIDERS) {
            float[] pieces = new float[2000];
            for (int i = 0; i < 40; i += 3) {
                for (int j = 0; j < 50; j += 7) {
                    one.multiply(kernels, pieces, 0, i, Math.min(i + 3, 40), j, Math.min(j + 7, 50));
                }
            }
            assertThat(Cases.bits(pieces)).isEqualTo(Cases.bits(whole));
        }
    }

    @Test
    void nanStaysInItsRowAndColumn() {
        for (Kernels kernels : Cases.PROVIDERS) {
            Case one = Case.of(false, false, 9, 37, 20);
            one.a[one.aOffset + 4 * 20 + 7] = Float.NaN;
            one.b[one.bOffset + 3 * 37 + 11] = Float.POSITIVE_INFINITY;
            one.check(kernels, one.expected(), 9, 37);
        }
    }

    /// A chain starts from +0, so a first product of -0 gives +0, and a negative product that underflows gives -0.
    @Test
    void zerosKeepTheSignOfTheChain() {
        for (Kernels kernels : Cases.PROVIDERS) {
            for (int n : new int[]{1, 40}) {
                float[] c = new float[8 * n];
                float[] b = new float[n];
                Arrays.fill(b, 1e-30f);
                float[] a = {-0f, -1e-30f, 0f, 1, 1, 1, 1, 1};
                kernels.matmul(Matrix.of(a, 0, 8, 1, false), Matrix.of(b, 0, 1, n, false), Matrix.of(c, 0, 8, n, false),
                        null, 0, new float[kernels.matmulScratch(8, n, 1)]);
                assertThat(Cases.bits(c[0], c[n], c[2 * n])).isEqualTo(Cases.bits(0f, -0f, 0f));
            }
        }
    }

    @Test
    void rangesMayBeComputedAtTheSameTime() {
        Case one = Case.of(false, true, 64, 96, 128);
        int[] expected = one.expected();
        for (Kernels kernels : Cases.PROVIDERS) {
            float[] c = Cases.sentinels(64 * 96 + 7);
            IntStream.range(0, 16).parallel().forEach(q -> one.multiply(kernels, c, 3, q / 4 * 16, q / 4 * 16 + 16,
                    q % 4 * 24, q % 4 * 24 + 24));
            assertThat(Cases.bits(c)).isEqualTo(expected);
        }
    }
}
