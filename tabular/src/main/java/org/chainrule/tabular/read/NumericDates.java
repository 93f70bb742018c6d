package org.chainrule.tabular.read;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.chainrule.tabular.number.Decimal;
import org.chainrule.tabular.remark.ColumnRemark;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.DateColumn;
import org.chainrule.tabular.time.Dates;
import org.chainrule.tabular.time.Epochs;
import org.chainrule.tabular.value.Notation;
import org.chainrule.tabular.value.Notation.Form;

/// Recognises dates that are written as whole numbers: seconds or milliseconds since 1970, or `20260131`.
///
/// Seconds and milliseconds need a column name that speaks of time, because a phone number can have as many digits.
final class NumericDates {
    private static final Pattern TIME = Pattern.compile(
            ".*(time|date|stamp|epoch|created|updated|modified|when|since|until|day).*|(.*[_ .])?(ts|at|start|end)",
            Pattern.CASE_INSENSITIVE);
    /// So many different numbers that are all valid dates of eight digits are no coincidence.
    private static final int ENOUGH = 20;
    private static final int FIRST = 1900;
    private static final int LAST = 2100;

    private NumericDates() {
    }

    /// Returns the form of a column of dates, with at most a tenth of other numbers; empty if its numbers are not dates.
    ///
    /// @param values the numbers, NaN where one is missing, in the first `size` elements
    static Optional<Form> of(String name, double[] values, int size) {
        boolean named = TIME.matcher(name).matches();
        for (Form form : List.of(Form.EPOCH_SECONDS, Form.EPOCH_MILLIS, Form.COMPACT_DATE)) {
            if ((named || form == Form.COMPACT_DATE && isVaried(values, size)) && most(values, size, form)) {
                return Optional.of(form);
            }
        }
        return Optional.empty();
    }

    /// Returns the column of dates. Other numbers count as missing and are reported.
    ///
    /// @param values the numbers, NaN where one is missing
    /// @param guess  how the column was read
    /// @param notes  receives the remarks on the column
    static ColumnBuilder.Built column(String name, double[] values, Form form, ColumnGuess guess, List<Remark> notes) {
        Notation notation = guess.notation().with(form);
        double[] dates = Arrays.stream(values).map(value -> isDate(form, value) ? notation.date(value) : Double.NaN)
                .toArray();
        int[] others = IntStream.range(0, values.length)
                .filter(row -> !Double.isNaN(values[row]) && Double.isNaN(dates[row])).toArray();
        if (others.length > 0) {
            notes.add(new ColumnRemark.StrayDates(name, others.length, form.plural(),
                    Decimal.spell(values[others[0]])));
        }
        int first = IntStream.range(0, values.length).filter(row -> !Double.isNaN(dates[row])).findFirst()
                .orElseThrow();
        notes.add(new ColumnRemark.ReadAs(name, Decimal.spell(values[first]), form.spell(dates[first]), true));
        return new ColumnBuilder.Built(DateColumn.of(name, dates), guess.with(notation).missing(IntStream.of(others)
                .mapToObj(row -> Decimal.spell(values[row])).distinct().limit(ColumnGuess.MOST_MISSING).toList()));
    }

    /// Returns whether a number is a date of our time in a form.
    private static boolean isDate(Form form, double value) {
        return switch (form) {
            case EPOCH_SECONDS -> Epochs.secondsLike(value);
            case EPOCH_MILLIS -> Epochs.millisLike(value);
            case COMPACT_DATE -> isCompact(value);
            default -> false;
        };
    }

    private static boolean isCompact(double value) {
        return FIRST <= year(value) && year(value) <= LAST && !Double.isNaN(Dates.parseCompact(Decimal.spell(value)));
    }

    /// Returns the first four digits of a number of 8, 12 or 14 digits; 0 for any other number.
    private static int year(double value) {
        double years = value >= 1e13 ? value / 1e10 : value >= 1e11 ? value / 1e8 : value / 1e4;
        boolean length = value >= 1e7 && value < 1e8 || value >= 1e11 && value < 1e12 || value >= 1e13 && value < 1e14;
        return length && value == Math.rint(value) ? (int) years : 0;
    }

    private static boolean isVaried(double[] values, int size) {
        return size >= ENOUGH && (isCompact(values[0]) || isCompact(values[size - 1]))
                && Arrays.stream(values, 0, size).filter(value -> !Double.isNaN(value)).distinct().limit(ENOUGH)
                        .count() == ENOUGH;
    }

    private static boolean most(double[] values, int size, Form form) {
        int dates = 0;
        int others = 0;
        for (int i = 0; i < size && others <= ColumnBuilder.STRAYS * size; i++) {
            if (!Double.isNaN(values[i])) {
                boolean date = isDate(form, values[i]);
                dates += date ? 1 : 0;
                others += date ? 0 : 1;
            }
        }
        return dates > 0 && others <= ColumnBuilder.STRAYS * (dates + others);
    }
}
