package org.chainrule.compile.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chainrule.compile.lower.Lowering;
import org.chainrule.compile.lower.MemoryPlan;
import org.chainrule.compile.stage.FusedMatmul;
import org.chainrule.compile.stage.Instruction;
import org.chainrule.compile.stage.Instruction.Operand;
import org.chainrule.compile.stage.Loop;
import org.chainrule.compile.stage.Stage;
import org.chainrule.error.ArgumentException;
import org.chainrule.ir.Op;
import org.chainrule.kernel.Kernels;
import org.chainrule.thread.Workers;
import org.chainrule.type.Shape;
import org.jspecify.annotations.Nullable;

/// One running instance of a program: its buffers and its steps. It serves one caller at a time; a run allocates
/// nothing.
public final class Execution {
    private static final float[] NONE = {};

    /// One run in this many is timed.
    private static final int SAMPLE = 64;

    private final Executable executable;
    private final Kernels kernels;
    private final Lowering lowering;
    private final int capacity;
    private final Workers workers;
    private final float[][] arrays;
    private final PlanStep[] steps;
    private final Wave[] waves;
    private final InputBinding[] feeds;
    private final int[] chunks;
    private final int[] stageOf;
    private final long[] nanos;
    private long runs;
    private int rows;
    private boolean shared;

    Execution(Executable executable, Lowering lowering, MemoryPlan plan, int capacity, Workers workers, Kernels kernels,
            float[] @Nullable [] given, PackedWeights packs, Tier tier) {
        this.executable = executable;
        this.kernels = kernels;
        this.lowering = lowering;
        this.capacity = capacity;
        this.workers = workers;
        float[][] buffers = new float[plan.sizes().length][];
        for (int i = 0; given != null && i < given.length; i++) {
            if (given[i] != null) {
                buffers[plan.bufferOf()[lowering.inputs().get(i)]] = given[i];
            }
        }
        for (int buffer = 0; buffer < buffers.length; buffer++) {
            buffers[buffer] = buffers[buffer] == null ? new float[plan.sizes()[buffer]] : buffers[buffer];
        }
        this.arrays = new float[lowering.values().size()][];
        for (int value = 0; value < arrays.length; value++) {
            int buffer = plan.bufferOf()[value];
            arrays[value] = buffer < 0 ? NONE : buffers[buffer];
            if (lowering.values().get(value).leaf() instanceof Op.Literal literal) {
                arrays[value][0] = (float) literal.value();
            }
        }
        RowPartition[] cuts = lowering.stages().stream()
                .map(stage -> RowPartition.of(stage, capacity, workers.threads()))
                .toArray(RowPartition[]::new);
        float[][] scratch = new float[workers.threads()][scratch(lowering, kernels, capacity)];
        List<Integer> stages = new ArrayList<>();
        this.steps = steps(stages, cuts, new PlanStep.Machine(kernels, workers.threads(), scratch, packs, tier));
        this.stageOf = stages.stream().mapToInt(Integer::intValue).toArray();
        this.nanos = new long[lowering.stages().size()];
        this.chunks = new int[steps.length];
        this.waves = workers.threads() == 1
                ? new Wave[0]
                : WavePlan.of(steps, stageOf, cuts, lowering, plan.bufferOf(), capacity, workers.threads());
        this.feeds = InputBinding.of(lowering, plan.bufferOf(), arrays, steps, stageOf);
    }

    /// The array of an input, to be filled before a run: row by row, the first rows of it where the batch is smaller.
    public float[] input(int index) {
        return arrays[lowering.inputs().get(index)];
    }

    /// From the next run on an input is read from an array of the caller's, whose number `from` is the first of the first
    /// row; where products alone read it and no run changes the array, without a copy.
    ///
    /// @param stays whether a run leaves the array as it is, which those of outputs and states are not
    public void feed(int index, float[] array, int from, boolean stays) {
        feeds[index].from(array, from, stays);
    }

    /// Back to [#input], for one input.
    public void feedOwn(int index) {
        feeds[index].fromOwn();
    }

    /// Back to [#input], for all inputs.
    public void feedOwn() {
        for (InputBinding feed : feeds) {
            feed.fromOwn();
        }
    }

    /// The array of an output, valid after a run until the next.
    public float[] output(int index) {
        return arrays[lowering.outputs().get(index)];
    }

    /// The largest batch this execution has buffers for.
    public int capacity() {
        return capacity;
    }

    /// Runs over the first `n` rows: outputs are computed, then state is as the updates say.
    public void run(int n) {
        if (n < 1 || n > capacity) {
            throw new ArgumentException("n", "run: got " + n + " rows, expected 1 to " + capacity
                    + ", for which it was started; run over fewer rows or start for more");
        }
        if (n != rows) {
            resize(n);
        }
        for (InputBinding feed : feeds) {
            feed.begin(n);
        }
        boolean timed = runs % SAMPLE == 0;
        runs++;
        if (timed) {
            runTimed();
            return;
        }
        if (shared) {
            for (Wave wave : waves) {
                wave.run(workers);
            }
            return;
        }
        for (int i = 0; i < steps.length; i++) {
            step(i);
        }
    }

