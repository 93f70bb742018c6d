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

/// How a stage is cut by rows, examples or rows of weights, so that each thread keeps the same rows from one stage to the
/// next: they stay in the cache of its core, and stages that need of each other nothing but their own rows follow one
/// another without waiting for other threads.
///
/// A stage may do several items for each row: a product over `[n, t, d]` has `t` rows of its matrix for each example. All
/// items of a row are in one piece.
///
/// @param batch whether the rows are those of the batch
/// @param rows the number of rows where they are not
/// @param pieces the number of pieces the rows are cut into
/// @param width how many places of a value belong to each row, for the values of which a piece of the stage touches
///     nothing but what belongs to its rows
record RowPartition(boolean batch, int rows, int pieces, Map<Integer, Integer> width) {
    /// The rows of the smallest piece: fewer are not worth the reading of what all rows need.
    static final int LEAST = 96;
    /// Pieces begin at multiples of this many rows, since whole tiles of a product are the quickest.
    static final int UNIT = 12;

    /// The cut of a stage, or null if it is not cut so.
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
        RowPartition cut = of(product.contract(), product.out(), capacity, threads);
        if (cut != null && product.kind() == FusedMatmul.Kind.MASK) {
            cut.width.put(product.operand(), places(product.contract().shape()));
        }
        return cut;
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

    /// How many places of a matrix belong to each row: several rows of it where its first axis is a multiple of the batch.
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
                            case COLUMN, ONE -> 0;
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
        // two pieces for each thread, so that one whose core is taken away holds up less
        return new RowPartition(batch, rows, most < 2 * LEAST * threads ? threads : 2 * threads, width);
    }

    /// The first item of a piece at a batch of `n`.
    ///
    /// @param items how many there are in all pieces, the same for each row
    int first(int piece, int n, int items) {
        int count = batch ? n : rows;
        return Math.min(count, UNIT * PlanStep.bound((count + UNIT - 1) / UNIT, piece, pieces)) * (items / count);
    }

    /// Whether pieces of the two are the same rows.
    boolean matches(@Nullable RowPartition other) {
        return other != null && batch == other.batch && rows == other.rows && pieces == other.pieces;
    }
}
