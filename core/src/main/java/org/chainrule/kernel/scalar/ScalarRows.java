package org.chainrule.kernel.scalar;

import org.chainrule.ir.BinaryFunction;

/// Elementwise functions along one row. Each operand has an offset, and advances by 1 or is one number.
public final class ScalarRows {
    private ScalarRows() {
    }

    /// Computes [org.chainrule.kernel.Kernels#binary].
    public static void binary(BinaryFunction f, float[] a, int aOffset, int aStep, float[] b, int bOffset, int bStep,
            float[] out, int outOffset, int count) {
        switch (f) {
            case ADD -> {
                for (int i = 0; i < count; i++) {
                    out[outOffset + i] = a[aOffset + i * aStep] + b[bOffset + i * bStep];
                }
            }
            case SUB -> {
                for (int i = 0; i < count; i++) {
                    out[outOffset + i] = a[aOffset + i * aStep] - b[bOffset + i * bStep];
                }
            }
            case MUL -> {
                for (int i = 0; i < count; i++) {
                    out[outOffset + i] = a[aOffset + i * aStep] * b[bOffset + i * bStep];
                }
            }
            case DIV -> {
                for (int i = 0; i < count; i++) {
                    out[outOffset + i] = a[aOffset + i * aStep] / b[bOffset + i * bStep];
                }
            }
            case MAX -> {
                for (int i = 0; i < count; i++) {
                    out[outOffset + i] = Math.max(a[aOffset + i * aStep], b[bOffset + i * bStep]);
                }
            }
            case MIN -> {
                for (int i = 0; i < count; i++) {
                    out[outOffset + i] = Math.min(a[aOffset + i * aStep], b[bOffset + i * bStep]);
                }
            }
            case LESS -> {
                for (int i = 0; i < count; i++) {
                    out[outOffset + i] = ScalarMath.less(a[aOffset + i * aStep], b[bOffset + i * bStep]);
                }
            }
            case LESS_EQUAL -> {
                for (int i = 0; i < count; i++) {
                    out[outOffset + i] = ScalarMath.lessEqual(a[aOffset + i * aStep], b[bOffset + i * bStep]);
                }
            }
            case EQUAL -> {
                for (int i = 0; i < count; i++) {
                    out[outOffset + i] = ScalarMath.equal(a[aOffset + i * aStep], b[bOffset + i * bStep]);
                }
            }
        }
    }

    /// Computes [org.chainrule.kernel.Kernels#fma].
    public static void fma(float[] a, int aOffset, int aStep, float[] b, int bOffset, int bStep, float[] c, int cOffset,
            int cStep, float[] out, int outOffset, int count) {
        for (int i = 0; i < count; i++) {
            out[outOffset + i] = Fma.fma(a[aOffset + i * aStep], b[bOffset + i * bStep], c[cOffset + i * cStep]);
        }
    }

    /// Computes [org.chainrule.kernel.Kernels#select].
    public static void select(float[] condition, int conditionOffset, int conditionStep, float[] a, int aOffset,
            int aStep,
            float[] b, int bOffset, int bStep, float[] out, int outOffset, int count) {
        for (int i = 0; i < count; i++) {
            out[outOffset + i] = ScalarMath.select(condition[conditionOffset + i * conditionStep],
                    a[aOffset + i * aStep], b[bOffset + i * bStep]);
        }
    }
}
