package org.chainrule.kernel.vector;

import static org.chainrule.kernel.vector.VectorConstants.*;
import static org.chainrule.kernel.vector.Vectors.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// The functions of [org.chainrule.kernel.scalar.ScalarMath] for a vector of floats. Each lane computes exactly the
/// operations of the scalar form; both branches of a condition are computed and one is selected. The scalar form
/// explains the formulas.
///
/// HotSpot stops inlining our methods into a loop when the loop has grown large, and then allocates vectors. The
/// longest functions therefore call only the Vector API in their second half.
public final class VectorMath {
    private VectorMath() {
    }

    /// Returns y with the sign of x. The sign of y is that of x or plus.
    private static FloatVector withSign(FloatVector y, FloatVector x) {
        return y.reinterpretAsInts().or(x.reinterpretAsInts().and(SIGN)).reinterpretAsFloats();
    }

    /// Returns the largest whole number not above x. Beyond 2^23 all numbers are whole; below, adding and subtracting
    /// 2^23 rounds the magnitude.
    public static FloatVector floor(FloatVector x) {
        FloatVector a = x.abs();
        FloatVector rounded = withSign(a.add(WHOLE).sub(WHOLE), x);
        FloatVector below = withSign(rounded.blend(rounded.sub(ONE), rounded.compare(VectorOperators.GT, x)), x);
        return x.blend(below, a.compare(VectorOperators.LT, WHOLE));
    }

    /// Returns -1, 0 or 1 with the sign of x; NaN for NaN.
    public static FloatVector sign(FloatVector x) {
        FloatVector one = withSign(ONE, x);
        return x.blend(one, x.abs().compare(VectorOperators.GT, ZERO));
    }

    public static FloatVector exp(FloatVector x) {
        FloatVector c = x.max(EXP_LOW).min(EXP_HIGH);
        FloatVector t = c.fma(LOG2E, ROUND);
        FloatVector n = t.sub(ROUND);
        FloatVector h = n.fma(MINUS_LN2, c);
        FloatVector r = n.fma(MINUS_LN2_REST, h);
        FloatVector lost = n.fma(MINUS_LN2_REST, h.sub(r));
        FloatVector p = r.mul(r).fma(expSeries(r), lost).add(r).add(ONE);
        IntVector e = t.reinterpretAsInts().sub(ROUND_INTS);
        IntVector half = e.lanewise(VectorOperators.ASHR, 1);
        FloatVector first = half.add(BIAS).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
        FloatVector second = e.sub(half).add(BIAS).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
        return p.mul(first).mul(second);
    }

    private static FloatVector expSeries(FloatVector r) {
        return EXP4.fma(r, EXP3).fma(r, EXP2).fma(r, EXP1).fma(r, EXP0);
    }

    public static FloatVector expm1(FloatVector x) {
        FloatVector c = x.max(EXPM1_LOW).min(EXP_HIGH);
        FloatVector t = c.fma(LOG2E, ROUND);
        FloatVector n = t.sub(ROUND);
        FloatVector h = n.fma(MINUS_LN2, c);
        FloatVector r = n.fma(MINUS_LN2_REST, h);
        FloatVector lost = n.fma(MINUS_LN2_REST, h.sub(r));
        FloatVector p = r.mul(r).fma(expSeries(r), lost).add(r);
        IntVector e = t.reinterpretAsInts().sub(ROUND_INTS).add(BIAS_LESS_ONE);
        FloatVector s = e.lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
        FloatVector y = s.fma(p, s.sub(HALF)).mul(TWO);
        return withSign(y.blend(p, n.compare(VectorOperators.EQ, ZERO)), x);
    }

