package org.chainrule.tabular.time;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chainrule.tabular.time.Dates.Order;
import org.jspecify.annotations.Nullable;

/// A parser for dates that are more than digits and two marks: with names of months and days, a week, a time before the
/// date, or the name of a zone. It splits a text into numbers and words, and every word must be known.
final class WrittenDates {
    private static final int LONGEST = 120;
    private static final int MOST_WORDS = 12;

    private static final Pattern WEEK_DAY = Pattern.compile("(\\d{4})-?W(\\d{2})-?([1-7])");
    private static final Pattern WEEK = Pattern.compile("(\\d{4})[- ]?W(\\d{1,2})");
    private static final Pattern MONTH = Pattern.compile("(\\d{4})(?:[-/]| ?-?M)(\\d{1,2})");
    private static final Pattern MONTH_FIRST = Pattern.compile("(\\d{1,2})[-/](\\d{4})");
    private static final Pattern QUARTER = Pattern.compile("(\\d{4})[-/ ]?[QqTt]([1-4])");
    private static final Pattern QUARTER_FIRST = Pattern.compile("(?:[QqTt] ?([1-4])|([1-4])[QqTt])[-/ ]? ?(\\d{4})");

    /// `19.09.2022 09.30`.
    private static final Pattern POINTS = Pattern.compile("(.*\\d.*[ T])(\\d{1,2})\\.(\\d{2})((?:\\.\\d{2})?)");

    /// A date with the seconds of its time of day; NaN if it has no time.
    record Moment(LocalDate date, double time) {
    }

    /// A run of digits or letters, and the marks before it.
    private record Token(String text, String before, int number) {
        boolean isNumber() {
            return number >= 0;
        }

        int digits() {
            return text.length();
        }

        boolean isYear() {
            return digits() == 4 && number > 0;
        }

        boolean isSmall() {
            return digits() <= 2;
        }
    }

    private WrittenDates() {
    }

    /// Returns the date in a text; null if it is not one.
    static @Nullable Moment parse(String text, Order order) {
        String plain = PlainText.of(text);
        if (plain.length() > LONGEST) {
            return null;
        }
        String usual = DateLayouts.usual(plain);
        Clock.Found time = Clock.find(usual);
        if (time == null) {
            return withoutClock(usual.substring(0, withoutZone(usual)), order);
        }
        // SAS and web servers write 19SEP2022:09:30:00; others write a dash or a bar before the time
        int end = time.from();
        while (end > 0 && " :;/|@_-".indexOf(usual.charAt(end - 1)) >= 0) {
            end--;
        }
        LocalDate date = date(usual.substring(0, end) + " " + usual.substring(time.to()), order);
        return date == null ? null : new Moment(date, time.seconds());
    }

    /// Returns a date without a time, or with a time such as `9.30`, which only its place after a date makes one.
    private static @Nullable Moment withoutClock(String text, Order order) {
        if (text.indexOf('.') >= 0) {
            Matcher points = POINTS.matcher(text);
            double seconds = points.matches()
                    ? Clock.parse(points.group(2) + ":" + points.group(3) + points.group(4).replace('.', ':'))
                    : Double.NaN;
            LocalDate date = Double.isNaN(seconds) ? null : date(points.group(1), order);
            if (date != null) {
                return new Moment(date, seconds);
            }
        }
        LocalDate date = date(text, order);
        return date == null ? null : new Moment(date, Double.NaN);
    }

    /// Returns the first day of a month, a quarter or a week; null if the text is none of them.
    static @Nullable LocalDate period(String text) {
        String plain = PlainText.of(text);
        if (plain.length() > LONGEST) {
            return null;
        }
        Matcher matcher = WEEK.matcher(plain);
        if (matcher.matches()) {
            return week(number(matcher, 1), number(matcher, 2), 1);
        }
        matcher = MONTH.matcher(plain);
        if (matcher.matches()) {
            return day(number(matcher, 1), number(matcher, 2), 1);
        }
        matcher = MONTH_FIRST.matcher(plain);
        if (matcher.matches()) {
            return day(number(matcher, 2), number(matcher, 1), 1);
        }
        matcher = QUARTER.matcher(plain);
        if (matcher.matches()) {
            return day(number(matcher, 1), 3 * number(matcher, 2) - 2, 1);
        }
        matcher = QUARTER_FIRST.matcher(plain);
        if (matcher.matches()) {
            int quarter = number(matcher, matcher.group(1) == null ? 2 : 1);
            return day(number(matcher, 3), 3 * quarter - 2, 1);
        }
        return monthOf(tokens(plain));
    }

