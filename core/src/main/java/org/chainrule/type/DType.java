package org.chainrule.type;

/// The type of a tensor's elements. Every element is stored as a 32-bit float; the types differ in the values they
/// allow and in their meaning.
public enum DType {
    /// Real numbers in IEEE 754 single precision.
    F32,
    /// Whole numbers from -2^24 to 2^24, which floats represent exactly: class labels, row numbers.
    I32,
    /// Truth values: 0 or 1.
    BOOL;

    /// The largest magnitude of a whole number.
    public static final int MAX_WHOLE = 1 << 24;

    /// Returns whether a number is a valid element: any number for F32, a whole number up to [#MAX_WHOLE] in magnitude
    /// for I32, and 0 or 1 for BOOL.
    public boolean holds(float value) {
        return switch (this) {
            case F32 -> true;
            case I32 -> value == (int) value && Math.abs(value) <= MAX_WHOLE;
            case BOOL -> value == 0 || value == 1;
        };
    }
}
