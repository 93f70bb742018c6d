package org.chainrule.tabular.read;

import java.util.List;
import org.chainrule.tabular.number.NumberStyle;
import org.chainrule.tabular.table.ColumnFormat;
import org.chainrule.tabular.table.TableFormat;
import org.chainrule.tabular.time.Dates;
import org.chainrule.tabular.value.Notation;
import org.jspecify.annotations.Nullable;

/// The assumptions with which a column is read.
///
/// @param sort     the form in which its values are stored at first
/// @param notation the way in which its values are written
/// @param fixed    whether the user set the style of numbers
/// @param dash     whether `-` is a value, as beside `+`, and does not mean missing
/// @param codes    whether its numbers are known to be codes, so that they stay words
/// @param learned  the style of its numbers in the training files, if they had marks there; otherwise null
/// @param missing  the words that mean missing in this column only
record ColumnGuess(Sort sort, Notation notation, boolean fixed, boolean dash, boolean codes,
        @Nullable NumberStyle learned, List<String> missing) {
    /// The largest number of words that are remembered to mean missing.
    static final int MOST_MISSING = 100;

    /// The form in which the values of a column are stored.
    enum Sort {
        /// Numbers; missing ones are NaN.
        NUMBERS,
        /// Dates in seconds; missing ones are NaN.
        DATES,
        /// Words, as codes.
        WORDS
    }

    /// Returns the assumptions before a column is read. Columns declared as words or dates, and numbers with a unit,
    /// are first stored as words.
    static ColumnGuess of(TableFormat format, String column) {
        ColumnFormat known = format.column(column);
        NumberStyle style = NumberStyle.of(known.decimal());
        Notation notation = new Notation(Notation.Form.of(known.form()), style, Dates.Order.of(known.dayFirst()),
                known.unit());
        Sort sort = switch (format.kinds().get(column)) {
            case null -> Sort.NUMBERS;
            case NUMBER -> notation.plain() ? Sort.NUMBERS : Sort.WORDS;
            case TEXT, DATE -> Sort.WORDS;
        };
        return new ColumnGuess(sort, notation, format.decimal() != 0, known.dash(), false,
                known.marked() ? style : null, known.missing());
    }

    /// Returns the format in which to read the column in later files.
    ColumnFormat format() {
        return new ColumnFormat((learned == null ? style() : learned).decimal(), learned != null,
                notation.order().dayFirst(), dash, notation.plain() ? "" : notation.form().word(), notation.unit(),
                missing);
    }

    NumberStyle style() {
        return notation.style();
    }

    ColumnGuess with(Sort other) {
        return new ColumnGuess(other, notation, fixed, dash, codes, learned, missing);
    }

    ColumnGuess with(NumberStyle other) {
        return with(notation.with(other));
    }

    ColumnGuess with(Notation other) {
        return new ColumnGuess(sort, other, fixed, dash, codes, learned, missing);
    }

    /// Returns a copy for a column whose numbers certainly have a decimal point.
    ColumnGuess pointed() {
        return new ColumnGuess(sort, notation.with(NumberStyle.POINT), true, dash, codes, null, missing);
    }

    /// Returns a copy for later files, in which further words mean missing.
    ColumnGuess missing(List<String> words) {
        return new ColumnGuess(sort, notation, fixed, dash, codes, learned, words);
    }

    /// Returns a copy for later files, after numbers with marks were read in a style.
    ColumnGuess learned(NumberStyle other) {
        return new ColumnGuess(sort, notation.with(other), fixed, dash, codes, other, missing);
    }

    /// Returns a copy that reads words, with `-` as one of them.
    ColumnGuess withDash() {
        return new ColumnGuess(Sort.WORDS, notation, fixed, true, codes, learned, missing);
    }

    /// Returns a copy that reads numbers as words, because they are codes.
    ColumnGuess asCodes() {
        return new ColumnGuess(Sort.WORDS, notation, fixed, dash, true, learned, missing);
    }
}
