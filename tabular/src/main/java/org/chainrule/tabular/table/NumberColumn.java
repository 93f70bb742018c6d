package org.chainrule.tabular.table;

import java.util.List;
import java.util.Map;
import org.chainrule.tabular.value.Decimal;

/// A column of numbers, missing ones as NaN.
public final class NumberColumn implements Column {
    private final String name;
    private final double[] values;
    private final WrittenForms forms;

    /// How a file writes the numbers of a column where it does not write them plainly: `007`, `+1`, `1.0`, `1e5`.
    @FunctionalInterface
    public interface WrittenForms {
        /// Returns the written forms of each number that is not, or not always, written plainly, the most frequent form
        /// first.
        ///
        /// @param rows how many rows have each number
        Map<Double, List<String>> of(Map<Double, Integer> rows);
    }

    private NumberColumn(String name, double[] values, WrittenForms forms) {
        this.name = name;
        this.values = values;
        this.forms = forms;
    }

    /// A column of the given values; NaN says that a value is missing.
    public static NumberColumn of(String name, double... values) {
        return over(name, values.clone());
    }

    /// A column over the caller's array, which is not copied and must not change afterwards.
    public static NumberColumn over(String name, double[] values) {
        return over(name, values, _ -> Map.of());
    }

    /// A column over the caller's array, which is not copied and must not change afterwards, with the written forms of
    /// its numbers.
    public static NumberColumn over(String name, double[] values, WrittenForms forms) {
        return new NumberColumn(name, values, forms);
    }

    /// Returns the written forms of each number that the file does not, or not always, write plainly, the most frequent
    /// form first.
    ///
    /// @param rows how many rows have each number
    public Map<Double, List<String>> writtenForms(Map<Double, Integer> rows) {
        return forms.of(rows);
    }

    /// The value of a row; NaN when it is missing.
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
}
