package org.chainrule.compile;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.chainrule.compile.Lowering.Value;
import org.chainrule.ir.Op;
import org.chainrule.ir.Shape;

/// What a stage costs.
///
/// @param flops operations on numbers: 1 for each addition, comparison or selection, 2 for a fused multiply-add, 20 for an
///     elementary function
/// @param bytes what is read from and written to buffers, each value once
record Cost(long flops, long bytes) {
    private static final int FUNCTION = 20;
    private static final double FLOPS_IN_NANO = 12;
    private static final double BYTES_IN_NANO = 20;

    static Cost of(Stage stage, List<Value> values, int n) {
        List<Instruction> instructions = switch (stage) {
            case Instruction instruction -> List.of(instruction);
            case Loop loop -> loop.instructions();
        };
        long flops = instructions.stream().mapToLong(instruction -> flops(instruction, n)).sum();
        Set<Integer> touched = new HashSet<>(stage.reads());
        touched.addAll(stage.writes());
        long bytes = touched.stream().mapToLong(value -> values.get(value).shape().elements(n)).sum() * Float.BYTES;
        return new Cost(flops, bytes);
    }

    /// The nanoseconds one core takes, about.
    double nanos() {
        return flops / FLOPS_IN_NANO + bytes / BYTES_IN_NANO;
    }

    private static long flops(Instruction instruction, int n) {
        long elements = instruction.shape().elements(n);
        return switch (instruction.op()) {
            case Op.Contract contract -> {
                Shape lhs = instruction.operands().getFirst().shape();
                yield 2 * elements * lhs.size(lhs.rank() - (contract.transposeLhs() ? 2 : 1), n);
            }
            case Op.Fma _ -> 2 * elements;
            case Op.Unary _ -> Body.isHeavy(instruction.op()) ? FUNCTION * elements : elements;
            case Op.Binary _,Op.Select _,Op.Cast _ -> elements;
            case Op.Reduce _,Op.ScatterAdd _ -> instruction.operands().getLast().shape().elements(n);
            case Op.Random _ -> FUNCTION * elements;
            case Op.Leaf _,Op.StopGradient _,Op.Recompute _,Op.Movement _,Op.Window _,Op.Gather _,Op.OneHot _,Op.ArgMax _ ->
                0;
        };
    }
}
