package org.chainrule.compile.run;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.chainrule.compile.stage.FusedMatmul;
import org.chainrule.compile.stage.Instruction;
import org.chainrule.compile.stage.Instruction.Operand;
import org.chainrule.compile.stage.IterationSpace;
import org.chainrule.compile.stage.Loop;
import org.chainrule.compile.stage.Loop.Fold;
import org.chainrule.compile.stage.Loop.Part;
import org.chainrule.compile.stage.Loop.Pass;
import org.chainrule.compile.stage.Loop.Place;
import org.chainrule.compile.stage.Stage;
import org.chainrule.ir.Op;
import org.chainrule.type.Shape;
import org.jspecify.annotations.Nullable;

/// The partition of a stage by rows, which are examples of the batch or rows of weights. Each thread works on the same
/// rows in every stage, so they stay in the cache of its core, and stages that read only their own rows of each other
/// follow one another without waiting for other threads.
///
/// A stage may have several items for each row: a product over `[n, t, d]` has `t` rows of its matrix for each example.
/// All items of a row are in the same piece.
///
/// @param batch whether the rows are those of the batch
/// @param rows the number of rows if they are not
/// @param pieces the number of pieces
/// @param width the number of elements for each row, of the values of which a piece touches only the elements of its
///     own rows
record RowPartition(boolean batch, int rows, int pieces, Map<Integer, Integer> width) {
    /// The rows of the smallest piece. With fewer rows, reading the operands that all rows share costs more than a
    /// second thread gains.
    static final int LEAST = 96;
    /// Pieces begin at multiples of this many rows, since complete tiles of a product are the fastest.
    static final int UNIT = 12;

    /// Returns the partition of a stage, or null if it is not partitioned by rows.
    ///
    /// @param capacity the largest batch
    static @Nullable RowPartition of(Stage stage, int capacity, int threads) {
        return switch (stage) {
            case Loop loop -> of(loop, capacity, threads);
            case FusedMatmul product -> of(product, capacity, threads);
            case Instruction instruction -> of(instruction, instruction.out(), capacity, threads);
        };
    }

    private static @Nullable RowPartition of(FusedMatmul product, int capacity, int threads) {
        RowPartition partition = of(product.contract(), product.out(), capacity, threads);
        if (partition != null && product.kind() == FusedMatmul.Kind.MASK) {
            partition.width.put(product.operand(), places(product.contract().shape()));
        }
        return partition;
    }

    private static @Nullable RowPartition of(Instruction instruction, int out, int capacity, int threads) {
        Shape shape = instruction.shape();
        if (!(instruction.op() instanceof Op.Contract contract) || shape.rank() != 2) {
            return null;
        }
        if (shape.isBatch(1)) {
            return null;
        }
        Operand left = instruction.operands().get(0);
        Map<Integer, Integer> width = new HashMap<>();
        width.put(out, places(shape));
        if (!contract.transposeLhs() && left.shape().batchAxis() == shape.batchAxis()
                && instruction.operands().get(1).value() != left.value()) {
            width.put(left.value(), places(left.shape()));
        }
        return of(shape.isBatch(0), shape.isBatch(0) ? 1 : shape.size(0), capacity, threads, width);
    }

    /// Returns the elements of a matrix for each row, which are several rows of the matrix if its first axis is a
    /// multiple of the batch.
    private static int places(Shape matrix) {
        return (matrix.isBatch(0) ? matrix.size(0, 1) : 1) * matrix.size(1);
    }

    private static @Nullable RowPartition of(Loop loop, int capacity, int threads) {
        IterationSpace space = loop.space();
        Shape last = loop.instructions().getLast().shape();
        if (space.columns() == IterationSpace.ALL || !space.batch() && last.rank() < 2) {
            return null;
        }
        int rows = space.batch() ? 1 : last.size(0, 1);
        int places = space.count() / rows;
        if (places * rows != space.count() || space.columns() > 0 && places % space.columns() != 0) {
            return null;
        }
        int lines = space.columns() > 0 ? places / space.columns() : 1;
        Map<Integer, Integer> width = new HashMap<>();
        Set<Integer> elsewhere = new HashSet<>();
        for (Part part : loop.parts()) {
            switch (part) {
                case Fold fold -> {
                    add(fold.from(), places, width, elsewhere);
                    add(fold.to(), lines, width, elsewhere);
                }
                case Pass pass -> {
                    for (int k = 0; k < pass.places().size(); k++) {
                        add(pass.places().get(k), switch (pass.body().operands().get(k)) {
                            case EACH -> pass.perRow() ? lines : places;
                            case ROW -> lines;
                            case COLUMN, GROUP, ONE -> 0;
                        }, width, elsewhere);
                    }
                }
            }
        }
        elsewhere.forEach(width::remove);
        return of(space.batch(), rows, capacity, threads, width);
    }

    private static void add(Place place, int each, Map<Integer, Integer> width, Set<Integer> elsewhere) {
        if (place instanceof Place.Buffer(int value)) {
            Integer before = width.put(value, each);
            if (each == 0 || before != null && before != each) {
                elsewhere.add(value);
            }
        }
    }

    private static @Nullable RowPartition of(boolean batch, int rows, int capacity, int threads,
            Map<Integer, Integer> width) {
        int most = batch ? capacity : rows;
        if (threads == 1 || most < LEAST * threads) {
            return null;
        }
        // two pieces for each thread, so that a thread that loses its core delays the others less
        return new RowPartition(batch, rows, most < 2 * LEAST * threads ? threads : 2 * threads, width);
    }

    /// Returns the first item of a piece for a batch of `n` rows.
    ///
    /// @param items the number of items in all pieces, a multiple of the rows
    int first(int piece, int n, int items) {
        int count = batch ? n : rows;
        return Math.min(count, UNIT * PlanStep.bound((count + UNIT - 1) / UNIT, piece, pieces)) * (items / count);
    }

    /// Returns whether the pieces of both partitions are the same rows.
    boolean matches(@Nullable RowPartition other) {
        return other != null && batch == other.batch && rows == other.rows && pieces == other.pieces;
    }
}
