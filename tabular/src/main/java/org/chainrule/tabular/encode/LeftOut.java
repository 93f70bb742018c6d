package org.chainrule.tabular.encode;

import org.chainrule.tabular.value.Phrases;

/// A column that a schema does not use.
///
/// @param column the name of the column
/// @param reason the reason, such as `it is always 7`
public record LeftOut(String column, String reason) {
    /// Returns a sentence: `column "year" is left out: it is always 2007`.
    public String sentence() {
        return "column " + Phrases.quoted(column) + " is left out: " + reason;
    }
}
