package org.chainrule.bench.tables;

import java.util.List;

/// An input column of a table. Its values are stored as doubles: a number, or the index of a category; NaN if missing.
///
/// @param name       the name
/// @param categories the categories in sorted order; empty for a column of numbers
public record Attribute(String name, List<String> categories) {
    /// Creates an attribute; copies the list.
    public Attribute {
        categories = List.copyOf(categories);
    }

    /// Returns whether the values are categories.
    public boolean categorical() {
        return !categories.isEmpty();
    }
}
