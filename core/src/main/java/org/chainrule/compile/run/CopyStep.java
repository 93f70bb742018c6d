package org.chainrule.compile.run;

import java.util.Arrays;
import org.chainrule.ir.Op;
import org.chainrule.type.Shape;

/// A copy from one array to another, each with its own strides. All movements and sliding windows are such copies.
final class CopyStep extends PlanStep {
    /// The length of a run that is worth the call of a copy.
    private static final int LONG = 16;

    private final Machine machine;
    private final Copy copy;
    private final float[] in;
    private final float[] out;
    private final StridedLoop loops;
    private final int[] sizes;
    private final int[] source;
    private final int[][] strides;
    private int fromOffset;
    private int toOffset;
    private int zeros;
    private int chunks;

    /// A movement from one array to another.
    ///
    /// @param start the index along the axis at which a part of a concatenation begins, else 0
    private record Copy(Op op, int start, Shape from, Shape to) {
    }

    private CopyStep(Machine machine, Copy copy, float[] in, float[] out) {
        this.machine = machine;
        this.copy = copy;
        this.in = in;
        this.out = out;
        this.loops = new StridedLoop(copy.to.rank(), 2);
        this.sizes = new int[copy.to.rank()];
        this.source = new int[copy.from.rank()];
        this.strides = new int[2][copy.to.rank()];
    }

    /// Returns the step for an operation with one input.
    static CopyStep of(Machine machine, Op op, Shape from, Shape to, float[] in, float[] out) {
        return new CopyStep(machine, new Copy(op, 0, from, to), in, out);
    }

    /// Returns the step that copies one input of a concatenation to index `start` along the axis.
    static CopyStep concat(Machine machine, int axis, int start, Shape from, Shape to, float[] in,
            float[] out) {
        return new CopyStep(machine, new Copy(new Op.Concat(axis), start, from, to), in, out);
    }

    /// Computes the sizes, the offset and the strides of each array.
    private void walk(int n) {
        int[] from = strides[0];
        int[] to = strides[1];
        Op op = copy.op;
        Shape fromShape = copy.from;
        Shape toShape = copy.to;
        StridedLoop.contiguous(fromShape, n, source);
        StridedLoop.contiguous(toShape, n, to);
        StridedLoop.sizes(toShape, n, sizes);
        fromOffset = 0;
        toOffset = 0;
        if (!(op instanceof Op.Permute || op instanceof Op.Expand)) {
            System.arraycopy(source, 0, from, 0, source.length);
        }
        switch (op) {
            case Op.Permute permute -> {
                for (int axis = 0; axis < from.length; axis++) {
                    from[axis] = source[permute.order().get(axis)];
                }
            }
            case Op.Expand _ -> StridedLoop.repeated(fromShape, n, from);
            case Op.Slice slice -> {
                from[slice.axis()] *= slice.step();
                fromOffset = slice.start() * source[slice.axis()];
            }
            case Op.Flip flip -> {
                from[flip.axis()] = -from[flip.axis()];
                fromOffset = (sizes[flip.axis()] - 1) * source[flip.axis()];
            }
            case Op.Pad pad -> {
                StridedLoop.sizes(fromShape, n, sizes);
                toOffset = pad.before() * to[pad.axis()];
                to[pad.axis()] *= pad.interior() + 1;
            }
            case Op.Window window -> {
                from[sizes.length - 1] = source[window.axis()];
                from[window.axis()] *= window.stride();
            }
            case Op.Concat concat -> {
                StridedLoop.sizes(fromShape, n, sizes);
                toOffset = copy.start * to[concat.axis()];
            }
            case Op.StopGradient _,Op.Recompute _ -> {
                // both arrays are contiguous
            }
            default -> throw new IllegalStateException("not a movement: " + op);
        }
    }

    @Override
    int resize(int n) {
        walk(n);
        loops.set(sizes, strides);
        zeros = copy.op instanceof Op.Pad ? copy.to.elements(n) : 0;
        int elements = loops.run() * loops.runs();
        chunks = zeros > 0 ? 1 : Math.min(loops.runs(), chunks(elements, machine.threads()));
        return chunks;
    }

    @Override
    public void run(int chunk, int worker) {
        Arrays.fill(out, 0, zeros, 0);
        int last = bound(loops.runs(), chunk + 1, chunks);
        int along;
        for (int run = bound(loops.runs(), chunk, chunks); run < last; run += along) {
            along = Math.min(loops.runsAlong() - run % loops.runsAlong(), last - run);
            copy(along, fromOffset + loops.offset(0, run), toOffset + loops.offset(1, run));
        }
    }

    /// Copies some runs along the axis of the runs.
    private void copy(int runs, int from, int to) {
        int count = loops.run();
        int fromStep = loops.step(0);
        int toStep = loops.step(1);
        for (int run = 0; run < runs; run++) {
            int source = from + run * loops.stepOfRuns(0);
            int target = to + run * loops.stepOfRuns(1);
            if (fromStep == 1 && toStep == 1 && count >= LONG) {
                System.arraycopy(in, source, out, target, count);
            } else {
                for (int i = 0; i < count; i++) {
                    out[target + i * toStep] = in[source + i * fromStep];
                }
            }
        }
    }
}
