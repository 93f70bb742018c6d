package org.chainrule.tabular.number;

import java.math.BigInteger;

/// The double nearest to a whole number times a power of ten, by a product of 128 bits.
///
/// The algorithm of Eisel and Lemire: the number is multiplied by the power of five, whose first 128 bits are in a table.
/// The product decides the rounding, except in rare cases, in which there is no result.
///
/// Source: D. Lemire, "Number parsing at a gigabyte per second", Software: Practice and Experience 51 (8), 2021.
final class EiselLemire {
    /// The powers of ten in the table reach so far in both directions. All results are normal doubles.
    private static final int FAR = 64;
    private static final int WORD = Long.SIZE;
    /// The bits of a significand, without its first.
    private static final int SIGNIFICAND = 52;
    private static final int BIAS = 1023;
    /// The bits of the first product that a second one can change, besides the last two and the bit to round by.
    private static final long UNSURE = -1L >>> SIGNIFICAND + 3;
    /// Reciprocals of larger powers of five need more bits to be truncated correctly.
    private static final int SHORT_RECIPROCAL = 27;
    private static final long[] HIGH = new long[2 * FAR + 1];
    private static final long[] LOW = new long[2 * FAR + 1];

    static {
        for (int power = -FAR; power <= FAR; power++) {
            BigInteger bits = power < 0 ? reciprocal(-power) : BigInteger.valueOf(5).pow(power);
            int shift = bits.bitLength() - 2 * WORD;
            bits = shift > 0 ? bits.shiftRight(shift) : bits.shiftLeft(-shift);
            HIGH[power + FAR] = bits.shiftRight(WORD).longValue();
            LOW[power + FAR] = bits.longValue();
        }
    }

    private EiselLemire() {
    }

    private static BigInteger reciprocal(int power) {
        BigInteger five = BigInteger.valueOf(5).pow(power);
        int length = five.bitLength();
        int bits = power <= SHORT_RECIPROCAL ? length + 2 * WORD - 1 : 2 * length + 2 * WORD;
        return BigInteger.ONE.shiftLeft(bits).divide(five).add(BigInteger.ONE);
    }

    /// Returns the double nearest to `digits * 10^power`, halfway cases to even; NaN if it is not certain.
    ///
    /// @param digits a positive number
    static double of(long digits, int power) {
        if (power < -FAR || power > FAR) {
            return Double.NaN;
        }
        int zeros = Long.numberOfLeadingZeros(digits);
        long whole = digits << zeros;
        long high = Math.unsignedMultiplyHigh(whole, HIGH[power + FAR]);
        long low = whole * HIGH[power + FAR];
        if ((high & UNSURE) == UNSURE) {
            long more = Math.unsignedMultiplyHigh(whole, LOW[power + FAR]);
            low += more;
            high += Long.compareUnsigned(low, more) < 0 ? 1 : 0;
        }
        if (low == -1 && (power < -SHORT_RECIPROCAL || power > 55)) {
            return Double.NaN;
        }
        int upper = (int) (high >>> WORD - 1);
        int shift = upper + WORD - SIGNIFICAND - 3;
        long significand = high >>> shift;
        // The logarithm of five to the base two is 2.32193, which is 152170 / 65536.
        long exponent = ((152_170L + 65_536) * power >> 16) + WORD - 1 + upper - zeros + BIAS;
        // A tie, which is exact only for these powers, goes to the even neighbor.
        if (Long.compareUnsigned(low, 1) <= 0 && power >= -4 && power <= 23 && (significand & 3) == 1
                && significand << shift == high) {
            significand &= ~1L;
        }
        significand += significand & 1;
        significand >>>= 1;
        if (significand >= 2L << SIGNIFICAND) {
            significand = 1L << SIGNIFICAND;
            exponent++;
        }
        return Double.longBitsToDouble(exponent << SIGNIFICAND | significand & (1L << SIGNIFICAND) - 1);
    }
}
