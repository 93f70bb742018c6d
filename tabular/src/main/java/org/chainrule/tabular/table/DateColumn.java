package org.chainrule.tabular.table;

import org.chainrule.tabular.value.Dates;

/// A column of dates, with a time of day or without, missing ones as NaN.
public final class DateColumn implements Column {
    private final String name;
    private final double[] seconds;
    private final boolean timed;

    private DateColumn(String name, double[] seconds, boolean timed) {
        this.name = name;
        this.seconds = seconds;
        this.timed = timed;
    }

    /// A column of the given dates in seconds since 1970-01-01T00:00; NaN says that one is missing. It is timed when one
    /// of them is not at midnight.
    public static DateColumn of(String name, double... seconds) {
        boolean timed = false;
        for (double value : seconds) {
            timed |= !Double.isNaN(value) && value % Dates.DAY != 0;
        }
        return new DateColumn(name, seconds.clone(), timed);
    }

    /// The seconds from 1970-01-01T00:00 to a date as tables hold it, both as local times; NaN when the text is none.
    public static double parse(String text) {
        return Dates.parse(text, Dates.Order.UNKNOWN);
    }

    /// The seconds from 1970-01-01T00:00 to the date of a row, both as local times; NaN when it is missing.
    public double seconds(int row) {
        return seconds[row];
    }

    /// Whether the dates have a time of day.
    public boolean timed() {
        return timed;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return seconds.length;
    }

    @Override
    public Kind kind() {
        return Kind.DATE;
    }

    @Override
    public boolean missing(int row) {
        return Double.isNaN(seconds[row]);
    }

    @Override
    public String text(int row) {
        return missing(row) ? "" : Dates.spell(seconds[row], timed);
    }
}
