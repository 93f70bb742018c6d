package org.chainrule.compile.run;

import java.util.Arrays;
import org.chainrule.ir.Op;
import org.chainrule.ir.Reduction;
import org.chainrule.kernel.Matrix;
import org.chainrule.type.Shape;

/// A reduction of one axis to size 1: along contiguous runs if no later axis has more than one element, else down the
/// rows.
final class ReduceStep extends PlanStep {
    private static final int SCRATCH = 1024;

    private final Machine machine;
    private final Reduction reduction;
    private final int axis;
    private final Shape from;
    private final float[] in;
    private final float[] out;
    /// One for each worker.
    private final Matrix[] matrices;
    private int outer;
    private int length;
    private int inner;
    private int chunks;

    ReduceStep(Machine machine, Op.Reduce reduce, Shape from, float[] in, float[] out) {
        this.machine = machine;
        this.reduction = reduce.reduction();
        this.axis = reduce.axis();
        this.from = from;
        this.in = in;
        this.out = out;
        this.matrices = new Matrix[machine.threads()];
        Arrays.setAll(matrices, _ -> new Matrix());
    }

    @Override
    int resize(int n) {
        outer = 1;
        inner = 1;
        for (int i = 0; i < from.rank(); i++) {
            outer *= i < axis ? from.size(i, n) : 1;
            inner *= i > axis ? from.size(i, n) : 1;
        }
        length = from.size(axis, n);
        int items = inner == 1 ? outer : outer == 1 ? inner : outer;
        chunks = Math.min(items, chunks((long) outer * length * inner, machine.threads()));
        return chunks;
    }

    @Override
    int scratch(int n) {
        return SCRATCH;
    }

    @Override
    public void run(int chunk, int worker) {
        float[] scratch = machine.scratch()[worker];
        Matrix matrix = matrices[worker];
        if (inner == 1) {
            int last = bound(outer, chunk + 1, chunks);
            for (int i = bound(outer, chunk, chunks); i < last; i++) {
                out[i] = machine.kernels().reduceRun(reduction, in, i * length, length, scratch);
            }
        } else if (outer == 1) {
            int lo = bound(inner, chunk, chunks);
            matrix.place(in, 0, length, inner, false).narrowColumns(lo, bound(inner, chunk + 1, chunks));
            machine.kernels().reduceRows(reduction, matrix, out, lo, scratch);
        } else {
            int last = bound(outer, chunk + 1, chunks);
            for (int i = bound(outer, chunk, chunks); i < last; i++) {
                matrix.place(in, i * length * inner, length, inner, false);
                machine.kernels().reduceRows(reduction, matrix, out, i * inner, scratch);
            }
        }
    }
}
