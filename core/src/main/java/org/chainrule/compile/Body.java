package org.chainrule.compile;

import java.util.List;
import org.chainrule.ir.Op;
import org.chainrule.ir.UnaryFunction;

/// What a loop does at each place: lines of elementwise operations on operands and earlier lines, some of which are
/// stored. It names no sizes, buffers or numbers, so equal bodies of any programs are the same code.
///
/// All operands are loaded before anything is stored at a place, so an operand may be stored over another.
///
/// @param operands how each operand is spread; one that is stored has a number for each place
/// @param lines the operations, in order
/// @param stores which lines are written to which operands
record Body(List<Spread> operands, List<Line> lines, List<Store> stores) {
    /// The most lines a body may have, so that it fits the registers and HotSpot compiles it well.
    static final int LINES = 25;

    /// An operation.
    ///
    /// @param reads for each input its number: an operand, or an earlier line counted on from the operands
    record Line(Op op, List<Integer> reads) {
        /// Whether this takes tens of instructions.
        boolean isHeavy() {
            return Body.isHeavy(op);
        }
    }

    /// A line that is written to an operand.
    record Store(int line, int operand) {
    }

    static boolean isHeavy(Op op) {
        return op instanceof Op.Unary(UnaryFunction function) && switch (function) {
            case EXP, EXPM1, LOG, LOG1P, TANH, SIGMOID, ERF, SIN, COS -> true;
            case NEG, ABS, SIGN, FLOOR, SQRT -> false;
        };
    }

    /// Whether rows make no difference: the places are then one row.
    boolean isFlat() {
        return !operands.contains(Spread.ROW) && !operands.contains(Spread.COLUMN);
    }

    /// Whether an operand is read by a line.
    boolean reads(int operand) {
        return lines.stream().anyMatch(line -> line.reads().contains(operand));
    }

    boolean isStored(int line) {
        return stores.stream().anyMatch(store -> store.line() == line);
    }

    /// The last line that reads a line, or the line itself; stored lines last until the end.
    int lastRead(int line) {
        int last = line;
        for (int i = line; i < lines.size(); i++) {
            last = lines.get(i).reads().contains(operands.size() + line) ? i : last;
        }
        return isStored(line) ? lines.size() : last;
    }
}
