package org.chainrule.parquet.meta;

import org.chainrule.parquet.codec.DamagedException;

/// How values are stored, in the order of the numbers in the format.
public enum Physical {
    /// One bit.
    BOOLEAN,
    /// Four bytes.
    INT32,
    /// Eight bytes.
    INT64,
    /// Twelve bytes: the nanoseconds of a day and the number of the day.
    INT96,
    /// Four bytes.
    FLOAT,
    /// Eight bytes.
    DOUBLE,
    /// A length and as many bytes.
    BYTE_ARRAY,
    /// As many bytes as the column says.
    FIXED_LEN_BYTE_ARRAY;

    private static final Physical[] BY_NUMBER = values();

    /// Returns the way of storing with a number in the format.
    ///
    /// @throws DamagedException if there is none
    static Physical of(int number) {
        DamagedException.require(number >= 0 && number < BY_NUMBER.length, "schema");
        return BY_NUMBER[number];
    }
}
