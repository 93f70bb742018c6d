package org.chainrule.tabular.encode;

import java.util.stream.IntStream;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.value.Phrases;

/// A column that a schema does not use.
///
/// @param column the name of the column
/// @param reason the reason, such as `it is always 7`
/// @param always the value that all training rows have, if that is the reason; otherwise empty
public record LeftOut(String column, String reason, String always) {
    /// Returns a sentence: `column "year" is left out: it is always 2007`.
    public String sentence() {
        return "column " + Phrases.quoted(column) + " is left out: " + reason;
    }

    /// Returns the value that all given rows of a column have; empty if they differ or a value is missing.
    static String always(Column column, int[] rows) {
        String first = column.text(rows[0]);
        return IntStream.of(rows).allMatch(row -> column.text(row).equals(first)) ? first : "";
    }
}
