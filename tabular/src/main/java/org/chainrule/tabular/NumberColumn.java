package org.chainrule.tabular;

/// A column of numbers, missing ones as NaN.
public final class NumberColumn implements Column {
    private final String name;
    private final double[] values;

    private NumberColumn(String name, double[] values) {
        this.name = name;
        this.values = values;
    }

    /// A column of the given values; NaN says that a value is missing.
    public static NumberColumn of(String name, double... values) {
        return new NumberColumn(name, values.clone());
    }

    static NumberColumn owning(String name, double[] values) {
        return new NumberColumn(name, values);
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
