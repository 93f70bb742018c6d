package org.chainrule.kernel.scalar;

/// Elementary functions of one float, as fixed sequences of float operations.
///
/// The vector form computes the same operations in each lane, so both give the same bits. Arguments are reduced with
/// fused multiply-adds and constants in two or three parts (Cody and Waite). The polynomials are minimax fits with
/// float coefficients. Errors are in ulps, units in the last place of the result.
public final class ScalarMath {
    /// Adding this rounds a number below 2^22 to a whole number, which is then in the low bits.
    public static final float ROUND = 0x1.8p23f;
    public static final int ROUND_BITS = 0x4b400000;
    public static final int SIGN_BIT = 0x80000000;

    public static final float EXP_LOW = -104f;
    public static final float EXP_HIGH = 89f;
    public static final float LOG2E = 0x1.715476p0f;
    public static final float LN2 = 0x1.62e43p-1f;
    public static final float LN2_REST = -0x1.05c61p-29f;
    public static final float EXP0 = 0.5f;
    public static final float EXP1 = 0x1.5554bp-3f;
    public static final float EXP2 = 0x1.5554c6p-5f;
    public static final float EXP3 = 0x1.12280cp-7f;
    public static final float EXP4 = 0x1.6d748ap-10f;
    public static final float EXPM1_LOW = -20f;

    /// ln 2 with trailing zeros, so that its product with an exponent is exact.
    public static final float LN2_SHORT = 0x1.62e3p-1f;
    public static final float LN2_SHORT_REST = 0x1.2fefa4p-17f;
    public static final int SQRT_HALF_BITS = 0x3f3504f3;
    public static final float SUBNORMAL_SCALE = 0x1p25f;
    public static final float LOG0 = 0x1.55557ap-1f;
    public static final float LOG1 = 0x1.995ed6p-2f;
    public static final float LOG2 = 0x1.31e088p-2f;
    public static final float LOG1P_LOW = -0.29289f;
    public static final float LOG1P_HIGH = 0.41421f;

    public static final float TANH_SMALL = 0.55f;
    public static final float TANH0 = -0x1.55554cp-2f;
    public static final float TANH1 = 0x1.110d6ap-3f;
    public static final float TANH2 = -0x1.b93204p-5f;
    public static final float TANH3 = 0x1.598308p-6f;
    public static final float TANH4 = -0x1.9c9994p-8f;

    public static final float ERF_SMALL = 0.9277f;
    public static final float ERF_ONE = 4f;
    public static final float ERF0 = 0x1.06eba8p-3f;
    public static final float ERF1 = -0x1.81274p-2f;
    public static final float ERF2 = 0x1.ce2d6p-4f;
    public static final float ERF3 = -0x1.b8008p-6f;
    public static final float ERF4 = 0x1.54426ep-8f;
    public static final float ERF5 = -0x1.a5ba96p-11f;
    public static final float ERF6 = 0x1.4e459cp-14f;
    public static final float ERFC0 = -0x1.0778dcp-3f;
    public static final float ERFC1 = -0x1.45328ep-1f;
    public static final float ERFC2 = -0x1.b32568p-4f;
    public static final float ERFC3 = 0x1.855122p-6f;
    public static final float ERFC4 = -0x1.dd6ba8p-9f;
    public static final float ERFC5 = 0x1.52795cp-12f;
    public static final float ERFC6 = -0x1.78d116p-17f;

    /// The largest angle for which the three parts of pi / 2 suffice.
    public static final float TURN_LIMIT = 65536f;
    public static final float SIN_SMALL = 0x1p-12f;
    public static final float TWO_OVER_PI = 0x1.45f306p-1f;
    public static final float HALF_PI_1 = 0x1.921fb6p0f;
    public static final float HALF_PI_2 = -0x1.777a5cp-25f;
    public static final float HALF_PI_3 = -0x1.ee59dap-50f;
    public static final float SIN0 = -0x1.555556p-3f;
    public static final float SIN1 = 0x1.111176p-7f;
    public static final float SIN2 = -0x1.a05b82p-13f;
    public static final float SIN3 = 0x1.7cbbb6p-19f;
    public static final float COS0 = 0x1.55554ap-5f;
    public static final float COS1 = -0x1.6c0c1ap-10f;
    public static final float COS2 = 0x1.99e0e4p-16f;

