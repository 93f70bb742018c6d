package org.chainrule.kernel;

import static org.chainrule.kernel.ScalarMath.*;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The functions of [ScalarMath] for a vector of floats: each lane takes exactly the operations of the scalar form, where
/// both sides of a condition are computed and one is kept. The formulas are explained there.
final class VectorMath {
    /// The widest vectors the machine prefers, up to 512 bits. No result depends on the width.
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED.vectorBitSize() > 512
            ? FloatVector.SPECIES_512
            : FloatVector.SPECIES_PREFERRED;

    private VectorMath() {
    }

    private static FloatVector all(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }

    /// `p * x + c`
    private static FloatVector step(FloatVector p, FloatVector x, float c) {
        return p.fma(x, all(c));
    }

    /// The magnitude of y with the sign of x.
    private static FloatVector withSign(FloatVector y, FloatVector x) {
        IntVector magnitude = y.reinterpretAsInts().and(~SIGN_BIT);
        return magnitude.or(x.reinterpretAsInts().and(SIGN_BIT)).reinterpretAsFloats();
    }

    /// The whole number at or below x: beyond 2^23 all numbers are whole; below, adding and taking away 2^23 rounds the
    /// magnitude.
    static FloatVector floor(FloatVector x) {
        FloatVector a = x.abs();
        FloatVector rounded = withSign(a.add(0x1p23f).sub(0x1p23f), x);
        FloatVector below = withSign(rounded.blend(rounded.sub(1f), rounded.compare(VectorOperators.GT, x)), x);
        return x.blend(below, a.compare(VectorOperators.LT, 0x1p23f));
    }

    /// -1, 0 or 1 with the sign of x; NaN for NaN.
    static FloatVector sign(FloatVector x) {
        FloatVector one = withSign(all(1f), x);
        return x.blend(one, x.abs().compare(VectorOperators.GT, 0f));
    }

    static FloatVector exp(FloatVector x) {
        FloatVector c = x.max(EXP_LOW).min(EXP_HIGH);
        FloatVector t = step(c, all(LOG2E), ROUND);
        FloatVector n = t.sub(ROUND);
        FloatVector h = n.fma(all(-LN2), c);
        FloatVector r = n.fma(all(-LN2_REST), h);
        FloatVector lost = n.fma(all(-LN2_REST), h.sub(r));
        FloatVector p = r.mul(r).fma(expSeries(r), lost).add(r).add(1f);
        IntVector e = t.reinterpretAsInts().sub(ROUND_BITS);
        IntVector half = e.lanewise(VectorOperators.ASHR, 1);
        return p.mul(powerOfTwo(half)).mul(powerOfTwo(e.sub(half)));
    }

    private static FloatVector expSeries(FloatVector r) {
        return step(step(step(step(all(EXP4), r, EXP3), r, EXP2), r, EXP1), r, EXP0);
    }

    private static FloatVector powerOfTwo(IntVector e) {
        return e.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
    }

    static FloatVector expm1(FloatVector x) {
        FloatVector c = x.max(EXPM1_LOW).min(EXP_HIGH);
        FloatVector t = step(c, all(LOG2E), ROUND);
        FloatVector n = t.sub(ROUND);
        FloatVector h = n.fma(all(-LN2), c);
        FloatVector r = n.fma(all(-LN2_REST), h);
        FloatVector lost = n.fma(all(-LN2_REST), h.sub(r));
        FloatVector p = r.mul(r).fma(expSeries(r), lost).add(r);
        FloatVector s = powerOfTwo(t.reinterpretAsInts().sub(ROUND_BITS + 1));
        FloatVector y = s.fma(p, s.sub(0.5f)).mul(2f);
        return withSign(y.blend(p, n.compare(VectorOperators.EQ, 0f)), x);
    }

