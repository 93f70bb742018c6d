package org.chainrule.type;

/// What the elements of a tensor are. Every element is stored as a 32-bit float; the kinds differ in what they mean.
public enum DType {
    /// Real numbers in IEEE 754 single precision.
    F32,
    /// Whole numbers from -2^24 to 2^24, which a float holds exactly: class labels, row numbers.
    I32,
    /// Truth values: 0 or 1.
    BOOL;

    /// The largest magnitude of a whole number that is stored exactly.
    public static final int MAX_WHOLE = 1 << 24;

    /// Whether a number can be an element: any for real numbers, one within [#MAX_WHOLE] for whole numbers, 0 or 1 for
    /// truth values.
    public boolean holds(float value) {
        return switch (this) {
            case F32 -> true;
            case I32 -> value == (int) value && Math.abs(value) <= MAX_WHOLE;
            case BOOL -> value == 0 || value == 1;
        };
    }
}