    private static final int ONE_BITS = 0x3f800000;
    private static final int INFINITY_BITS = 0x7f800000;

    private ScalarMath() {
    }

    // Comparisons and selections work on bits, without a branch: the signs of data are random, and a mispredicted branch
    // costs more than a dozen operations.

    /// Returns 1 if a < b, else 0: the bits of b - a are then between those of the smallest positive number and
    /// infinity.
    public static float less(float a, float b) {
        int above = Float.floatToRawIntBits(b - a) - 1;
        return truth(~above & (above - INFINITY_BITS));
    }

    /// Returns 1 if a <= b, else 0.
    public static float lessEqual(float a, float b) {
        return Float.intBitsToFloat(Float.floatToRawIntBits(less(a, b)) | Float.floatToRawIntBits(equal(a, b)));
    }

    /// Returns 1 if a == b, else 0: the bits are then equal, except for the sign of a zero, and not NaN.
    public static float equal(float a, float b) {
        int bits = Float.floatToRawIntBits(a + 0f);
        int difference = bits ^ Float.floatToRawIntBits(b + 0f);
        return truth(~(difference | -difference | (INFINITY_BITS - (bits & ~SIGN_BIT))));
    }

    /// Returns 1 if a number is negative, else 0.
    private static float truth(int negative) {
        return Float.intBitsToFloat(negative >> 31 & ONE_BITS);
    }

    /// Returns a if the condition is not 0, else b.
    public static float select(float condition, float a, float b) {
        int magnitude = Float.floatToRawIntBits(condition) << 1;
        int every = (magnitude | -magnitude) >> 31;
        return Float.intBitsToFloat(Float.floatToRawIntBits(a) & every | Float.floatToRawIntBits(b) & ~every);
    }

    /// Returns `select(less(x, y), a, b)`. HotSpot selects one of two integers without a branch.
    public static float selectLess(float x, float y, float a, float b) {
        return Float.intBitsToFloat(x < y ? Float.floatToRawIntBits(a) : Float.floatToRawIntBits(b));
    }

    /// Returns the largest whole number not above x.
    public static float floor(float x) {
        return (float) Math.floor(x);
    }

    /// Returns `e^x`: with n the whole number nearest x / ln 2 and r = x - n ln 2, this is 2^n times a polynomial in r,
    /// plus the rounding error of r. The power of two is applied in two halves, so that subnormal results are rounded
    /// once. At most 1 ulp.
    public static float exp(float x) {
        float c = Math.min(Math.max(x, EXP_LOW), EXP_HIGH);
        float t = Fma.fma(c, LOG2E, ROUND);
        float n = t - ROUND;
        float h = Fma.fma(n, -LN2, c);
        float r = Fma.fma(n, -LN2_REST, h);
        float lost = Fma.fma(n, -LN2_REST, h - r);
        float p = Fma.fma(r * r, expSeries(r), lost) + r + 1f;
        int e = Float.floatToRawIntBits(t) - ROUND_BITS;
        int half = e >> 1;
        return p * powerOfTwo(half) * powerOfTwo(e - half);
    }

    /// `(e^r - 1 - r) / r^2` for |r| below 0.35.
    private static float expSeries(float r) {
        return Fma.fma(Fma.fma(Fma.fma(Fma.fma(EXP4, r, EXP3), r, EXP2), r, EXP1), r, EXP0);
    }

    private static float powerOfTwo(int e) {
        return Float.intBitsToFloat((e + 127) << 23);
    }

