package org.chainrule.compile.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chainrule.compile.lower.Lowering;
import org.chainrule.compile.run.PlanStep.Machine;
import org.chainrule.compile.stage.FusedMatmul;
import org.chainrule.compile.stage.Instruction;
import org.chainrule.compile.stage.Instruction.Operand;
import org.chainrule.compile.stage.Loop;
import org.chainrule.compile.stage.Stage;
import org.chainrule.ir.Op;
import org.chainrule.kernel.Kernels;
import org.chainrule.type.Shape;
import org.jspecify.annotations.Nullable;

/// The stages of a plan bound to arrays. A stage is one step, except a concatenation, which is one step for each input.
///
/// @param steps the steps in order
/// @param stageOf the number of the stage that each step belongs to
record PlanSteps(PlanStep[] steps, int[] stageOf) {
    private static final float[] NONE = {};

    /// Binds all stages.
    ///
    /// @param arrays the array of each value
    /// @param partitions the row partition of each stage, or null
    static PlanSteps of(Lowering lowering, float[][] arrays, @Nullable RowPartition[] partitions, Machine machine) {
        List<PlanStep> steps = new ArrayList<>();
        List<Integer> stageOf = new ArrayList<>();
        for (int stage = 0; stage < lowering.stages().size(); stage++) {
            steps.addAll(bind(lowering.stages().get(stage), arrays, partitions[stage], machine));
            while (stageOf.size() < steps.size()) {
                stageOf.add(stage);
            }
        }
        return new PlanSteps(steps.toArray(PlanStep[]::new), stageOf.stream().mapToInt(Integer::intValue).toArray());
    }

    /// Returns the floats of scratch that one worker needs for batches of up to `n` rows.
    static int scratch(Lowering lowering, Kernels kernels, int n) {
        Machine machine = new Machine(kernels, 1, new float[0][], PackedWeights.NONE, Tier.ZERO);
        float[][] arrays = new float[lowering.values().size()][];
        Arrays.fill(arrays, NONE);
        int scratch = 0;
        for (Stage stage : lowering.stages()) {
            if (stage instanceof Loop loop) {
                scratch = Math.max(scratch, LoopStep.scratch(loop, n));
                continue;
            }
            for (PlanStep step : bind(stage, arrays, null, machine)) {
                scratch = Math.max(scratch, step.scratch(n));
            }
        }
        return scratch;
    }

    private static List<PlanStep> bind(Stage stage, float[][] arrays, @Nullable RowPartition partition,
            Machine machine) {
        return switch (stage) {
            case Loop loop -> List.of(new LoopStep(machine, partition, loop, arrays));
            case FusedMatmul product -> List.of(new MatmulStep(machine, partition,
                    MatmulStep.Product.of(product.contract(), product.out(), arrays),
                    product.epilogue(arrays[product.operand()])));
            case Instruction instruction -> bind(instruction, arrays, partition, machine);
        };
    }

    private static List<PlanStep> bind(Instruction instruction, float[][] arrays, @Nullable RowPartition partition,
            Machine machine) {
        Shape shape = instruction.shape();
        List<Operand> operands = instruction.operands();
        float[][] in = operands.stream().map(operand -> arrays[operand.value()]).toArray(float[][]::new);
        float[] out = arrays[instruction.out()];
        return switch (instruction.op()) {
            case Op.Leaf leaf -> throw new IllegalStateException("a leaf is not computed: " + leaf);
            case Op.Unary _,Op.Binary _,Op.Fma _,Op.Select _,Op.Cast _ ->
                List.of(new ElementwiseStep(machine, instruction, in, out));
            case Op.Reduce reduce ->
                List.of(new ReduceStep(machine, reduce, operands.getFirst().shape(), in[0], out));
            case Op.Contract _ -> List.of(new MatmulStep(machine, partition,
                    MatmulStep.Product.of(instruction, instruction.out(), arrays), null));
            case Op.Concat concat -> {
                List<PlanStep> steps = new ArrayList<>();
                int start = 0;
                for (int i = 0; i < in.length; i++) {
                    Shape part = operands.get(i).shape();
                    steps.add(CopyStep.concat(machine, concat.axis(), start, part, shape, in[i], out));
                    start += part.size(concat.axis());
                }
                yield steps;
            }
            case Op.StopGradient _,Op.Recompute _,Op.Reshape _,Op.Permute _,Op.Expand _,Op.Slice _,Op.Pad _,Op.Flip _,Op.Window _ ->
                List.of(CopyStep.of(machine, instruction.op(), operands.getFirst().shape(), shape, in[0], out));
            case Op.Gather _,Op.ScatterAdd _,Op.OneHot _,Op.ArgMax _,Op.Random _ ->
                List.of(new IndexStep(machine.kernels(), instruction, in, out));
        };
    }
}
