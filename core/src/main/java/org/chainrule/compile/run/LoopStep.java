package org.chainrule.compile.run;

import java.util.List;
import org.chainrule.compile.emit.CompiledBody;
import org.chainrule.compile.emit.EmittedLoop;
import org.chainrule.compile.emit.Interpreter;
import org.chainrule.compile.stage.Broadcast;
import org.chainrule.compile.stage.IterationSpace;
import org.chainrule.compile.stage.Loop;
import org.chainrule.compile.stage.Loop.Fold;
import org.chainrule.compile.stage.Loop.Part;
import org.chainrule.compile.stage.Loop.Pass;
import org.chainrule.compile.stage.Loop.Place;
import org.chainrule.ir.Reduction;
import org.jspecify.annotations.Nullable;

/// A loop bound to buffers. All parts run on one block before the next block begins. A pass runs the generated code of
/// its body once that is warm, and until then the prebuilt kernels line by line. Both give the same bits, so the change
/// may happen at any block.
final class LoopStep extends PlanStep {
    /// The places in a block; a longer row is a block of its own.
    private static final int BLOCK = 1024;
    /// The number of instructions that cost as much as reading and writing a place.
    private static final int LIGHT = 4;
    /// The cost of starting the reduction of a row, in places.
    private static final int BEGIN = 128;
    /// The floats of scratch that a reduction needs.
    private static final int LANES = 64;

    private final Machine machine;
    private final @Nullable RowPartition partition;
    private final Loop loop;
    private final Bound[][] bound;
    private final boolean whole;
    private final int work;
    private final int folds;
    private final boolean grouped;
    private int batch;
    private int columns;
    private int group;
    private int items;
    private int itemsInBlock;
    private int chunks;

    LoopStep(Machine machine, @Nullable RowPartition partition, Loop loop, float[][] arrays) {
        this.machine = machine;
        this.partition = partition;
        this.loop = loop;
        this.bound = new Bound[machine.threads()][];
        for (int worker = 0; worker < bound.length; worker++) {
            float[] scratch = machine.scratch()[worker];
            bound[worker] = loop.parts().stream().map(part -> bind(part, arrays, scratch)).toArray(Bound[]::new);
        }
        this.work = 1 + loop.instructions().size() / LIGHT;
        this.folds = (int) loop.parts().stream().filter(Fold.class::isInstance).count();
        this.grouped = !loop.space().group().equals(IterationSpace.Count.ONE);
        this.whole = loop.parts().size() == 1 && loop.parts().getFirst() instanceof Pass;
    }

    private Bound bind(Part part, float[][] arrays, float[] scratch) {
        return switch (part) {
            case Pass pass -> new BoundPass(pass, places(pass.places(), arrays, scratch), machine, scratch);
            case Fold fold -> new BoundFold(fold, places(List.of(fold.from(), fold.to()), arrays, scratch), machine,
                    scratch);
        };
    }

    private static float[][] places(List<Place> places, float[][] arrays, float[] scratch) {
        return places.stream().map(place -> place instanceof Place.Buffer(int value) ? arrays[value] : scratch)
                .toArray(float[][]::new);
    }

    /// Returns the rows in a block, or its places if the loop has no columns.
    private static int itemsInBlock(Loop loop, int n) {
        boolean flat = loop.space().columns() == IterationSpace.FLAT;
        return Math.max(1, flat ? BLOCK : BLOCK / loop.space().columns(n));
    }

    private static int width(Loop loop, int n) {
        return loop.space().columns() == IterationSpace.FLAT ? 1 : loop.space().columns(n);
    }

    /// Returns the floats of scratch that one worker needs for a loop.
    static int scratch(Loop loop, int n) {
        int block = Math.min(itemsInBlock(loop, n), items(loop, n));
        return LANES + loop.scratch().columns() * block
                + (loop.scratch().strips() + lines(loop)) * block * width(loop, n);
    }

    private static int items(Loop loop, int n) {
        return loop.space().elements(n) / width(loop, n);
    }

    private static int lines(Loop loop) {
        int most = 0;
        for (Part part : loop.parts()) {
            most = part instanceof Pass pass ? Math.max(most, Interpreter.strips(pass.body())) : most;
        }
        return most;
    }

    @Override
    int scratch(int n) {
        return scratch(loop, n);
    }

    @Override
    int resize(int n) {
        batch = n;
        columns = width(loop, n);
        items = items(loop, n);
        group = grouped ? loop.space().group().number(n) : items;
        itemsInBlock = Math.min(itemsInBlock(loop, n), items);
        int strips = LANES + loop.scratch().columns() * itemsInBlock;
        int lines = strips + loop.scratch().strips() * itemsInBlock * columns;
        for (Bound[] parts : bound) {
            for (Bound part : parts) {
                part.place(columns, group, itemsInBlock, strips, lines);
            }
        }
        if (partition != null) {
            return partition.pieces();
        }
        chunks = Math.min(items, chunks((long) items * (columns * work + folds * BEGIN), machine.threads()));
        return chunks;
    }

