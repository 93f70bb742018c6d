package org.chainrule.tabular.read;

import org.chainrule.tabular.table.ColumnFormat;
import org.chainrule.tabular.table.TableFormat;
import org.chainrule.tabular.value.Dates;
import org.chainrule.tabular.value.NumberStyle;
import org.jspecify.annotations.Nullable;

/// The assumptions with which a column is read.
///
/// @param sort    the form in which its values are stored at first
/// @param style   the style of its numbers
/// @param order   the order of day and month in its dates
/// @param fixed   whether the user set the style of numbers
/// @param dash    whether `-` is a value, as beside `+`, and does not mean missing
/// @param learned the style of its numbers in the training files, if they had marks there; otherwise null
record ColumnGuess(Sort sort, NumberStyle style, Dates.Order order, boolean fixed, boolean dash,
        @Nullable NumberStyle learned) {
    /// The form in which the values of a column are stored.
    enum Sort {
        /// Numbers; missing ones are NaN.
        NUMBERS,
        /// Dates in seconds; missing ones are NaN.
        DATES,
        /// Words, as codes.
        WORDS
    }

    /// Returns the assumptions before a column is read. Columns declared as words or dates are first stored as words.
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

    /// Returns the format in which to read the column in later files.
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

    /// Returns a copy for later files, after numbers with marks were read in a style.
    ColumnGuess learned(NumberStyle other) {
        return new ColumnGuess(sort, other, order, fixed, dash, other);
    }

    /// Returns a copy that reads words, with `-` as one of them.
    ColumnGuess withDash() {
        return new ColumnGuess(Sort.WORDS, style, order, fixed, true, learned);
    }
}
