package org.chainrule.compile.run;

import java.util.Arrays;
import org.chainrule.compile.lower.Lowering;
import org.chainrule.compile.lower.MemoryPlan;
import org.chainrule.error.ArgumentException;
import org.chainrule.ir.Op;
import org.chainrule.kernel.Kernels;
import org.chainrule.thread.Workers;
import org.jspecify.annotations.Nullable;

/// An execution on the CPU: the buffers of a plan and its steps. A run allocates nothing.
final class CpuExecution implements Execution {
    private static final float[] NONE = {};

    /// One run in this many is timed.
    private static final int SAMPLE = 64;

    private final Executable executable;
    private final Resources cpu;
    private final Lowering lowering;
    private final int capacity;
    private final Workers workers;
    private final float[][] arrays;
    private final PlanStep[] steps;
    private final int[] stageOf;
    private final Wave[] waves;
    private final InputBinding[] bindings;
    private final int[] chunks;
    private final long[] nanos;
    private long runs;
    private int rows;
    private boolean shared;

    /// The resources of an execution on the CPU.
    ///
    /// @param kernels the kernels of all steps
    /// @param workers the threads that share the work
    /// @param tier the way loops run
    /// @param packed the right operands of products that are packed
    record Resources(Kernels kernels, Workers workers, Tier tier, PackedWeights packed) {
    }

    /// @param given as in [Backend#start]
    CpuExecution(Executable executable, int capacity, float[] @Nullable [] given, Resources cpu) {
        this.executable = executable;
        this.cpu = cpu;
        this.lowering = executable.lowering();
        this.capacity = capacity;
        this.workers = cpu.workers();
        MemoryPlan plan = executable.plan(capacity);
        this.arrays = arrays(lowering, plan, given);
        int threads = workers.threads();
        RowPartition[] partitions = lowering.stages().stream()
                .map(stage -> RowPartition.of(stage, capacity, threads))
                .toArray(RowPartition[]::new);
        float[][] scratch = new float[threads][PlanSteps.scratch(lowering, cpu.kernels(), capacity)];
        PlanSteps bound = PlanSteps.of(lowering, arrays, partitions,
                new PlanStep.Machine(cpu.kernels(), threads, scratch, cpu.packed(), cpu.tier()));
        this.steps = bound.steps();
        this.stageOf = bound.stageOf();
        this.nanos = new long[lowering.stages().size()];
        this.chunks = new int[steps.length];
        this.waves = threads == 1
                ? new Wave[0]
                : WavePlan.of(bound, partitions, lowering, plan.bufferOf(), capacity, threads);
        this.bindings = InputBinding.of(lowering, plan.bufferOf(), arrays, bound);
    }

    /// Returns the array of each value: the array of its buffer, which is allocated unless it is given.
    private static float[][] arrays(Lowering lowering, MemoryPlan plan, float[] @Nullable [] given) {
        float[][] buffers = new float[plan.sizes().length][];
        for (int i = 0; given != null && i < given.length; i++) {
            if (given[i] != null) {
                buffers[plan.bufferOf()[lowering.inputs().get(i)]] = given[i];
            }
        }
        for (int buffer = 0; buffer < buffers.length; buffer++) {
            buffers[buffer] = buffers[buffer] == null ? new float[plan.sizes()[buffer]] : buffers[buffer];
        }
        float[][] arrays = new float[lowering.values().size()][];
        for (int value = 0; value < arrays.length; value++) {
            int buffer = plan.bufferOf()[value];
            arrays[value] = buffer < 0 ? NONE : buffers[buffer];
            if (lowering.values().get(value).leaf() instanceof Op.Literal literal) {
                arrays[value][0] = (float) literal.value();
            }
        }
        return arrays;
    }

    @Override
    public float[] own(int input) {
        return arrays[lowering.inputs().get(input)];
    }

    @Override
    public void write(int input, float[] values, int from, boolean unchanged) {
        bindings[input].from(values, from, unchanged);
    }

    @Override
    public void writeOwn(int input) {
        bindings[input].fromOwn();
    }

    @Override
    public float[] read(int output) {
        return arrays[lowering.outputs().get(output)];
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public void run(int n) {
        if (n < 1 || n > capacity) {
            throw new ArgumentException("n", "run: got " + n + " rows, expected 1 to " + capacity
                    + ", the capacity of the session; run over fewer rows or start a larger session");
        }
        if (n != rows) {
            resize(n);
        }
        for (InputBinding binding : bindings) {
            binding.begin(n);
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

    @Override
    public String explain() {
        return runs == 0
                ? executable.explain()
                : new Explanation(executable.graph(), lowering).measured(rows, runs, nanos,
                        Roofline.measure(cpu.kernels()));
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
}
