package org.chainrule.compile;

import java.util.Arrays;
import org.chainrule.ir.Op;
import org.chainrule.ir.Shape;
import org.jspecify.annotations.Nullable;

/// Elements moved from one array to another, each array walked with its own strides: every movement, and sliding
/// windows, are this with other strides.
final class CopyStep extends Step {
    /// How one array is walked for a batch of `n` rows.
    ///
    /// @param sizes the loops
    /// @param fromOffset where the first element is read
    /// @param from the strides of the source along each loop
    /// @param toOffset where the first element is written
    /// @param to the strides of the target along each loop
    record Walk(int[] sizes, int fromOffset, int[] from, int toOffset, int[] to) {
    }

    /// The walk for a batch of `n` rows.
    @FunctionalInterface
    interface Plan {
        Walk of(int n);
    }

    private final Machine machine;
    private final Plan plan;
    private final @Nullable Shape zeroed;
    private final float[] in;
    private final float[] out;
    private Walk walk = new Walk(new int[0], 0, new int[0], 0, new int[0]);
    private Loops loops = Loops.of(new int[0]);
    private int zeros;
    private int chunks;

    private CopyStep(Machine machine, Plan plan, @Nullable Shape zeroed, float[] in, float[] out) {
        this.machine = machine;
        this.plan = plan;
        this.zeroed = zeroed;
        this.in = in;
        this.out = out;
    }

    /// The step for an operation with one input.
    static CopyStep of(Machine machine, Op op, Shape from, Shape to, float[] in, float[] out) {
        return new CopyStep(machine, n -> walk(op, from, to, n), op instanceof Op.Pad ? to : null, in, out);
    }

    /// The step that puts one input of a concatenation in its place, `start` elements along the axis.
    static CopyStep concat(Machine machine, int axis, int start, Shape from, Shape to, float[] in,
            float[] out) {
        return new CopyStep(machine, n -> {
            int[] target = Loops.contiguous(to.sizes(n));
            return new Walk(from.sizes(n), 0, Loops.contiguous(from.sizes(n)), start * target[axis], target);
        }, null, in, out);
    }

    private static Walk walk(Op op, Shape fromShape, Shape toShape, int n) {
        int[] source = Loops.contiguous(fromShape.sizes(n));
        int[] sizes = toShape.sizes(n);
        int[] target = Loops.contiguous(sizes);
        return switch (op) {
            case Op.Permute permute -> {
                int[] from = new int[sizes.length];
                Arrays.setAll(from, axis -> source[permute.order().get(axis)]);
                yield new Walk(sizes, 0, from, 0, target);
            }
            case Op.Expand _ -> {
                int[] from = new int[sizes.length];
                int lead = sizes.length - source.length;
                for (int axis = 0; axis < source.length; axis++) {
                    from[axis + lead] = fromShape.size(axis, n) == 1 ? 0 : source[axis];
                }
                yield new Walk(sizes, 0, from, 0, target);
            }
            case Op.Slice slice -> {
                int[] from = source.clone();
                from[slice.axis()] *= slice.step();
                yield new Walk(sizes, slice.start() * source[slice.axis()], from, 0, target);
            }
            case Op.Flip flip -> {
                int[] from = source.clone();
                from[flip.axis()] = -from[flip.axis()];
                yield new Walk(sizes, (sizes[flip.axis()] - 1) * source[flip.axis()], from, 0, target);
            }
            case Op.Pad pad -> {
                int[] to = target.clone();
                to[pad.axis()] *= pad.interior() + 1;
                yield new Walk(fromShape.sizes(n), 0, source, pad.before() * target[pad.axis()], to);
            }
            case Op.Window window -> {
                int[] from = Arrays.copyOf(source, sizes.length);
                from[sizes.length - 1] = source[window.axis()];
                from[window.axis()] *= window.stride();
                yield new Walk(sizes, 0, from, 0, target);
            }
            case Op.StopGradient _,Op.Recompute _ -> new Walk(sizes, 0, source, 0, target);
            default -> throw new IllegalStateException("not a movement: " + op);
        };
    }

    @Override
    int resize(int n) {
        walk = plan.of(n);
        loops = Loops.of(walk.sizes(), walk.from(), walk.to());
        zeros = zeroed == null ? 0 : zeroed.elements(n);
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
            int from = walk.fromOffset() + loops.offset(0, run);
            int to = walk.toOffset() + loops.offset(1, run);
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
