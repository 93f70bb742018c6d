package org.chainrule.kernel;

/// What becomes of an element of a matrix product as soon as its chain is complete, before anybody reads it.
public sealed interface Epilogue {
    /// `c[i, j] = max(c[i, j] + bias[j], least)`, as [Math#max] has it.
    ///
    /// @param bias a number for each column of the whole matrix
    /// @param least 0 for a rectifier, negative infinity for the sum as it is
    record Bias(float[] bias, float least) implements Epilogue {
        @Override
        public void finish(float[] c, int at, int stride, int rows, int column, int width) {
            for (int i = 0; i < rows; i++) {
                int row = at + i * stride;
                for (int j = 0; j < width; j++) {
                    c[row + j] = Math.max(c[row + j] + bias[column + j], least);
                }
            }
        }
    }

    /// `c[i, j]` where a mask is positive, else 0: the way back through a rectifier whose result is the mask.
    ///
    /// @param mask has for each element of the whole matrix a number at the index that the element has in C
    record Mask(float[] mask) implements Epilogue {
        @Override
        public void finish(float[] c, int at, int stride, int rows, int column, int width) {
            for (int i = 0; i < rows; i++) {
                int row = at + i * stride;
                for (int j = row; j < row + width; j++) {
                    c[j] = ScalarMath.selectLess(0f, mask[j], c[j], 0f);
                }
            }
        }
    }

    /// Finishes some rows of C, in plain Java.
    ///
    /// @param at the index of the first element
    /// @param stride what lies between rows
    /// @param column the column of the first element in the whole matrix
    /// @param width how many columns
    void finish(float[] c, int at, int stride, int rows, int column, int width);
}
