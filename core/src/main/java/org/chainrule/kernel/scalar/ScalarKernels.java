package org.chainrule.kernel.scalar;

import org.chainrule.ir.BinaryFunction;
import org.chainrule.ir.Reduction;
import org.chainrule.ir.UnaryFunction;
import org.chainrule.kernel.Epilogue;
import org.chainrule.kernel.Kernels;
import org.chainrule.kernel.Matrix;
import org.chainrule.kernel.PackedMatrix;
import org.chainrule.random.Philox;
import org.jspecify.annotations.Nullable;

/// The kernels in plain Java. Each function is one loop with one index for all arrays, the form that HotSpot
/// vectorises.
public final class ScalarKernels implements Kernels {
    /// The only instance.
    public static final ScalarKernels INSTANCE = new ScalarKernels();

    private final ScalarMatmul matmul = new ScalarMatmul();

    private ScalarKernels() {
    }

    @Override
    public int lanes() {
        return 1;
    }

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public void unary(UnaryFunction f, float[] x, float[] out, int lo, int hi) {
        switch (f) {
            case NEG -> {
                for (int i = lo; i < hi; i++) {
                    out[i] = -x[i];
                }
            }
            case ABS -> {
                for (int i = lo; i < hi; i++) {
                    out[i] = Math.abs(x[i]);
                }
            }
            case SIGN -> {
                for (int i = lo; i < hi; i++) {
                    out[i] = Math.signum(x[i]);
                }
            }
            case FLOOR -> {
                for (int i = lo; i < hi; i++) {
                    out[i] = ScalarMath.floor(x[i]);
                }
            }
            case SQRT -> {
                for (int i = lo; i < hi; i++) {
                    out[i] = (float) Math.sqrt(x[i]);
                }
            }
            case EXP, EXPM1, LOG, LOG1P, TANH, SIGMOID, ERF, SIN, COS -> transcendental(f, x, out, lo, hi);
        }
    }

    private static void transcendental(UnaryFunction f, float[] x, float[] out, int lo, int hi) {
        switch (f) {
            case EXP -> {
                for (int i = lo; i < hi; i++) {
                    out[i] = ScalarMath.exp(x[i]);
                }
            }
            case EXPM1 -> {
                for (int i = lo; i < hi; i++) {
                    out[i] = ScalarMath.expm1(x[i]);
                }
            }
            case LOG -> {
                for (int i = lo; i < hi; i++) {
                    out[i] = ScalarMath.log(x[i]);
                }
            }
            case LOG1P -> {
                for (int i = lo; i < hi; i++) {
                    out[i] = ScalarMath.log1p(x[i]);
                }
            }
            case TANH -> {
                for (int i = lo; i < hi; i++) {
                    out[i] = ScalarMath.tanh(x[i]);
                }
            }
            case SIGMOID -> {
                for (int i = lo; i < hi; i++) {
                    out[i] = ScalarMath.sigmoid(x[i]);
                }
            }
            case ERF -> {
                for (int i = lo; i < hi; i++) {
                    out[i] = ScalarMath.erf(x[i]);
                }
            }
            case SIN -> {
                for (int i = lo; i < hi; i++) {
                    out[i] = ScalarMath.sin(x[i]);
                }
            }
            case COS -> {
                for (int i = lo; i < hi; i++) {
                    out[i] = ScalarMath.cos(x[i]);
                }
            }
            case NEG, ABS, SIGN, FLOOR, SQRT -> throw new AssertionError(f);
        }
    }

    @Override
    public void binary(BinaryFunction f, float[] a, float[] b, float[] out, int lo, int hi) {
        switch (f) {
            case ADD -> {
                for (int i = lo; i < hi; i++) {
                    out[i] = a[i] + b[i];
                }
            }
            case SUB -> {
                for (int i = lo; i < hi; i++) {
                    out[i] = a[i] - b[i];
                }
            }
            case MUL -> {
                for (int i = lo; i < hi; i++) {
                    out[i] = a[i] * b[i];
                }
            }
            case DIV -> {
                for (int i = lo; i < hi; i++) {
                    out[i] = a[i] / b[i];
                }
            }
            case MAX -> {
                for (int i = lo; i < hi; i++) {
                    out[i] = Math.max(a[i], b[i]);
                }
            }
            case MIN -> {
                for (int i = lo; i < hi; i++) {
                    out[i] = Math.min(a[i], b[i]);
                }
            }
            case LESS -> {
                for (int i = lo; i < hi; i++) {
                    out[i] = ScalarMath.less(a[i], b[i]);
                }
            }
            case LESS_EQUAL -> {
                for (int i = lo; i < hi; i++) {
                    out[i] = ScalarMath.lessEqual(a[i], b[i]);
                }
            }
            case EQUAL -> {
                for (int i = lo; i < hi; i++) {
                    out[i] = ScalarMath.equal(a[i], b[i]);
                }
            }
        }
    }

    @Override
    public void fma(float[] a, float[] b, float[] c, float[] out, int lo, int hi) {
        for (int i = lo; i < hi; i++) {
            out[i] = Fma.fma(a[i], b[i], c[i]);
        }
    }

    @Override
    public void select(float[] condition, float[] a, float[] b, float[] out, int lo, int hi) {
        for (int i = lo; i < hi; i++) {
            out[i] = ScalarMath.select(condition[i], a[i], b[i]);
        }
    }

    @Override
    public void binary(BinaryFunction f, float[] a, int aOffset, int aStep, float[] b, int bOffset, int bStep,
            float[] out, int outOffset, int count) {
        ScalarRows.binary(f, a, aOffset, aStep, b, bOffset, bStep, out, outOffset, count);
    }

    @Override
    public void fma(float[] a, int aOffset, int aStep, float[] b, int bOffset, int bStep, float[] c, int cOffset,
            int cStep, float[] out, int outOffset, int count) {
        ScalarRows.fma(a, aOffset, aStep, b, bOffset, bStep, c, cOffset, cStep, out, outOffset, count);
    }

    @Override
    public void select(float[] condition, int conditionOffset, int conditionStep, float[] a, int aOffset, int aStep,
            float[] b, int bOffset, int bStep, float[] out, int outOffset, int count) {
        ScalarRows.select(condition, conditionOffset, conditionStep, a, aOffset, aStep, b, bOffset, bStep, out,
                outOffset, count);
    }

    @Override
    public float reduceRun(Reduction r, float[] x, int offset, int count, float[] scratch) {
        return ScalarReductions.run(r, x, offset, count, scratch);
    }

    @Override
    public void reduceRows(Reduction r, Matrix x, float[] out, int outOffset, float[] scratch) {
        ScalarReductions.rows(r, x.array(), x.offset(), x.rows(), x.rowDistance(), out, outOffset, 0, x.columns(),
                scratch);
    }

    @Override
    public void uniform(long key, int stream0, int stream1, float[] out, int lo, int hi) {
        Philox.uniform(key, stream0, stream1, out, lo, hi);
    }

    @Override
    public void matmul(Matrix a, Matrix b, Matrix c, @Nullable Epilogue epilogue, int column, float[] scratch) {
        matmul.multiply(a, b, c, epilogue, column, scratch);
    }

    @Override
    public long packedBytes(int n, int k) {
        return 0;
    }

    @Override
    public PackedMatrix pack(Matrix b) {
        return PackedMatrix.inPlace(b);
    }

    @Override
    public int matmulScratch(int m, int n, int k) {
        return ScalarMatmul.scratch(k);
    }
}
