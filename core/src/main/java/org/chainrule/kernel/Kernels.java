package org.chainrule.kernel;

import org.chainrule.ir.BinaryFunction;
import org.chainrule.ir.Reduction;
import org.chainrule.ir.UnaryFunction;
import org.jspecify.annotations.Nullable;

/// The kernels of all computations: elementwise functions, reductions and matmul over ranges of `float[]`.
///
/// All providers give the same bits (NaN payloads aside) for the same input, at any vector width and for any division
/// of a range. Work may therefore be divided among threads, and providers exchanged, without changing a result:
///
/// - An elementwise function is a fixed sequence of float operations. The output may be an operand at the same offset
///   that advances with it; otherwise it must not overlap the operands.
/// - A reduction along a run uses 32 virtual lanes and a fixed tree; a reduction down rows is sequential. Both work in
///   blocks of [#BLOCK].
/// - An element of a matmul is one chain of fused multiply-adds over ascending k, also in blocks of [#BLOCK].
///
/// No method allocates once it is warm. Arguments are checked only as Java itself does, since graphs are verified
/// before they run.
public interface Kernels {
    /// The number of elements of a reduction, or of k in a matmul, in one partial result.
    int BLOCK = 4096;

    /// Returns the number of floats in one vector; 1 without the Vector API.
    int lanes();

    /// Returns the name of the provider, such as `scalar` or `vector 512-bit`.
    String name();

    /// Computes `out[i] = f(x[i])` for i in lo..hi.
    void unary(UnaryFunction f, float[] x, float[] out, int lo, int hi);

    /// Computes `out[i] = f(a[i], b[i])` for i in lo..hi.
    void binary(BinaryFunction f, float[] a, float[] b, float[] out, int lo, int hi);

    /// Computes `out[i] = a[i] * b[i] + c[i]`, rounded once, for i in lo..hi.
    void fma(float[] a, float[] b, float[] c, float[] out, int lo, int hi);

    /// Computes `out[i] = condition[i] != 0 ? a[i] : b[i]` for i in lo..hi.
    void select(float[] condition, float[] a, float[] b, float[] out, int lo, int hi);

    /// Computes `out[outOffset + i] = f(a[aOffset + i * aStep], b[bOffset + i * bStep])` for i in 0..count. A step is
    /// 1, or 0 for one number along the whole row.
    void binary(BinaryFunction f, float[] a, int aOffset, int aStep, float[] b, int bOffset, int bStep, float[] out,
            int outOffset, int count);

    /// Computes the fused multiply-add of a row, with offsets and steps as in the binary functions.
    void fma(float[] a, int aOffset, int aStep, float[] b, int bOffset, int bStep, float[] c, int cOffset, int cStep,
            float[] out, int outOffset, int count);

    /// Computes the selection of a row, with offsets and steps as in the binary functions.
    void select(float[] condition, int conditionOffset, int conditionStep, float[] a, int aOffset, int aStep, float[] b,
            int bOffset, int bStep, float[] out, int outOffset, int count);

    /// Reduces `count` contiguous elements. Lane j of 32 combines elements j, j + 32, ... in order; then lanes that are
    /// 16, 8, 4, 2 and 1 apart are combined. A lane without elements holds the identity, which is -0.0 for a sum so
    /// that it changes nothing. A run longer than [#BLOCK] is reduced in blocks, whose results are reduced the same
    /// way.
    ///
    /// @param scratch at least 64 floats that belong to the caller
    float reduceRun(Reduction r, float[] x, int offset, int count, float[] scratch);

    /// Reduces each column j of a matrix to `out[outOffset + j]`. The reduction is sequential over each block of
    /// [#BLOCK] rows, and the results of the blocks are combined in order.
    ///
    /// @param x stored by rows; a part of a matrix, or all of it
    /// @param scratch at least 1024 floats that belong to the caller
    void reduceRows(Reduction r, Matrix x, float[] out, int outOffset, float[] scratch);

    /// Writes the random numbers of [org.chainrule.random.Philox#uniform].
    void uniform(long key, int stream0, int stream1, float[] out, int lo, int hi);

    /// Computes C = A B, where A is [m, k], B [k, n] and C [m, n], and applies an epilogue. Each element is
    ///
    /// ```
    /// c = fma(a[k-1], b[k-1], ... fma(a[1], b[1], fma(a[0], b[0], 0)))
    /// ```
    ///
    /// If k exceeds [#BLOCK], each block of k starts from 0 and the blocks are added in order. Parts of C that do not
    /// overlap may be computed at the same time, each with its own scratch.
    ///
    /// @param a stored by rows or by columns
    /// @param b stored by rows or by columns
    /// @param c stored by rows; a part of a matrix, or all of it
    /// @param epilogue the operation on each complete element, or null
    /// @param column the column of the whole matrix at which C begins, for an [Epilogue.Bias]
    /// @param scratch at least [#matmulScratch] floats that belong to the caller
    void matmul(Matrix a, Matrix b, Matrix c, @Nullable Epilogue epilogue, int column, float[] scratch);

    /// Computes C = A B for a packed B and a few rows of A, which are stored row by row. It is quicker for up to
    /// [PackedMatrix#ROWS] rows.
    default void matmul(Matrix a, PackedMatrix b, Matrix c, @Nullable Epilogue epilogue, float[] scratch) {
        matmul(a, b.matrix(), c, epilogue, 0, scratch);
    }

    /// Returns the floats of scratch that a matmul of [m, k] by [k, n], or of any part of the two, needs at most.
    int matmulScratch(int m, int n, int k);

    /// Returns the bytes that [#pack] needs for the panels of a matrix [k, n], or 0 if packing makes products of one
    /// row no quicker.
    long packedBytes(int n, int k);

    /// Packs a right operand that never changes. The result keeps the matrix.
    PackedMatrix pack(Matrix b);
}
