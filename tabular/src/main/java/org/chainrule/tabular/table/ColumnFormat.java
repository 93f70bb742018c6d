package org.chainrule.tabular.table;

import org.jspecify.annotations.Nullable;

/// The way in which the values of one column are written, as far as it is known.
///
/// @param decimal  the decimal mark: a point or a comma
/// @param marked   whether the training files had numbers with such marks in this column
/// @param dayFirst whether the day comes before the month in `01/02/2026`; null if unknown
/// @param dash     whether `-` is a value, as beside `+`, and does not mean missing
public record ColumnFormat(char decimal, boolean marked, @Nullable Boolean dayFirst, boolean dash) {
}
