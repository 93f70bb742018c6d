package org.chainrule.tabular.table;

/// A named column of a table: numbers, text or dates, any value of which may be missing.
public sealed interface Column permits NumberColumn, TextColumn, DateColumn {
    /// The type of the values of a column.
    enum Kind {
        /// Numbers.
        NUMBER,
        /// Words, each as written in the file without surrounding blanks.
        TEXT,
        /// Dates, with or without a time of day.
        DATE
    }

    /// Returns the name in the header.
    String name();

    /// Returns the number of values, including missing ones.
    int size();

    /// Returns the type of the values.
    Kind kind();

    /// Returns whether the value of a row is missing.
    boolean missing(int row);

    /// Returns the value of a row as text; empty if it is missing. Whole numbers have no decimal point.
    String text(int row);

    /// Returns a column of some rows, in the given order.
    Column select(int[] rows);
}
