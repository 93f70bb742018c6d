package org.chainrule.tabular.encode;

import org.jspecify.annotations.Nullable;

/// Reads values from Java code as the numbers that an [Encoding] encodes: the same as a table would hold for them.
/// Immutable, safe to share between threads.
///
/// Null, an empty optional, NaN, and the words and numbers that meant so in the files of the training are a missing value,
/// read as NaN.
public interface ValueReader {
    /// Reads a value, which may be in an optional.
    ///
    /// @throws org.chainrule.error.ArgumentException if the column cannot hold the value
    double read(@Nullable Object value);

    /// Whether [#readNumber] reads primitive numbers.
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