    public static FloatVector log(FloatVector x) {
        VectorMask<Float> subnormal = x.compare(VectorOperators.LT, SMALLEST_NORMAL);
        IntVector bits = x.blend(x.mul(SUBNORMAL_SCALE), subnormal).reinterpretAsInts();
        IntVector e = bits.sub(SQRT_HALF).lanewise(VectorOperators.ASHR, 23);
        FloatVector f = bits.sub(e.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats().sub(ONE);
        FloatVector k = whole(e);
        return logEnd(x, x, logReduced(f, k.blend(k.sub(SUBNORMAL_SHIFT), subnormal), ZERO));
    }

    /// Converts small whole numbers to floats, by way of the bits of large ones.
    private static FloatVector whole(IntVector e) {
        return e.add(ROUND_INTS).reinterpretAsFloats().sub(ROUND);
    }

    private static FloatVector logReduced(FloatVector f, FloatVector k, FloatVector c) {
        FloatVector s = f.div(f.add(TWO));
        FloatVector z = s.mul(s);
        FloatVector tail = z.mul(LOG2.fma(z, LOG1).fma(z, LOG0));
        FloatVector h = f.mul(HALF).mul(f);
        FloatVector low = s.fma(h.add(tail), k.fma(LN2_SHORT_REST, c));
        return k.fma(LN2_SHORT, low.sub(h).add(f));
    }

    private static FloatVector logEnd(FloatVector u, FloatVector x, FloatVector y) {
        VectorMask<Float> ordinary = u.compare(VectorOperators.GT, ZERO)
                .and(u.compare(VectorOperators.LT, INFINITY));
        FloatVector end = x.blend(NAN, u.compare(VectorOperators.LT, ZERO)).blend(MINUS_INFINITY,
                u.compare(VectorOperators.EQ, ZERO));
        return end.blend(y, ordinary);
    }

    public static FloatVector log1p(FloatVector x) {
        VectorMask<Float> near = x.compare(VectorOperators.GT, LOG1P_LOW)
                .and(x.compare(VectorOperators.LT, LOG1P_HIGH));
        FloatVector u = x.add(ONE);
        FloatVector lost = x.sub(u.sub(ONE)).blend(ONE.sub(u.sub(x)), x.compare(VectorOperators.GE, ONE));
        IntVector bits = u.reinterpretAsInts();
        IntVector e = bits.sub(SQRT_HALF).lanewise(VectorOperators.ASHR, 23);
        FloatVector f = bits.sub(e.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats().sub(ONE);
        FloatVector y = logReduced(f.blend(x, near), whole(e).blend(ZERO, near), lost.div(u).blend(ZERO, near));
        return logEnd(u, x, y).blend(withSign(y, x), near);
    }

    public static FloatVector tanh(FloatVector x) {
        FloatVector a = x.abs();
        FloatVector z = a.mul(a);
        FloatVector p = TANH4.fma(z, TANH3).fma(z, TANH2).fma(z, TANH1).fma(z, TANH0);
        FloatVector small = a.mul(z).fma(p, a);
        FloatVector large = ONE.sub(TWO.div(exp(a.mul(TWO)).add(ONE)));
        FloatVector y = large.blend(small, a.compare(VectorOperators.LT, TANH_SMALL));
        return y.reinterpretAsInts().or(x.reinterpretAsInts().and(SIGN)).reinterpretAsFloats();
    }

    public static FloatVector sigmoid(FloatVector x) {
        VectorMask<Float> negative = x.compare(VectorOperators.LT, ZERO);
        FloatVector t = exp(x.abs().neg());
        FloatVector d = t.add(ONE);
        FloatVector lost = t.sub(d.sub(ONE));
        FloatVector y = ONE.blend(t, negative).div(d);
        FloatVector reciprocal = y.blend(ONE.sub(y), negative);
        return y.mul(lost).neg().fma(reciprocal, y);
    }

    public static FloatVector erf(FloatVector x) {
        FloatVector a = x.abs();
        FloatVector z = a.mul(a);
        FloatVector p = ERF6.fma(z, ERF5).fma(z, ERF4).fma(z, ERF3);
        FloatVector small = p.fma(z, ERF2).fma(z, ERF1).fma(z, ERF0).fma(a, a);
        FloatVector t = a.min(ERF_ONE);
        FloatVector g = ERFC6.fma(t, ERFC5).fma(t, ERFC4).fma(t, ERFC3);
        g = g.fma(t, ERFC2).fma(t, ERFC1).fma(t, ERFC0);
        FloatVector large = ONE.sub(exp(g.fma(t, t.neg())));
        FloatVector y = large.blend(small, a.compare(VectorOperators.LT, ERF_SMALL));
        return y.reinterpretAsInts().or(x.reinterpretAsInts().and(SIGN)).reinterpretAsFloats();
    }

    /// Returns whether all angles are small enough for `sin` and `cos` here. Others need the scalar form.
    public static boolean turnable(FloatVector x) {
        return x.abs().compare(VectorOperators.LE, TURN_LIMIT).allTrue();
    }

    public static FloatVector sin(FloatVector x) {
        return turned(x, 0).blend(x, x.abs().compare(VectorOperators.LT, SIN_SMALL));
    }

    public static FloatVector cos(FloatVector x) {
        return turned(x, 1);
    }

    private static FloatVector turned(FloatVector x, int quarters) {
        FloatVector t = x.fma(TWO_OVER_PI, ROUND);
        FloatVector n = t.sub(ROUND);
        FloatVector r = n.fma(MINUS_HALF_PI_3, n.fma(MINUS_HALF_PI_2, n.fma(MINUS_HALF_PI_1, x)));
        IntVector q = t.reinterpretAsInts().sub(ROUND_INTS).add(quarters);
        FloatVector z = r.mul(r);
        FloatVector sine = r.mul(z).fma(SIN3.fma(z, SIN2).fma(z, SIN1).fma(z, SIN0), r);
        FloatVector cosine = COS2.fma(z, COS1).fma(z, COS0).fma(z, MINUS_HALF).fma(z, ONE);
        VectorMask<Float> odd = q.and(1).compare(VectorOperators.NE, 0).cast(SPECIES);
        FloatVector y = sine.blend(cosine, odd);
        // bit 1 of q is the sign
        IntVector sign = q.and(2).lanewise(VectorOperators.LSHL, 30);
        return y.reinterpretAsInts().lanewise(VectorOperators.XOR, sign).reinterpretAsFloats();
    }
}
