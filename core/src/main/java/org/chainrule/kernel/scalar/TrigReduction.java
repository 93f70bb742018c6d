package org.chainrule.kernel.scalar;

/// Sine and cosine of large angles, reduced exactly against as many bits of 2 / pi as a float can ask for (Payne and
/// Hanek 1983).
final class TrigReduction {
    /// The bits of 2 / pi behind 32 zeros.
    private static final int[] TWO_OVER_PI = {0, 0xa2f9836e, 0x4e441529, 0xfc2757d1, 0xf534ddc0, 0xdb629599, 0x3c439041,
            0xfe5163ab};
    private static final double FRACTION_TO_ANGLE = Math.PI / 2 * 0x1p-62;

    private TrigReduction() {
    }

    /// The sine of x plus some quarter turns, for |x| of at least 2^16; NaN for infinities and NaN.
    ///
    /// With x = m 2^e, only the bits of 2 / pi from weight 2^1 / 2^e on matter modulo 4 quarter turns. 96 of them, times
    /// the 24 bits of m, leave 62 bits of fraction, and no float comes nearer to a multiple of pi / 2 than about 2^-30.
    static float sin(float x, int quarters) {
        if (!(Math.abs(x) < Float.POSITIVE_INFINITY)) {
            return Float.NaN;
        }
        int bits = Float.floatToRawIntBits(x);
        int e = ((bits >> 23) & 0xff) - 150;
        long m = (bits & 0x7fffff) | 0x800000;
        int at = e + 30;
        long product = ((m * word(at)) << 32) + m * word(at + 32) + ((m * word(at + 64)) >>> 32);
        int q = (int) ((product + (1L << 61)) >>> 62);
        long fraction = product - ((long) q << 62);
        float r = (float) (fraction * FRACTION_TO_ANGLE);
        return x < 0f ? ScalarMath.sinReduced(-r, quarters - q) : ScalarMath.sinReduced(r, quarters + q);
    }

    /// 32 bits of 2 / pi, from the given bit of the table on.
    private static long word(int at) {
        int i = at >> 5;
        int shift = at & 31;
        long pair = ((long) TWO_OVER_PI[i] << 32) | (i + 1 < TWO_OVER_PI.length
                ? TWO_OVER_PI[i + 1] & 0xffffffffL
                : 0);
        return (pair << shift) >>> 32;
    }
}
