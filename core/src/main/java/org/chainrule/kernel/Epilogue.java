package org.chainrule.kernel;

/// An operation on each element of a matrix product as soon as the element is complete.
public sealed interface Epilogue {
    /// `c[i, j] = max(c[i, j] + bias[j], least)`, as defined by [Math#max].
    ///
    /// @param bias a number for each column of the whole matrix C
    /// @param least 0 for a ReLU, negative infinity to leave the sum unchanged
    record Bias(float[] bias, float least) implements Epilogue {
    }

    /// `mask[i, j] > 0 ? c[i, j] : 0`: the gradient of a ReLU whose result is the mask.
    ///
    /// @param mask a number for each element of the whole matrix C, at the index of the element in the array of C
    record Mask(float[] mask) implements Epilogue {
    }
}
