package org.chainrule.random;

import static org.assertj.core.api.Assertions.assertThat;

import org.chainrule.kernel.Cases;
import org.chainrule.kernel.Kernels;
import org.junit.jupiter.api.Test;

/// Philox compared with the known answers of the Random123 library, and the numbers made from it.
class PhiloxTest {
    private static int[] block(int c0, int c1, int c2, int c3, int k0, int k1) {
        int[] out = new int[4];
        Philox.block(c0, c1, c2, c3, k0, k1, out);
        return out;
    }

    @Test
    void knownAnswers() {
        assertThat(block(0, 0, 0, 0, 0, 0)).containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
        assertThat(block(-1, -1, -1, -1, -1, -1)).containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
        assertThat(block(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0))
                .containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
    }

    @Test
    void uniformNumbersAreTheTopBitsOfTheirWord() {
        long key = 0x299f31d0a4093822L;
        float[] out = new float[40];
        Philox.uniform(key, 5, 9, out, 0, out.length);
        for (int i = 0; i < out.length; i++) {
            int word = block(i / 4, 0, 5, 9, 0xa4093822, 0x299f31d0)[i % 4];
            assertThat(out[i]).isEqualTo((word >>> 8) / 16777216f);
        }
    }

    @Test
    void rangesMayBeDividedAnywhere() {
        float[] whole = new float[61];
        Philox.uniform(42, 1, 2, whole, 0, whole.length);
        for (int lo = 0; lo < 12; lo++) {
            for (int hi = lo; hi <= whole.length; hi += 5) {
                float[] part = Cases.sentinels(whole.length);
                Philox.uniform(42, 1, 2, part, lo, hi);
                for (int i = 0; i < part.length; i++) {
                    assertThat(part[i]).isEqualTo(i < lo || i >= hi ? Cases.SENTINEL : whole[i]);
                }
            }
        }
    }

    /// Whole vectors and arrays of blocks, remainders on both sides, and keys and streams whose words have their
    /// highest bit set.
    @Test
    void everyProviderFillsEveryRangeWithTheWordsOfItsBlocks() {
        int[][] ranges = {{0, 5000}, {1, 4099}, {2, 1030}, {3, 40}, {7, 39}, {512, 2600}, {0, 0}, {8, 9}};
        long[] keys = {0, -1, 0x8000000080000000L, 0x299f31d0a4093822L};
        float[] expected = new float[5000];
        for (long key : keys) {
            for (int stream : new int[]{0, 77, 0xFFFFFF, -1}) {
                for (int i = 0; i < expected.length; i++) {
                    int word = block(i / 4, 0, stream, ~stream, (int) key, (int) (key >>> 32))[i % 4];
                    expected[i] = (word >>> 8) / 16777216f;
                }
                for (Kernels kernels : Cases.PROVIDERS) {
                    for (int[] range : ranges) {
                        float[] out = Cases.sentinels(5003);
                        float[] all = Cases.sentinels(5003);
                        System.arraycopy(expected, range[0], all, range[0], range[1] - range[0]);
                        kernels.uniform(key, stream, ~stream, out, range[0], range[1]);
                        assertThat(out).as("%s %s..%s", kernels.name(), range[0], range[1]).isEqualTo(all);
                    }
                }
            }
        }
    }

    @Test
    void uniformNumbersFillTheUnitInterval() {
        float[] out = new float[1 << 18];
        Philox.uniform(7, 0, 0, out, 0, out.length);
        double sum = 0;
        double squares = 0;
        int[] bins = new int[64];
        for (float x : out) {
            assertThat(x).isGreaterThanOrEqualTo(0f).isLessThan(1f);
            sum += x;
            squares += (double) x * x;
            bins[(int) (x * 64)]++;
        }
        // 5 standard deviations of the mean, of the mean square, and of a bin
        assertThat(sum / out.length).isBetween(0.5 - 0.0029, 0.5 + 0.0029);
        assertThat(squares / out.length).isBetween(1 / 3.0 - 0.003, 1 / 3.0 + 0.003);
        assertThat(bins).satisfies(all -> {
            for (int count : all) {
                assertThat(count).isBetween(4096 - 320, 4096 + 320);
            }
        });
    }

    @Test
    void neighbouringStreamsAndKeysDiffer() {
        float[] first = new float[64];
        Philox.uniform(1, 0, 0, first, 0, 64);
        long[][] others = {{2, 0, 0}, {1L << 32, 0, 0}, {1, 1, 0}, {1, 0, 1}};
        for (long[] other : others) {
            float[] second = new float[64];
            Philox.uniform(other[0], (int) other[1], (int) other[2], second, 0, 64);
            int same = 0;
            for (int i = 0; i < 64; i++) {
                same += first[i] == second[i] ? 1 : 0;
            }
            assertThat(same).isZero();
        }
    }

    @Test
    void keysDependOnSeedAndPurposeAndNeverChange() {
        assertThat(Philox.key(0, "weights")).isEqualTo(-4699700004752785720L);
        assertThat(Philox.key(7, "dropout/1")).isEqualTo(-7446083123677021386L);
        assertThat(Philox.key(7, "dropout/1")).isNotEqualTo(Philox.key(8, "dropout/1"))
                .isNotEqualTo(Philox.key(7L << 32, "dropout/1")).isNotEqualTo(Philox.key(7, "dropout/2"));
    }
}
