package org.chainrule.compile.run;

import org.chainrule.compile.stage.Instruction;
import org.chainrule.compile.stage.Instruction.Operand;
import org.chainrule.ir.Op;
import org.chainrule.kernel.Epilogue;
import org.chainrule.kernel.PackedMatrix;
import org.chainrule.type.Shape;
import org.jspecify.annotations.Nullable;

/// A stack of matrix products, each cut into tiles of the result when several workers take part. How it is cut changes
/// no bit, since each element of the result is one chain.
final class MatmulStep extends PlanStep {
    /// Multiplications and additions worth handing to another core.
    private static final long WORTH_SHARING = 1 << 17;
    /// Those worth two pieces for each thread, so that one whose core is taken away holds up less.
    private static final long WORTH_MORE = 1 << 23;

    /// Pieces of the result begin at multiples of this many columns, since whole tiles are the quickest.
    private static final int COLUMNS = 32;

    private final Machine machine;
    private final @Nullable RowPartition cut;
    private final Op.Contract op;
    private final @Nullable Epilogue epilogue;
    private final Shape lhs;
    private final Shape shape;
    private final float[] b;
    private final float[] out;
    private final PackedWeights.@Nullable Pack pack;
    private float[] a;
    private int aAt;
    private int batch;
    private int stacks;
    private int m;
    private int columns;
    private int k;
    private int pieces;

    /// @param epilogue what ends the chains, or null
    MatmulStep(Machine machine, @Nullable RowPartition cut, Instruction instruction, float[] a, float[] b, float[] out,
            @Nullable Epilogue epilogue) {
        this.machine = machine;
        this.cut = cut;
        this.op = (Op.Contract) instruction.op();
        this.epilogue = epilogue;
        Operand first = instruction.operands().getFirst();
        this.lhs = first.shape();
        this.shape = instruction.shape();
        this.a = a;
        this.b = b;
        this.out = out;
        this.pack = machine.packs().of(instruction);
    }

    /// From the next run on the left operand is read from number `at` of an array.
    void readLeft(float[] array, int at) {
        a = array;
        aAt = at;
    }

    private void measure(int n) {
        int rank = shape.rank();
        m = shape.size(rank - 2, n);
        columns = shape.size(rank - 1, n);
        k = lhs.size(op.transposeLhs() ? rank - 2 : rank - 1, n);
        stacks = shape.elements(n) / (m * columns);
    }

    @Override
    int resize(int n) {
        measure(n);
        batch = n;
        if (cut != null) {
            return cut.pieces();
        }
        long work = (long) m * columns * k;
        boolean share = machine.threads() > 1 && work >= WORTH_SHARING;
        int wished = work >= WORTH_MORE ? 2 * machine.threads() : machine.threads();
        pieces = share ? Math.min(wished, units()) : 1;
        return stacks * pieces;
    }

    private int units() {
        return m >= columns ? (m + RowPartition.UNIT - 1) / RowPartition.UNIT : (columns + COLUMNS - 1) / COLUMNS;
    }

    /// Whether the result is a column: it is computed as a row of the transposed product, which is quicker.
    private boolean isColumn() {
        return columns == 1 && m > 1;
    }

    /// The most that any batch up to `n` needs: a smaller one may take another way, which needs more.
    @Override
    int scratch(int n) {
        int most = 0;
        for (int rows = shape.hasBatch() || lhs.hasBatch() ? 1 : n; rows <= n; rows++) {
            most = Math.max(most, scratchOf(rows));
        }
        return most;
    }

    private int scratchOf(int n) {
        measure(n);
        return isColumn()
                ? machine.kernels().matmulScratch(!op.transposeRhs(), !op.transposeLhs(), 1, m, k)
                : machine.kernels().matmulScratch(op.transposeLhs(), op.transposeRhs(), m, columns, k);
    }

    @Override
    public void run(int chunk, int worker) {
        PackedMatrix right = pack == null || m > PackedMatrix.ROWS ? null : pack.packed();
        if (right != null) {
            rows(right);
            return;
        }
        if (cut != null) {
            multiply(0, cut.first(chunk, batch, m), cut.first(chunk + 1, batch, m), 0, columns, worker);
            return;
        }
        int piece = chunk % pieces;
        boolean byRows = m >= columns;
        int size = byRows ? m : columns;
        int unit = byRows ? RowPartition.UNIT : COLUMNS;
        int lo = unit * bound(units(), piece, pieces);
        int hi = Math.min(size, unit * bound(units(), piece + 1, pieces));
        multiply(chunk / pieces, byRows ? lo : 0, byRows ? hi : m, byRows ? 0 : lo, byRows ? columns : hi, worker);
    }

    private void rows(PackedMatrix right) {
        for (int i = 0; i < m; i++) {
            machine.kernels().row(right, a, aAt + i * k, out, i * columns, epilogue, machine.scratch()[0]);
        }
    }

    private void multiply(int stack, int rowLo, int rowHi, int colLo, int colHi, int worker) {
        float[] scratch = machine.scratch()[worker];
        if (isColumn() && rowLo < rowHi) {
            machine.kernels().matmul(!op.transposeRhs(), !op.transposeLhs(), 1, m, k, b, stack * k, a,
                    aAt + stack * m * k, out, stack * m, 0, 1, rowLo, rowHi, epilogue, scratch);
        } else if (rowLo < rowHi) {
            machine.kernels().matmul(op.transposeLhs(), op.transposeRhs(), m, columns, k, a,
                    aAt + stack * m * k, b, stack * k * columns, out, stack * m * columns, rowLo, rowHi, colLo, colHi,
                    epilogue, scratch);
        }
    }
}
