package org.chainrule.random;

import java.nio.charset.StandardCharsets;

/// Philox 4x32-10: random numbers as a function of a key and a position. Any part of a stream can be computed in any
/// order and without state (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011).
public final class Philox {
    private Philox() {
    }

    /// Returns the key of a purpose under a seed: the first two words of the block under the seed whose counter is the
    /// 64-bit FNV-1a hash of the purpose in UTF-8 (low word first) and its length in bytes.
    public static long key(long seed, String purpose) {
        byte[] bytes = purpose.getBytes(StandardCharsets.UTF_8);
        long hash = 0xcbf29ce484222325L;
        for (byte b : bytes) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        int[] words = new int[4];
        block((int) hash, (int) (hash >>> 32), bytes.length, 0, (int) seed, (int) (seed >>> 32), words);
        return (words[0] & PhiloxRound.LOW) | ((long) words[1] << 32);
    }

    /// Writes the four words of the block at a counter, under a key.
    public static void block(int c0, int c1, int c2, int c3, int k0, int k1, int[] out) {
        int x0 = c0;
        int x1 = c1;
        int x2 = c2;
        int x3 = c3;
        int key0 = k0;
        int key1 = k1;
        for (int round = 0; round < PhiloxRound.ROUNDS; round++) {
            long p0 = PhiloxRound.M0 * (x0 & PhiloxRound.LOW);
            long p1 = PhiloxRound.M1 * (x2 & PhiloxRound.LOW);
            x0 = (int) (p1 >>> 32) ^ x1 ^ key0;
            x1 = (int) p1;
            x2 = (int) (p0 >>> 32) ^ x3 ^ key1;
            x3 = (int) p0;
            key0 += PhiloxRound.W0;
            key1 += PhiloxRound.W1;
        }
        out[0] = x0;
        out[1] = x1;
        out[2] = x2;
        out[3] = x3;
    }

    /// Writes uniform numbers in [0, 1): for i in lo..hi, `out[i]` is 2^-24 times the top 24 bits of word i mod 4 of
    /// the block at counter (i / 4, 0, stream0, stream1), under the low and the high word of the key.
    public static void uniform(long key, int stream0, int stream1, float[] out, int lo, int hi) {
        int k0 = (int) key;
        int k1 = (int) (key >>> 32);
        int i = lo;
        while (i < hi) {
            if ((i & 3) == 0) {
                i = ScalarPhilox.uniform(key, stream0, stream1, out, i, hi);
                if (i == hi) {
                    return;
                }
            }
            int x0 = i >>> 2;
            int x1 = 0;
            int x2 = stream0;
            int x3 = stream1;
            int key0 = k0;
            int key1 = k1;
            for (int round = 0; round < PhiloxRound.ROUNDS; round++) {
                long p0 = PhiloxRound.M0 * (x0 & PhiloxRound.LOW);
                long p1 = PhiloxRound.M1 * (x2 & PhiloxRound.LOW);
                x0 = (int) (p1 >>> 32) ^ x1 ^ key0;
                x1 = (int) p1;
                x2 = (int) (p0 >>> 32) ^ x3 ^ key1;
                x3 = (int) p0;
                key0 += PhiloxRound.W0;
                key1 += PhiloxRound.W1;
            }
            if ((i & 3) == 0 && hi - i >= 4) {
                out[i] = PhiloxRound.unit(x0);
                out[i + 1] = PhiloxRound.unit(x1);
                out[i + 2] = PhiloxRound.unit(x2);
                out[i + 3] = PhiloxRound.unit(x3);
                i += 4;
            } else {
                int word = i & 3;
                out[i] = PhiloxRound.unit(word == 0 ? x0 : word == 1 ? x1 : word == 2 ? x2 : x3);
                i++;
            }
        }
    }
}
