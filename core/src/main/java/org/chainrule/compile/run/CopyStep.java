package org.chainrule.compile.run;

import java.util.Arrays;
import org.chainrule.ir.Op;
import org.chainrule.type.Shape;

/// Elements moved from one array to another, each array walked with its own strides: every movement, and sliding
/// windows, are this with other strides.
final class CopyStep extends PlanStep {
    private final Machine machine;
    private final Op op;
    private final int start;
    private final Shape fromShape;
    private final Shape toShape;
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

    private CopyStep(Machine machine, Op op, int start, Shape fromShape, Shape toShape, float[] in, float[] out) {
        this.machine = machine;
        this.op = op;
        this.start = start;
        this.fromShape = fromShape;
        this.toShape = toShape;
        this.in = in;
        this.out = out;
        this.loops = new StridedLoop(toShape.rank(), 2);
        this.sizes = new int[toShape.rank()];
        this.source = new int[fromShape.rank()];
        this.strides = new int[2][toShape.rank()];
    }

    /// The step for an operation with one input.
    static CopyStep of(Machine machine, Op op, Shape from, Shape to, float[] in, float[] out) {
        return new CopyStep(machine, op, 0, from, to, in, out);
    }

    /// The step that puts one input of a concatenation in its place, `start` elements along the axis.
    static CopyStep concat(Machine machine, int axis, int start, Shape from, Shape to, float[] in,
            float[] out) {
        return new CopyStep(machine, new Op.Concat(axis), start, from, to, in, out);
    }

    /// Settles how each array is walked: the loops, where the first element is read and written, and the strides along
    /// each loop.
    private void walk(int n) {
        int[] from = strides[0];
        int[] to = strides[1];
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
                toOffset = start * to[concat.axis()];
            }
            case Op.StopGradient _,Op.Recompute _ -> {
                // element by element
            }
            default -> throw new IllegalStateException("not a movement: " + op);
        }
    }

    @Override
    int resize(int n) {
        walk(n);
        loops.set(sizes, strides);
        zeros = op instanceof Op.Pad ? toShape.elements(n) : 0;
        int elements = loops.run() * loops.runs();
        chunks = zeros > 0 ? 1 : Math.min(loops.runs(), chunks(elements, machine.threads()));
        return chunks;
    }

    @Override
    public void run(int chunk, int worker) {
        Arrays.fill(out, 0, zeros, 0);
        int count = loops.run();
        int fromStep = loops.step(0);
        int toStep = loops.step(1);
        int last = bound(loops.runs(), chunk + 1, chunks);
        for (int run = bound(loops.runs(), chunk, chunks); run < last; run++) {
            int from = fromOffset + loops.offset(0, run);
            int to = toOffset + loops.offset(1, run);
            if (fromStep == 1 && toStep == 1) {
                System.arraycopy(in, from, out, to, count);
            } else {
                for (int i = 0; i < count; i++) {
                    out[to + i * toStep] = in[from + i * fromStep];
                }
            }
        }
    }
}
