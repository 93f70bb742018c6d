package org.chainrule.nn;

import org.chainrule.random.Philox;

/// A source of random numbers for one purpose. The same seed and purpose give the same numbers on every machine. Draws are
/// immutable: each method starts at the beginning of its own sequence.
public final class Draws {
    private final long key;

    private Draws(long key) {
        this.key = key;
    }

    /// Returns the source of a seed for a purpose, such as the path of a parameter.
    public static Draws of(long seed, String purpose) {
        return new Draws(Philox.key(seed, purpose));
    }

    /// Returns uniform numbers in [0, 1), which are multiples of 2^-24.
    public float[] uniform(int count) {
        float[] numbers = new float[count];
        Philox.uniform(key, 0, 0, numbers, 0, count);
        return numbers;
    }

    /// Returns normal numbers with mean 0 and standard deviation 1, by the method of Box and Muller (1958).
    public float[] normal(int count) {
        float[] radius = new float[count];
        float[] angle = new float[count];
        Philox.uniform(key, 1, 0, radius, 0, count);
        Philox.uniform(key, 2, 0, angle, 0, count);
        for (int i = 0; i < count; i++) {
            double length = Math.sqrt(-2 * StrictMath.log(1 - radius[i]));
            radius[i] = (float) (length * StrictMath.cos(2 * StrictMath.PI * angle[i]));
        }
        return radius;
    }

    /// Returns the numbers from 0 to `count - 1` in random order, by the method of Fisher and Yates.
    public int[] permutation(int count) {
        float[] high = new float[count];
        float[] low = new float[count];
        Philox.uniform(key, 3, 0, high, 0, count);
        Philox.uniform(key, 4, 0, low, 0, count);
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = i;
        }
        for (int i = count - 1; i > 0; i--) {
            // 48 random bits make the choice uniform for any count
            int j = (int) Math.min(i, ((double) high[i] + low[i] * 0x1p-24) * (i + 1));
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }
}
