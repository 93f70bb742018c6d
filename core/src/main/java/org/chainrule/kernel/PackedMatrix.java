package org.chainrule.kernel;

import java.lang.foreign.MemorySegment;

/// The right operand `[k, n]` of products to come, which never changes, laid out once more for products of a row: panels of
/// columns one after another, in memory outside the heap that begins at a line of the cache. Java does not say where an
/// array lies, and a vector that goes from one line into the next takes about half as long again to read.
///
/// The memory is given back when nobody has this any more.
///
/// @param transposed whether B is stored `[n, k]`
/// @param b the operand as it was handed in
/// @param bOffset where it begins
/// @param panels the same numbers by panels
public record PackedMatrix(boolean transposed, int n, int k, float[] b, int bOffset, MemorySegment[] panels) {
    /// More rows are quicker by [Kernels#matmul].
    public static final int ROWS = 2;

    /// No panels: products read it where it is.
    public static PackedMatrix asItStands(boolean transposed, int n, int k, float[] b, int bOffset) {
        return new PackedMatrix(transposed, n, k, b, bOffset, new MemorySegment[0]);
    }
}
