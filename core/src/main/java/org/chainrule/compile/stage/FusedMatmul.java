package org.chainrule.compile.stage;

import java.util.ArrayList;
import java.util.List;
import org.chainrule.kernel.Epilogue;

/// A matrix product and what is done to each of its elements as soon as it is there, instead of in a loop that reads the
/// product again: a bias is added, which a rectifier may follow, or what goes back through a rectifier is masked.
///
/// @param contract the product
/// @param rest the instructions after it, in order
/// @param operand the value of the bias or the mask
/// @param kind what is done
public record FusedMatmul(Instruction contract, List<Instruction> rest, int operand, Kind kind) implements Stage {
    public enum Kind {
        BIAS, RECTIFIED_BIAS, MASK
    }

    /// The product and what follows, in order.
    public List<Instruction> instructions() {
        List<Instruction> instructions = new ArrayList<>(List.of(contract));
        instructions.addAll(rest);
        return instructions;
    }

    /// The value of the result.
    public int out() {
        return rest.getLast().out();
    }

    /// The end of the product over the array of the bias or the mask.
    public Epilogue epilogue(float[] array) {
        return switch (kind) {
            case BIAS -> new Epilogue.Bias(array, Float.NEGATIVE_INFINITY);
            case RECTIFIED_BIAS -> new Epilogue.Bias(array, 0f);
            case MASK -> new Epilogue.Mask(array);
        };
    }

    @Override
    public List<Integer> reads() {
        List<Integer> reads = new ArrayList<>(contract.reads());
        reads.add(operand);
        return reads;
    }

    @Override
    public List<Integer> writes() {
        return List.of(out());
    }

    @Override
    public boolean mayOverwrite(int read, int written) {
        return false;
    }
}
