package org.chainrule.compile.emit;

import org.chainrule.compile.stage.Body;
import org.chainrule.compile.stage.Body.Line;
import org.chainrule.compile.stage.Body.Store;
import org.chainrule.compile.stage.Broadcast;
import org.chainrule.ir.Op;
import org.chainrule.kernel.Kernels;

/// An interpreter of bodies: runs a body line by line on prebuilt kernels. Each line writes a strip of scratch memory,
/// which is reused after its last reader. Stores are copied to their operands at the end, when no line reads them any
/// more.
public final class Interpreter {
    private final Kernels kernels;
    private final Body body;
    private final int[] stripOf;
    private final int[][] reads;

    /// Creates an interpreter of a body.
    public Interpreter(Kernels kernels, Body body) {
        this.kernels = kernels;
        this.body = body;
        this.stripOf = new int[body.lines().size()];
        assign(body, stripOf);
        this.reads = body.lines().stream().map(line -> line.reads().stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
    }

    /// Returns the number of strips that a body needs at once.
    public static int strips(Body body) {
        return assign(body, new int[body.lines().size()]);
    }

    private static int assign(Body body, int[] stripOf) {
        int[] until = new int[body.lines().size() + 1];
        int strips = 0;
        for (int line = 0; line < stripOf.length; line++) {
            int strip = 0;
            while (strip < strips && until[strip] > line) {
                strip++;
            }
            strips = Math.max(strips, strip + 1);
            stripOf[line] = strip;
            until[strip] = body.lastRead(line);
        }
        return strips;
    }

    /// Runs over `rows` rows of `columns` places.
    ///
    /// @param arrays the array of each operand
    /// @param at the index at which each operand begins
    /// @param scratch memory for the strips, from index `base` on
    public void run(float[][] arrays, int[] at, int rows, int columns, float[] scratch, int base) {
        int count = rows * columns;
        for (int line = 0; line < stripOf.length; line++) {
            int to = base + stripOf[line] * count;
            int[] read = reads[line];
            if (isFlat(read)) {
                line(line, read, arrays, at, 0, 0, scratch, base, count, to, count);
            } else {
                for (int row = 0; row < rows; row++) {
                    line(line, read, arrays, at, row, columns, scratch, base, count, to + row * columns, columns);
                }
            }
        }
        for (int i = 0; i < body.stores().size(); i++) {
            Store store = body.stores().get(i);
            System.arraycopy(scratch, base + stripOf[store.line()] * count, arrays[store.operand()],
                    at[store.operand()], count);
        }
    }

    private boolean isFlat(int[] read) {
        for (int operand : read) {
            if (operand < body.operands().size() && body.operands().get(operand) != Broadcast.EACH
                    && body.operands().get(operand) != Broadcast.ONE) {
                return false;
            }
        }
        return true;
    }

    private void line(int number, int[] read, float[][] arrays, int[] at, int row, int columns, float[] scratch,
            int base, int strip, int to, int count) {
        Line line = body.lines().get(number);
        float[] a = array(read[0], arrays, scratch);
        int aAt = begin(read[0], at, row, columns, base, strip);
        switch (line.op()) {
            case Op.Unary unary -> {
                if (read[0] < at.length || aAt != to) {
                    System.arraycopy(a, aAt, scratch, to, count);
                }
                kernels.unary(unary.function(), scratch, scratch, to, to + count);
            }
            case Op.Binary binary -> kernels.binary(binary.function(), a, aAt, step(read[0]),
                    array(read[1], arrays, scratch), begin(read[1], at, row, columns, base, strip), step(read[1]),
                    scratch, to, count);
            case Op.Fma _ -> kernels.fma(a, aAt, step(read[0]), array(read[1], arrays, scratch),
                    begin(read[1], at, row, columns, base, strip), step(read[1]), array(read[2], arrays, scratch),
                    begin(read[2], at, row, columns, base, strip), step(read[2]), scratch, to, count);
            case Op.Select _ -> kernels.select(a, aAt, step(read[0]), array(read[1], arrays, scratch),
                    begin(read[1], at, row, columns, base, strip), step(read[1]), array(read[2], arrays, scratch),
                    begin(read[2], at, row, columns, base, strip), step(read[2]), scratch, to, count);
            case Op.Cast _ -> {
                for (int i = 0; i < count; i++) {
                    scratch[to + i] = a[aAt + i] != 0 ? 1 : 0;
                }
            }
            default -> throw new IllegalStateException("not in a loop: " + line);
        }
    }

    private float[] array(int read, float[][] arrays, float[] scratch) {
        return read < arrays.length ? arrays[read] : scratch;
    }

    private int begin(int read, int[] at, int row, int columns, int base, int strip) {
        if (read >= at.length) {
            return base + stripOf[read - at.length] * strip + row * columns;
        }
        return switch (body.operands().get(read)) {
            case EACH -> at[read] + row * columns;
            case ROW -> at[read] + row;
            case COLUMN, GROUP, ONE -> at[read];
        };
    }

    private int step(int read) {
        if (read >= body.operands().size()) {
            return 1;
        }
        return switch (body.operands().get(read)) {
            case EACH, COLUMN, GROUP -> 1;
            case ROW, ONE -> 0;
        };
    }
}
