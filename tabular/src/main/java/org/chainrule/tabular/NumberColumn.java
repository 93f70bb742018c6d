package org.chainrule.tabular;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A column of numbers, missing ones as NaN.
public final class NumberColumn implements Column {
    private final String name;
    private final double[] values;
    private final @Nullable Spellings spellings;
    private final NumberStyle style;

    private NumberColumn(String name, double[] values, @Nullable Spellings spellings, NumberStyle style) {
        this.name = name;
        this.values = values;
        this.spellings = spellings;
        this.style = style;
    }

    /// A column of the given values; NaN says that a value is missing.
    public static NumberColumn of(String name, double... values) {
        return owning(name, values.clone());
    }

    static NumberColumn owning(String name, double[] values) {
        return owning(name, values, null, NumberStyle.POINT);
    }

    /// A column of values that a file writes in other ways than [#spell].
    static NumberColumn owning(String name, double[] values, @Nullable Spellings spellings, NumberStyle style) {
        return new NumberColumn(name, values, spellings, style);
    }

    /// How numbers are written that are not, or not always, written as [#spell] writes them: the most frequent spelling
    /// first.
    ///
    /// @param rows how many rows have each number
    Map<Double, List<String>> spellings(Map<Double, Integer> rows) {
        return spellings == null ? Map.of() : spellings.byNumber(style, rows);
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
        return missing(row) ? "" : spell(values[row]);
    }

    /// A number as text: whole numbers below 10^15 without a point, all others as `Double.toString`.
    static String spell(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