    /// Returns the day in a calendar; null if there is no such day.
    static @Nullable LocalDate day(int year, int month, int day) {
        return year < 1 || month < 1 || month > 12 || day < 1
                || day > 28 && day > YearMonth.of(year, month).lengthOfMonth()
                        ? null
                        : LocalDate.of(year, month, day);
    }

    /// Returns the year between 1950 and 2049 that ends in two digits.
    static int year(int twoDigits) {
        return twoDigits < 50 ? 2000 + twoDigits : 1900 + twoDigits;
    }

    /// Returns the end of a text without the zone that it may end in.
    private static int withoutZone(String text) {
        if (text.isEmpty() || DateLayouts.isDigit(text.charAt(text.lastIndexOf(' ') + 1))) {
            return text.length();
        }
        for (int at = text.indexOf(' '); at >= 0; at = text.indexOf(' ', at + 1)) {
            if (Zones.end(text, at) == text.length()) {
                return at;
            }
        }
        return text.length();
    }

    private static @Nullable LocalDate date(String text, Order order) {
        if (DateLayouts.startsWithYear(text)) {
            Matcher week = WEEK_DAY.matcher(text.strip());
            if (week.matches()) {
                return week(number(week, 1), number(week, 2), number(week, 3));
            }
        }
        List<Token> tokens = tokens(text);
        List<Token> numbers = new ArrayList<>(3);
        List<Token> words = new ArrayList<>(tokens.size());
        boolean announced = false;
        for (Token token : tokens) {
            if (!token.isNumber()) {
                boolean announcement = CalendarNames.announcesMonth(token.text);
                announced |= announcement;
                if (!announcement) {
                    words.add(token);
                }
            } else if (numbers.size() == 3 || !token.isYear() && !token.isSmall()) {
                return null;
            } else {
                numbers.add(token);
            }
        }
        if (numbers.size() == 2) {
            int month = announced ? 0 : month(words);
            return month == 0 ? null : named(month, tokens, numbers);
        }
        boolean known = words.isEmpty() || month(words) == 0 && words.stream().allMatch(word -> isKnown(word.text));
        return numbers.size() == 3 && known ? numeric(numbers, announced, order) : null;
    }

    /// Returns the date of a named month and two numbers. A year of two digits comes last.
    private static @Nullable LocalDate named(int month, List<Token> tokens, List<Token> numbers) {
        Token first = numbers.get(0);
        Token second = numbers.get(1);
        if (first.isYear() != second.isYear()) {
            return first.isYear() ? day(first.number, month, second.number) : day(second.number, month, first.number);
        }
        boolean valid = second.digits() == 2 && first.isSmall() && !tokens.getLast().equals(first)
                && month(tokens.subList(0, tokens.indexOf(second))) == month;
        return valid ? day(year(second.number), month, first.number) : null;
    }

    /// Returns the date of three numbers.
    ///
    /// @param announced whether a word says that a number is the month, and so the marks do not matter
    private static @Nullable LocalDate numeric(List<Token> numbers, boolean announced, Order order) {
        int a = numbers.get(0).number;
        int b = numbers.get(1).number;
        int c = numbers.get(2).number;
        String mark = mark(numbers.get(1));
        if (!announced && (!mark.equals(mark(numbers.get(2))) || !"-/.".contains(mark))) {
            return null;
        }
        if (numbers.get(0).isYear()) {
            return numbers.get(1).isSmall() && numbers.get(2).isSmall() ? day(a, b, c) : null;
        }
        if (!numbers.get(1).isSmall() || !numbers.get(2).isYear()
                && (numbers.get(2).digits() != 2 || mark.isEmpty() && !announced)) {
            return null;
        }
        int year = numbers.get(2).isYear() ? c : year(c);
        boolean yearFirst = order == Order.YEAR_FIRST && !numbers.get(2).isYear();
        if (mark.equals(".") && !yearFirst || announced) {
            return day(year, b, a);
        }
        return switch (order) {
            case UNKNOWN -> null;
            case DAY_FIRST -> day(year, b, a);
            case MONTH_FIRST -> day(year, a, b);
            case YEAR_FIRST -> numbers.get(0).digits() == 2 && numbers.get(2).digits() == 2 ? day(year(a), b, c) : null;
        };
    }

