package org.chainrule.random;

import org.chainrule.error.ArgumentException;
import org.chainrule.kernel.Kernels;
import org.chainrule.type.DType;

/// The stream of random numbers that is an input of a graph: five whole numbers, each exact in a float. The first three
/// are 24, 24 and 16 bits of the seed, the last two are counters such as epoch and step.
public final class RandomStream {
    /// The number of floats in a stream.
    public static final int WORDS = 5;

    private RandomStream() {
    }

    /// Writes the stream of a seed and two counters to the first five elements of `out`.
    ///
    /// @throws ArgumentException if a counter is negative or at least 2^24
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

    /// Fills `out[lo..hi)` with uniform numbers in [0, 1), which depend on the stream, the purpose and the position.
    public static void uniform(String purpose, float[] stream, float[] out, int lo, int hi) {
        Philox.uniform(Philox.key(seed(stream), purpose), (int) stream[3], (int) stream[4], out, lo, hi);
    }

    /// Fills `out[lo..hi)` with the same numbers, computed by some kernels.
    public static void uniform(Kernels kernels, String purpose, float[] stream, float[] out, int lo, int hi) {
        kernels.uniform(Philox.key(seed(stream), purpose), (int) stream[3], (int) stream[4], out, lo, hi);
    }

    private static long seed(float[] stream) {
        return (long) stream[0] | (long) stream[1] << 24 | (long) stream[2] << 48;
    }
}
