package org.chainrule.compile.run;

import java.util.Arrays;
import java.util.List;
import org.chainrule.compile.stage.Instruction;
import org.chainrule.compile.stage.Instruction.Operand;
import org.chainrule.ir.Op;
import org.chainrule.kernel.Epilogue;
import org.chainrule.kernel.Matrix;
import org.chainrule.kernel.PackedMatrix;
import org.chainrule.type.Shape;
import org.jspecify.annotations.Nullable;

/// A stack of matrix products. If several workers share it, each product is divided into blocks of the result. The
/// division changes no bit, since each element of the result is one chain.
final class MatmulStep extends PlanStep {
    /// A product with fewer fused multiply-adds stays on one thread.
    private static final long WORTH_SHARING = 1 << 17;
    /// A product with this many has two pieces for each thread, so that a thread that loses its core delays the others
    /// less.
    private static final long WORTH_MORE = 1 << 23;

    /// Pieces of the result begin at multiples of this many columns, since complete tiles are the fastest.
    private static final int COLUMNS = 32;

    private final Machine machine;
    private final @Nullable RowPartition partition;
    private final Op.Contract op;
    private final @Nullable Epilogue epilogue;
    private final Shape lhs;
    private final Shape shape;
    private final float[] b;
    private final float[] out;
    private final PackedWeights.@Nullable Pack pack;
    /// The matrices of each worker, which move from chunk to chunk so that a run allocates nothing.
    private final Operands[] operands;
    private float[] a;
    private int aAt;
    private int batch;
    private int stacks;
    private int m;
    private int columns;
    private int k;
    private int pieces;

    /// A product and its arrays: `out = a b`.
    record Product(Instruction contract, float[] a, float[] b, float[] out) {
        /// @param out the value that holds the product
        /// @param arrays the array of each value
        static Product of(Instruction contract, int out, float[][] arrays) {
            List<Operand> operands = contract.operands();
            return new Product(contract, arrays[operands.get(0).value()], arrays[operands.get(1).value()], arrays[out]);
        }
    }

    /// @param epilogue the operation that completes each element, or null
    MatmulStep(Machine machine, @Nullable RowPartition partition, Product product, @Nullable Epilogue epilogue) {
        Instruction instruction = product.contract;
        this.machine = machine;
        this.partition = partition;
        this.op = (Op.Contract) instruction.op();
        this.epilogue = epilogue;
        Operand first = instruction.operands().getFirst();
        this.lhs = first.shape();
        this.shape = instruction.shape();
        this.a = product.a;
        this.b = product.b;
        this.out = product.out;
        this.pack = machine.packed().of(instruction);
        this.operands = new Operands[machine.threads()];
        Arrays.setAll(operands, _ -> new Operands(new Matrix(), new Matrix(), new Matrix()));
    }

    private record Operands(Matrix a, Matrix b, Matrix c) {
    }

    /// From the next run on, reads the left operand from index `at` of an array.
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
        if (partition != null) {
            return partition.pieces();
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

    /// Returns whether the result is a column, which is computed faster as a row of the transposed product.
    private boolean isColumn() {
        return columns == 1 && m > 1;
    }

    /// Returns the most that any batch up to `n` needs, since a smaller batch may use a method that needs more.
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
                ? machine.kernels().matmulScratch(1, m, k)
                : machine.kernels().matmulScratch(m, columns, k);
    }

    @Override
    public void run(int chunk, int worker) {
        PackedMatrix right = pack == null || m > PackedMatrix.ROWS ? null : pack.packed();
        if (right != null) {
            Operands all = operands[0];
            machine.kernels().matmul(all.a.place(a, aAt, m, k, false), right, all.c.place(out, 0, m, columns, false),
                    epilogue, machine.scratch()[0]);
            return;
        }
        if (partition != null) {
            multiply(0, partition.first(chunk, batch, m), partition.first(chunk + 1, batch, m), 0, columns, worker);
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

    private void multiply(int stack, int rowLo, int rowHi, int colLo, int colHi, int worker) {
        if (rowLo >= rowHi) {
            return;
        }
        Matrix left = operands[worker].a.place(a, aAt + stack * m * k, m, k, op.transposeLhs());
        Matrix right = operands[worker].b.place(b, stack * k * columns, k, columns, op.transposeRhs());
        Matrix result = operands[worker].c.place(out, stack * m * columns, m, columns, false);
        if (isColumn()) {
            machine.kernels().matmul(right.transpose(), left.narrowRows(rowLo, rowHi).transpose(),
                    result.narrowRows(rowLo, rowHi).transpose(), epilogue, rowLo, machine.scratch()[worker]);
            return;
        }
        machine.kernels().matmul(left.narrowRows(rowLo, rowHi), right.narrowColumns(colLo, colHi),
                result.narrowRows(rowLo, rowHi).narrowColumns(colLo, colHi), epilogue, colLo,
                machine.scratch()[worker]);
    }
}