    private static String mark(Token token) {
        return token.before.strip();
    }

    /// Returns the first day of the month in `September 2022`, `2022-Sep` or `Sep-22`; null if the tokens are not a
    /// month.
    private static @Nullable LocalDate monthOf(List<Token> tokens) {
        List<Token> numbers = tokens.stream().filter(Token::isNumber).toList();
        if (numbers.size() != 1) {
            return null;
        }
        Token year = numbers.getFirst();
        boolean two = year.digits() == 2 && tokens.getLast().equals(year)
                && (mark(year).equals("-") || mark(year).equals("/") || mark(year).equals("'"));
        if (!two && !year.isYear()) {
            return null;
        }
        int month = month(tokens);
        return month == 0 ? null : day(two ? year(year.number) : year.number, month, 1);
    }

    /// Returns the month that is named once among the words; 0 if there is none, or if a word is unknown. A name such
    /// as the Spanish `mar` is Tuesday if another word names the month, and else March.
    private static int month(List<Token> tokens) {
        int month = 0;
        int either = 0;
        for (Token token : tokens) {
            if (token.isNumber()) {
                continue;
            }
            int found = CalendarNames.month(token.text);
            if (found != 0 && CalendarNames.isDay(token.text)) {
                either = found;
            } else if (found == 0 && !isKnown(token.text) || found != 0 && month != 0 && found != month) {
                return 0;
            } else if (found != 0) {
                month = found;
            }
        }
        return month == 0 ? either : month;
    }

    private static boolean isKnown(String word) {
        return CalendarNames.isFiller(word) || CalendarNames.announcesMonth(word) || CalendarNames.isDay(word);
    }

    private static @Nullable LocalDate week(int year, int week, int day) {
        try {
            LocalDate fourth = LocalDate.of(year, 1, 4);
            return IsoFields.WEEK_OF_WEEK_BASED_YEAR.rangeRefinedBy(fourth).isValidValue(week)
                    ? fourth.with(IsoFields.WEEK_OF_WEEK_BASED_YEAR, week).with(DayOfWeek.of(day))
                    : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /// Returns the numbers and words of a text; an empty list if it has other characters than those of dates.
    private static List<Token> tokens(String text) {
        List<Token> tokens = new ArrayList<>();
        StringBuilder marks = new StringBuilder();
        for (int at = 0; at < text.length();) {
            char c = text.charAt(at);
            int end = at;
            while (end < text.length()
                    && (DateLayouts.isDigit(c) ? DateLayouts.isDigit(text.charAt(end)) : inWord(text, end, at))) {
                end++;
            }
            if (end == at) {
                if (" ,.-/'’()،".indexOf(c) < 0) {
                    return List.of();
                }
                marks.append(c == '’' ? '\'' : c);
                at++;
                continue;
            }
            if (end - at > 30 || DateLayouts.isDigit(c) && end - at > 4 || tokens.size() == MOST_WORDS) {
                return List.of();
            }
            String run = text.substring(at, end);
            tokens.add(new Token(run, marks.toString(), DateLayouts.isDigit(c) ? Integer.parseInt(run) : -1));
            marks.setLength(0);
            at = end;
        }
        return marks.chars().allMatch(c -> ".,) ".indexOf(c) >= 0) ? tokens : List.of();
    }

    /// Returns whether a character belongs to the word that begins at `from`: a letter, or a mark or a point after one.
    private static boolean inWord(String text, int at, int from) {
        char c = text.charAt(at);
        if (Character.isLetter(c) || at > from && (CalendarNames.isMark(c) || c == '׳' || c == '॰' || c == '\u200d')) {
            return true;
        }
        return c == '.' && at > from && at + 1 < text.length() && Character.isLetter(text.charAt(at + 1));
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }
}
