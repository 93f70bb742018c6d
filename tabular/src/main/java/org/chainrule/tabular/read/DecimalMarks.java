package org.chainrule.tabular.read;

import java.util.List;
import java.util.Optional;
import org.chainrule.tabular.remark.ColumnRemark;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.value.Decimal;
import org.chainrule.tabular.value.NumberStyle;

/// The decimal marks of a file, by which a column is read whose own numbers leave open what theirs mean: `17.351` is a
/// little more than 17 with a decimal point, and more than 17,000 with a decimal comma.
///
/// A mark that is a decimal mark in another column is one here too. Else a point is a thousands mark where other columns
/// have decimal commas; without such columns a point is a decimal mark and a comma a thousands mark. Of a column whose
/// numbers had marks in the training, the training decides, unless all columns of this file that can be told have the other
/// decimal mark than there.
///
/// @param point    a column with numbers that can be read with a decimal point only; empty without one
/// @param comma    a column with numbers that can be read with a decimal comma only; empty without one
/// @param switched whether all columns that can be told have the other decimal mark than in the training
record DecimalMarks(String point, String comma, boolean switched) {
    /// A column whose numbers can be read in one style only.
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

    /// The style of a column that can be read in both.
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

    /// What there is to say about a column that can be read in both styles and was read in one.
    ///
    /// @param example a number of the column, with a point if one has it
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
        return Optional.of(new ColumnRemark.DecimalMark(column, example, Decimal.spell(style.of(example)),
                Decimal.spell(style.other().of(example)), points, points ? point : comma));
    }
}
