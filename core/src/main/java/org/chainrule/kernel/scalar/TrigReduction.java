package org.chainrule.kernel.scalar;

/// The exact reduction of large angles, with as many bits of 2 / pi as any float needs (Payne and Hanek 1983).
final class TrigReduction {
    /// The bits of 2 / pi after 32 zeros.
    private static final int[] TWO_OVER_PI = {0, 0xa2f9836e, 0x4e441529, 0xfc2757d1, 0xf534ddc0, 0xdb629599, 0x3c439041,
            0xfe5163ab};
    private static final double FRACTION_TO_ANGLE = Math.PI / 2 * 0x1p-62;

    private TrigReduction() {
    }

    /// Reduces a finite angle x, |x| at least 2^16, to quarter turns and a remainder: x = q pi / 2 + r, |r| at most pi
    /// / 4.
    ///
    /// With x = m 2^e, only the bits of 2 / pi of weight 2^1 / 2^e and below matter modulo 4 quarter turns. 96 of them
    /// times the 24 bits of m leave 62 bits of fraction, and no float is nearer to a multiple of pi / 2 than about
    /// 2^-30.
    ///
    /// @return q modulo 4 in the upper 32 bits, the bits of r in the lower
    static long reduce(float x) {
        int bits = Float.floatToRawIntBits(x);
        int e = ((bits >> 23) & 0xff) - 150;
        long m = (bits & 0x7fffff) | 0x800000;
        int at = e + 30;
        long product = ((m * word(at)) << 32) + m * word(at + 32) + ((m * word(at + 64)) >>> 32);
        int q = (int) ((product + (1L << 61)) >>> 62);
        long fraction = product - ((long) q << 62);
        float r = (float) (fraction * FRACTION_TO_ANGLE);
        return x < 0f ? pair(-q, -r) : pair(q, r);
    }

    private static long pair(int q, float r) {
        return (long) q << 32 | Float.floatToRawIntBits(r) & 0xffffffffL;
    }

    /// Returns 32 bits of 2 / pi, from the given bit of the table on.
    private static long word(int at) {
        int i = at >> 5;
        int shift = at & 31;
        long pair = ((long) TWO_OVER_PI[i] << 32) | (i + 1 < TWO_OVER_PI.length
                ? TWO_OVER_PI[i + 1] & 0xffffffffL
                : 0);
        return (pair << shift) >>> 32;
    }
}
