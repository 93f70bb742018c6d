package org.chainrule.tabular.table;

/// A named column of a table: numbers, text or dates, any value of which may be missing.
public sealed interface Column permits NumberColumn, TextColumn, DateColumn {
    /// What a column holds.
    enum Kind {
        /// Numbers.
        NUMBER,
        /// Words, each kept as written apart from blanks around it.
        TEXT,
        /// Dates, with a time of day or without.
        DATE
    }

    /// The name in the header.
    String name();

    /// How many values there are, missing ones included.
    int size();

    /// What the column holds.
    Kind kind();

    /// Whether the value of a row is missing.
    boolean missing(int row);

    /// The value of a row as text, empty when it is missing. A whole number is spelled without a point.
    String text(int row);
}
