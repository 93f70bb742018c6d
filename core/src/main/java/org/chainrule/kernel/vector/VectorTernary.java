package org.chainrule.kernel.vector;

import static org.chainrule.kernel.vector.Vectors.SPECIES;
import static org.chainrule.kernel.vector.Vectors.all;
import static org.chainrule.kernel.vector.Vectors.load;

import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// Functions of three rows, of which the second and the third may be one number, over whole vectors.
final class VectorTernary {
    private static final int LANES = SPECIES.length();

    private VectorTernary() {
    }

    static void fma(float[] a, int aAt, float[] b, int bAt, int bStep, float[] c, int cAt, int cStep, float[] out,
            int at,
            int end) {
        if (bStep == 0 && cStep == 0) {
            scaleShift(a, aAt, b[bAt], c[cAt], out, at, end);
        } else if (bStep == 0) {
            scaleAdd(a, aAt, b[bAt], c, cAt, out, at, end);
        } else if (cStep == 0) {
            multiplyShift(a, aAt, b, bAt, c[cAt], out, at, end);
        } else {
            multiplyAdd(a, aAt, b, bAt, c, cAt, out, at, end);
        }
    }

    private static void scaleShift(float[] a, int aAt, float b, float c, float[] out, int at, int end) {
        for (int i = 0; i < end; i += LANES) {
            load(a, aAt + i).fma(all(b), all(c)).intoArray(out, at + i);
        }
    }

    private static void scaleAdd(float[] a, int aAt, float b, float[] c, int cAt, float[] out, int at, int end) {
        for (int i = 0; i < end; i += LANES) {
            load(a, aAt + i).fma(all(b), load(c, cAt + i)).intoArray(out, at + i);
        }
    }

    private static void multiplyShift(float[] a, int aAt, float[] b, int bAt, float c, float[] out, int at, int end) {
        for (int i = 0; i < end; i += LANES) {
            load(a, aAt + i).fma(load(b, bAt + i), all(c)).intoArray(out, at + i);
        }
    }

    private static void multiplyAdd(float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, float[] out, int at,
            int end) {
        for (int i = 0; i < end; i += LANES) {
            load(a, aAt + i).fma(load(b, bAt + i), load(c, cAt + i)).intoArray(out, at + i);
        }
    }

    static void select(float[] condition, int conditionAt, float[] a, int aAt, int aStep, float[] b, int bAt, int bStep,
            float[] out, int at, int end) {
        if (aStep == 0 && bStep == 0) {
            numberOrNumber(condition, conditionAt, a[aAt], b[bAt], out, at, end);
        } else if (aStep == 0) {
            numberOrRow(condition, conditionAt, a[aAt], b, bAt, out, at, end);
        } else if (bStep == 0) {
            rowOrNumber(condition, conditionAt, a, aAt, b[bAt], out, at, end);
        } else {
            rowOrRow(condition, conditionAt, a, aAt, b, bAt, out, at, end);
        }
    }

    private static VectorMask<Float> holds(float[] condition, int i) {
        return load(condition, i).compare(VectorOperators.NE, 0f);
    }

    private static void numberOrNumber(float[] condition, int conditionAt, float a, float b, float[] out, int at,
            int end) {
        for (int i = 0; i < end; i += LANES) {
            all(b).blend(all(a), holds(condition, conditionAt + i)).intoArray(out, at + i);
        }
    }

    private static void numberOrRow(float[] condition, int conditionAt, float a, float[] b, int bAt, float[] out,
            int at, int end) {
        for (int i = 0; i < end; i += LANES) {
            load(b, bAt + i).blend(all(a), holds(condition, conditionAt + i)).intoArray(out, at + i);
        }
    }

    private static void rowOrNumber(float[] condition, int conditionAt, float[] a, int aAt, float b, float[] out,
            int at, int end) {
        for (int i = 0; i < end; i += LANES) {
            all(b).blend(load(a, aAt + i), holds(condition, conditionAt + i)).intoArray(out, at + i);
        }
    }

    private static void rowOrRow(float[] condition, int conditionAt, float[] a, int aAt, float[] b, int bAt,
            float[] out, int at, int end) {
        for (int i = 0; i < end; i += LANES) {
            load(b, bAt + i).blend(load(a, aAt + i), holds(condition, conditionAt + i)).intoArray(out, at + i);
        }
    }
}
