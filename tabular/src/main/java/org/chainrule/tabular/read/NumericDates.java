package org.chainrule.tabular.read;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.regex.Pattern;
import org.chainrule.tabular.number.Decimal;
import org.chainrule.tabular.time.Dates;
import org.chainrule.tabular.time.Epochs;
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

    private NumericDates() {
    }

    /// Returns the form of a column of dates; empty if its numbers are not dates.
    ///
    /// @param values the numbers, NaN where one is missing, in the first `size` elements
    static Optional<Form> of(String name, double[] values, int size) {
        boolean named = TIME.matcher(name).matches();
        if (named && all(values, size, Epochs::secondsLike)) {
            return Optional.of(Form.EPOCH_SECONDS);
        }
        if (named && all(values, size, Epochs::millisLike)) {
            return Optional.of(Form.EPOCH_MILLIS);
        }
        return all(values, size, NumericDates::isCompact)
                && (named
                        || Arrays.stream(values, 0, size).filter(value -> !Double.isNaN(value)).distinct().limit(ENOUGH)
                                .count() == ENOUGH) ? Optional.of(Form.COMPACT_DATE) : Optional.empty();
    }

    private static boolean isCompact(double value) {
        return value >= 19_000_101 && value <= 21_001_231
                && !Double.isNaN(Dates.parseCompact(Decimal.spell(value)));
    }

    /// Returns whether there are numbers and all meet a condition.
    private static boolean all(double[] values, int size, DoublePredicate condition) {
        boolean any = false;
        for (int i = 0; i < size; i++) {
            double value = values[i];
            if (!Double.isNaN(value)) {
                if (!condition.test(value)) {
                    return false;
                }
                any = true;
            }
        }
        return any;
    }
}
