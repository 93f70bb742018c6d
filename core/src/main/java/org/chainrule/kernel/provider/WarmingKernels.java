package org.chainrule.kernel.provider;

import java.util.concurrent.locks.LockSupport;
import org.chainrule.ir.BinaryFunction;
import org.chainrule.ir.Reduction;
import org.chainrule.ir.UnaryFunction;
import org.chainrule.kernel.Epilogue;
import org.chainrule.kernel.Kernels;
import org.chainrule.kernel.Matrix;
import org.chainrule.kernel.PackedMatrix;
import org.chainrule.kernel.vector.VectorMatmul;
import org.chainrule.thread.Background;
import org.jspecify.annotations.Nullable;

/// Kernels that start on a provider that is fast when cold and change to a provider that is faster when warm. They
/// change group by group, when the background thread has warmed a group. All providers give the same bits, so a change
/// may happen between any two calls.
final class WarmingKernels implements Kernels {
    /// The delay that lets HotSpot compile the cold provider first, in parts between which loops are warmed.
    private static final long DELAY_NANOS = 10_000_000;
    private static final int DELAYS = 20;

    private final Kernels cold;
    private final Kernels warm;
    private @Nullable Thread thread;
    private volatile Kernels matmul;
    private volatile Kernels rowMatmul;
    private volatile Kernels rows;
    private volatile Kernels functions;
    private volatile Kernels reductions;

    WarmingKernels(Kernels cold, Kernels warm) {
        this.cold = cold;
        this.warm = warm;
        matmul = cold;
        rowMatmul = cold;
        rows = cold;
        functions = cold;
        reductions = cold;
    }

    /// Starts the warm-up in the background at the first call, and returns this.
    synchronized WarmingKernels begin() {
        if (thread == null) {
            try {
                thread = Background.soon(Background.Urgency.MATMUL, this::pass);
            } catch (OutOfMemoryError e) {
                // no thread is available: the kernels warm up while they work
                matmul = warm;
                rowMatmul = warm;
                rows = warm;
                functions = warm;
                reductions = warm;
            }
        }
        return this;
    }

    @Override
    public int lanes() {
        return warm.lanes();
    }

    /// Returns the provider that is faster when warm.
    Kernels warm() {
        return warm;
    }

    /// Returns the thread of the warm-up, or null if it was not started.
    synchronized @Nullable Thread thread() {
        return thread;
    }

    private void pass() {
        for (int i = 0; i < DELAYS; i++) {
            LockSupport.parkNanos(DELAY_NANOS);
            Background.pause();
        }
        KernelWarmup warming = new KernelWarmup(cold, warm);
        matmul = warming.matmul();
        Background.soon(Background.Urgency.REST, () -> reductions = warming.reductions());
        Background.soon(Background.Urgency.REST, () -> rowMatmul = warming.rowMatmul());
        Background.soon(Background.Urgency.REST, () -> rows = warming.rows());
        Background.soon(Background.Urgency.REST, () -> functions = warming.functions());
    }

    @Override
    public String name() {
        return warm.name();
    }

    @Override
    public void unary(UnaryFunction f, float[] x, float[] out, int lo, int hi) {
        functions.unary(f, x, out, lo, hi);
    }

    @Override
    public void binary(BinaryFunction f, float[] a, float[] b, float[] out, int lo, int hi) {
        rows.binary(f, a, b, out, lo, hi);
    }

    @Override
    public void fma(float[] a, float[] b, float[] c, float[] out, int lo, int hi) {
        rows.fma(a, b, c, out, lo, hi);
    }

    @Override
    public void select(float[] condition, float[] a, float[] b, float[] out, int lo, int hi) {
        rows.select(condition, a, b, out, lo, hi);
    }

    @Override
    public void binary(BinaryFunction f, float[] a, int aOffset, int aStep, float[] b, int bOffset, int bStep,
            float[] out, int outOffset, int count) {
        rows.binary(f, a, aOffset, aStep, b, bOffset, bStep, out, outOffset, count);
    }

    @Override
    public void fma(float[] a, int aOffset, int aStep, float[] b, int bOffset, int bStep, float[] c, int cOffset,
            int cStep, float[] out, int outOffset, int count) {
        rows.fma(a, aOffset, aStep, b, bOffset, bStep, c, cOffset, cStep, out, outOffset, count);
    }

    @Override
    public void select(float[] condition, int conditionOffset, int conditionStep, float[] a, int aOffset, int aStep,
            float[] b, int bOffset, int bStep, float[] out, int outOffset, int count) {
        rows.select(condition, conditionOffset, conditionStep, a, aOffset, aStep, b, bOffset, bStep, out, outOffset,
                count);
    }

    @Override
    public float reduceRun(Reduction r, float[] x, int offset, int count, float[] scratch) {
        return reductions.reduceRun(r, x, offset, count, scratch);
    }

    @Override
    public void reduceRows(Reduction r, Matrix x, float[] out, int outOffset, float[] scratch) {
        reductions.reduceRows(r, x, out, outOffset, scratch);
    }

    @Override
    public void uniform(long key, int stream0, int stream1, float[] out, int lo, int hi) {
        functions.uniform(key, stream0, stream1, out, lo, hi);
    }

    @Override
    public void matmul(Matrix a, Matrix b, Matrix c, @Nullable Epilogue epilogue, int column, float[] scratch) {
        Kernels kernels = c.rows() < VectorMatmul.FEW_ROWS ? rowMatmul : matmul;
        kernels.matmul(a, b, c, epilogue, column, scratch);
    }

    @Override
    public long packedBytes(int n, int k) {
        return warm.packedBytes(n, k);
    }

    @Override
    public PackedMatrix pack(Matrix b) {
        return warm.pack(b);
    }

    @Override
    public void matmul(Matrix a, PackedMatrix b, Matrix c, @Nullable Epilogue epilogue, float[] scratch) {
        rowMatmul.matmul(a, b, c, epilogue, scratch);
    }

    @Override
    public int matmulScratch(int m, int n, int k) {
        return Math.max(cold.matmulScratch(m, n, k), warm.matmulScratch(m, n, k));
    }
}
