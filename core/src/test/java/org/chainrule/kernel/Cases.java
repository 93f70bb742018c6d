package org.chainrule.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.chainrule.kernel.scalar.ScalarKernels;
import org.chainrule.kernel.vector.VectorKernels;

/// The providers, and numbers to test them with.
public final class Cases {
    public static final float SENTINEL = 777.25f;
    public static final List<Kernels> PROVIDERS = List.of(ScalarKernels.INSTANCE, VectorKernels.INSTANCE);

    private static final float[] SPECIAL = {0f, -0f, 1f, -1f, 0.5f, -0.5f, 1.5f, -2.5f, Float.MIN_VALUE,
            -Float.MIN_VALUE, Float.MIN_NORMAL, -Float.MIN_NORMAL, 1e-40f, -1e-40f, Float.MAX_VALUE, -Float.MAX_VALUE,
            Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 88.7f, 88.8f, -87.4f, -103.9f, -104.1f,
            0x1p23f, -0x1p23f, 8388607.5f, 0x1p24f, 65536f, 65537f, 1e6f, -3e9f, 1e38f, 0.55f, 0.9277f, -0.29289f,
            0.41421f, 0.70710677f, 1.4142135f, 3.1415927f, 1e-4f, -0.99999994f, -1.0000001f};

    private Cases() {
    }

    /// Returns numbers of all kinds: special numbers, random bits and ordinary numbers. A seed always gives the same
    /// numbers.
    static float[] mixed(int size, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] x = new float[size];
        for (int i = 0; i < size; i++) {
            int kind = random.nextInt(8);
            x[i] = kind == 0
                    ? SPECIAL[random.nextInt(SPECIAL.length)]
                    : kind == 1 ? Float.intBitsToFloat(random.nextInt()) : (float) random.nextDouble(-6, 6);
        }
        return x;
    }

    /// Returns ordinary numbers between -1 and 1 with full precision.
    static float[] ordinary(int size, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] x = new float[size];
        for (int i = 0; i < size; i++) {
            x[i] = (float) random.nextDouble(-1, 1);
        }
        return x;
    }

    /// Returns all special numbers.
    static float[] special() {
        return SPECIAL.clone();
    }

    public static float[] sentinels(int size) {
        float[] x = new float[size];
        Arrays.fill(x, SENTINEL);
        return x;
    }

    /// Returns the bits, with one pattern for all NaNs.
    static int[] bits(float... x) {
        int[] bits = new int[x.length];
        for (int i = 0; i < x.length; i++) {
            bits[i] = Float.floatToIntBits(x[i]);
        }
        return bits;
    }
}
