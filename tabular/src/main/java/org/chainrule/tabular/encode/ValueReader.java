package org.chainrule.tabular.encode;

import org.jspecify.annotations.Nullable;

/// A reader of values from Java code. It returns the number that a table would hold for the same value and that an
/// [Encoding] encodes. Immutable and safe to share between threads.
///
/// A missing value is read as NaN: null, an empty optional, NaN, and the words and numbers that meant missing in the
/// training files.
public interface ValueReader {
    /// Reads a value, which may be wrapped in an optional.
    ///
    /// @throws org.chainrule.error.ArgumentException if the column cannot hold the value
    double read(@Nullable Object value);

    /// Returns whether [#readNumber] reads primitive numbers.
    default boolean readsNumbers() {
        return false;
    }

    /// Reads a primitive number without boxing it.
    ///
    /// @throws org.chainrule.error.ArgumentException if the column cannot hold the number
    default double readNumber(double value) {
        return read((Object) value);
    }
}
