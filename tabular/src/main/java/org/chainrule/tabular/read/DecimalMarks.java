package org.chainrule.tabular.read;

import java.util.List;
import java.util.Optional;
import org.chainrule.tabular.number.Decimal;
import org.chainrule.tabular.number.NumberStyle;
import org.chainrule.tabular.remark.ColumnRemark;
import org.chainrule.tabular.remark.Remark;

/// The decimal marks of a file. They decide how to read a column whose own numbers are ambiguous: `17.351` is just
/// above 17 with a decimal point, and above 17,000 with a decimal comma.
///
/// A mark that is a decimal mark in another column is one here too. Otherwise, a point is a thousands separator if
/// other columns have decimal commas. Without such columns, a point is a decimal mark and a comma is a thousands
/// separator. If the numbers of the column had marks in the training, the style of the training decides, unless every
/// unambiguous column of this file has switched to the other decimal mark since.
///
/// @param point    a column whose numbers fit only a decimal point; empty if there is none
/// @param comma    a column whose numbers fit only a decimal comma; empty if there is none
/// @param switched whether every unambiguous column has the other decimal mark than in the training
record DecimalMarks(String point, String comma, boolean switched) {
    /// A column whose numbers fit only one style.
    record Definite(String column, NumberStyle style, ColumnGuess guess) {
        private boolean learned() {
            return guess.learned() != null;
        }
    }

    static DecimalMarks of(List<Definite> columns) {
        return new DecimalMarks(first(columns, NumberStyle.POINT), first(columns, NumberStyle.COMMA),
                columns.stream().anyMatch(Definite::learned) && columns.stream().filter(Definite::learned)
                        .allMatch(column -> column.style != column.guess.learned()));
    }

    private static String first(List<Definite> columns, NumberStyle style) {
        return columns.stream().filter(column -> column.style == style).map(Definite::column).findFirst().orElse("");
    }

    /// Returns the style of an ambiguous column.
    ///
    /// @param pointed whether its numbers have points
    NumberStyle style(ColumnGuess guess, boolean pointed) {
        NumberStyle learned = guess.learned();
        if (guess.fixed()) {
            return guess.style();
        }
        if (learned != null) {
            return switched ? learned.other() : learned;
        }
        return comma.isEmpty() || pointed && !point.isEmpty() ? NumberStyle.POINT : NumberStyle.COMMA;
    }

    /// Returns the remark on an ambiguous column that was read in one style; empty if nothing about it may surprise.
    ///
    /// @param example a number of the column, with a point if any has one
    Optional<Remark> note(String column, ColumnGuess guess, NumberStyle style, String example) {
        boolean points = style == NumberStyle.POINT;
        if (guess.fixed()) {
            return Optional.empty();
        }
        if (example.indexOf('.') < 0 && points) {
            return Optional.of(new ColumnRemark.ThousandsCommas(column));
        }
        if (guess.learned() != null && !switched || comma.isEmpty() && !switched) {
            return Optional.empty();
        }
        return Optional
                .of(new ColumnRemark.DecimalMark(column, example, Decimal.spell(Recogniser.number(example, style)),
                        Decimal.spell(Recogniser.number(example, style.other())), points, points ? point : comma));
    }
}
