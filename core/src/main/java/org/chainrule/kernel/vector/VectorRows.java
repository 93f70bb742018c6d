package org.chainrule.kernel.vector;

import static org.chainrule.kernel.vector.VectorMath.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.chainrule.ir.BinaryFunction;
import org.chainrule.kernel.scalar.ScalarRows;

/// Elementwise functions along one row: whole vectors, then the scalar form for what is left.
///
/// Each loop, here and in the classes that this one calls, is a method of its own, compiled when it is first used. An
/// operand that stays is spread over a vector inside the loop, whence HotSpot moves it out; done outside, the vector may
/// be allocated.
public final class VectorRows {
    private static final int LANES = SPECIES.length();

    private VectorRows() {
    }

    public static FloatVector load(float[] x, int i) {
        return FloatVector.fromArray(SPECIES, x, i);
    }

    public static FloatVector all(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }

    public static FloatVector truth(VectorMask<Float> mask) {
        return all(0f).blend(1f, mask);
    }

    public static void binary(BinaryFunction f, float[] a, int aOffset, int aStep, float[] b, int bOffset, int bStep,
            float[] out, int outOffset, int count) {
        int end = aStep == 0 && bStep == 0 ? 0 : count & -LANES;
        if (end > 0) {
            if (aStep == 0) {
                VectorScalarOperand.left(f, a[aOffset], b, bOffset, out, outOffset, end);
            } else if (bStep == 0) {
                VectorScalarOperand.right(f, a, aOffset, b[bOffset], out, outOffset, end);
            } else {
                VectorBinary.apply(f, a, aOffset, b, bOffset, out, outOffset, end);
            }
        }
        ScalarRows.binary(f, a, aOffset + end * aStep, aStep, b, bOffset + end * bStep, bStep, out, outOffset + end,
                count - end);
    }

    public static void fma(float[] a, int aOffset, int aStep, float[] b, int bOffset, int bStep, float[] c, int cOffset,
            int cStep, float[] out, int outOffset, int count) {
        int end = aStep == 0 && bStep == 0 ? 0 : count & -LANES;
        if (end > 0) {
            if (aStep == 0) {
                VectorTernary.fma(b, bOffset, a, aOffset, 0, c, cOffset, cStep, out, outOffset, end);
            } else {
                VectorTernary.fma(a, aOffset, b, bOffset, bStep, c, cOffset, cStep, out, outOffset, end);
            }
        }
        ScalarRows.fma(a, aOffset + end * aStep, aStep, b, bOffset + end * bStep, bStep, c, cOffset + end * cStep,
                cStep, out, outOffset + end, count - end);
    }

    public static void select(float[] condition, int conditionOffset, int conditionStep, float[] a, int aOffset,
            int aStep,
            float[] b, int bOffset, int bStep, float[] out, int outOffset, int count) {
        int end = conditionStep == 0 ? 0 : count & -LANES;
        if (end > 0) {
            VectorTernary.select(condition, conditionOffset, a, aOffset, aStep, b, bOffset, bStep, out, outOffset, end);
        }
        ScalarRows.select(condition, conditionOffset + end * conditionStep, conditionStep, a, aOffset + end * aStep,
                aStep, b, bOffset + end * bStep, bStep, out, outOffset + end, count - end);
    }
}
