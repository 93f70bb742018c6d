package org.chainrule.random;

import org.chainrule.error.ArgumentException;
import org.chainrule.kernel.Kernels;
import org.chainrule.type.DType;

/// The stream of random numbers that a graph is handed: five whole numbers (the seed in pieces of 24, 24 and 16 bits,
/// then two counters such as epoch and step), each exact in a float.
public final class RandomStream {
    /// How many numbers a stream consists of.
    public static final int WORDS = 5;

    private RandomStream() {
    }

    /// Writes the stream of a seed and two counters, each below 2^24, into the first five places of `out`.
    public static void write(long seed, int first, int second, float[] out) {
        if (first < 0 || second < 0 || first >= DType.MAX_WHOLE || second >= DType.MAX_WHOLE) {
            throw new ArgumentException("counters", "random: the counters are " + first + " and " + second
                    + ", such as epoch and step, expected both from 0 to 2^24 - 1");
        }
        out[0] = seed & 0xFFFFFF;
        out[1] = seed >>> 24 & 0xFFFFFF;
        out[2] = seed >>> 48;
        out[3] = first;
        out[4] = second;
    }

    /// Fills `out[lo..hi)` with uniform numbers in [0, 1) that depend on the stream, the purpose and the position.
    public static void uniform(String purpose, float[] stream, float[] out, int lo, int hi) {
        Philox.uniform(Philox.key(seed(stream), purpose), (int) stream[3], (int) stream[4], out, lo, hi);
    }

    /// The same numbers by a provider of kernels.
    public static void uniform(Kernels kernels, String purpose, float[] stream, float[] out, int lo, int hi) {
        kernels.uniform(Philox.key(seed(stream), purpose), (int) stream[3], (int) stream[4], out, lo, hi);
    }

    private static long seed(float[] stream) {
        return (long) stream[0] | (long) stream[1] << 24 | (long) stream[2] << 48;
    }
}
