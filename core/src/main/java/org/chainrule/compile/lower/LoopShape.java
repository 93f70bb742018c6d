package org.chainrule.compile.lower;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.compile.stage.Broadcast;
import org.chainrule.compile.stage.Instruction;
import org.chainrule.compile.stage.Instruction.Operand;
import org.chainrule.compile.stage.IterationSpace;
import org.chainrule.compile.stage.IterationSpace.Count;
import org.chainrule.ir.Op;
import org.chainrule.ir.UnaryFunction;
import org.chainrule.type.DType;
import org.chainrule.type.Shape;
import org.jspecify.annotations.Nullable;

/// The shape of a loop over some instructions: its iteration space, whether each instruction has a result for each
/// place or for each row, and the broadcast of each operand.
///
/// @param space the places
/// @param statements the instructions, in order
record LoopShape(IterationSpace space, List<Statement> statements) {
    /// The length of the longest row that fits the strips between two passes.
    private static final int LONGEST = 8192;
    /// Columns that no loop has.
    private static final int NONE = -2;

    /// An instruction in a loop.
    ///
    /// @param perRow whether the instruction has a result for each row instead of for each place
    /// @param broadcasts the broadcast of each operand over the places, or over the rows if `perRow`
    record Statement(Instruction instruction, boolean perRow, List<Broadcast> broadcasts) {
        boolean isFold() {
            return instruction.op() instanceof Op.Reduce;
        }
    }

    /// Returns whether an instruction may be part of a loop: it is elementwise, or reduces contiguous elements.
    static boolean fits(Instruction instruction) {
        if (instruction.op() instanceof Op.Reduce reduce) {
            return columns(instruction, reduce) != IterationSpace.FLAT;
        }
        return instruction.isElementwise() && !isCalledAlone(instruction.op());
    }

    /// Returns whether an operation always runs as a kernel of its own: functions whose large angles have no vector
    /// form, and casts to whole numbers.
    private static boolean isCalledAlone(Op op) {
        return op instanceof Op.Unary(UnaryFunction function)
                && (function == UnaryFunction.SIN || function == UnaryFunction.COS)
                || op instanceof Op.Cast(DType dtype) && dtype != DType.BOOL;
    }

    /// Returns the columns that a reduction requires, or FLAT if it does not reduce contiguous elements.
    private static int columns(Instruction instruction, Op.Reduce reduce) {
        Shape from = instruction.operands().getFirst().shape();
        int outer = 1;
        for (int axis = 0; axis < from.rank(); axis++) {
            boolean one = !from.isBatch(axis) && from.size(axis) == 1;
            if (axis > reduce.axis() && !one) {
                return IterationSpace.FLAT;
            }
            outer *= axis < reduce.axis() && !one ? 2 : 1;
        }
        int size = from.size(reduce.axis(), 1);
        if (size > LONGEST) {
            return IterationSpace.FLAT;
        }
        return !from.isBatch(reduce.axis()) ? size : outer == 1 ? IterationSpace.ALL : IterationSpace.FLAT;
    }

    /// Returns the shape of a loop over instructions in order, or null if they do not fit one loop.
    static @Nullable LoopShape of(List<Instruction> instructions) {
        Count total = Count.ONE;
        for (Instruction instruction : instructions) {
            Count count = places(instruction);
            total = count.exceeds(total) ? count : total;
        }
        int columns = IterationSpace.FLAT;
        Count group = Count.ONE;
        for (Instruction instruction : instructions) {
            if (places(instruction).equals(total)) {
                Count own = group(instruction);
                if (!own.equals(Count.ONE) && !group.equals(Count.ONE) && !own.equals(group)) {
                    return null;
                }
                group = own.equals(Count.ONE) ? group : own;
                int wanted = wanted(instruction);
                boolean differs = wanted != IterationSpace.FLAT && columns != IterationSpace.FLAT && wanted != columns;
                if (differs || wanted < IterationSpace.ALL) {
                    return null;
                }
                columns = wanted == IterationSpace.FLAT ? columns : wanted;
            }
        }
        if (columns > 0 && total.number() % columns != 0) {
            return null;
        }
        IterationSpace space = IterationSpace.of(total, columns, group);
        Map<Integer, Boolean> made = new HashMap<>();
        List<Statement> statements = new ArrayList<>();
        for (Instruction instruction : instructions) {
            Statement statement = statement(instruction, space, total, made);
            if (statement == null) {
                return null;
            }
            statements.add(statement);
            made.put(instruction.out(), statement.perRow());
        }
        return new LoopShape(space, statements);
    }

    private static Count places(Instruction instruction) {
        return Count.of(instruction.op() instanceof Op.Reduce
                ? instruction.operands().getFirst().shape()
                : instruction.shape());
    }

    /// Returns the columns that an instruction requires.
    private static int wanted(Instruction instruction) {
        if (instruction.op() instanceof Op.Reduce reduce) {
            return columns(instruction, reduce);
        }
        int columns = IterationSpace.FLAT;
        for (Operand operand : instruction.operands()) {
            Repeat repeat = Repeat.of(operand.shape(), instruction.shape());
            if (repeat.columns() != IterationSpace.FLAT && columns != IterationSpace.FLAT
                    && columns != repeat.columns()) {
                return NONE;
            }
            columns = repeat.columns() == IterationSpace.FLAT ? columns : repeat.columns();
        }
        return columns;
    }

