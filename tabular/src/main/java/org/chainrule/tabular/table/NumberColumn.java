package org.chainrule.tabular.table;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.chainrule.tabular.number.Decimal;

/// A column of numbers; missing ones are NaN.
public final class NumberColumn implements Column {
    private final String name;
    private final double[] values;
    private final WrittenForms forms;
    private final BitSet limits;

    /// The written forms of numbers that a file does not write plainly, such as `007`, `+1`, `1.0` and `1e5`.
    @FunctionalInterface
    public interface WrittenForms {
        /// Returns the written forms of each number that the file does not always write plainly, the most frequent form
        /// first.
        ///
        /// @param rows the number of rows with each number
        Map<Double, List<String>> of(Map<Double, Integer> rows);
    }

    private NumberColumn(String name, double[] values, WrittenForms forms, BitSet limits) {
        this.name = name;
        this.values = values;
        this.forms = forms;
        this.limits = limits;
    }

    /// Returns a column of the given values; NaN marks a missing value. Copies the array.
    public static NumberColumn of(String name, double... values) {
        return over(name, values.clone());
    }

    /// Returns a column backed by the caller's array, which is not copied and must not change afterwards.
    public static NumberColumn over(String name, double[] values) {
        return over(name, values, _ -> Map.of());
    }

    /// Returns a column backed by the caller's array, which is not copied and must not change afterwards, with the
    /// written forms of its numbers.
    public static NumberColumn over(String name, double[] values, WrittenForms forms) {
        return new NumberColumn(name, values, forms, new BitSet());
    }

    /// Returns a copy in which some rows have only a limit of their number, as `<0.5` gives.
    ///
    /// @param rows the rows; not copied, and must not change afterwards
    public NumberColumn limits(BitSet rows) {
        return new NumberColumn(name, values, forms, rows);
    }

    /// Returns whether the file gives only a limit of the number of a row, as `<0.5` does.
    public boolean limited(int row) {
        return limits.get(row);
    }

    /// Returns the written forms of each number that the file does not always write plainly, the most frequent form
    /// first.
    ///
    /// @param rows the number of rows with each number
    public Map<Double, List<String>> writtenForms(Map<Double, Integer> rows) {
        return forms.of(rows);
    }

    /// Returns the value of a row; NaN if it is missing.
    public double value(int row) {
        return values[row];
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return values.length;
    }

    @Override
    public Kind kind() {
        return Kind.NUMBER;
    }

    @Override
    public boolean missing(int row) {
        return Double.isNaN(values[row]);
    }

    @Override
    public String text(int row) {
        return missing(row) ? "" : Decimal.spell(values[row]);
    }

    @Override
    public NumberColumn select(int[] rows) {
        double[] chosen = new double[rows.length];
        BitSet limited = new BitSet();
        for (int i = 0; i < rows.length; i++) {
            chosen[i] = values[rows[i]];
            limited.set(i, limits.get(rows[i]));
        }
        return new NumberColumn(name, chosen, forms, limited);
    }
}
