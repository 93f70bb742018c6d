package org.chainrule.tabular.read;

import org.chainrule.tabular.table.ColumnFormat;
import org.chainrule.tabular.table.TableFormat;
import org.chainrule.tabular.value.Dates;
import org.chainrule.tabular.value.NumberStyle;
import org.jspecify.annotations.Nullable;

/// As what a column is to be read.
///
/// @param sort    what its values are stored as from the first on
/// @param style   how its numbers are written
/// @param order   how its dates are written
/// @param fixed   whether how its numbers are written was said
/// @param dash    whether `-` is a value, as beside `+`, and not missing
/// @param learned how its numbers were written where they had marks before, in the files of the training; null where they
///                had none
record ColumnGuess(Sort sort, NumberStyle style, Dates.Order order, boolean fixed, boolean dash,
        @Nullable NumberStyle learned) {
    /// What the values of a column are stored as.
    enum Sort {
        /// Numbers, missing ones as NaN.
        NUMBERS,
        /// Dates in seconds, missing ones as NaN.
        DATES,
        /// Words as codes.
        WORDS
    }

    /// What is known before a column is read. Columns of words and of dates are stored as words first.
    static ColumnGuess of(TableFormat format, String column) {
        ColumnFormat known = format.column(column);
        Sort sort = switch (format.kinds().get(column)) {
            case null -> Sort.NUMBERS;
            case NUMBER -> Sort.NUMBERS;
            case TEXT, DATE -> Sort.WORDS;
        };
        NumberStyle style = NumberStyle.of(known.decimal());
        return new ColumnGuess(sort, style, Dates.Order.of(known.dayFirst()), format.decimal() != 0, known.dash(),
                known.marked() ? style : null);
    }

    /// How files to come write the column.
    ColumnFormat format() {
        return new ColumnFormat((learned == null ? style : learned).decimal(), learned != null, order.dayFirst(), dash);
    }

    ColumnGuess with(Sort other) {
        return new ColumnGuess(other, style, order, fixed, dash, learned);
    }

    ColumnGuess with(NumberStyle other) {
        return new ColumnGuess(sort, other, order, fixed, dash, learned);
    }

    ColumnGuess with(Dates.Order other) {
        return new ColumnGuess(sort, style, other, fixed, dash, learned);
    }

    /// The same for files to come, after numbers with marks were read in a style.
    ColumnGuess learned(NumberStyle other) {
        return new ColumnGuess(sort, other, order, fixed, dash, other);
    }

    /// The same with words, of which `-` is one.
    ColumnGuess withDash() {
        return new ColumnGuess(Sort.WORDS, style, order, fixed, true, learned);
    }
}
