package org.chainrule.compile.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.chainrule.ir.Op;

/// Instructions that run as one loop. The loop iterates over rows of columns, a block of rows at a time, and the block
/// stays in the first-level cache from the first part to the last. A part is a pass over the places of the block, a
/// pass over its rows, or a reduction of each row. Strips of scratch memory keep the results that later parts need, so
/// a value that is read only inside the loop has no buffer.
///
/// @param space the places
/// @param instructions the instructions that the loop executes, in order
/// @param parts the parts that run on each block, in order
/// @param scratch the scratch memory that the parts share
/// @param reads the values that are read
/// @param writes the values that are written
public record Loop(IterationSpace space, List<Instruction> instructions, List<Part> parts, Scratch scratch,
        List<Integer> reads, List<Integer> writes) implements Stage {
    /// The strips of scratch memory that are in use at once.
    ///
    /// @param strips the strips with a number for each place of a block
    /// @param columns the strips with a number for each row of a block
    public record Scratch(int strips, int columns) {
    }

    /// The memory of an operand.
    public sealed interface Place {
        /// The buffer of a value.
        record Buffer(int value) implements Place {
        }

        /// A strip of scratch memory, with a number for each place of a block.
        record Strip(int number) implements Place {
        }

        /// A strip of scratch memory, with a number for each row of a block.
        record Column(int number) implements Place {
        }
    }

    /// A part of a loop.
    public sealed interface Part {
        /// Returns whether this part reads or writes the buffer of a value.
        boolean touches(int value);
    }

    /// One pass of a body.
    ///
    /// @param perRow whether the body runs once for each row of the block instead of once for each place
    /// @param places the memory of each operand of the body
    public record Pass(Body body, boolean perRow, List<Place> places) implements Part {
        Pass inPlace(IntUnaryOperator home) {
            for (int k = 0; k < places.size(); k++) {
                int over = places.get(k) instanceof Place.Buffer(int value) ? home.applyAsInt(value) : -1;
                int to = over < 0 ? -1 : places.indexOf(new Place.Buffer(over));
                if (to >= 0 && to < k && body.operands().get(to) == Broadcast.EACH && !body.reads(k)) {
                    List<Place> rest = new ArrayList<>(places);
                    rest.remove(k);
                    return new Pass(body.merge(k, to), perRow, List.copyOf(rest)).inPlace(home);
                }
            }
            return this;
        }

        @Override
        public boolean touches(int value) {
            return places.contains(new Place.Buffer(value));
        }
    }

    /// Returns a copy in which a value that overwrites another one uses the operand of the other. HotSpot does not
    /// vectorise a body that has two operands for the same array.
    ///
    /// @param home returns the value that a value overwrites, or a negative number
    public Loop inPlace(IntUnaryOperator home) {
        List<Part> changed = new ArrayList<>();
        for (Part part : parts) {
            changed.add(part instanceof Pass pass ? pass.inPlace(home) : part);
        }
        return new Loop(space, instructions, changed, scratch, reads, writes);
    }

    /// A reduction of each row to one number.
    public record Fold(Op.Reduce op, Place from, Place to) implements Part {
        @Override
        public boolean touches(int value) {
            return from.equals(new Place.Buffer(value)) || to.equals(new Place.Buffer(value));
        }
    }

    /// Returns whether the loop reads each element of `read` no later than it writes the same element of `written`, so
    /// that the two may share a buffer.
    @Override
    public boolean mayOverwrite(int read, int written) {
        int stored = -1;
        boolean perRow = false;
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) instanceof Pass pass) {
                int operand = pass.places().indexOf(new Place.Buffer(written));
                if (operand >= 0 && stored < 0) {
                    stored = i;
                    perRow = pass.perRow();
                }
            } else if (parts.get(i).touches(written) && stored < 0) {
                return false;
            }
        }
        for (int i = 0; i < parts.size(); i++) {
            if (!parts.get(i).touches(read)) {
                continue;
            }
            if (i > stored || !readsEach(parts.get(i), read, perRow)) {
                return false;
            }
        }
        return stored >= 0;
    }

    private static boolean readsEach(Part part, int value, boolean perRow) {
        if (!(part instanceof Pass pass)) {
            return !perRow;
        }
        for (int i = 0; i < pass.places().size(); i++) {
            if (pass.places().get(i).equals(new Place.Buffer(value))
                    && (pass.perRow() != perRow || pass.body().operands().get(i) != Broadcast.EACH)) {
                return false;
            }
        }
        return true;
    }
}
