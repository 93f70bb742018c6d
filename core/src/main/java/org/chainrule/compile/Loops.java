package org.chainrule.compile;

import java.util.List;
import org.chainrule.ir.Shape;

/// Nested loops over several arrays at once: the sizes, and for each array the distance from one element to the next
/// along each axis. Axes that all arrays walk through without a gap are merged, so the innermost run is as long as can
/// be.
final class Loops {
    private final int[] sizes;
    private final int[][] strides;

    private Loops(int[] sizes, int[][] strides) {
        this.sizes = sizes;
        this.strides = strides;
    }

    /// The loops over `sizes` with the strides of each array, axes merged where possible.
    static Loops of(int[] sizes, int[]... strides) {
        int rank = 0;
        int[] merged = new int[Math.max(1, sizes.length)];
        int[][] steps = new int[strides.length][merged.length];
        for (int axis = 0; axis < sizes.length; axis++) {
            if (sizes[axis] == 1) {
                continue;
            }
            if (rank > 0 && continues(strides, steps, axis, rank - 1, sizes[axis])) {
                merged[rank - 1] *= sizes[axis];
            } else {
                merged[rank++] = sizes[axis];
            }
            for (int array = 0; array < strides.length; array++) {
                steps[array][rank - 1] = strides[array][axis];
            }
        }
        if (rank == 0) {
            merged[rank++] = 1;
        }
        int[] trimmed = java.util.Arrays.copyOf(merged, rank);
        for (int array = 0; array < steps.length; array++) {
            steps[array] = java.util.Arrays.copyOf(steps[array], rank);
        }
        return new Loops(trimmed, steps);
    }

    private static boolean continues(int[][] strides, int[][] steps, int axis, int outer, int size) {
        for (int array = 0; array < strides.length; array++) {
            if (steps[array][outer] != strides[array][axis] * size) {
                return false;
            }
        }
        return true;
    }

    /// The loops in which operands of smaller shapes are repeated to `result`, operand by operand.
    static Loops broadcast(Shape result, List<Shape> operands, int n) {
        int[] sizes = result.sizes(n);
        int[][] strides = new int[operands.size()][];
        for (int i = 0; i < strides.length; i++) {
            strides[i] = repeated(operands.get(i).sizes(n), sizes.length);
        }
        return of(sizes, strides);
    }

    /// The strides of an array of the given sizes, 0 along axes of size 1 and along the leading axes it lacks.
    private static int[] repeated(int[] sizes, int rank) {
        int[] strides = new int[rank];
        int[] own = contiguous(sizes);
        for (int axis = 0; axis < sizes.length; axis++) {
            strides[axis + rank - sizes.length] = sizes[axis] == 1 ? 0 : own[axis];
        }
        return strides;
    }

    /// The strides of an array that is stored row by row.
    static int[] contiguous(int[] sizes) {
        int[] strides = new int[sizes.length];
        int step = 1;
        for (int axis = sizes.length - 1; axis >= 0; axis--) {
            strides[axis] = step;
            step *= sizes[axis];
        }
        return strides;
    }

    /// The length of the innermost run.
    int run() {
        return sizes[sizes.length - 1];
    }

    /// The number of innermost runs.
    int runs() {
        int runs = 1;
        for (int axis = 0; axis < sizes.length - 1; axis++) {
            runs *= sizes[axis];
        }
        return runs;
    }

    /// The distance between elements of an array in the innermost run.
    int step(int array) {
        return strides[array][sizes.length - 1];
    }

    /// Where the run with the given number begins in an array.
    int offset(int array, int run) {
        int rest = run;
        int offset = 0;
        for (int axis = sizes.length - 2; axis > 0; axis--) {
            offset += rest % sizes[axis] * strides[array][axis];
            rest /= sizes[axis];
        }
        return sizes.length == 1 ? 0 : offset + rest * strides[array][0];
    }
}
