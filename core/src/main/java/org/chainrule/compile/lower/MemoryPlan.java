package org.chainrule.compile.lower;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.chainrule.compile.stage.Stage;
import org.chainrule.compile.stage.Value;

/// The assignment of values to buffers for a batch of `n` rows, by liveness.
///
/// A buffer is free after the last reader of its value. A new value uses the smallest free buffer that is large enough;
/// if there is none, the largest free buffer, which grows; if no buffer is free, a new one. A value far smaller than
/// every such buffer uses none of them, so that a scalar does not occupy the memory of a matrix. An elementwise result
/// overwrites an operand that is not read later. The plan for `n` rows is valid for every smaller batch.
///
/// @param bufferOf the buffer of each value, -1 for a value without one
/// @param sizes the floats in each buffer
/// @param kinds the kind of each buffer
public record MemoryPlan(int[] bufferOf, int[] sizes, List<Kind> kinds) {
    /// The kinds of buffer.
    public enum Kind {
        /// Inputs.
        INPUT,
        /// Inputs that updates replace.
        STATE,
        /// Constants of the program.
        CONSTANT,
        /// Outputs, which are kept until the next run.
        OUTPUT,
        /// Intermediate values.
        WORK
    }

    /// Returns the plan for a batch of `n` rows.
    public static MemoryPlan of(Lowering lowering, int n) {
        return new Builder(lowering, n).build();
    }

    /// Returns the bytes of all buffers of a kind.
    public long bytes(Kind kind) {
        long bytes = 0;
        for (int buffer = 0; buffer < sizes.length; buffer++) {
            bytes += kinds.get(buffer) == kind ? (long) Float.BYTES * sizes[buffer] : 0;
        }
        return bytes;
    }

    private static final class Builder {
        private static final int FOREVER = Integer.MAX_VALUE;
        /// A value does not use a buffer more than this many times too large.
        private static final int WASTE = 16;

        /// A free buffer. Among buffers of the same size the one that was freed first comes first.
        private record Free(int size, int since, int buffer) implements Comparable<Free> {
            @Override
            public int compareTo(Free other) {
                return size == other.size ? Integer.compare(since, other.since) : Integer.compare(size, other.size);
            }
        }

        private final Lowering lowering;
        private final int n;
        private final int[] lastRead;
        private final int[] bufferOf;
        private final List<Integer> sizes = new ArrayList<>();
        private final List<Kind> kinds = new ArrayList<>();
        private final NavigableSet<Free> free = new TreeSet<>();
        private final BitSet isFree = new BitSet();
        private int freed;

        Builder(Lowering lowering, int n) {
            this.lowering = lowering;
            this.n = n;
            this.lastRead = new int[lowering.values().size()];
            this.bufferOf = new int[lowering.values().size()];
        }

        MemoryPlan build() {
            Arrays.fill(bufferOf, -1);
            for (int i = 0; i < lowering.stages().size(); i++) {
                for (int value : lowering.stages().get(i).reads()) {
                    lastRead[value] = i;
                }
            }
            lowering.outputs().forEach(value -> lastRead[value] = FOREVER);
            placeGiven();
            for (int i = 0; i < lowering.stages().size(); i++) {
                place(lowering.stages().get(i), i);
            }
            return new MemoryPlan(bufferOf, sizes.stream().mapToInt(Integer::intValue).toArray(), kinds);
        }

        private void placeGiven() {
            Set<Integer> states = new HashSet<>(lowering.states());
            Set<Integer> inputs = new HashSet<>(lowering.inputs());
            for (int value = 0; value < bufferOf.length; value++) {
                if (!lowering.values().get(value).isComputed()) {
                    boolean state = states.contains(value);
                    boolean input = inputs.contains(value);
                    bufferOf[value] = grow(value, state ? Kind.STATE : input ? Kind.INPUT : Kind.CONSTANT);
                }
            }
        }

        private void place(Stage stage, int index) {
            Set<Integer> kept = new HashSet<>();
            for (int out : stage.writes()) {
                Value value = lowering.values().get(out);
                if (value.isComputed()) {
                    if (value.home() >= 0) {
                        bufferOf[out] = bufferOf[value.home()];
                    } else if (lastRead[out] == FOREVER) {
                        bufferOf[out] = grow(out, Kind.OUTPUT);
                    } else {
                        int overwritten = overwritten(stage, index, out, kept);
                        bufferOf[out] = overwritten >= 0 ? overwritten : take(out);
                    }
                }
                kept.add(bufferOf[out]);
            }
            for (int value : stage.reads()) {
                release(value, index, kept);
            }
        }

        private void release(int value, int index, Set<Integer> kept) {
            int buffer = bufferOf[value];
            if (lastRead[value] == index && kinds.get(buffer) == Kind.WORK && !kept.contains(buffer)
                    && !isFree.get(buffer)) {
                free.add(new Free(sizes.get(buffer), freed++, buffer));
                isFree.set(buffer);
            }
        }

        private int overwritten(Stage stage, int index, int out, Set<Integer> kept) {
            for (int value : stage.reads()) {
                int buffer = bufferOf[value];
                if (lastRead[value] == index && kinds.get(buffer) == Kind.WORK && !kept.contains(buffer)
                        && stage.mayOverwrite(value, out) && sizes.get(buffer) >= elements(out)) {
                    return buffer;
                }
            }
            return -1;
        }

        private int take(int value) {
            int need = elements(value);
            Free best = free.ceiling(new Free(need, 0, 0));
            if (best == null && !free.isEmpty()) {
                best = free.ceiling(new Free(free.last().size(), 0, 0));
            }
            if (best == null || best.size() / WASTE > need) {
                return grow(value, Kind.WORK);
            }
            free.remove(best);
            isFree.clear(best.buffer());
            sizes.set(best.buffer(), Math.max(best.size(), need));
            return best.buffer();
        }

        private int grow(int value, Kind kind) {
            sizes.add(elements(value));
            kinds.add(kind);
            return sizes.size() - 1;
        }

        private int elements(int value) {
            return lowering.values().get(value).shape().elements(n);
        }
    }
}
