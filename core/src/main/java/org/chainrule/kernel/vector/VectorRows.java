package org.chainrule.kernel.vector;

import static org.chainrule.kernel.vector.Vectors.SPECIES;

import org.chainrule.ir.BinaryFunction;
import org.chainrule.kernel.scalar.ScalarRows;

/// Elementwise functions along one row: whole vectors, then the scalar form for the remainder.
///
/// Each loop in the classes that this one calls is a separate method, so that HotSpot compiles only the loops that are
/// used. An operand that is one number is broadcast inside the loop, and HotSpot hoists the broadcast; a vector that is
/// broadcast outside the loop may be allocated.
public final class VectorRows {
    private static final int LANES = SPECIES.length();

    private VectorRows() {
    }

    /// Computes [org.chainrule.kernel.Kernels#binary].
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

    /// Computes [org.chainrule.kernel.Kernels#fma].
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

    /// Computes [org.chainrule.kernel.Kernels#select].
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
