package org.chainrule.parquet.page;

/// The values of a page that are not missing, one after another. The current value is in the fields, so that no object is
/// made for it.
public abstract class PageValues {
    private static final byte[] NONE = {};

    /// An integer or a truth value, or the bits of a floating-point number.
    protected long bits;
    /// The bytes of a value, `bytes[from, to)`, if it is stored as bytes.
    protected byte[] bytes = NONE;
    protected int from;
    protected int to;

    /// Reads the next value.
    ///
    /// @throws RuntimeException if there is none
    abstract void next();

    /// Returns the current integer or truth value, or the bits of the current floating-point number.
    public final long bits() {
        return bits;
    }

    /// Returns the array that holds the current value, from [#from] to [#to].
    public final byte[] bytes() {
        return bytes;
    }

    /// Returns the index of the first byte.
    public final int from() {
        return from;
    }

    /// Returns the index after the last byte.
    public final int to() {
        return to;
    }
}
