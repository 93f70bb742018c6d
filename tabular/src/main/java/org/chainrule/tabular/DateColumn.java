package org.chainrule.tabular;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

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

    static DateColumn owning(String name, double[] seconds, boolean timed) {
        return new DateColumn(name, seconds, timed);
    }

    /// The seconds from 1970-01-01T00:00 to a date as tables hold it, both as local times; NaN when the text is none.
    public static double parse(String text) {
        return parse(text, Dates.Order.UNKNOWN);
    }

    static double parse(String text, Dates.Order order) {
        byte[] stripped = text.strip().getBytes(StandardCharsets.UTF_8);
        return new Dates().parse(stripped, 0, stripped.length, order);
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
        return missing(row) ? "" : spell(seconds[row], timed);
    }

    /// A date in the spelling of ISO 8601: `2026-01-31`, or `2026-01-31T08:30` when it is timed.
    static String spell(double seconds, boolean timed) {
        long whole = (long) Math.floor(seconds);
        LocalDateTime time = LocalDateTime.ofEpochSecond(whole, (int) ((seconds - whole) * 1e9), ZoneOffset.UTC);
        return timed ? time.toString() : time.toLocalDate().toString();
    }
}
