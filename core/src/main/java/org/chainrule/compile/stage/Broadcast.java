package org.chainrule.compile.stage;

/// The broadcast of an operand over the places of a loop, which form rows of columns.
public enum Broadcast {
    /// A number for each place.
    EACH,
    /// A number for each column, the same in all rows.
    COLUMN,
    /// A number for each column, the same in all rows of a group.
    GROUP,
    /// A number for each row, the same in all columns.
    ROW,
    /// One number.
    ONE
}
