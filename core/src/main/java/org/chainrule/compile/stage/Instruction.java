package org.chainrule.compile.stage;

import java.util.List;
import org.chainrule.ir.Node;
import org.chainrule.ir.Op;
import org.chainrule.type.Shape;

/// One kernel call: applies the operation of a node to values and writes a value.
///
/// @param node the node that provides the operation and the type of the result; [Op.StopGradient] means a copy
/// @param operands the value that each input is read from
/// @param out the number of the value that is written
/// @param waits values that must be computed earlier although they are not read
public record Instruction(Node node, List<Operand> operands, int out, List<Integer> waits) implements Stage {
    /// Creates an instruction that waits only for the values it reads.
    public Instruction(Node node, List<Operand> operands, int out) {
        this(node, operands, out, List.of());
    }

    /// An input of an instruction.
    ///
    /// @param value the number of the value that is read
    /// @param shape the shape that this reader sees; an elementwise instruction broadcasts a shape smaller than the
    ///     result's while it reads
    public record Operand(int value, Shape shape) {
    }

    /// Returns the operation.
    public Op op() {
        return node.op();
    }

    /// Returns the shape of the result.
    public Shape shape() {
        return node.shape();
    }

    /// Returns whether each element of the result depends only on the elements at the same position.
    public boolean isElementwise() {
        return isElementwise(op());
    }

    /// Returns whether each element of an operation's result depends only on the elements at the same position.
    public static boolean isElementwise(Op op) {
        return switch (op) {
            case Op.Unary _,Op.Binary _,Op.Fma _,Op.Select _,Op.Cast _ -> true;
            case Op.Leaf _,Op.StopGradient _,Op.Recompute _,Op.Reduce _,Op.Movement _,Op.Window _,Op.Contract _,Op.Gather _,Op.ScatterAdd _,Op.OneHot _,Op.ArgMax _,Op.Random _ ->
                false;
        };
    }

    /// Returns whether an operation broadcasts operands of a smaller shape while it reads them. A function of one
    /// operand is applied before the broadcast instead.
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

    /// Returns whether the result may overwrite an operand: each element is read before it is written and never again.
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
