package org.chainrule.kernel.vector;

import static org.chainrule.kernel.vector.Vectors.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.chainrule.ir.Reduction;
import org.chainrule.kernel.Kernels;
import org.chainrule.kernel.scalar.ScalarReductions;

/// Reductions in the Vector API. Two vectors hold 4 to 32 of the 32 virtual lanes at once; [ScalarReductions] folds the
/// lanes.
final class VectorReductions {
    private static final int LANES = SPECIES.length();
    private static final int WIDTH = 4 * LANES;

    private VectorReductions() {
    }

    private static FloatVector load(float[] x, int i) {
        return FloatVector.fromArray(SPECIES, x, i);
    }

    /// Computes [org.chainrule.kernel.Kernels#reduceRun], with scratch as in the scalar form.
    static float run(Reduction r, float[] x, int offset, int count, float[] scratch) {
        if (count == 0) {
            return ScalarReductions.empty(r);
        }
        if (count <= Kernels.BLOCK) {
            return block(r, x, offset, count, scratch);
        }
        int lanes = ScalarReductions.LANES;
        Arrays.fill(scratch, lanes, 2 * lanes, ScalarReductions.identity(r));
        int blocks = 0;
        for (int done = 0; done < count; done += Kernels.BLOCK) {
            float result = block(r, x, offset + done, Math.min(Kernels.BLOCK, count - done), scratch);
            int lane = lanes + blocks % lanes;
            scratch[lane] = ScalarReductions.combine(r, scratch[lane], result);
            blocks++;
        }
        return ScalarReductions.fold(r, scratch, lanes, Math.min(blocks, lanes));
    }

    private static float block(Reduction r, float[] x, int offset, int count, float[] scratch) {
        int whole = count & -ScalarReductions.LANES;
        if (whole > 0) {
            for (int lane = 0; lane < ScalarReductions.LANES; lane += 2 * LANES) {
                switch (r) {
                    case SUM -> sumLanes(x, offset + lane, offset + whole, scratch, lane);
                    case MAX -> maxLanes(x, offset + lane, offset + whole, scratch, lane);
                    case MIN -> minLanes(x, offset + lane, offset + whole, scratch, lane);
                }
            }
        }
        return ScalarReductions.end(r, x, offset + whole, count - whole, whole > 0, scratch);
    }

    private static void sumLanes(float[] x, int from, int end, float[] lanes, int at) {
        FloatVector low = load(x, from);
        FloatVector high = load(x, from + LANES);
        for (int i = from + ScalarReductions.LANES; i < end; i += ScalarReductions.LANES) {
            low = low.add(load(x, i));
            high = high.add(load(x, i + LANES));
        }
        low.intoArray(lanes, at);
        high.intoArray(lanes, at + LANES);
    }

    private static void maxLanes(float[] x, int from, int end, float[] lanes, int at) {
        FloatVector low = load(x, from);
        FloatVector high = load(x, from + LANES);
        for (int i = from + ScalarReductions.LANES; i < end; i += ScalarReductions.LANES) {
            low = low.max(load(x, i));
            high = high.max(load(x, i + LANES));
        }
        low.intoArray(lanes, at);
        high.intoArray(lanes, at + LANES);
    }

    private static void minLanes(float[] x, int from, int end, float[] lanes, int at) {
        FloatVector low = load(x, from);
        FloatVector high = load(x, from + LANES);
        for (int i = from + ScalarReductions.LANES; i < end; i += ScalarReductions.LANES) {
            low = low.min(load(x, i));
            high = high.min(load(x, i + LANES));
        }
        low.intoArray(lanes, at);
        high.intoArray(lanes, at + LANES);
    }

    /// Computes [org.chainrule.kernel.Kernels#reduceRows], four vectors of columns at a time, then the remaining
    /// columns in the scalar form.
    static void rows(Reduction r, float[] x, int offset, int rows, int inner, float[] out, int outOffset,
            int columns, float[] scratch) {
        int column = 0;
        for (; rows > 0 && column + WIDTH <= columns; column += WIDTH) {
            for (int block = 0; block < rows; block += Kernels.BLOCK) {
                int at = offset + block * inner + column;
                int end = at + Math.min(Kernels.BLOCK, rows - block) * inner;
                switch (r) {
                    case SUM -> sumRows(x, at, end, inner, scratch);
                    case MAX -> maxRows(x, at, end, inner, scratch);
                    case MIN -> minRows(x, at, end, inner, scratch);
                }
                ScalarReductions.addBlock(r, block == 0, scratch, out, outOffset + column, WIDTH);
            }
        }
        ScalarReductions.rows(r, x, offset, rows, inner, out, outOffset, column, columns, scratch);
    }

    private static void sumRows(float[] x, int at, int end, int inner, float[] partial) {
        FloatVector first = load(x, at);
        FloatVector second = load(x, at + LANES);
        FloatVector third = load(x, at + 2 * LANES);
        FloatVector fourth = load(x, at + 3 * LANES);
        for (int i = at + inner; i < end; i += inner) {
            first = first.add(load(x, i));
            second = second.add(load(x, i + LANES));
            third = third.add(load(x, i + 2 * LANES));
            fourth = fourth.add(load(x, i + 3 * LANES));
        }
        first.intoArray(partial, 0);
        second.intoArray(partial, LANES);
        third.intoArray(partial, 2 * LANES);
        fourth.intoArray(partial, 3 * LANES);
    }

    private static void maxRows(float[] x, int at, int end, int inner, float[] partial) {
        FloatVector first = load(x, at);
        FloatVector second = load(x, at + LANES);
        FloatVector third = load(x, at + 2 * LANES);
        FloatVector fourth = load(x, at + 3 * LANES);
        for (int i = at + inner; i < end; i += inner) {
            first = first.max(load(x, i));
            second = second.max(load(x, i + LANES));
            third = third.max(load(x, i + 2 * LANES));
            fourth = fourth.max(load(x, i + 3 * LANES));
        }
        first.intoArray(partial, 0);
        second.intoArray(partial, LANES);
        third.intoArray(partial, 2 * LANES);
        fourth.intoArray(partial, 3 * LANES);
    }

    private static void minRows(float[] x, int at, int end, int inner, float[] partial) {
        FloatVector first = load(x, at);
        FloatVector second = load(x, at + LANES);
        FloatVector third = load(x, at + 2 * LANES);
        FloatVector fourth = load(x, at + 3 * LANES);
        for (int i = at + inner; i < end; i += inner) {
            first = first.min(load(x, i));
            second = second.min(load(x, i + LANES));
            third = third.min(load(x, i + 2 * LANES));
            fourth = fourth.min(load(x, i + 3 * LANES));
        }
        first.intoArray(partial, 0);
        second.intoArray(partial, LANES);
        third.intoArray(partial, 2 * LANES);
        fourth.intoArray(partial, 3 * LANES);
    }
}
