package org.chainrule.kernel.vector;

import static org.chainrule.kernel.vector.Vectors.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.chainrule.ir.UnaryFunction;
import org.chainrule.kernel.scalar.ScalarKernels;

/// Functions of one number over a range: whole vectors, then the scalar form for the remainder. Each loop is a separate
/// method, so that HotSpot compiles only the loops that are used.
final class VectorFunctions {
    private static final int LANES = SPECIES.length();

    private VectorFunctions() {
    }

    static void unary(UnaryFunction f, float[] x, float[] out, int lo, int hi) {
        int end = lo + ((hi - lo) & -LANES);
        switch (f) {
            case NEG -> neg(x, out, lo, end);
            case ABS -> abs(x, out, lo, end);
            case SIGN -> sign(x, out, lo, end);
            case FLOOR -> floor(x, out, lo, end);
            case SQRT -> sqrt(x, out, lo, end);
            case EXP -> exp(x, out, lo, end);
            case EXPM1 -> expm1(x, out, lo, end);
            case LOG -> log(x, out, lo, end);
            case LOG1P -> log1p(x, out, lo, end);
            case TANH -> tanh(x, out, lo, end);
            case SIGMOID -> sigmoid(x, out, lo, end);
            case ERF -> erf(x, out, lo, end);
            case SIN -> sin(x, out, lo, end);
            case COS -> cos(x, out, lo, end);
        }
        ScalarKernels.INSTANCE.unary(f, x, out, end, hi);
    }

    private static FloatVector load(float[] x, int i) {
        return FloatVector.fromArray(SPECIES, x, i);
    }

    private static void neg(float[] x, float[] out, int lo, int end) {
        for (int i = lo; i < end; i += LANES) {
            load(x, i).neg().intoArray(out, i);
        }
    }

    private static void abs(float[] x, float[] out, int lo, int end) {
        for (int i = lo; i < end; i += LANES) {
            load(x, i).abs().intoArray(out, i);
        }
    }

    private static void sign(float[] x, float[] out, int lo, int end) {
        for (int i = lo; i < end; i += LANES) {
            VectorMath.sign(load(x, i)).intoArray(out, i);
        }
    }

    private static void floor(float[] x, float[] out, int lo, int end) {
        for (int i = lo; i < end; i += LANES) {
            VectorMath.floor(load(x, i)).intoArray(out, i);
        }
    }

    private static void sqrt(float[] x, float[] out, int lo, int end) {
        for (int i = lo; i < end; i += LANES) {
            load(x, i).sqrt().intoArray(out, i);
        }
    }

    private static void exp(float[] x, float[] out, int lo, int end) {
        for (int i = lo; i < end; i += LANES) {
            VectorMath.exp(load(x, i)).intoArray(out, i);
        }
    }

    private static void expm1(float[] x, float[] out, int lo, int end) {
        for (int i = lo; i < end; i += LANES) {
            VectorMath.expm1(load(x, i)).intoArray(out, i);
        }
    }

    private static void log(float[] x, float[] out, int lo, int end) {
        for (int i = lo; i < end; i += LANES) {
            VectorMath.log(load(x, i)).intoArray(out, i);
        }
    }

    private static void log1p(float[] x, float[] out, int lo, int end) {
        for (int i = lo; i < end; i += LANES) {
            VectorMath.log1p(load(x, i)).intoArray(out, i);
        }
    }

    private static void tanh(float[] x, float[] out, int lo, int end) {
        for (int i = lo; i < end; i += LANES) {
            VectorMath.tanh(load(x, i)).intoArray(out, i);
        }
    }

    private static void sigmoid(float[] x, float[] out, int lo, int end) {
        for (int i = lo; i < end; i += LANES) {
            VectorMath.sigmoid(load(x, i)).intoArray(out, i);
        }
    }

    private static void erf(float[] x, float[] out, int lo, int end) {
        for (int i = lo; i < end; i += LANES) {
            VectorMath.erf(load(x, i)).intoArray(out, i);
        }
    }

    private static void sin(float[] x, float[] out, int lo, int end) {
        for (int i = lo; i < end; i += LANES) {
            FloatVector angle = load(x, i);
            if (VectorMath.turnable(angle)) {
                VectorMath.sin(angle).intoArray(out, i);
            } else {
                ScalarKernels.INSTANCE.unary(UnaryFunction.SIN, x, out, i, i + LANES);
            }
        }
    }

    private static void cos(float[] x, float[] out, int lo, int end) {
        for (int i = lo; i < end; i += LANES) {
            FloatVector angle = load(x, i);
            if (VectorMath.turnable(angle)) {
                VectorMath.cos(angle).intoArray(out, i);
            } else {
                ScalarKernels.INSTANCE.unary(UnaryFunction.COS, x, out, i, i + LANES);
            }
        }
    }
}
