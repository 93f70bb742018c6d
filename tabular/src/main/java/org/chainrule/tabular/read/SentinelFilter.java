package org.chainrule.tabular.read;

import java.util.ArrayList;
import java.util.List;
import org.chainrule.tabular.number.Decimal;
import org.chainrule.tabular.remark.ColumnRemark;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.time.Dates;
import org.chainrule.tabular.value.MissingWords;

/// Replaces the sentinels of a column by missing values.
///
/// @param column   the name of the column
/// @param dates    whether its values are dates
/// @param detected whether the column is read for the first time; otherwise its sentinels are known from the training
/// @param missing  the words that mean missing, and those that are kept
record SentinelFilter(String column, boolean dates, boolean detected, MissingWords missing) {
    /// Replaces sentinels in `values` by NaN and returns the guess for later files, which knows them.
    ///
    /// @param notes receives the remarks
    ColumnGuess apply(double[] values, ColumnGuess guess, List<Remark> notes) {
        if (!detected) {
            removeKnown(values, guess.missing());
            return guess;
        }
        List<String> words = new ArrayList<>();
        for (Sentinels.Found found : dates ? Sentinels.ofDates(values) : Sentinels.of(values)) {
            String word = spell(found.value());
            if (!missing.keeps(word) && !(missing.keeps(found.value()) && !dates)) {
                remove(values, found.value());
                words.add(word);
                notes.add(new ColumnRemark.Sentinel(column, word, found.count()));
            }
        }
        words.addAll(0, guess.missing());
        return guess.missing(words);
    }

    private void removeKnown(double[] values, List<String> words) {
        for (String word : words) {
            remove(values, dates ? Dates.parse(word, Dates.Order.UNKNOWN) : Decimal.of(word));
        }
    }

    private static void remove(double[] values, double sentinel) {
        for (int row = 0; row < values.length; row++) {
            if (values[row] == sentinel) {
                values[row] = Double.NaN;
            }
        }
    }

    private String spell(double value) {
        return dates ? Dates.spell(value, value % Dates.DAY != 0) : Decimal.spell(value);
    }
}
