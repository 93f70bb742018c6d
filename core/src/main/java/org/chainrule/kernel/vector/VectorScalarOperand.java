package org.chainrule.kernel.vector;

import static org.chainrule.kernel.vector.Vectors.SPECIES;
import static org.chainrule.kernel.vector.Vectors.all;
import static org.chainrule.kernel.vector.Vectors.load;
import static org.chainrule.kernel.vector.Vectors.truth;

import jdk.incubator.vector.VectorOperators;
import org.chainrule.ir.BinaryFunction;

/// Functions of a row and one number, over whole vectors.
final class VectorScalarOperand {
    private static final int LANES = SPECIES.length();

    private VectorScalarOperand() {
    }

    /// Computes `f(a[i], b)`.
    static void right(BinaryFunction f, float[] a, int aAt, float b, float[] out, int at, int end) {
        switch (f) {
            case ADD -> add(a, aAt, b, out, at, end);
            case SUB -> sub(a, aAt, b, out, at, end);
            case MUL -> mul(a, aAt, b, out, at, end);
            case DIV -> div(a, aAt, b, out, at, end);
            case MAX -> max(a, aAt, b, out, at, end);
            case MIN -> min(a, aAt, b, out, at, end);
            case LESS -> less(a, aAt, b, out, at, end);
            case LESS_EQUAL -> lessEqual(a, aAt, b, out, at, end);
            case EQUAL -> equal(a, aAt, b, out, at, end);
        }
    }

    /// Computes `f(a, b[i])`.
    static void left(BinaryFunction f, float a, float[] b, int bAt, float[] out, int at, int end) {
        switch (f) {
            case ADD, MUL, MAX, MIN, EQUAL -> right(f, b, bAt, a, out, at, end);
            case SUB -> subFrom(a, b, bAt, out, at, end);
            case DIV -> divInto(a, b, bAt, out, at, end);
            case LESS -> greater(b, bAt, a, out, at, end);
            case LESS_EQUAL -> greaterEqual(b, bAt, a, out, at, end);
        }
    }

    private static void add(float[] a, int aAt, float b, float[] out, int at, int end) {
        for (int i = 0; i < end; i += LANES) {
            load(a, aAt + i).add(all(b)).intoArray(out, at + i);
        }
    }

    private static void sub(float[] a, int aAt, float b, float[] out, int at, int end) {
        for (int i = 0; i < end; i += LANES) {
            load(a, aAt + i).sub(all(b)).intoArray(out, at + i);
        }
    }

    private static void mul(float[] a, int aAt, float b, float[] out, int at, int end) {
        for (int i = 0; i < end; i += LANES) {
            load(a, aAt + i).mul(all(b)).intoArray(out, at + i);
        }
    }

    private static void div(float[] a, int aAt, float b, float[] out, int at, int end) {
        for (int i = 0; i < end; i += LANES) {
            load(a, aAt + i).div(all(b)).intoArray(out, at + i);
        }
    }

    private static void max(float[] a, int aAt, float b, float[] out, int at, int end) {
        for (int i = 0; i < end; i += LANES) {
            load(a, aAt + i).max(all(b)).intoArray(out, at + i);
        }
    }

    private static void min(float[] a, int aAt, float b, float[] out, int at, int end) {
        for (int i = 0; i < end; i += LANES) {
            load(a, aAt + i).min(all(b)).intoArray(out, at + i);
        }
    }

    private static void less(float[] a, int aAt, float b, float[] out, int at, int end) {
        for (int i = 0; i < end; i += LANES) {
            truth(load(a, aAt + i).compare(VectorOperators.LT, all(b))).intoArray(out, at + i);
        }
    }

    private static void lessEqual(float[] a, int aAt, float b, float[] out, int at, int end) {
        for (int i = 0; i < end; i += LANES) {
            truth(load(a, aAt + i).compare(VectorOperators.LE, all(b))).intoArray(out, at + i);
        }
    }

    private static void equal(float[] a, int aAt, float b, float[] out, int at, int end) {
        for (int i = 0; i < end; i += LANES) {
            truth(load(a, aAt + i).compare(VectorOperators.EQ, all(b))).intoArray(out, at + i);
        }
    }

    private static void greater(float[] a, int aAt, float b, float[] out, int at, int end) {
        for (int i = 0; i < end; i += LANES) {
            truth(load(a, aAt + i).compare(VectorOperators.GT, all(b))).intoArray(out, at + i);
        }
    }

    private static void greaterEqual(float[] a, int aAt, float b, float[] out, int at, int end) {
        for (int i = 0; i < end; i += LANES) {
            truth(load(a, aAt + i).compare(VectorOperators.GE, all(b))).intoArray(out, at + i);
        }
    }

    private static void subFrom(float a, float[] b, int bAt, float[] out, int at, int end) {
        for (int i = 0; i < end; i += LANES) {
            all(a).sub(load(b, bAt + i)).intoArray(out, at + i);
        }
    }

    private static void divInto(float a, float[] b, int bAt, float[] out, int at, int end) {
        for (int i = 0; i < end; i += LANES) {
            all(a).div(load(b, bAt + i)).intoArray(out, at + i);
        }
    }
}