    static FloatVector log(FloatVector x) {
        VectorMask<Float> subnormal = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
        IntVector bits = x.blend(x.mul(SUBNORMAL_SCALE), subnormal).reinterpretAsInts();
        IntVector e = bits.sub(SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, 23);
        FloatVector f = bits.sub(e.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats().sub(1f);
        FloatVector k = whole(e);
        return logEnd(x, x, logReduced(f, k.blend(k.sub(25f), subnormal), all(0f)));
    }

    /// A small whole number as a float, through the bits of a large one.
    private static FloatVector whole(IntVector e) {
        return e.add(ROUND_BITS).reinterpretAsFloats().sub(ROUND);
    }

    private static FloatVector logReduced(FloatVector f, FloatVector k, FloatVector c) {
        FloatVector s = f.div(f.add(2f));
        FloatVector z = s.mul(s);
        FloatVector tail = z.mul(step(step(all(LOG2), z, LOG1), z, LOG0));
        FloatVector h = f.mul(0.5f).mul(f);
        FloatVector low = s.fma(h.add(tail), k.fma(all(LN2_SHORT_REST), c));
        return k.fma(all(LN2_SHORT), low.sub(h).add(f));
    }

    private static FloatVector logEnd(FloatVector u, FloatVector x, FloatVector y) {
        VectorMask<Float> ordinary = u.compare(VectorOperators.GT, 0f)
                .and(u.compare(VectorOperators.LT, Float.POSITIVE_INFINITY));
        FloatVector end = x.blend(Float.NaN, u.compare(VectorOperators.LT, 0f)).blend(Float.NEGATIVE_INFINITY,
                u.compare(VectorOperators.EQ, 0f));
        return end.blend(y, ordinary);
    }

    static FloatVector log1p(FloatVector x) {
        VectorMask<Float> near = x.compare(VectorOperators.GT, LOG1P_LOW)
                .and(x.compare(VectorOperators.LT, LOG1P_HIGH));
        FloatVector u = x.add(1f);
        FloatVector lost = x.sub(u.sub(1f)).blend(all(1f).sub(u.sub(x)), x.compare(VectorOperators.GE, 1f));
        IntVector bits = u.reinterpretAsInts();
        IntVector e = bits.sub(SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, 23);
        FloatVector f = bits.sub(e.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats().sub(1f);
        FloatVector y = logReduced(f.blend(x, near), whole(e).blend(0f, near), lost.div(u).blend(0f, near));
        return logEnd(u, x, y).blend(withSign(y, x), near);
    }

    static FloatVector tanh(FloatVector x) {
        FloatVector a = x.abs();
        FloatVector z = a.mul(a);
        FloatVector p = step(step(step(step(all(TANH4), z, TANH3), z, TANH2), z, TANH1), z, TANH0);
        FloatVector small = a.mul(z).fma(p, a);
        FloatVector large = all(1f).sub(all(2f).div(exp(a.mul(2f)).add(1f)));
        return withSign(large.blend(small, a.compare(VectorOperators.LT, TANH_SMALL)), x);
    }

    static FloatVector sigmoid(FloatVector x) {
        VectorMask<Float> negative = x.compare(VectorOperators.LT, 0f);
        FloatVector t = exp(x.abs().neg());
        FloatVector d = t.add(1f);
        FloatVector lost = t.sub(d.sub(1f));
        FloatVector y = all(1f).blend(t, negative).div(d);
        FloatVector reciprocal = y.blend(all(1f).sub(y), negative);
        return y.mul(lost).neg().fma(reciprocal, y);
    }

    static FloatVector erf(FloatVector x) {
        FloatVector a = x.abs();
        FloatVector z = a.mul(a);
        FloatVector p = step(step(step(all(ERF6), z, ERF5), z, ERF4), z, ERF3);
        FloatVector small = step(step(step(p, z, ERF2), z, ERF1), z, ERF0).fma(a, a);
        FloatVector t = a.min(ERF_ONE);
        FloatVector g = step(step(step(all(ERFC6), t, ERFC5), t, ERFC4), t, ERFC3);
        g = step(step(step(g, t, ERFC2), t, ERFC1), t, ERFC0);
        FloatVector large = all(1f).sub(exp(g.fma(t, t.neg())));
        return withSign(large.blend(small, a.compare(VectorOperators.LT, ERF_SMALL)), x);
    }

    /// Whether all angles are small enough for `sin` and `cos` here; others go through the scalar form.
    static boolean turnable(FloatVector x) {
        return x.abs().compare(VectorOperators.LE, TURN_LIMIT).allTrue();
    }

    static FloatVector sin(FloatVector x) {
        return turned(x, 0).blend(x, x.abs().compare(VectorOperators.LT, SIN_SMALL));
    }

    static FloatVector cos(FloatVector x) {
        return turned(x, 1);
    }

    private static FloatVector turned(FloatVector x, int quarters) {
        FloatVector t = step(x, all(TWO_OVER_PI), ROUND);
        FloatVector n = t.sub(ROUND);
        FloatVector r = n.fma(all(-HALF_PI_3), n.fma(all(-HALF_PI_2), n.fma(all(-HALF_PI_1), x)));
        IntVector q = t.reinterpretAsInts().add(quarters - ROUND_BITS);
        FloatVector z = r.mul(r);
        FloatVector sine = r.mul(z).fma(step(step(step(all(SIN3), z, SIN2), z, SIN1), z, SIN0), r);
        FloatVector cosine = step(step(step(step(all(COS2), z, COS1), z, COS0), z, -0.5f), z, 1f);
        VectorMask<Float> odd = q.and(1).compare(VectorOperators.NE, 0).cast(SPECIES);
        FloatVector y = sine.blend(cosine, odd);
        // the second bit of q is the sign
        IntVector sign = q.and(2).lanewise(VectorOperators.LSHL, 30);
        return y.reinterpretAsInts().lanewise(VectorOperators.XOR, sign).reinterpretAsFloats();
    }
}
