package org.chainrule.kernel.vector;

import static org.chainrule.kernel.vector.Vectors.SPECIES;

import org.chainrule.ir.BinaryFunction;
import org.chainrule.ir.Reduction;
import org.chainrule.ir.UnaryFunction;
import org.chainrule.kernel.Epilogue;
import org.chainrule.kernel.Kernels;
import org.chainrule.kernel.Matrix;
import org.chainrule.kernel.PackedMatrix;
import org.jspecify.annotations.Nullable;

/// The kernels in the Vector API: whole vectors, then the scalar form for the remainder. This class can be loaded only
/// if the module jdk.incubator.vector is present.
public final class VectorKernels implements Kernels {
    /// The only instance.
    public static final VectorKernels INSTANCE = new VectorKernels();

    private VectorKernels() {
    }

    @Override
    public int lanes() {
        return SPECIES.length();
    }

    @Override
    public String name() {
        return "vector " + SPECIES.vectorBitSize() + "-bit";
    }

    @Override
    public void unary(UnaryFunction f, float[] x, float[] out, int lo, int hi) {
        VectorFunctions.unary(f, x, out, lo, hi);
    }

    @Override
    public void binary(BinaryFunction f, float[] a, float[] b, float[] out, int lo, int hi) {
        binary(f, a, lo, 1, b, lo, 1, out, lo, hi - lo);
    }

    @Override
    public void fma(float[] a, float[] b, float[] c, float[] out, int lo, int hi) {
        fma(a, lo, 1, b, lo, 1, c, lo, 1, out, lo, hi - lo);
    }

    @Override
    public void select(float[] condition, float[] a, float[] b, float[] out, int lo, int hi) {
        select(condition, lo, 1, a, lo, 1, b, lo, 1, out, lo, hi - lo);
    }

    @Override
    public void binary(BinaryFunction f, float[] a, int aOffset, int aStep, float[] b, int bOffset, int bStep,
            float[] out, int outOffset, int count) {
        VectorRows.binary(f, a, aOffset, aStep, b, bOffset, bStep, out, outOffset, count);
    }

    @Override
    public void fma(float[] a, int aOffset, int aStep, float[] b, int bOffset, int bStep, float[] c, int cOffset,
            int cStep, float[] out, int outOffset, int count) {
        VectorRows.fma(a, aOffset, aStep, b, bOffset, bStep, c, cOffset, cStep, out, outOffset, count);
    }

    @Override
    public void select(float[] condition, int conditionOffset, int conditionStep, float[] a, int aOffset, int aStep,
            float[] b, int bOffset, int bStep, float[] out, int outOffset, int count) {
        VectorRows.select(condition, conditionOffset, conditionStep, a, aOffset, aStep, b, bOffset, bStep, out,
                outOffset, count);
    }

    @Override
    public float reduceRun(Reduction r, float[] x, int offset, int count, float[] scratch) {
        return VectorReductions.run(r, x, offset, count, scratch);
    }

    @Override
    public void reduceRows(Reduction r, Matrix x, float[] out, int outOffset, float[] scratch) {
        VectorReductions.rows(r, x.array(), x.offset(), x.rows(), x.rowDistance(), out, outOffset, x.columns(),
                scratch);
    }

    @Override
    public void uniform(long key, int stream0, int stream1, float[] out, int lo, int hi) {
        VectorPhilox.uniform(key, stream0, stream1, out, lo, hi);
    }

    @Override
    public void matmul(Matrix a, Matrix b, Matrix c, @Nullable Epilogue epilogue, int column, float[] scratch) {
        VectorMatmul.multiply(a, b, c, epilogue, column, scratch);
    }

    @Override
    public long packedBytes(int n, int k) {
        return VectorPackedRow.bytes(n, k);
    }

    @Override
    public PackedMatrix pack(Matrix b) {
        return packedBytes(b.columns(), b.rows()) > 0 ? VectorPackedRow.pack(b) : PackedMatrix.inPlace(b);
    }

    @Override
    public void matmul(Matrix a, PackedMatrix b, Matrix c, @Nullable Epilogue epilogue, float[] scratch) {
        if (b.panels().length == 0) {
            matmul(a, b.matrix(), c, epilogue, 0, scratch);
            return;
        }
        for (int i = 0; i < c.rows(); i++) {
            VectorPackedRow.row(b, a.array(), a.offset() + i * a.rowDistance(), c.array(),
                    c.offset() + i * c.rowDistance(), scratch);
        }
        if (epilogue != null) {
            VectorEpilogue.finish(epilogue, c.array(), c.offset(), c.rowDistance(), c.rows(), 0, c.columns());
        }
    }

    @Override
    public int matmulScratch(int m, int n, int k) {
        return VectorMatmul.scratch(m, n, k);
    }
}
