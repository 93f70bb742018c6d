package org.chainrule.kernel.scalar;

import org.chainrule.kernel.Epilogue;

/// Epilogues in plain Java.
public final class ScalarEpilogue {
    private ScalarEpilogue() {
    }

    /// Applies an epilogue to some rows of C.
    ///
    /// @param at the index of the first element
    /// @param stride the distance between rows
    /// @param column the column of the first element in the whole matrix C
    /// @param width the number of columns
    public static void finish(Epilogue epilogue, float[] c, int at, int stride, int rows, int column, int width) {
        // the first pattern switch of a process takes longer than a prediction
        if (epilogue instanceof Epilogue.Bias bias) {
            add(bias, c, at, stride, rows, column, width);
        } else {
            mask(((Epilogue.Mask) epilogue).mask(), c, at, stride, rows, width);
        }
    }

    private static void add(Epilogue.Bias end, float[] c, int at, int stride, int rows, int column, int width) {
        float[] bias = end.bias();
        float least = end.least();
        for (int i = 0; i < rows; i++) {
            int row = at + i * stride;
            for (int j = 0; j < width; j++) {
                c[row + j] = Math.max(c[row + j] + bias[column + j], least);
            }
        }
    }

    private static void mask(float[] mask, float[] c, int at, int stride, int rows, int width) {
        for (int i = 0; i < rows; i++) {
            int row = at + i * stride;
            for (int j = row; j < row + width; j++) {
                c[j] = ScalarMath.selectLess(0f, mask[j], c[j], 0f);
            }
        }
    }
}
