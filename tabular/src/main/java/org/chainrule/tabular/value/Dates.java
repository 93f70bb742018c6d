package org.chainrule.tabular.value;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// A parser for dates in tables: `2026-01-31`, `2026/01/31` and `31.01.2026`, with or without a time. A time follows a
/// `T` or a blank and has hours and minutes, and optionally seconds, a fraction, `AM` or `PM`, and an offset.
/// `01/02/2026` and `01-02-2026` are ambiguous, so they are dates only if the [Order] is known.
///
/// The value is the local time as written, in seconds since 1970-01-01T00:00. The offset is validated and then ignored,
/// because the hour of the day is the local one.
public final class Dates {
    /// The order of day and month in `01/02/2026`.
    public enum Order {
        /// Unknown.
        UNKNOWN,
        /// The day comes first: the first of February.
        DAY_FIRST,
        /// The month comes first: the second of January.
        MONTH_FIRST;

        /// Returns the order for whether the day comes first; `UNKNOWN` for null.
        public static Order of(@Nullable Boolean dayFirst) {
            return dayFirst == null ? UNKNOWN : dayFirst ? DAY_FIRST : MONTH_FIRST;
        }

        /// Returns whether the day comes first; null if that is unknown.
        @Nullable
        public Boolean dayFirst() {
            return this == UNKNOWN ? null : Boolean.valueOf(this == DAY_FIRST);
        }
    }

    public static final int DAY = 86_400;

    private byte[] text = {};
    private Order order = Order.UNKNOWN;
    private int at;
    private int end;
    private int last;
    private boolean timed;

    /// Returns the seconds of a date in text; NaN if the text is not a date.
    public static double parse(String text, Order order) {
        byte[] stripped = text.strip().getBytes(StandardCharsets.UTF_8);
        return new Dates().parse(stripped, 0, stripped.length, order);
    }

    public static double parseCompact(String text) { return Double.NaN; }
    /// Returns a date in ISO 8601: `2026-01-31`, or `2026-01-31T08:30` if it is timed.
    public static String spell(double seconds, boolean timed) {
        long whole = (long) Math.floor(seconds);
        LocalDateTime time = LocalDateTime.ofEpochSecond(whole, (int) ((seconds - whole) * 1e9), ZoneOffset.UTC);
        return timed ? time.toString() : time.toLocalDate().toString();
    }

    /// Returns the seconds of the date in `buffer[from, to)`; NaN if the bytes are not a date.
    public double parse(byte[] buffer, int from, int to, Order order) {
        text = buffer;
        this.order = order;
        at = from;
        end = to;
        timed = false;
        // The shortest date is 1/1/2026.
        if (to - from < 8 || to - from > 40 || !digit(from)) {
            return Double.NaN;
        }
        LocalDate date = date();
        if (date == null) {
            return Double.NaN;
        }
        double time = at == end ? 0 : time();
        return date.toEpochDay() * (double) DAY + time;
    }

    /// Returns whether the last parsed date had a time of day.
    public boolean timed() {
        return timed;
    }

    private @Nullable LocalDate date() {
        int first = number(4);
        int digits = last;
        if (at >= end) {
            return null;
        }
        char mark = (char) text[at];
        if (mark != '-' && mark != '/' && mark != '.') {
            return null;
        }
        at++;
        int second = number(2);
        if (second < 0 || at >= end || text[at] != mark) {
            return null;
        }
        at++;
        int third = number(digits == 4 ? 2 : 4);
        if (third < 0) {
            return null;
        }
        if (digits == 4) {
            return of(first, second, third);
        }
        if (digits > 2 || last != 4 || mark != '.' && order == Order.UNKNOWN) {
            return null;
        }
        return mark != '.' && order == Order.MONTH_FIRST ? of(third, first, second) : of(third, second, first);
    }

    private static @Nullable LocalDate of(int year, int month, int day) {
        return month < 1 || month > 12 || day < 1
                || day > 28 && day > java.time.YearMonth.of(year, month).lengthOfMonth()
                        ? null
                        : LocalDate.of(year, month, day);
    }

    /// Returns the seconds of the day; NaN if the text after the date is not a time.
    private double time() {
        if (text[at] != 'T' && text[at] != ' ') {
            return Double.NaN;
        }
        at++;
        timed = true;
        int hour = number(2);
        if (hour < 0 || hour > 24 || !mark(':')) {
            return Double.NaN;
        }
        int minute = number(2);
        if (minute < 0 || minute > 59) {
            return Double.NaN;
        }
        double second = 0;
        if (mark(':')) {
            second = number(2);
            if (second < 0 || second > 60) {
                return Double.NaN;
            }
            if (mark('.') || mark(',')) {
                double place = 0.1;
                for (; digit(at); at++, place /= 10) {
                    second += (text[at] - '0') * place;
                }
            }
        }
        hour = halfOfDay(hour);
        boolean valid = hour >= 0 && (hour < 24 || minute == 0 && second == 0) && offset() && at == end;
        return valid ? hour * 3600 + minute * 60 + second : Double.NaN;
    }

    private int halfOfDay(int hour) {
        int i = at < end && text[at] == ' ' ? at + 1 : at;
        if (i + 2 != end || Character.toUpperCase(text[i + 1]) != 'M') {
            return hour;
        }
        char half = (char) Character.toUpperCase(text[i]);
        if ((half != 'A' && half != 'P') || hour < 1 || hour > 12) {
            return hour;
        }
        at = end;
        return hour % 12 + (half == 'P' ? 12 : 0);
    }

    private boolean offset() {
        if (at == end || mark('Z')) {
            return true;
        }
        if (!mark('+') && !mark('-')) {
            return true;
        }
        int hours = number(2);
        if (hours < 0 || hours > 18) {
            return false;
        }
        if (at < end) {
            mark(':');
            int minutes = number(2);
            return minutes >= 0 && minutes < 60;
        }
        return true;
    }

    /// Returns a number of at most the given count of digits, and stores its actual count in `last`; returns -1 if no
    /// digit is there.
    private int number(int digits) {
        int start = at;
        int value = 0;
        while (at - start < digits && digit(at)) {
            value = value * 10 + (text[at++] - '0');
        }
        last = at - start;
        return last == 0 ? -1 : value;
    }

    private boolean digit(int place) {
        return place < end && text[place] >= '0' && text[place] <= '9';
    }

    private boolean mark(char mark) {
        if (at < end && text[at] == mark) {
            at++;
            return true;
        }
        return false;
    }
}
