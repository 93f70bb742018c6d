package org.chainrule.tabular.time;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A parser for dates in tables, with or without a time of day.
///
/// Dates are written in digits, such as `2026-01-31`, `2026/01/31`, `31.01.2026`, `31.1.26` and `2026-W05-6`, or with
/// the names of months and days in English and the languages of Java's locales, such as `Sat, 31 Jan 2026` and `31 de
/// enero de 2026`. `01/02/2026` and `01-02-26` are ambiguous, so they are dates only if the [Order] is known. A year of
/// two digits is between 1950 and 2049. Days that no calendar has, such as 31 February and 0000-00-00, are not dates.
///
/// A time is one that [Clock] parses. The value is the local time as written, in seconds since 1970-01-01T00:00. The
/// zone, an offset or a name, is validated and then ignored, because the hour of the day is the local one.
///
/// Text that is a date only if the whole column consists of such dates is parsed by other methods: `2026-01` and
/// `Q1 2026` by [parsePeriod][#parsePeriod(String)], and `20260131` by [parseCompact][#parseCompact(String)].
public final class Dates {
    /// The order of day and month in `01/02/2026`.
    public enum Order {
        /// Unknown.
        UNKNOWN,
        /// The day comes first: the first of February.
        DAY_FIRST,
        /// The month comes first: the second of January.
        MONTH_FIRST,
        /// The year of two digits comes first: the third of February 2001 is `01-02-03`.
        YEAR_FIRST;

        /// Returns the order for whether the day comes first; `UNKNOWN` for null.
        public static Order of(@Nullable Boolean dayFirst) {
            return dayFirst == null ? UNKNOWN : dayFirst ? DAY_FIRST : MONTH_FIRST;
        }

        /// Returns whether the day comes before the month rather than after it; null if that is unknown, or if the year
        /// comes first.
        @Nullable
        public Boolean dayFirst() {
            return this == UNKNOWN || this == YEAR_FIRST ? null : Boolean.valueOf(this == DAY_FIRST);
        }
    }

    public static final int DAY = 86_400;

    private static final int SHORTEST = 6;
    private static final int LONGEST = 250;
    private static final int MOST_RUNS = 14;
    private static final int FEW = 5;

    private static final Pattern TWO_DIGITS = Pattern.compile("(\\d{2})([-/.])\\d{2}\\2(\\d{2})(?![\\d-/.]).*");

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

    /// Returns the seconds of the first day of a month, a quarter or a week: `2026-01`, `01/2026`, `January 2026`,
    /// `Jan-26`, `2026M01`, `Q1 2026`, `2026-W05`; NaN if the text is none of these.
    public static double parsePeriod(String text) {
        LocalDate first = WrittenDates.period(text);
        return first == null ? Double.NaN : first.toEpochDay() * (double) DAY;
    }

    /// Returns the seconds of a date that is also a whole number: `20260131`, `202601310830` or `20260131083000`; NaN
    /// if the month, day or time does not exist.
    public static double parseCompact(String text) {
        String digits = text.strip();
        int length = digits.length();
        if (length != 8 && length != 12 && length != 14 || digits.charAt(0) == '0'
                || digits.chars().anyMatch(c -> c < '0' || c > '9')) {
            return Double.NaN;
        }
        LocalDate day = WrittenDates.day(Integer.parseInt(digits, 0, 4, 10), Integer.parseInt(digits, 4, 6, 10),
                Integer.parseInt(digits, 6, 8, 10));
        int hour = length > 8 ? Integer.parseInt(digits, 8, 10, 10) : 0;
        int minute = length > 8 ? Integer.parseInt(digits, 10, 12, 10) : 0;
        int second = length > 12 ? Integer.parseInt(digits, 12, 14, 10) : 0;
        return day == null ? Double.NaN : day.toEpochDay() * (double) DAY + Clock.seconds(hour, minute, second);
    }

    /// Returns whether the words are dates such as `22-09-19` whose year comes first. Each is a date in that order, and
    /// the first parts differ less than the last ones, because a table has fewer years than days of the month. Other
    /// words than such dates are ignored.
    ///
    /// @param words the distinct words of a column
    public static boolean yearFirst(List<String> words) {
        Set<String> firsts = new HashSet<>();
        Set<String> lasts = new HashSet<>();
        int dates = 0;
        for (String word : words) {
            Matcher matcher = TWO_DIGITS.matcher(word.strip());
            if (matcher.matches()) {
                if (Double.isNaN(parse(word, Order.YEAR_FIRST))) {
                    return false;
                }
                firsts.add(matcher.group(1));
                lasts.add(matcher.group(3));
                dates++;
            }
        }
        return dates >= FEW && firsts.size() < lasts.size();
    }

