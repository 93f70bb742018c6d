package org.chainrule.compile.run;

import org.chainrule.type.Shape;

/// Nested loops over several arrays at once: the size of each axis, and for each array its stride along each axis.
/// Adjacent axes that are contiguous in all arrays are merged, so the innermost run is as long as possible.
final class StridedLoop {
    private final int[] sizes;
    private final int[][] strides;
    private int rank = 1;

    /// Creates loops over at most `rank` axes and a number of arrays. They cover one element until they are [#set].
    StridedLoop(int rank, int arrays) {
        this.sizes = new int[Math.max(1, rank)];
        this.strides = new int[arrays][sizes.length];
        sizes[0] = 1;
    }

    /// Sets the sizes and the strides of each array, and merges axes where possible. Allocates nothing.
    void set(int[] wanted, int[][] steps) {
        rank = 0;
        for (int axis = 0; axis < wanted.length; axis++) {
            if (wanted[axis] == 1) {
                continue;
            }
            if (rank > 0 && continues(steps, axis, wanted[axis])) {
                sizes[rank - 1] *= wanted[axis];
            } else {
                sizes[rank++] = wanted[axis];
            }
            for (int array = 0; array < strides.length; array++) {
                strides[array][rank - 1] = steps[array][axis];
            }
        }
        if (rank == 0) {
            sizes[rank++] = 1;
            for (int[] own : strides) {
                own[0] = 0;
            }
        }
    }

    private boolean continues(int[][] steps, int axis, int size) {
        for (int array = 0; array < strides.length; array++) {
            if (strides[array][rank - 1] != steps[array][axis] * size) {
                return false;
            }
        }
        return true;
    }

    /// Writes the strides of an array in row-major order.
    static void contiguous(Shape shape, int n, int[] strides) {
        int step = 1;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            strides[axis] = step;
            step *= shape.size(axis, n);
        }
    }

    /// Writes the sizes of the axes.
    static void sizes(Shape shape, int n, int[] sizes) {
        for (int axis = 0; axis < shape.rank(); axis++) {
            sizes[axis] = shape.size(axis, n);
        }
    }

    /// Writes the strides of an array that is broadcast to more axes: 0 along axes of size 1 and along missing leading
    /// axes.
    static void repeated(Shape shape, int n, int[] strides) {
        int lead = strides.length - shape.rank();
        int step = 1;
        for (int axis = strides.length - 1; axis >= 0; axis--) {
            int size = axis < lead ? 1 : shape.size(axis - lead, n);
            strides[axis] = size == 1 ? 0 : step;
            step *= size;
        }
    }

    /// Returns the length of the innermost run.
    int run() {
        return sizes[rank - 1];
    }

    /// Returns the number of innermost runs.
    int runs() {
        int runs = 1;
        for (int axis = 0; axis < rank - 1; axis++) {
            runs *= sizes[axis];
        }
        return runs;
    }

    /// Returns the stride of an array in the innermost run.
    int step(int array) {
        return strides[array][rank - 1];
    }

    /// Returns the number of innermost runs along the axis around them.
    int runsAlong() {
        return rank == 1 ? 1 : sizes[rank - 2];
    }

    /// Returns the stride of an array from one innermost run to the next, along the axis around them.
    int stepOfRuns(int array) {
        return rank == 1 ? 0 : strides[array][rank - 2];
    }

    /// Returns the index at which an innermost run begins in an array.
    int offset(int array, int run) {
        int rest = run;
        int offset = 0;
        for (int axis = rank - 2; axis > 0; axis--) {
            offset += rest % sizes[axis] * strides[array][axis];
            rest /= sizes[axis];
        }
        return rank == 1 ? 0 : offset + rest * strides[array][0];
    }
}