    private void step(int step) {
        if (shared) {
            workers.run(chunks[step], steps[step]);
            return;
        }
        for (int chunk = 0; chunk < chunks[step]; chunk++) {
            steps[step].run(chunk, 0);
        }
    }

    private void runTimed() {
        Arrays.fill(nanos, 0);
        for (int i = 0; i < steps.length; i++) {
            long start = System.nanoTime();
            step(i);
            nanos[stageOf[i]] += System.nanoTime() - start;
        }
    }

    /// What the program does, stage by stage, and how long each stage took in a recent run.
    public String explain() {
        return runs == 0 ? executable.explain() : executable.explain(rows, runs, nanos, kernels);
    }

    private void resize(int n) {
        rows = n;
        for (int i = 0; i < steps.length; i++) {
            chunks[i] = steps[i].resize(n);
        }
        for (Wave wave : waves) {
            wave.resize(n, chunks, workers);
        }
        shared = Wave.share(waves, workers);
        for (int value = 0; value < arrays.length; value++) {
            if (lowering.values().get(value).leaf() instanceof Op.BatchSize size) {
                arrays[value][0] = size.multiple() * n;
            }
        }
    }

    /// @param stages gets the number of the stage of each step
    private PlanStep[] steps(List<Integer> stages, @Nullable RowPartition[] cuts, PlanStep.Machine machine) {
        List<PlanStep> steps = new ArrayList<>();
        for (int stage = 0; stage < lowering.stages().size(); stage++) {
            switch (lowering.stages().get(stage)) {
                case Loop loop -> steps.add(new LoopStep(machine, cuts[stage], loop, arrays));
                case FusedMatmul product -> steps.add(new MatmulStep(machine, cuts[stage], product.contract(),
                        arrays[product.contract().operands().get(0).value()],
                        arrays[product.contract().operands().get(1).value()], arrays[product.out()],
                        product.epilogue(arrays[product.operand()])));
                case Instruction instruction -> add(steps, machine, cuts[stage], instruction,
                        instruction.operands().stream()
                                .map(operand -> arrays[operand.value()]).toArray(float[][]::new),
                        arrays[instruction.out()]);
            }
            while (stages.size() < steps.size()) {
                stages.add(stage);
            }
        }
        return steps.toArray(PlanStep[]::new);
    }

    /// The floats of scratch one worker needs.
    static int scratch(Lowering lowering, Kernels kernels, int n) {
        PlanStep.Machine machine = new PlanStep.Machine(kernels, 1, new float[0][], PackedWeights.NONE, Tier.ZERO);
        List<PlanStep> steps = new ArrayList<>();
        int scratch = 0;
        for (Stage stage : lowering.stages()) {
            switch (stage) {
                case Loop loop -> scratch = Math.max(scratch, LoopStep.scratch(loop, n));
                case FusedMatmul product ->
                    steps.add(new MatmulStep(machine, null, product.contract(), NONE, NONE, NONE,
                            null));
                case Instruction instruction -> {
                    float[][] in = new float[instruction.operands().size()][];
                    Arrays.fill(in, NONE);
                    add(steps, machine, null, instruction, in, NONE);
                }
            }
        }
        return Math.max(scratch, steps.stream().mapToInt(step -> step.scratch(n)).max().orElse(0));
    }

    private static void add(List<PlanStep> steps, PlanStep.Machine machine, @Nullable RowPartition cut,
            Instruction instruction,
            float[][] in, float[] out) {
        Shape shape = instruction.shape();
        List<Operand> operands = instruction.operands();
        switch (instruction.op()) {
            case Op.Leaf leaf -> throw new IllegalStateException("a leaf is not computed: " + leaf);
            case Op.Unary _,Op.Binary _,Op.Fma _,Op.Select _,Op.Cast _ ->
                steps.add(new ElementwiseStep(machine, instruction, in, out));
            case Op.Reduce reduce ->
                steps.add(new ReduceStep(machine, reduce, operands.getFirst().shape(), in[0], out));
            case Op.Contract _ ->
                steps.add(new MatmulStep(machine, cut, instruction, in[0], in[1], out, null));
            case Op.Concat concat -> {
                int start = 0;
                for (int i = 0; i < in.length; i++) {
                    Shape part = operands.get(i).shape();
                    steps.add(CopyStep.concat(machine, concat.axis(), start, part, shape, in[i], out));
                    start += part.size(concat.axis());
                }
            }
            case Op.StopGradient _,Op.Recompute _,Op.Reshape _,Op.Permute _,Op.Expand _,Op.Slice _,Op.Pad _,Op.Flip _,Op.Window _ ->
                steps.add(CopyStep.of(machine, instruction.op(), operands.getFirst().shape(), shape, in[0], out));
            case Op.Gather _,Op.ScatterAdd _,Op.OneHot _,Op.ArgMax _,Op.Random _ ->
                steps.add(new IndexStep(machine.kernels(), instruction, in, out));
        }
    }
}
