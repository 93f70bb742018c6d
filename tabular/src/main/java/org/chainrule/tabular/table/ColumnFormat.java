package org.chainrule.tabular.table;

import org.jspecify.annotations.Nullable;

/// How the values of one column are written, as far as that is known.
///
/// @param decimal  the decimal mark: a point, or a comma
/// @param marked   whether numbers with this mark were read before, in the files of the training
/// @param dayFirst whether the day stands before the month in `01/02/2026`; null if that is not known
/// @param dash     whether `-` is a value, as beside `+`, and does not count as missing
public record ColumnFormat(char decimal, boolean marked, @Nullable Boolean dayFirst, boolean dash) {
}
