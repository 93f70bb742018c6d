package org.chainrule.kernel;

import org.chainrule.ir.BinaryFunction;
import org.chainrule.ir.Reduction;
import org.chainrule.ir.UnaryFunction;
import org.jspecify.annotations.Nullable;

/// The loops everything runs on: elementwise functions, reductions and matmul over ranges of `float[]`.
///
/// Every provider gives the same bits (NaN payloads aside) for every input, whatever the vector width and however a
/// range is cut, so work may be divided among threads, and providers swapped, without changing a result:
///
/// - An elementwise function is a fixed sequence of float operations. The output may be an operand that stands at the
///   same offset and advances with it; otherwise it must not overlap the operands.
/// - A reduction along a run uses 32 virtual lanes and a fixed tree; down rows it is sequential. Both go in blocks of
///   [#BLOCK].
/// - An element of a matmul is one chain of fused multiply-adds over ascending k, also in blocks of [#BLOCK].
///
/// No method allocates once it is warm, and none checks its arguments beyond what Java does: graphs are verified
/// before they run.
public interface Kernels {
    /// The number of elements of a reduction, or of k in a matmul, that are combined before a new partial result is
    /// begun.
    int BLOCK = 4096;

    /// The number of floats in one vector; 1 without the Vector API.
    int lanes();

    /// What runs: `scalar`, or `vector 512-bit`.
    String name();

    /// `out[i] = f(x[i])` for i in lo..hi.
    void unary(UnaryFunction f, float[] x, float[] out, int lo, int hi);

    /// `out[i] = f(a[i], b[i])` for i in lo..hi.
    void binary(BinaryFunction f, float[] a, float[] b, float[] out, int lo, int hi);

    /// `out[i] = a[i] * b[i] + c[i]`, rounded once, for i in lo..hi.
    void fma(float[] a, float[] b, float[] c, float[] out, int lo, int hi);

    /// `out[i] = condition[i] != 0 ? a[i] : b[i]` for i in lo..hi.
    void select(float[] condition, float[] a, float[] b, float[] out, int lo, int hi);

    /// `out[outOffset + i] = f(a[aOffset + i * aStep], b[bOffset + i * bStep])` for i in 0..count. A step is 1, or 0 for
    /// one value along the whole row.
    void binary(BinaryFunction f, float[] a, int aOffset, int aStep, float[] b, int bOffset, int bStep, float[] out,
            int outOffset, int count);

    /// The fused multiply-add of a row; offsets and steps as in the binary functions.
    void fma(float[] a, int aOffset, int aStep, float[] b, int bOffset, int bStep, float[] c, int cOffset, int cStep,
            float[] out, int outOffset, int count);

    /// The selection of a row; offsets and steps as in the binary functions.
    void select(float[] condition, int conditionOffset, int conditionStep, float[] a, int aOffset, int aStep, float[] b,
            int bOffset, int bStep, float[] out, int outOffset, int count);

    /// The reduction of `count` neighbouring elements. Lane j of 32 takes elements j, j + 32, ... in order; then lane j
    /// takes lane j + 16, j + 8, 4, 2, 1. A lane without elements holds the identity (-0.0 for a sum, so that it changes
    /// nothing). A run beyond [#BLOCK] goes in blocks whose results are the elements of one more such reduction.
    ///
    /// @param scratch at least 64 floats that belong to the caller
    float reduceRun(Reduction r, float[] x, int offset, int count, float[] scratch);

    /// The reduction down the rows of a block [rows, inner] at `offset`, for columns lo..hi, to `out[outOffset + j]`:
    /// sequential over the rows of each block of [#BLOCK], the results of the blocks combined in order.
    ///
    /// @param scratch at least 1024 floats that belong to the caller
    void reduceRows(Reduction r, float[] x, int offset, int rows, int inner, float[] out, int outOffset, int lo, int hi,
            float[] scratch);

    /// The random numbers of [org.chainrule.random.Philox#uniform].
    void uniform(long key, int stream0, int stream1, float[] out, int lo, int hi);

    /// Rows rowLo..rowHi and columns colLo..colHi of C[m, n] = op(A) op(B), all row-major at their offsets. A is stored
    /// [m, k], or [k, m] if transposed; B [k, n], or [n, k]. Each element is
    ///
    /// ```
    /// c = fma(a[k-1], b[k-1], ... fma(a[1], b[1], fma(a[0], b[0], 0)))
    /// ```
    ///
    /// where k beyond [#BLOCK] goes in blocks that each start from 0 and are added in order. Ranges that do not overlap
    /// may be computed at the same time, each with its own scratch.
    ///
    /// @param epilogue what becomes of each element then, or null
    /// @param scratch at least `matmulScratch` floats that belong to the caller
    void matmul(boolean transposeA, boolean transposeB, int m, int n, int k, float[] a, int aOffset, float[] b,
            int bOffset, float[] c, int cOffset, int rowLo, int rowHi, int colLo, int colHi,
            @Nullable Epilogue epilogue, float[] scratch);

    /// The same without an epilogue.
    default void matmul(boolean transposeA, boolean transposeB, int m, int n, int k, float[] a, int aOffset, float[] b,
            int bOffset, float[] c, int cOffset, int rowLo, int rowHi, int colLo, int colHi, float[] scratch) {
        matmul(transposeA, transposeB, m, n, k, a, aOffset, b, bOffset, c, cOffset, rowLo, rowHi, colLo, colHi, null,
                scratch);
    }

    /// The bytes in which [#pack] lays out a right operand; 0 where products of one row are no quicker by it.
    long packedBytes(int n, int k);

    /// A right operand `[k, n]`, or `[n, k]` if transposed, that will never change, laid out for products of one row.
    PackedMatrix pack(boolean transposeB, int n, int k, float[] b, int bOffset);

    /// One row of [#matmul] with a packed right operand: the row of C at `cOffset` from that of A at `aOffset`.
    default void row(PackedMatrix b, float[] a, int aOffset, float[] c, int cOffset, @Nullable Epilogue epilogue,
            float[] scratch) {
        matmul(false, b.transposed(), 1, b.n(), b.k(), a, aOffset, b.b(), b.bOffset(), c, cOffset, 0, 1, 0, b.n(),
                epilogue, scratch);
    }

    /// The floats of scratch that one call of `matmul` needs at most, whatever its range.
    int matmulScratch(boolean transposeA, boolean transposeB, int m, int n, int k);
}
