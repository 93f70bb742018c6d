package org.chainrule.tabular.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The way in which the values of one column are written, as far as it is known.
///
/// @param decimal  the decimal mark: a point or a comma
/// @param marked   whether the training files had numbers with such marks in this column
/// @param dayFirst whether the day comes before the month in `01/02/2026`; null if unknown
/// @param dash     whether `-` is a value, as beside `+`, and does not mean missing
/// @param form     the form of the values: `number`, `duration`, `coordinate`, `date`, `clock`, `epoch-seconds`,
///                 `epoch-millis`, `compact-date` or `serial-date`; empty for plain numbers and for words
/// @param unit     the unit of numbers, such as `kg`, to which others are converted; empty if they have none
/// @param missing  the words that mean missing in this column only
public record ColumnFormat(char decimal, boolean marked, @Nullable Boolean dayFirst, boolean dash, String form,
        String unit, List<String> missing) {
    /// The format of a column of which nothing is known.
    static final ColumnFormat UNKNOWN = new ColumnFormat('.', false, null, false, "", "", List.of());

    /// Creates a format; copies the words.
    public ColumnFormat {
        missing = List.copyOf(missing);
    }

    ColumnFormat with(char mark, @Nullable Boolean day) {
        return new ColumnFormat(mark, marked, day, dash, form, unit, missing);
    }

    /// Returns whether nothing is known that a later file could not show.
    boolean isUnknown() {
        return with('.', dayFirst).equals(UNKNOWN);
    }
}