    /// Returns whether a date is written in digits, with at least four of them side by side for the year. Any other shows
    /// what it means only among all dates of a column.
    public static boolean isPlain(byte[] text, int from, int to) {
        int longest = 0;
        int run = 0;
        for (int i = from; i < to; i++) {
            if (text[i] < 0 || Character.isLetter(text[i]) && text[i] != 'T' && text[i] != 'Z') {
                return false;
            }
            run = Character.isDigit(text[i]) ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest >= 4;
    }

    /// Returns a date in ISO 8601: `2026-01-31`, or `2026-01-31T08:30` if it is timed.
    public static String spell(double seconds, boolean timed) {
        // A double of seconds is exact to about a microsecond.
        long micros = Math.round(seconds * 1e6);
        LocalDateTime time = LocalDateTime.ofEpochSecond(Math.floorDiv(micros, 1_000_000L),
                1000 * (int) Math.floorMod(micros, 1_000_000L), ZoneOffset.UTC);
        return timed ? time.toString() : time.toLocalDate().toString();
    }

    /// Returns the seconds of the date in `buffer[from, to)`; NaN if the bytes are not a date. The bytes are text in
    /// UTF-8, or else in a single-byte character set.
    public double parse(byte[] buffer, int from, int to, Order order) {
        timed = false;
        if (to - from < SHORTEST || to - from > LONGEST) {
            return Double.NaN;
        }
        text = buffer;
        this.order = order;
        at = from;
        end = to;
        double seconds = digit(from) ? digits() : Double.NaN;
        return Double.isNaN(seconds) && maybeWritten(from) ? written(from) : seconds;
    }

    /// Returns the seconds of a date that is written in digits, as most are.
    private double digits() {
        LocalDate date = date();
        if (date == null) {
            return Double.NaN;
        }
        double time = at == end ? 0 : time();
        return date.toEpochDay() * (double) DAY + time;
    }

    /// Returns whether the bytes may be a date that is not only digits. Such a date has two numbers and a name, or
    /// three numbers, and none of its numbers is longer than a year, except for a fraction and for digits without
    /// marks.
    private boolean maybeWritten(int from) {
        int numbers = 0;
        int words = 0;
        for (int i = from; i < end;) {
            int start = i;
            if (text[i] < 0) {
                return true;
            }
            if (digit(i)) {
                while (digit(i)) {
                    i++;
                }
                int length = i - start;
                boolean fraction = start > from && (text[start - 1] == '.' || text[start - 1] == ',');
                if (length == 5 || length == 7 && !fraction || length > 9 && length != 14) {
                    return false;
                }
                numbers++;
            } else if (Character.isLetter(text[i])) {
                while (i < end && text[i] > 0 && Character.isLetter(text[i])) {
                    i++;
                }
                words++;
            } else {
                i++;
            }
        }
        return numbers + words <= MOST_RUNS && (numbers >= 3 || numbers == 2 && words > 0);
    }

    private double written(int from) {
        String word = new String(text, from, end - from, StandardCharsets.UTF_8);
        if (word.indexOf('\uFFFD') >= 0) {
            word = new String(text, from, end - from, StandardCharsets.ISO_8859_1);
        }
        WrittenDates.Moment moment = word.codePoints().filter(Character::isDigit).limit(3).count() < 3
                ? null
                : WrittenDates.parse(word, order);
        if (moment == null) {
            return Double.NaN;
        }
        timed = !Double.isNaN(moment.time());
        return moment.date().toEpochDay() * (double) DAY + (timed ? moment.time() : 0);
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
            return WrittenDates.day(first, second, third);
        }
        if (digits > 2 || last != 4 && last != 2 || mark != '.' && order == Order.UNKNOWN) {
            return null;
        }
        if (order == Order.YEAR_FIRST && (mark != '.' || last == 2)) {
            return digits == 2 && last == 2 ? WrittenDates.day(WrittenDates.year(first), second, third) : null;
        }
        int year = last == 2 ? WrittenDates.year(third) : third;
        return mark != '.' && order == Order.MONTH_FIRST
                ? WrittenDates.day(year, first, second)
                : WrittenDates.day(year, second, first);
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
