package org.chainrule.kernel.vector;

import static org.chainrule.kernel.vector.Vectors.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import org.chainrule.kernel.scalar.ScalarMath;

/// The constants of [ScalarMath], broadcast to vectors. They are constants because each call that broadcasts one counts
/// against HotSpot's inlining limit for a loop; beyond the limit, vectors are allocated.
final class VectorConstants {
    static final FloatVector ZERO = all(0f);
    static final FloatVector HALF = all(0.5f);
    static final FloatVector MINUS_HALF = all(-0.5f);
    static final FloatVector ONE = all(1f);
    static final FloatVector TWO = all(2f);
    static final FloatVector SMALLEST_NORMAL = all(Float.MIN_NORMAL);
    static final FloatVector INFINITY = all(Float.POSITIVE_INFINITY);
    static final FloatVector MINUS_INFINITY = all(Float.NEGATIVE_INFINITY);
    static final FloatVector NAN = all(Float.NaN);
    static final FloatVector WHOLE = all(0x1p23f);
    static final FloatVector ROUND = all(ScalarMath.ROUND);
    static final FloatVector LOG2E = all(ScalarMath.LOG2E);
    static final FloatVector EXP0 = all(ScalarMath.EXP0);
    static final FloatVector EXP1 = all(ScalarMath.EXP1);
    static final FloatVector EXP2 = all(ScalarMath.EXP2);
    static final FloatVector EXP3 = all(ScalarMath.EXP3);
    static final FloatVector EXP4 = all(ScalarMath.EXP4);
    static final FloatVector EXP_HIGH = all(ScalarMath.EXP_HIGH);
    static final FloatVector EXP_LOW = all(ScalarMath.EXP_LOW);
    static final FloatVector MINUS_LN2 = all(-ScalarMath.LN2);
    static final FloatVector MINUS_LN2_REST = all(-ScalarMath.LN2_REST);
    static final FloatVector EXPM1_LOW = all(ScalarMath.EXPM1_LOW);
    static final FloatVector SUBNORMAL_SCALE = all(ScalarMath.SUBNORMAL_SCALE);
    static final FloatVector SUBNORMAL_SHIFT = all(25f);
    static final FloatVector LN2_SHORT = all(ScalarMath.LN2_SHORT);
    static final FloatVector LN2_SHORT_REST = all(ScalarMath.LN2_SHORT_REST);
    static final FloatVector LOG0 = all(ScalarMath.LOG0);
    static final FloatVector LOG1 = all(ScalarMath.LOG1);
    static final FloatVector LOG2 = all(ScalarMath.LOG2);
    static final FloatVector LOG1P_HIGH = all(ScalarMath.LOG1P_HIGH);
    static final FloatVector LOG1P_LOW = all(ScalarMath.LOG1P_LOW);
    static final FloatVector TANH0 = all(ScalarMath.TANH0);
    static final FloatVector TANH1 = all(ScalarMath.TANH1);
    static final FloatVector TANH2 = all(ScalarMath.TANH2);
    static final FloatVector TANH3 = all(ScalarMath.TANH3);
    static final FloatVector TANH4 = all(ScalarMath.TANH4);
    static final FloatVector TANH_SMALL = all(ScalarMath.TANH_SMALL);
    static final FloatVector ERF_ONE = all(ScalarMath.ERF_ONE);
    static final FloatVector ERF_SMALL = all(ScalarMath.ERF_SMALL);
    static final FloatVector ERF0 = all(ScalarMath.ERF0);
    static final FloatVector ERF1 = all(ScalarMath.ERF1);
    static final FloatVector ERF2 = all(ScalarMath.ERF2);
    static final FloatVector ERF3 = all(ScalarMath.ERF3);
    static final FloatVector ERF4 = all(ScalarMath.ERF4);
    static final FloatVector ERF5 = all(ScalarMath.ERF5);
    static final FloatVector ERF6 = all(ScalarMath.ERF6);
    static final FloatVector ERFC0 = all(ScalarMath.ERFC0);
    static final FloatVector ERFC1 = all(ScalarMath.ERFC1);
    static final FloatVector ERFC2 = all(ScalarMath.ERFC2);
    static final FloatVector ERFC3 = all(ScalarMath.ERFC3);
    static final FloatVector ERFC4 = all(ScalarMath.ERFC4);
    static final FloatVector ERFC5 = all(ScalarMath.ERFC5);
    static final FloatVector ERFC6 = all(ScalarMath.ERFC6);
    static final FloatVector TURN_LIMIT = all(ScalarMath.TURN_LIMIT);
    static final FloatVector TWO_OVER_PI = all(ScalarMath.TWO_OVER_PI);
    static final FloatVector MINUS_HALF_PI_1 = all(-ScalarMath.HALF_PI_1);
    static final FloatVector MINUS_HALF_PI_2 = all(-ScalarMath.HALF_PI_2);
    static final FloatVector MINUS_HALF_PI_3 = all(-ScalarMath.HALF_PI_3);
    static final FloatVector SIN0 = all(ScalarMath.SIN0);
    static final FloatVector SIN1 = all(ScalarMath.SIN1);
    static final FloatVector SIN2 = all(ScalarMath.SIN2);
    static final FloatVector SIN3 = all(ScalarMath.SIN3);
    static final FloatVector SIN_SMALL = all(ScalarMath.SIN_SMALL);
    static final FloatVector COS0 = all(ScalarMath.COS0);
    static final FloatVector COS1 = all(ScalarMath.COS1);
    static final FloatVector COS2 = all(ScalarMath.COS2);

    static final IntVector SIGN = ints(ScalarMath.SIGN_BIT);
    static final IntVector ROUND_INTS = ints(ScalarMath.ROUND_BITS);
    static final IntVector SQRT_HALF = ints(ScalarMath.SQRT_HALF_BITS);
    static final IntVector BIAS = ints(127);
    static final IntVector BIAS_LESS_ONE = ints(126);

    private VectorConstants() {
    }

    private static FloatVector all(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }

    private static IntVector ints(int value) {
        return IntVector.broadcast(SPECIES.withLanes(int.class), value);
    }
}
