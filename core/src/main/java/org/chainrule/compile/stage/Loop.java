package org.chainrule.compile.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.chainrule.ir.Op;

/// Instructions that run as one loop: over rows of columns, a block of rows at a time, which stays in the nearest cache
/// from the first part to the last. A part is either one pass over the places of the block (or over its rows), or a
/// reduction of each row; what a later part needs is kept in strips of scratch memory, so values that nobody outside
/// reads have no buffer.
///
/// @param space the places
/// @param instructions what the loop stands for, in order
/// @param parts what is done with each block, in order
/// @param strips how many strips with a number for each place of a block are needed at once
/// @param columns how many strips with a number for each row of a block are needed at once
/// @param reads the values read
/// @param writes the values written
public record Loop(IterationSpace space, List<Instruction> instructions, List<Part> parts, int strips, int columns,
        List<Integer> reads,
        List<Integer> writes) implements Stage {
    /// Where an operand stands.
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
        boolean touches(int value);
    }

    /// One pass of a body.
    ///
    /// @param perRow whether the body goes over the rows of the block, one place each, instead of over all places
    /// @param places where the operands of the body stand
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

    /// The loop with every value that is written over another one stored to the operand it is written over, where that is
    /// read: an array that a body knows by two names keeps HotSpot from vectorising it.
    ///
    /// @param home for a value the one it is written over, or a negative number
    public Loop inPlace(IntUnaryOperator home) {
        List<Part> changed = new ArrayList<>();
        for (Part part : parts) {
            changed.add(part instanceof Pass pass ? pass.inPlace(home) : part);
        }
        return new Loop(space, instructions, changed, strips, columns, reads, writes);
    }

    /// A reduction of each row to one number.
    public record Fold(Op.Reduce op, Place from, Place to) implements Part {
        @Override
        public boolean touches(int value) {
            return from.equals(new Place.Buffer(value)) || to.equals(new Place.Buffer(value));
        }
    }

    /// Whether every value read in this loop is read at the place where it is written, if at all, and not later: the
    /// result may then stand where the operand stood.
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
