package org.chainrule.compile.run;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.chainrule.compile.stage.Body;
import org.chainrule.compile.stage.FusedMatmul;
import org.chainrule.compile.stage.Instruction;
import org.chainrule.compile.stage.Loop;
import org.chainrule.compile.stage.Stage;
import org.chainrule.compile.stage.Value;
import org.chainrule.ir.Op;
import org.chainrule.type.Shape;

/// The cost of a stage.
///
/// @param flops the floating-point operations: 1 for an addition, comparison or selection, 2 for a fused multiply-add,
///     20 for an elementary function
/// @param bytes the bytes read from and written to buffers, each value counted once
record Cost(long flops, long bytes) {
    private static final int FUNCTION = 20;
    private static final double PRODUCT_FLOPS_IN_NANO = 150;
    private static final double FLOPS_IN_NANO = 50;
    private static final double BYTES_IN_NANO = 75;
    /// The nanoseconds to start a part of a loop on a row.
    private static final double BEGIN_NANOS = 20;

    /// Returns the cost of a stage for a batch of `n` rows.
    static Cost of(Stage stage, List<Value> values, int n) {
        List<Instruction> instructions = switch (stage) {
            case Instruction instruction -> List.of(instruction);
            case Loop loop -> loop.instructions();
            case FusedMatmul product -> product.instructions();
        };
        long flops = instructions.stream().mapToLong(instruction -> flops(instruction, n)).sum();
        Set<Integer> touched = new HashSet<>(stage.reads());
        touched.addAll(stage.writes());
        long bytes = touched.stream().mapToLong(value -> values.get(value).shape().elements(n)).sum() * Float.BYTES;
        return new Cost(flops, bytes);
    }

    /// Estimates the nanoseconds that a stage takes on one core with vectors.
    static double nanos(Stage stage, List<Value> values, int n) {
        Cost cost = of(stage, values, n);
        boolean product = stage instanceof FusedMatmul
                || stage instanceof Instruction instruction && instruction.op() instanceof Op.Contract;
        double begin = stage instanceof Loop loop && loop.parts().size() > 1
                ? BEGIN_NANOS * loop.parts().size() * loop.space().rows(n)
                : 0;
        return cost.flops / (product ? PRODUCT_FLOPS_IN_NANO : FLOPS_IN_NANO) + cost.bytes / BYTES_IN_NANO + begin;
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
