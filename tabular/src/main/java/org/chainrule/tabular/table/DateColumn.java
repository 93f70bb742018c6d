package org.chainrule.tabular.table;

import java.util.Arrays;
import org.chainrule.tabular.time.Dates;

/// A column of dates, with or without a time of day; missing dates are NaN.
public final class DateColumn implements Column {
    private final String name;
    private final double[] seconds;
    private final boolean timed;

    private DateColumn(String name, double[] seconds, boolean timed) {
        this.name = name;
        this.seconds = seconds;
        this.timed = timed;
    }

    /// Returns a column of the given dates in seconds since 1970-01-01T00:00; NaN marks a missing date. The column has
    /// times of day if any date is not at midnight.
    public static DateColumn of(String name, double... seconds) {
        boolean timed = false;
        for (double value : seconds) {
            timed |= !Double.isNaN(value) && value % Dates.DAY != 0;
        }
        return new DateColumn(name, seconds.clone(), timed);
    }

    /// Returns the seconds from 1970-01-01T00:00 to a date in text, both as local times; NaN if the text is not a date.
    public static double parse(String text) {
        return Dates.parse(text, Dates.Order.UNKNOWN);
    }

    /// Returns the seconds from 1970-01-01T00:00 to the date of a row, both as local times; NaN if it is missing.
    public double seconds(int row) {
        return seconds[row];
    }

    /// Returns whether the dates have a time of day.
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

    @Override
    public DateColumn select(int[] rows) {
        return of(name, Arrays.stream(rows).mapToDouble(row -> seconds[row]).toArray());
    }
}
