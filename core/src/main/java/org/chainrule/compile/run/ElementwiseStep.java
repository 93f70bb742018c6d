package org.chainrule.compile.run;

import org.chainrule.compile.stage.Instruction;
import org.chainrule.compile.stage.Instruction.Operand;
import org.chainrule.ir.Op;
import org.chainrule.type.DType;

/// An elementwise operation, which broadcasts operands of smaller shapes while it reads them.
final class ElementwiseStep extends PlanStep {
    private final Machine machine;
    private final Instruction instruction;
    private final float[][] in;
    private final float[] out;
    private final StridedLoop loops;
    private final int[] sizes;
    private final int[][] strides;
    private boolean flat;
    private int chunks;

    ElementwiseStep(Machine machine, Instruction instruction, float[][] in, float[] out) {
        this.machine = machine;
        this.instruction = instruction;
        this.in = in;
        this.out = out;
        int rank = instruction.shape().rank();
        this.loops = new StridedLoop(rank, in.length);
        this.sizes = new int[rank];
        this.strides = new int[in.length][rank];
    }

    @Override
    int resize(int n) {
        StridedLoop.sizes(instruction.shape(), n, sizes);
        for (int i = 0; i < in.length; i++) {
            Operand operand = instruction.operands().get(i);
            StridedLoop.repeated(operand.shape(), n, strides[i]);
        }
        loops.set(sizes, strides);
        flat = loops.runs() == 1;
        for (int i = 0; i < in.length; i++) {
            flat &= loops.step(i) == 1 || loops.run() == 1;
        }
        chunks = chunks(instruction.shape().elements(n), machine.threads());
        return chunks;
    }

    @Override
    public void run(int chunk, int worker) {
        if (loops.runs() == 1) {
            int lo = bound(loops.run(), chunk, chunks);
            int hi = bound(loops.run(), chunk + 1, chunks);
            if (flat) {
                flat(lo, hi);
            } else {
                row(0, lo, hi - lo);
            }
            return;
        }
        int last = bound(loops.runs(), chunk + 1, chunks);
        for (int run = bound(loops.runs(), chunk, chunks); run < last; run++) {
            row(run, 0, loops.run());
        }
    }

    private void flat(int lo, int hi) {
        switch (instruction.op()) {
            case Op.Unary unary -> machine.kernels().unary(unary.function(), in[0], out, lo, hi);
            case Op.Binary binary -> machine.kernels().binary(binary.function(), in[0], in[1], out, lo, hi);
            case Op.Fma _ -> machine.kernels().fma(in[0], in[1], in[2], out, lo, hi);
            case Op.Select _ -> machine.kernels().select(in[0], in[1], in[2], out, lo, hi);
            case Op.Cast cast -> cast(cast.dtype(), lo, hi);
            default -> throw new IllegalStateException("not elementwise: " + instruction);
        }
    }

    private void row(int run, int start, int count) {
        int to = run * loops.run() + start;
        switch (instruction.op()) {
            case Op.Binary binary -> machine.kernels().binary(binary.function(), in[0], at(0, run, start),
                    loops.step(0), in[1], at(1, run, start), loops.step(1), out, to, count);
            case Op.Fma _ -> machine.kernels().fma(in[0], at(0, run, start), loops.step(0), in[1], at(1, run, start),
                    loops.step(1), in[2], at(2, run, start), loops.step(2), out, to, count);
            case Op.Select _ -> machine.kernels().select(in[0], at(0, run, start), loops.step(0), in[1],
                    at(1, run, start), loops.step(1), in[2], at(2, run, start), loops.step(2), out, to, count);
            default -> throw new IllegalStateException("not elementwise with repeated operands: " + instruction);
        }
    }

    private int at(int operand, int run, int start) {
        return loops.offset(operand, run) + start * loops.step(operand);
    }

    private void cast(DType dtype, int lo, int hi) {
        float[] x = in[0];
        for (int i = lo; i < hi; i++) {
            out[i] = switch (dtype) {
                case F32 -> x[i];
                case I32 -> (int) x[i];
                case BOOL -> x[i] != 0 ? 1 : 0;
            };
        }
    }
}
