package org.chainrule.kernel;

import java.lang.foreign.MemorySegment;

/// A right operand that never changes, laid out a second time for products of one or two rows: panels of columns one
/// after another, in memory outside the heap that is aligned to cache lines. Java does not align arrays, and a vector
/// that crosses a cache line takes about half as long again to load.
///
/// The memory is freed when this object is unreachable.
///
/// @param matrix the operand; nothing moves or writes it any more
/// @param panels the same numbers in panels; empty if the matrix is read in place
public record PackedMatrix(Matrix matrix, MemorySegment[] panels) {
    /// The most rows for which a packed operand is quicker than the matrix itself.
    public static final int ROWS = 2;

    /// Returns an operand without panels, which products read in place.
    public static PackedMatrix inPlace(Matrix matrix) {
        return new PackedMatrix(matrix, new MemorySegment[0]);
    }
}