    /// Returns `e^x - 1`: with n and r as in `exp`, `2 (2^(n-1) p + (2^(n-1) - 1/2))`, where p = e^r - 1; p itself for
    /// n = 0. At most 2 ulps.
    public static float expm1(float x) {
        float c = Math.min(Math.max(x, EXPM1_LOW), EXP_HIGH);
        float t = Fma.fma(c, LOG2E, ROUND);
        float n = t - ROUND;
        float h = Fma.fma(n, -LN2, c);
        float r = Fma.fma(n, -LN2_REST, h);
        float lost = Fma.fma(n, -LN2_REST, h - r);
        float p = Fma.fma(r * r, expSeries(r), lost) + r;
        float s = powerOfTwo(Float.floatToRawIntBits(t) - ROUND_BITS - 1);
        float y = n == 0f ? p : 2f * Fma.fma(s, p, s - 0.5f);
        return withSign(y, x);
    }

    /// Returns y with the sign of x. The sign of y is that of x or plus.
    private static float withSign(float y, float x) {
        return Float.intBitsToFloat(Float.floatToRawIntBits(y) | (Float.floatToRawIntBits(x) & SIGN_BIT));
    }

    /// Returns the natural logarithm: with x = 2^k (1 + f) and 1 + f between sqrt(1/2) and sqrt(2), the series of
    /// `ln((1 + s) / (1 - s))` in s = f / (2 + f), arranged as in fdlibm's `e_log.c`. At most 1 ulp.
    public static float log(float x) {
        boolean subnormal = x < Float.MIN_NORMAL;
        float y = subnormal ? x * SUBNORMAL_SCALE : x;
        int bits = Float.floatToRawIntBits(y);
        int e = (bits - SQRT_HALF_BITS) >> 23;
        float f = Float.intBitsToFloat(bits - (e << 23)) - 1f;
        float k = subnormal ? e - 25f : e;
        return logEnd(x, x, logReduced(f, k, 0f));
    }

    /// `k ln 2 + ln(1 + f)`, plus a small correction c.
    private static float logReduced(float f, float k, float c) {
        float s = f / (2f + f);
        float z = s * s;
        float tail = z * Fma.fma(Fma.fma(LOG2, z, LOG1), z, LOG0);
        float h = 0.5f * f * f;
        float low = Fma.fma(s, h + tail, Fma.fma(k, LN2_SHORT_REST, c));
        return Fma.fma(k, LN2_SHORT, (low - h) + f);
    }

    /// Returns the logarithm y of u, or the special result if u is zero, negative, infinite or NaN.
    private static float logEnd(float u, float x, float y) {
        if (u > 0f && u < Float.POSITIVE_INFINITY) {
            return y;
        }
        if (u == 0f) {
            return Float.NEGATIVE_INFINITY;
        }
        return u < 0f ? Float.NaN : x;
    }

    /// Returns `ln(1 + x)`: the logarithm of u = 1 + x, plus the rounding error of u divided by u. At most 1 ulp.
    public static float log1p(float x) {
        float u = 1f + x;
        if (x > LOG1P_LOW && x < LOG1P_HIGH) {
            return withSign(logReduced(x, 0f, 0f), x);
        }
        float lost = x >= 1f ? 1f - (u - x) : x - (u - 1f);
        int bits = Float.floatToRawIntBits(u);
        int e = (bits - SQRT_HALF_BITS) >> 23;
        float f = Float.intBitsToFloat(bits - (e << 23)) - 1f;
        return logEnd(u, x, logReduced(f, e, lost / u));
    }

    /// Returns the hyperbolic tangent: an odd polynomial near 0, `1 - 2 / (e^2|x| + 1)` beyond. At most 2 ulps.
    public static float tanh(float x) {
        float a = Math.abs(x);
        float y;
        if (a < TANH_SMALL) {
            float z = a * a;
            float p = Fma.fma(Fma.fma(Fma.fma(Fma.fma(TANH4, z, TANH3), z, TANH2), z, TANH1), z, TANH0);
            y = Fma.fma(a * z, p, a);
        } else {
            y = 1f - 2f / (exp(2f * a) + 1f);
        }
        return withSign(y, x);
    }