    @Override
    public void run(int chunk, int worker) {
        int from = first(chunk);
        int end = first(chunk + 1);
        Bound[] parts = bound[worker];
        int most = whole && parts[0].isReady() ? items : itemsInBlock;
        int count;
        for (int item = from; item < end; item += count) {
            // a block lies in one group
            count = Math.min(Math.min(most, group - item % group), end - item);
            for (Bound part : parts) {
                part.run(item, count, columns);
            }
        }
    }

    private int first(int chunk) {
        return partition == null ? bound(items, chunk, chunks) : partition.first(chunk, batch, items);
    }

    /// A part bound to its operands, for one worker.
    private abstract static class Bound {
        final float[][] arrays;
        final int[] at;
        private final List<Place> places;
        private final int[] begin;
        private final int[] stride;
        private final int[] groupStride;
        private int group = 1;

        Bound(List<Place> places, float[][] arrays) {
            this.places = places;
            this.arrays = arrays;
            this.at = new int[places.size()];
            this.begin = new int[places.size()];
            this.stride = new int[places.size()];
            this.groupStride = new int[places.size()];
        }

        /// Returns the distance in the array of an operand from one item to the next.
        abstract int stride(int operand, int columns);

        /// Returns the distance in the array of an operand from one group of items to the next, beside that of its items.
        int groupStride(int operand, int columns) {
            return 0;
        }

        abstract void run(int item, int count, int columns);

        boolean isReady() {
            return false;
        }

        void place(int columns, int group, int itemsInBlock, int strips, int lines) {
            this.group = group;
            for (int i = 0; i < begin.length; i++) {
                begin[i] = switch (places.get(i)) {
                    case Place.Buffer _ -> 0;
                    case Place.Column(int number) -> LANES + number * itemsInBlock;
                    case Place.Strip(int number) -> strips + number * itemsInBlock * columns;
                };
                boolean buffer = places.get(i) instanceof Place.Buffer;
                stride[i] = buffer ? stride(i, columns) : 0;
                groupStride[i] = buffer ? groupStride(i, columns) : 0;
            }
        }

        final void move(int item) {
            for (int i = 0; i < at.length; i++) {
                at[i] = begin[i] + item * stride[i] + item / group * groupStride[i];
            }
        }
    }

    private static final class BoundPass extends Bound {
        private final Pass pass;
        private final boolean flat;
        private final Interpreter interpreter;
        private final @Nullable CompiledBody compiled;
        private final float[] scratch;
        private int lines;
        private int runsUntilAsking = 40;

        BoundPass(Pass pass, float[][] arrays, Machine machine, float[] scratch) {
            super(pass.places(), arrays);
            this.pass = pass;
            this.flat = pass.body().isFlat();
            this.interpreter = new Interpreter(machine.kernels(), pass.body());
            this.compiled = Tier.ZERO == machine.tier() ? null : CompiledBody.of(pass.body(), machine.kernels());
            this.scratch = scratch;
            if (compiled != null && machine.tier() == Tier.ONE) {
                compiled.now();
            }
        }

        @Override
        boolean isReady() {
            return compiled != null && compiled.code() != null;
        }

        @Override
        int stride(int operand, int columns) {
            return switch (pass.body().operands().get(operand)) {
                case EACH -> pass.perRow() ? 1 : columns;
                case ROW -> 1;
                case COLUMN, GROUP, ONE -> 0;
            };
        }

        @Override
        int groupStride(int operand, int columns) {
            return pass.body().operands().get(operand) == Broadcast.GROUP ? columns : 0;
        }

        @Override
        void place(int columns, int group, int itemsInBlock, int strips, int lines) {
            super.place(columns, group, itemsInBlock, strips, lines);
            this.lines = lines;
        }

        @Override
        void run(int item, int count, int columns) {
            move(item);
            int width = pass.perRow() ? 1 : columns;
            EmittedLoop code = compiled == null ? null : compiled.code();
            if (code != null) {
                code.run(arrays, at, flat ? 1 : count, flat ? count * width : width);
                return;
            }
            if (compiled != null && --runsUntilAsking == 0) {
                compiled.ask();
            }
            interpreter.run(arrays, at, flat ? 1 : count, flat ? count * width : width, scratch, lines);
        }
    }

    private static final class BoundFold extends Bound {
        private final Machine machine;
        private final Reduction reduction;
        private final float[] scratch;

        BoundFold(Fold fold, float[][] arrays, Machine machine, float[] scratch) {
            super(List.of(fold.from(), fold.to()), arrays);
            this.machine = machine;
            this.reduction = fold.op().reduction();
            this.scratch = scratch;
        }

        @Override
        int stride(int operand, int columns) {
            return operand == 0 ? columns : 1;
        }

        @Override
        void run(int item, int count, int columns) {
            move(item);
            for (int row = 0; row < count; row++) {
                arrays[1][at[1] + row] = machine.kernels().reduceRun(reduction, arrays[0], at[0] + row * columns,
                        columns, scratch);
            }
        }
    }
}
