package org.chainrule.compile.stage;

import java.util.List;
import org.chainrule.ir.Node;
import org.chainrule.ir.Op;
import org.chainrule.type.Shape;

/// One call of a kernel: what the node's operation makes of values, written to a value.
///
/// @param node the node whose operation and type say what to do; [Op.StopGradient] means copy
/// @param operands where each input is read from
/// @param out the number of the value that is written
/// @param waits values that must be there before, though they are not read
public record Instruction(Node node, List<Operand> operands, int out, List<Integer> waits) implements Stage {
    /// An instruction that waits for nothing but what it reads.
    public Instruction(Node node, List<Operand> operands, int out) {
        this(node, operands, out, List.of());
    }

    /// An input of an instruction.
    ///
    /// @param value the number of the value that is read
    /// @param shape how the value's elements are arranged for this reader; in an elementwise instruction a shape that
    ///     is smaller than the result's is repeated while reading
    public record Operand(int value, Shape shape) {
    }

    public Op op() {
        return node.op();
    }

    public Shape shape() {
        return node.shape();
    }

    public boolean isElementwise() {
        return isElementwise(op());
    }

    /// Whether each element of the result depends on the elements at the same place alone.
    public static boolean isElementwise(Op op) {
        return switch (op) {
            case Op.Unary _,Op.Binary _,Op.Fma _,Op.Select _,Op.Cast _ -> true;
            case Op.Leaf _,Op.StopGradient _,Op.Recompute _,Op.Reduce _,Op.Movement _,Op.Window _,Op.Contract _,Op.Gather _,Op.ScatterAdd _,Op.OneHot _,Op.ArgMax _,Op.Random _ ->
                false;
        };
    }

    /// Whether operands of a smaller shape are repeated while reading. A function of one operand is instead applied
    /// before the repetition.
    public static boolean repeatsOperands(Op op) {
        return op instanceof Op.Binary || op instanceof Op.Fma || op instanceof Op.Select;
    }

    @Override
    public List<Integer> reads() {
        return operands.stream().map(Operand::value).toList();
    }

    @Override
    public List<Integer> writes() {
        return List.of(out);
    }

    /// Whether the result may be written over the operand: every element is read before it is written and never again.
    @Override
    public boolean mayOverwrite(int value, int written) {
        boolean reads = false;
        for (Operand operand : operands) {
            if (operand.value() == value) {
                reads = true;
                if (!operand.shape().equals(shape())) {
                    return false;
                }
            }
        }
        return reads && isElementwise();
    }
}