    /// Returns the rows of a group that an instruction requires; ONE if it requires none.
    private static Count group(Instruction instruction) {
        return instruction.op() instanceof Op.Reduce
                ? Count.ONE
                : instruction.operands().stream()
                        .map(operand -> Repeat.of(operand.shape(), instruction.shape()).group())
                        .filter(group -> !group.equals(Count.ONE)).findFirst().orElse(Count.ONE);
    }

    private static @Nullable Statement statement(Instruction instruction, IterationSpace space, Count total,
            Map<Integer, Boolean> made) {
        boolean fold = instruction.op() instanceof Op.Reduce;
        Count own = places(instruction);
        boolean each = own.equals(total);
        boolean perRow = fold || !each;
        if (fold && (!each || space.columns() == IterationSpace.FLAT)) {
            return null;
        }
        if (!each && (space.columns() == IterationSpace.FLAT || !own.equals(space.rows()))) {
            return null;
        }
        List<Broadcast> broadcasts = new ArrayList<>();
        for (Operand operand : instruction.operands()) {
            Boolean madePerRow = made.get(operand.value());
            Broadcast broadcast = fold
                    ? Broadcast.EACH
                    : each
                            ? broadcast(operand, instruction, space, madePerRow)
                            : Count.of(operand.shape()).equals(own) ? Broadcast.EACH : Broadcast.ONE;
            boolean repeated = !fold && !each && broadcast == Broadcast.ONE
                    && !Count.of(operand.shape()).equals(Count.ONE);
            if (repeated || madePerRow != null && !reads(broadcast, perRow && !fold, madePerRow)) {
                return null;
            }
            broadcasts.add(broadcast);
        }
        return new Statement(instruction, perRow, broadcasts);
    }

    private static Broadcast broadcast(Operand operand, Instruction instruction, IterationSpace space,
            @Nullable Boolean madePerRow) {
        Broadcast broadcast = Repeat.of(operand.shape(), instruction.shape()).broadcast();
        boolean ofOneRow = broadcast == Broadcast.ONE && madePerRow != null && space.rows().equals(Count.ONE);
        return ofOneRow ? Broadcast.ROW : broadcast;
    }

    /// Returns whether a reader with this broadcast can read a value of the loop, made for each row or for each place.
    private static boolean reads(Broadcast broadcast, boolean perRow, boolean madePerRow) {
        return switch (broadcast) {
            case EACH -> madePerRow == perRow;
            case ROW -> madePerRow;
            case COLUMN, GROUP, ONE -> false;
        };
    }

    /// The broadcast of an operand to a shape.
    ///
    /// @param broadcast the broadcast
    /// @param columns the columns that it requires; FLAT if any will do, a number below -1 if it fits no loop
    /// @param group the rows of the group in which it repeats; ONE for no groups
    record Repeat(Broadcast broadcast, int columns, Count group) {
        Repeat(Broadcast broadcast, int columns) {
            this(broadcast, columns, Count.ONE);
        }

        static Repeat of(Shape operand, Shape result) {
            Count count = Count.of(operand);
            if (count.equals(Count.of(result))) {
                return new Repeat(Broadcast.EACH, IterationSpace.FLAT);
            }
            if (count.equals(Count.ONE)) {
                return new Repeat(Broadcast.ONE, IterationSpace.FLAT);
            }
            int lead = result.rank() - operand.rank();
            int same = result.rank();
            while (same > lead && equal(operand, same - 1 - lead, result, same - 1)) {
                same--;
            }
            if (isOne(operand, 0, same - lead)) {
                return constant(result, same, result.rank())
                        ? new Repeat(Broadcast.COLUMN, size(result, same))
                        : NOWHERE;
            }
            int equal = 0;
            while (lead == 0 && equal < result.rank() && equal(operand, equal, result, equal)) {
                equal++;
            }
            if (lead == 0 && isOne(operand, equal, operand.rank()) && constant(result, equal, result.rank())) {
                return new Repeat(Broadcast.ROW, size(result, equal));
            }
            return lead == 0 && isOne(operand, equal, same) && constant(result, same, result.rank())
                    ? new Repeat(Broadcast.GROUP, size(result, same), middle(result, equal, same))
                    : NOWHERE;
        }

        private static final Repeat NOWHERE = new Repeat(Broadcast.EACH, LoopShape.NONE);

        private static boolean equal(Shape a, int i, Shape b, int j) {
            return a.isBatch(i) == b.isBatch(j) && a.size(i, 1) == b.size(j, 1);
        }

        private static boolean isOne(Shape shape, int from, int to) {
            for (int axis = from; axis < to; axis++) {
                if (shape.isBatch(axis) || shape.size(axis) != 1) {
                    return false;
                }
            }
            return true;
        }

        private static boolean constant(Shape shape, int from, int to) {
            return shape.batchAxis() < from || shape.batchAxis() >= to;
        }

        private static Count middle(Shape shape, int from, int to) {
            int size = 1;
            for (int axis = from; axis < to; axis++) {
                size *= shape.size(axis, 1);
            }
            return new Count(size, !constant(shape, from, to));
        }

        private static int size(Shape shape, int from) {
            int size = 1;
            for (int axis = from; axis < shape.rank(); axis++) {
                size *= shape.size(axis);
            }
            return size;
        }
    }
}
