package org.chainrule.kernel.vector;

import static org.chainrule.kernel.vector.Vectors.SPECIES;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import org.chainrule.kernel.Kernels;
import org.chainrule.kernel.Matrix;
import org.chainrule.kernel.PackedMatrix;

/// One row of a matmul with a packed B: panels eight vectors wide, then four, then one, the last padded with zeros.
final class VectorPackedRow {
    private static final int LANES = SPECIES.length();
    private static final int BYTES = SPECIES.vectorByteSize();
    private static final int LINE = 64;
    /// The most elements of a packed matrix. A larger one comes from so far in the memory hierarchy that packing hardly
    /// helps, and it would need twice the memory.
    private static final int LARGEST = 1 << 20;

    private VectorPackedRow() {
    }

    /// Returns the bytes of the panels of a matrix, or 0 if packing it does not pay.
    static long bytes(int n, int k) {
        boolean pays = k > 0 && k <= Kernels.BLOCK && (long) n * k <= LARGEST;
        return pays ? (long) Float.BYTES * k * columns(n) : 0;
    }

    private static int columns(int n) {
        return (n + LANES - 1) / LANES * LANES;
    }

    static PackedMatrix pack(Matrix matrix) {
        float[] b = matrix.array();
        int k = matrix.rows();
        int n = matrix.columns();
        int columns = columns(n);
        MemorySegment all = Arena.ofAuto().allocate((long) Float.BYTES * k * columns, LINE);
        List<MemorySegment> panels = new ArrayList<>();
        float[] line = new float[8 * LANES];
        for (int j = 0; j < columns; j += width(columns - j)) {
            int width = width(columns - j);
            MemorySegment panel = all.asSlice((long) Float.BYTES * j * k, (long) Float.BYTES * width * k);
            for (int p = 0; p < k; p++) {
                for (int q = 0; q < width; q++) {
                    int column = j + q;
                    line[q] = column < n
                            ? b[matrix.offset() + p * matrix.rowDistance() + column * matrix.columnDistance()]
                            : 0f;
                }
                MemorySegment.copy(line, 0, panel, ValueLayout.JAVA_FLOAT, (long) Float.BYTES * p * width, width);
            }
            panels.add(panel);
        }
        return new PackedMatrix(matrix, panels.toArray(MemorySegment[]::new));
    }

    private static int width(int left) {
        return left >= 8 * LANES ? 8 * LANES : left >= 4 * LANES ? 4 * LANES : LANES;
    }

    /// Computes the row of C at `cAt`. The row of A is contiguous.
    ///
    /// @param scratch at least eight vectors of floats
    static void row(PackedMatrix packed, float[] a, int aAt, float[] c, int cAt, float[] scratch) {
        int n = packed.matrix().columns();
        int k = packed.matrix().rows();
        int columns = columns(n);
        int j = 0;
        for (MemorySegment panel : packed.panels()) {
            int width = width(columns - j);
            boolean whole = j + width <= n;
            float[] to = whole ? c : scratch;
            int at = whole ? cAt + j : 0;
            if (width == LANES) {
                one(k, a, aAt, panel, to, at);
            } else if (width == 4 * LANES) {
                four(k, a, aAt, panel, to, at);
            } else {
                eight(k, a, aAt, panel, to, at);
            }
            if (!whole) {
                System.arraycopy(scratch, 0, c, cAt + j, n - j);
            }
            j += width;
        }
    }

    /// Loads a vector. HotSpot hoists all checks out of the loops for an `int` index, but not for a `long`.
    private static FloatVector load(MemorySegment b, int at) {
        return FloatVector.fromMemorySegment(SPECIES, b, at, ByteOrder.nativeOrder());
    }

    private static void eight(int k, float[] a, int aAt, MemorySegment b, float[] c, int at) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = FloatVector.zero(SPECIES);
        FloatVector s2 = FloatVector.zero(SPECIES);
        FloatVector s3 = FloatVector.zero(SPECIES);
        FloatVector s4 = FloatVector.zero(SPECIES);
        FloatVector s5 = FloatVector.zero(SPECIES);
        FloatVector s6 = FloatVector.zero(SPECIES);
        FloatVector s7 = FloatVector.zero(SPECIES);
        for (int p = 0; p < k; p++) {
            FloatVector x = FloatVector.broadcast(SPECIES, a[aAt + p]);
            int row = p * (8 * BYTES);
            s0 = x.fma(load(b, row), s0);
            s1 = x.fma(load(b, row + BYTES), s1);
            s2 = x.fma(load(b, row + 2 * BYTES), s2);
            s3 = x.fma(load(b, row + 3 * BYTES), s3);
            s4 = x.fma(load(b, row + 4 * BYTES), s4);
            s5 = x.fma(load(b, row + 5 * BYTES), s5);
            s6 = x.fma(load(b, row + 6 * BYTES), s6);
            s7 = x.fma(load(b, row + 7 * BYTES), s7);
        }
        s0.intoArray(c, at);
        s1.intoArray(c, at + LANES);
        s2.intoArray(c, at + 2 * LANES);
        s3.intoArray(c, at + 3 * LANES);
        s4.intoArray(c, at + 4 * LANES);
        s5.intoArray(c, at + 5 * LANES);
        s6.intoArray(c, at + 6 * LANES);
        s7.intoArray(c, at + 7 * LANES);
    }

    private static void four(int k, float[] a, int aAt, MemorySegment b, float[] c, int at) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = FloatVector.zero(SPECIES);
        FloatVector s2 = FloatVector.zero(SPECIES);
        FloatVector s3 = FloatVector.zero(SPECIES);
        for (int p = 0; p < k; p++) {
            FloatVector x = FloatVector.broadcast(SPECIES, a[aAt + p]);
            int row = p * (4 * BYTES);
            s0 = x.fma(load(b, row), s0);
            s1 = x.fma(load(b, row + BYTES), s1);
            s2 = x.fma(load(b, row + 2 * BYTES), s2);
            s3 = x.fma(load(b, row + 3 * BYTES), s3);
        }
        s0.intoArray(c, at);
        s1.intoArray(c, at + LANES);
        s2.intoArray(c, at + 2 * LANES);
        s3.intoArray(c, at + 3 * LANES);
    }

    private static void one(int k, float[] a, int aAt, MemorySegment b, float[] c, int at) {
        FloatVector s = FloatVector.zero(SPECIES);
        for (int p = 0; p < k; p++) {
            s = FloatVector.broadcast(SPECIES, a[aAt + p]).fma(load(b, p * BYTES), s);
        }
        s.intoArray(c, at);
    }
}
