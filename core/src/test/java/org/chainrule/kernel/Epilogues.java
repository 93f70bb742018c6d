package org.chainrule.kernel;

import java.util.List;

/// Epilogues of matrix products, with a second implementation to compare with.
final class Epilogues {
    private Epilogues() {
    }

    /// Returns one epilogue of each kind, with numbers of all kinds.
    ///
    /// @param size the length of the array of C
    /// @param columns the columns of C
    static List<Epilogue> some(int size, int columns) {
        float[] bias = Cases.mixed(columns, size);
        return List.of(new Epilogue.Bias(bias, Float.NEGATIVE_INFINITY), new Epilogue.Bias(bias, 0f),
                new Epilogue.Mask(Cases.mixed(size, columns)));
    }

    /// Applies an epilogue to the bits of an array that holds C from `offset` on.
    static int[] finish(Epilogue epilogue, int[] bits, int offset, int rows, int columns) {
        int[] finished = bits.clone();
        for (int i = offset; i < offset + rows * columns; i++) {
            float x = Float.intBitsToFloat(bits[i]);
            finished[i] = Cases.bits(switch (epilogue) {
                case Epilogue.Bias(float[] bias, float least) -> {
                    float sum = x + bias[(i - offset) % columns];
                    yield least == 0f ? Math.max(sum, 0f) : sum;
                }
                case Epilogue.Mask(float[] mask) -> mask[i] > 0f ? x : 0f;
            })[0];
        }
        return finished;
    }
}
