package org.chainrule.compile.stage;

import java.util.ArrayList;
import java.util.List;
import org.chainrule.ir.BinaryFunction;
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
public record Body(List<Broadcast> operands, List<Line> lines, List<Store> stores) {
    /// The most lines a body may have, so that it fits the registers and HotSpot compiles it well.
    public static final int LINES = 25;

    /// An operation.
    ///
    /// @param reads for each input its number: an operand, or an earlier line counted on from the operands
    public record Line(Op op, List<Integer> reads) {
        /// Whether this takes tens of instructions.
        boolean isHeavy() {
            return Body.isHeavy(op);
        }
    }

    /// A line that is written to an operand.
    public record Store(int line, int operand) {
    }

    public static boolean isHeavy(Op op) {
        return op instanceof Op.Unary(UnaryFunction function) && switch (function) {
            case EXP, EXPM1, LOG, LOG1P, TANH, SIGMOID, ERF, SIN, COS -> true;
            case NEG, ABS, SIGN, FLOOR, SQRT -> false;
        };
    }

    /// Whether rows make no difference: the places are then one row.
    public boolean isFlat() {
        return !operands.contains(Broadcast.ROW) && !operands.contains(Broadcast.COLUMN);
    }

    /// The body without an operand that no line reads; what was stored there is stored to an earlier one.
    Body merge(int operand, int earlier) {
        List<Broadcast> rest = new ArrayList<>(operands);
        rest.remove(operand);
        List<Line> moved = lines.stream().map(line -> new Line(line.op(), line.reads().stream()
                .map(read -> read > operand ? read - 1 : read).toList())).toList();
        List<Store> stored = stores.stream().map(store -> new Store(store.line(), store.operand() == operand
                ? earlier
                : store.operand() > operand ? store.operand() - 1 : store.operand())).toList();
        return new Body(List.copyOf(rest), moved, stored);
    }

    /// Whether an operand is read by a line.
    public boolean reads(int operand) {
        return lines.stream().anyMatch(line -> line.reads().contains(operand));
    }

    /// A selection of 0 where a magnitude is below a limit, as in `select(|x| < limit, zero, x)`.
    ///
    /// @param line the selection
    /// @param comparison the comparison, which nothing else reads
    /// @param x what is read for x
    /// @param limit the operand with the limit
    /// @param zero the operand that should be 0
    public record Flush(int line, int comparison, int x, int limit, int zero) {
    }

    /// The flushes among the lines.
    public List<Flush> flushes() {
        List<Flush> flushes = new ArrayList<>();
        for (int line = 0; line < lines.size(); line++) {
            List<Integer> read = lines.get(line).reads();
            if (lines.get(line).op() instanceof Op.Select && read.get(0) >= operands.size() && isOne(read.get(1))) {
                int comparison = read.get(0) - operands.size();
                List<Integer> compared = lines.get(comparison).reads();
                boolean less = lines.get(comparison).op().equals(new Op.Binary(BinaryFunction.LESS));
                boolean magnitude = less && compared.get(0) >= operands.size() && isOne(compared.get(1))
                        && lines.get(compared.get(0) - operands.size()).equals(
                                new Line(new Op.Unary(UnaryFunction.ABS), List.of(read.get(2))));
                if (magnitude && lastRead(comparison) == line && readers(comparison) == 1) {
                    flushes.add(new Flush(line, comparison, read.get(2), compared.get(1), read.get(1)));
                }
            }
        }
        return flushes;
    }

    private boolean isOne(int read) {
        return read < operands.size() && operands.get(read) == Broadcast.ONE;
    }

    private long readers(int line) {
        return lines.stream().flatMap(other -> other.reads().stream()).filter(read -> read == operands.size() + line)
                .count();
    }

    boolean isStored(int line) {
        return stores.stream().anyMatch(store -> store.line() == line);
    }

    /// The last line that reads a line, or the line itself; stored lines last until the end.
    public int lastRead(int line) {
        int last = line;
        for (int i = line; i < lines.size(); i++) {
            last = lines.get(i).reads().contains(operands.size() + line) ? i : last;
        }
        return isStored(line) ? lines.size() : last;
    }
}
