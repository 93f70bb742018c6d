package org.chainrule.compile.run;

import java.util.Arrays;
import org.chainrule.compile.stage.Instruction;
import org.chainrule.compile.stage.Instruction.Operand;
import org.chainrule.error.ArgumentException;
import org.chainrule.ir.Op;
import org.chainrule.kernel.Kernels;
import org.chainrule.random.RandomStream;
import org.chainrule.type.Shape;

/// The operations on indices: gather, scatter-add, one-hot and argmax, and random numbers, which depend on their
/// position. Each is one chunk, because these operations are bound by memory and small beside the products around them.
final class IndexStep extends PlanStep {
    private final Kernels kernels;
    private final Instruction instruction;
    private final float[][] in;
    private final float[] out;
    private int count;
    private int width;
    private int elements;

    IndexStep(Kernels kernels, Instruction instruction, float[][] in, float[] out) {
        this.kernels = kernels;
        this.instruction = instruction;
        this.in = in;
        this.out = out;
    }

    private Shape operand(int index) {
        Operand operand = instruction.operands().get(index);
        return operand.shape();
    }

    @Override
    int resize(int n) {
        elements = instruction.shape().elements(n);
        switch (instruction.op()) {
            case Op.Gather _ -> {
                count = operand(1).elements(n);
                width = elements / count;
            }
            case Op.ScatterAdd scatter -> {
                count = operand(0).elements(n);
                width = elements / scatter.rows();
            }
            case Op.OneHot oneHot -> {
                count = operand(0).elements(n);
                width = oneHot.depth();
            }
            case Op.ArgMax argMax -> {
                count = operand(0).size(argMax.axis(), n);
                width = 1;
                for (int axis = argMax.axis() + 1; axis < operand(0).rank(); axis++) {
                    width *= operand(0).size(axis, n);
                }
            }
            case Op.Random _ -> {
                // the number of elements suffices
            }
            default -> throw new IllegalStateException("not an index operation: " + instruction);
        }
        return 1;
    }

    @Override
    public void run(int chunk, int worker) {
        switch (instruction.op()) {
            case Op.Gather _ -> gather(operand(0).size(0));
            case Op.ScatterAdd scatter -> scatterAdd(scatter.rows());
            case Op.OneHot oneHot -> oneHot(oneHot.depth());
            case Op.ArgMax _ -> argMax();
            case Op.Random random -> RandomStream.uniform(kernels, random.purpose(), in[0], out, 0, elements);
            default -> throw new IllegalStateException("not an index operation: " + instruction);
        }
    }

    private void gather(int rows) {
        for (int i = 0; i < count; i++) {
            System.arraycopy(in[0], index("gather", in[1][i], i, rows) * width, out, i * width, width);
        }
    }

    private void scatterAdd(int rows) {
        Arrays.fill(out, 0, elements, 0);
        for (int i = 0; i < count; i++) {
            int to = index("scatterAdd", in[0][i], i, rows) * width;
            for (int j = 0; j < width; j++) {
                out[to + j] += in[1][i * width + j];
            }
        }
    }

    private void oneHot(int depth) {
        Arrays.fill(out, 0, elements, 0);
        for (int i = 0; i < count; i++) {
            out[i * width + index("oneHot", in[0][i], i, depth)] = 1;
        }
    }

    private static int index(String operation, float value, int at, int size) {
        int index = (int) value;
        // a cast turns NaN into 0
        if (index < 0 || index >= size || Float.isNaN(value)) {
            throw new ArgumentException("indices", operation + ": index "
                    + (Float.isNaN(value) ? "NaN" : Integer.toString(index)) + " at position " + at
                    + " is out of range, expected 0 to " + (size - 1));
        }
        return index;
    }

    private void argMax() {
        float[] x = in[0];
        for (int i = 0; i < elements; i++) {
            int base = i / width * width * count + i % width;
            int best = 0;
            float leader = x[base];
            for (int j = 1; j < count; j++) {
                float value = x[base + j * width];
                if (value > leader || (Float.isNaN(value) && !Float.isNaN(leader))) {
                    best = j;
                    leader = value;
                }
            }
            out[i] = best;
        }
    }
}