    /// Returns `1 / (1 + e^-x)`, for negative x as `e^x / (1 + e^x)`, which does not overflow. The last step corrects
    /// the rounding error of the divisor, whose reciprocal is the result itself or 1 minus it. At most 2 ulps.
    public static float sigmoid(float x) {
        float t = exp(-Math.abs(x));
        float d = 1f + t;
        float lost = t - (d - 1f);
        float y = (x < 0f ? t : 1f) / d;
        return Fma.fma(-(y * lost), x < 0f ? 1f - y : y, y);
    }

    /// Returns the error function: an odd polynomial near 0; beyond, `1 - e^(-t + t g(t))` with g fitted to the
    /// logarithm of 1 - erf. At most 2 ulps.
    public static float erf(float x) {
        float a = Math.abs(x);
        float y;
        if (a < ERF_SMALL) {
            float z = a * a;
            float p = Fma.fma(Fma.fma(Fma.fma(ERF6, z, ERF5), z, ERF4), z, ERF3);
            p = Fma.fma(Fma.fma(Fma.fma(p, z, ERF2), z, ERF1), z, ERF0);
            y = Fma.fma(p, a, a);
        } else {
            float t = Math.min(a, ERF_ONE);
            float g = Fma.fma(Fma.fma(Fma.fma(ERFC6, t, ERFC5), t, ERFC4), t, ERFC3);
            g = Fma.fma(Fma.fma(Fma.fma(g, t, ERFC2), t, ERFC1), t, ERFC0);
            y = 1f - exp(Fma.fma(g, t, -t));
        }
        return withSign(y, x);
    }

    /// Returns the sine of an angle in radians. At most 2 ulps.
    public static float sin(float x) {
        float a = Math.abs(x);
        if (a < SIN_SMALL) {
            return x;
        }
        return a <= TURN_LIMIT ? turned(x, 0) : largeTurned(x, 0);
    }

    /// Returns the cosine of an angle in radians. At most 2 ulps.
    public static float cos(float x) {
        return Math.abs(x) <= TURN_LIMIT ? turned(x, 1) : largeTurned(x, 1);
    }

    /// Returns the sine of x plus a number of quarter turns.
    private static float turned(float x, int quarters) {
        float t = Fma.fma(x, TWO_OVER_PI, ROUND);
        float n = t - ROUND;
        float r = Fma.fma(n, -HALF_PI_3, Fma.fma(n, -HALF_PI_2, Fma.fma(n, -HALF_PI_1, x)));
        return sinReduced(r, Float.floatToRawIntBits(t) - ROUND_BITS + quarters);
    }

    /// Returns the sine of a large x plus a number of quarter turns; NaN for infinities and NaN.
    private static float largeTurned(float x, int quarters) {
        if (!(Math.abs(x) < Float.POSITIVE_INFINITY)) {
            return Float.NaN;
        }
        long reduced = TrigReduction.reduce(x);
        return sinReduced(Float.intBitsToFloat((int) reduced), (int) (reduced >> 32) + quarters);
    }

    /// Returns the sine of r plus q quarter turns, for |r| up to pi / 4.
    public static float sinReduced(float r, int q) {
        float z = r * r;
        float y;
        if ((q & 1) == 0) {
            float p = Fma.fma(Fma.fma(Fma.fma(SIN3, z, SIN2), z, SIN1), z, SIN0);
            y = Fma.fma(r * z, p, r);
        } else {
            float p = Fma.fma(Fma.fma(Fma.fma(Fma.fma(COS2, z, COS1), z, COS0), z, -0.5f), z, 1f);
            y = p;
        }
        return (q & 2) == 0 ? y : -y;
    }
}
