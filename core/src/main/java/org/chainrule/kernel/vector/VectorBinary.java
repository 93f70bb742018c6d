package org.chainrule.kernel.vector;

import static org.chainrule.kernel.vector.Vectors.SPECIES;
import static org.chainrule.kernel.vector.Vectors.load;
import static org.chainrule.kernel.vector.Vectors.truth;

import jdk.incubator.vector.VectorOperators;
import org.chainrule.ir.BinaryFunction;

/// Functions of two rows, over whole vectors.
final class VectorBinary {
    private static final int LANES = SPECIES.length();

    private VectorBinary() {
    }

    static void apply(BinaryFunction f, float[] a, int aAt, float[] b, int bAt, float[] out, int at, int end) {
        switch (f) {
            case ADD -> add(a, aAt, b, bAt, out, at, end);
            case SUB -> sub(a, aAt, b, bAt, out, at, end);
            case MUL -> mul(a, aAt, b, bAt, out, at, end);
            case DIV -> div(a, aAt, b, bAt, out, at, end);
            case MAX -> max(a, aAt, b, bAt, out, at, end);
            case MIN -> min(a, aAt, b, bAt, out, at, end);
            case LESS -> less(a, aAt, b, bAt, out, at, end);
            case LESS_EQUAL -> lessEqual(a, aAt, b, bAt, out, at, end);
            case EQUAL -> equal(a, aAt, b, bAt, out, at, end);
        }
    }

    private static void add(float[] a, int aAt, float[] b, int bAt, float[] out, int at, int end) {
        for (int i = 0; i < end; i += LANES) {
            load(a, aAt + i).add(load(b, bAt + i)).intoArray(out, at + i);
        }
    }

    private static void sub(float[] a, int aAt, float[] b, int bAt, float[] out, int at, int end) {
        for (int i = 0; i < end; i += LANES) {
            load(a, aAt + i).sub(load(b, bAt + i)).intoArray(out, at + i);
        }
    }

    private static void mul(float[] a, int aAt, float[] b, int bAt, float[] out, int at, int end) {
        for (int i = 0; i < end; i += LANES) {
            load(a, aAt + i).mul(load(b, bAt + i)).intoArray(out, at + i);
        }
    }

    private static void div(float[] a, int aAt, float[] b, int bAt, float[] out, int at, int end) {
        for (int i = 0; i < end; i += LANES) {
            load(a, aAt + i).div(load(b, bAt + i)).intoArray(out, at + i);
        }
    }

    private static void max(float[] a, int aAt, float[] b, int bAt, float[] out, int at, int end) {
        for (int i = 0; i < end; i += LANES) {
            load(a, aAt + i).max(load(b, bAt + i)).intoArray(out, at + i);
        }
    }

    private static void min(float[] a, int aAt, float[] b, int bAt, float[] out, int at, int end) {
        for (int i = 0; i < end; i += LANES) {
            load(a, aAt + i).min(load(b, bAt + i)).intoArray(out, at + i);
        }
    }

    private static void less(float[] a, int aAt, float[] b, int bAt, float[] out, int at, int end) {
        for (int i = 0; i < end; i += LANES) {
            truth(load(a, aAt + i).compare(VectorOperators.LT, load(b, bAt + i))).intoArray(out, at + i);
        }
    }

    private static void lessEqual(float[] a, int aAt, float[] b, int bAt, float[] out, int at, int end) {
        for (int i = 0; i < end; i += LANES) {
            truth(load(a, aAt + i).compare(VectorOperators.LE, load(b, bAt + i))).intoArray(out, at + i);
        }
    }

    private static void equal(float[] a, int aAt, float[] b, int bAt, float[] out, int at, int end) {
        for (int i = 0; i < end; i += LANES) {
            truth(load(a, aAt + i).compare(VectorOperators.EQ, load(b, bAt + i))).intoArray(out, at + i);
        }
    }
}
