package org.chainrule.kernel.scalar;

/// The fused multiply-add of plain Java code: `a * b + c`, rounded once.
///
/// If the processor has the instruction, this is [Math#fma(float, float, float)]. Otherwise that method takes hundreds
/// of nanoseconds, and the same result is computed in double: the product of two floats is exact there, and a sum that
/// is rounded to odd can be rounded to float as if it were exact (Boldo and Melquiond, "Emulation of FMA and correctly
/// rounded sums", 2008).
public final class Fma {
    private static final int CALLS = 8;
    private static final int ROUNDS = 40;

    /// The nanoseconds that separate the two cases: with the instruction a round takes a fifth of this even in the
    /// interpreter; without it, a round takes several times this even when compiled.
    private static final long LIMIT = 3_000;

    /// Whether the processor has the instruction. The JVM does not tell, so this is measured. A wrong measurement costs
    /// speed but changes no result.
    public static final boolean HARDWARE = quick();

    private Fma() {
    }

    /// Returns `a * b + c`, rounded once.
    public static float fma(float a, float b, float c) {
        return HARDWARE ? Math.fma(a, b, c) : emulated(a, b, c);
    }

    /// Returns `a * b + c`, rounded once, without the instruction.
    public static float emulated(float a, float b, float c) {
        double product = (double) a * b;
        double sum = product + c;
        double back = sum - product;
        double error = (product - (sum - back)) + (c - back); // Knuth's two-sum: the exact rounding error
        long bits = Double.doubleToRawLongBits(sum);
        if ((bits & 1) == 0 && error != 0 && Double.isFinite(error)) {
            // the odd number is the neighbour in the direction of the error
            bits += (error > 0) == (sum > 0) ? 1 : -1;
            return (float) Double.longBitsToDouble(bits);
        }
        return (float) sum;
    }

    private static boolean quick() {
        float x = 1.5f;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < CALLS; i++) {
                x = Math.fma(x, 0.7f, 0.3f);
            }
            long took = System.nanoTime() - start;
            if (took < LIMIT && !Float.isNaN(x)) { // x is never NaN; the test keeps the calls alive
                return true;
            }
        }
        return false;
    }
}
