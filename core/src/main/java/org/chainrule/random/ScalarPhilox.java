package org.chainrule.random;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Philox blocks in plain Java that HotSpot vectorises: many counters at once, with an array for each of the four words
/// and a pass for each half of a round. The upper half of a `long` is not part of the word.
final class ScalarPhilox {
    private static final int BLOCKS = 256;
    private static final int NUMBERS = 4 * BLOCKS;

    /// The idle instance.
    private static final AtomicReference<@Nullable ScalarPhilox> IDLE = new AtomicReference<>();

    private final long[][] words = new long[4][BLOCKS];

    private ScalarPhilox() {
    }

    /// Writes as many of the numbers of [Philox#uniform] as fill whole arrays, and returns the index at which they end.
    ///
    /// @param lo the index of the first number, the first of a block
    static int uniform(long key, int stream0, int stream1, float[] out, int lo, int hi) {
        if (hi - lo < NUMBERS) {
            return lo;
        }
        ScalarPhilox blocks = IDLE.getAndSet(null);
        if (blocks == null) {
            blocks = new ScalarPhilox();
        }
        int i = lo;
        for (; hi - i >= NUMBERS; i += NUMBERS) {
            blocks.fill((int) key, (int) (key >>> 32), i >>> 2, stream0, stream1, out, i);
        }
        IDLE.set(blocks);
        return i;
    }

    private void fill(int k0, int k1, int counter, int stream0, int stream1, float[] out, int at) {
        long[] w0 = words[0];
        long[] w1 = words[1];
        long[] w2 = words[2];
        long[] w3 = words[3];
        for (int j = 0; j < BLOCKS; j++) {
            w0[j] = (long) counter + j;
            w1[j] = 0;
            w2[j] = stream0;
            w3[j] = stream1;
        }
        int key0 = k0;
        int key1 = k1;
        for (int round = 0; round < PhiloxRound.ROUNDS; round++) {
            halfRound(PhiloxRound.M0, w0, w3, key1);
            halfRound(PhiloxRound.M1, w2, w1, key0);
            long[] first = w0;
            w0 = w1;
            w1 = w2;
            w2 = w3;
            w3 = first;
            key0 += PhiloxRound.W0;
            key1 += PhiloxRound.W1;
        }
        store(w0, w1, w2, w3, out, at);
    }

    /// Multiplies one word by a constant. The low half of the product replaces the word; the high half is mixed into
    /// the other word.
    private static void halfRound(long m, long[] word, long[] other, long key) {
        for (int j = 0; j < BLOCKS; j++) {
            long p = m * (word[j] & PhiloxRound.LOW);
            other[j] = (p >>> 32) ^ other[j] ^ key;
            word[j] = p;
        }
    }

    private static void store(long[] w0, long[] w1, long[] w2, long[] w3, float[] out, int at) {
        for (int j = 0; j < BLOCKS; j++) {
            out[at + 4 * j] = PhiloxRound.unit((int) w0[j]);
            out[at + 4 * j + 1] = PhiloxRound.unit((int) w1[j]);
            out[at + 4 * j + 2] = PhiloxRound.unit((int) w2[j]);
            out[at + 4 * j + 3] = PhiloxRound.unit((int) w3[j]);
        }
    }
}
