package org.chainrule.compile.stage;

import java.util.ArrayList;
import java.util.List;
import org.chainrule.kernel.Epilogue;

/// A matrix product with an epilogue: an operation on each element as soon as it is complete, which saves a loop that
/// reads the product again. The epilogue adds a bias, with or without a ReLU, or applies the mask of a ReLU's gradient.
///
/// @param contract the product
/// @param rest the instructions of the epilogue, in order
/// @param operand the value of the bias or the mask
/// @param kind the kind of epilogue
public record FusedMatmul(Instruction contract, List<Instruction> rest, int operand, Kind kind) implements Stage {
    /// The kinds of epilogue.
    public enum Kind {
        /// Adds a bias.
        BIAS,
        /// Adds a bias and applies a ReLU.
        RECTIFIED_BIAS,
        /// Keeps an element where the mask of a ReLU is positive, else makes it 0.
        MASK
    }

    /// Returns the product and the instructions of the epilogue, in order.
    public List<Instruction> instructions() {
        List<Instruction> instructions = new ArrayList<>(List.of(contract));
        instructions.addAll(rest);
        return instructions;
    }

    /// Returns the number of the resulting value.
    public int out() {
        return rest.getLast().out();
    }

    /// Returns the epilogue for the array of the bias or the mask.
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
