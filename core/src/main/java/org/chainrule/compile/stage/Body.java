package org.chainrule.compile.stage;

import java.util.ArrayList;
import java.util.List;
import org.chainrule.ir.BinaryFunction;
import org.chainrule.ir.Op;
import org.chainrule.ir.UnaryFunction;

/// The computation of a loop at one place: lines of elementwise operations on operands and earlier lines, some of which
/// are stored. A body contains no sizes, buffers or values of constants, so equal bodies of different programs share
/// their code.
///
/// At each place all operands are loaded before a result is stored, so a result may overwrite an operand.
///
/// @param operands the broadcast of each operand; a stored operand has a number for each place
/// @param lines the operations, in order
/// @param stores the lines that are written to operands
public record Body(List<Broadcast> operands, List<Line> lines, List<Store> stores) {
    /// The largest number of lines in a body. A longer body would not fit the registers, and HotSpot would compile it
    /// badly.
    public static final int LINES = 25;

    /// An operation.
    ///
    /// @param reads the number of each input: an operand, or the number of operands plus an earlier line
    public record Line(Op op, List<Integer> reads) {
        /// Returns whether the operation takes tens of machine instructions.
        boolean isHeavy() {
            return Body.isHeavy(op);
        }
    }

    /// A line that is written to an operand.
    public record Store(int line, int operand) {
    }

    /// Returns whether an operation takes tens of machine instructions.
    public static boolean isHeavy(Op op) {
        return op instanceof Op.Unary(UnaryFunction function) && switch (function) {
            case EXP, EXPM1, LOG, LOG1P, TANH, SIGMOID, ERF, SIN, COS -> true;
            case NEG, ABS, SIGN, FLOOR, SQRT -> false;
        };
    }

    /// Returns whether no operand depends on the division into rows, so that all places can be one row.
    public boolean isFlat() {
        return operands.stream().allMatch(
                operand -> operand == Broadcast.EACH || operand == Broadcast.ONE);
    }

    /// Returns this body without an operand that no line reads. Stores to that operand go to an earlier one instead.
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

    /// Returns whether a line reads an operand.
    public boolean reads(int operand) {
        return lines.stream().anyMatch(line -> line.reads().contains(operand));
    }

    /// A selection that flushes small numbers to 0: `select(|x| < limit, zero, x)`.
    ///
    /// @param line the selection
    /// @param comparison the comparison, which no other line reads
    /// @param x the number that the selection reads for x
    /// @param limit the operand that holds the limit
    /// @param zero the operand that is expected to be 0
    public record Flush(int line, int comparison, int x, int limit, int zero) {
    }

    /// Returns the flushes among the lines.
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

    /// Returns the last line that reads a line, or the line itself if none does. A stored line is needed until the end,
    /// which is the number of lines.
    public int lastRead(int line) {
        int last = line;
        for (int i = line; i < lines.size(); i++) {
            last = lines.get(i).reads().contains(operands.size() + line) ? i : last;
        }
        return isStored(line) ? lines.size() : last;
    }
}
