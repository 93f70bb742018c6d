package org.chainrule.tabular.read;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chainrule.tabular.number.Decimal;
import org.chainrule.tabular.number.NumberStyle;
import org.chainrule.tabular.number.Units;
import org.chainrule.tabular.number.WrittenNumber;
import org.chainrule.tabular.time.Clock;
import org.chainrule.tabular.time.Dates;
import org.chainrule.tabular.time.Epochs;
import org.chainrule.tabular.value.MissingWords;
import org.chainrule.tabular.value.Notation;
import org.chainrule.tabular.value.Notation.Form;
import org.jspecify.annotations.Nullable;

/// Recognises the kind of value that the words of a column stand for, by the share of its rows that fit a notation.
///
/// Strays up to a tenth of the rows count as missing, for every kind alike, if there are more than a few different
/// values. So do words that usually mean missing, and a single other word that repeats, if at least a tenth of the
/// rows fit.
final class Recogniser {
    /// A notation is tried on all words only if it fits at least half of this many.
    private static final int SAMPLE = 256;

    private final String name;
    private final WordIndex words;
    private final int[] counts;
    private final MissingWords missing;
    private final int present;
    private final Map<Notation, Optional<Fit>> known = new HashMap<>();
    /// Whether words of the sample usually mean missing; asked once for all notations.
    private final Map<String, Boolean> likelyMissing = new HashMap<>();

    /// A notation, with the value of each word in it.
    ///
    /// @param values  the values, NaN where a word does not fit
    /// @param limits  whether a word gives only a limit, such as `<0.5`
    /// @param written whether any number is written with more than digits and marks
    /// @param rows    the number of rows that fit
    record Fit(Notation notation, double[] values, boolean[] limits, boolean written, long rows) {
    }

    /// @param counts  the number of rows with each word
    /// @param missing the words that the user keeps, so that they never mean missing
    Recogniser(String name, WordIndex words, int[] counts, MissingWords missing) {
        this.missing = missing;
        this.name = name;
        this.words = words;
        this.counts = counts;
        this.present = IntStream.of(counts).sum();
    }

    /// Returns the notation that most rows fit, if so many rows fit it that the others count as missing.
    ///
    /// @param styles the styles of numbers to try, the likelier first
    Optional<Fit> best(ColumnGuess guess, List<NumberStyle> styles) {
        return all(guess, styles).filter(this::accepts).max(Comparator.comparingLong(Fit::rows));
    }

    /// Returns the notation that most rows fit; empty if no row fits any.
    Optional<Fit> closest(ColumnGuess guess, List<NumberStyle> styles) {
        return all(guess, styles).filter(fit -> fit.rows > 0).max(Comparator.comparingLong(Fit::rows));
    }

    /// Returns the fits of all notations, the likelier first, which `max` prefers to an equal one.
    private Stream<Fit> all(ColumnGuess guess, List<NumberStyle> styles) {
        Notation dates = new Notation(Form.DATE, NumberStyle.POINT, Dates.Order.UNKNOWN, "");
        return Stream.of(numbers(styles.getFirst()), numbers(styles.getLast()), yearFirst(dates),
                tried(dates.with(order(guess))), tried(dates.with(Form.PERIOD)), times(),
                tried(dates.with(Form.COORDINATE))).flatMap(Optional::stream);
    }

    private Optional<Fit> yearFirst(Notation dates) {
        Notation notation = dates.with(Form.YEAR_FIRST_DATE);
        return mayHold(notation::parse) && Dates.yearFirst(words.words()) ? tried(notation) : Optional.empty();
    }

    /// Returns the fit of a notation to all words.
    Fit of(Notation notation) {
        if (notation.form() == Form.NUMBER) {
            return numbers(notation, _ -> notation.unit());
        }
        Dates dates = new Dates();
        return notation.form() == Form.DATE
                ? fit(notation, code -> words.date(code, dates, notation.order()))
                : fit(notation, code -> notation.parse(words.word(code)));
    }

    /// Returns the fit of numbers in a style, in the unit that most of them have.
    Optional<Fit> numbers(NumberStyle style) {
        return known.computeIfAbsent(Notation.of(style), plain -> mayHold(word -> number(word, style))
                ? Optional.of(numbers(plain, this::usual))
                : Optional.empty());
    }

    /// Returns the number that a word stands for in its own unit; NaN if it is not a number.
    static double number(String word, NumberStyle style) {
        double plain = style.of(word);
        WrittenNumber written = Double.isNaN(plain) ? WrittenNumber.of(word, style) : null;
        return written == null ? plain : written.value();
    }

    /// Returns the fit of times of day or of durations, which look alike.
    private Optional<Fit> times() {
        Notation clock = new Notation(Form.CLOCK, NumberStyle.POINT, Dates.Order.UNKNOWN, "");
        Optional<Fit> day = tried(clock);
        Optional<Fit> length = tried(clock.with(Form.DURATION));
        if (day.isEmpty() || length.isEmpty() || day.get().rows != length.get().rows) {
            return Stream.of(day, length).flatMap(Optional::stream).max(Comparator.comparingLong(Fit::rows));
        }
        return Clock.isClock(words.words(), name) ? day : length;
    }

    /// Returns the fit of dates in an order.
    Optional<Fit> dates(Dates.Order order) {
        return tried(new Notation(Form.DATE, NumberStyle.POINT, order, ""));
    }

    /// Returns the order of day and month that is known, or else the one in which more words are dates; unknown if both
    /// are equal.
    Dates.Order order(ColumnGuess guess) {
        if (guess.notation().order() != Dates.Order.UNKNOWN) {
            return guess.notation().order();
        }
        long day = dates(Dates.Order.DAY_FIRST).map(Fit::rows).orElse(0L);
        long month = dates(Dates.Order.MONTH_FIRST).map(Fit::rows).orElse(0L);
        return day == month && !sameDates()
                ? Dates.Order.UNKNOWN
                : day >= month ? Dates.Order.DAY_FIRST : Dates.Order.MONTH_FIRST;
    }

    /// Returns the fit of dates that are written as numbers, in a column that was declared to hold dates.
    Optional<Fit> declaredDates() {
        Notation serial = new Notation(Form.SERIAL_DATE, NumberStyle.POINT, Dates.Order.UNKNOWN, "");
        boolean seconds = mayHold(word -> Epochs.secondsLike(NumberStyle.POINT.of(word)) ? 1 : Double.NaN);
        boolean millis = mayHold(word -> Epochs.millisLike(NumberStyle.POINT.of(word)) ? 1 : Double.NaN);
        return Stream
                .of(seconds ? Form.EPOCH_SECONDS : Form.COMPACT_DATE, millis ? Form.EPOCH_MILLIS : Form.SERIAL_DATE)
                .map(form -> tried(serial.with(form))).flatMap(Optional::stream).filter(fit -> 2 * fit.rows > present)
                .max(Comparator.comparingLong(Fit::rows));
    }

    /// Returns whether all words are the same dates in both orders, as 05/05/2026 is.
    private boolean sameDates() {
        return dates(Dates.Order.DAY_FIRST).flatMap(day -> dates(Dates.Order.MONTH_FIRST)
                .map(month -> Arrays.equals(day.values, month.values))).orElse(false);
    }

    /// Returns the first word that is a date in an order only; empty if there is none.
    String ambiguousDate() {
        double[] unordered = of(new Notation(Form.DATE, NumberStyle.POINT, Dates.Order.UNKNOWN, "")).values;
        double[] ordered = of(new Notation(Form.DATE, NumberStyle.POINT, Dates.Order.DAY_FIRST, "")).values;
        return IntStream.range(0, ordered.length)
                .filter(code -> Double.isNaN(unordered[code]) && !Double.isNaN(ordered[code])).mapToObj(words::word)
                .findFirst().orElse("");
    }

    /// Returns whether all words are dates, but some only with the day first and others only with the month first.
    boolean mixesOrders() {
        double[] day = dates(Dates.Order.DAY_FIRST).map(Fit::values).orElse(new double[0]);
        double[] month = dates(Dates.Order.MONTH_FIRST).map(Fit::values).orElse(new double[0]);
        return day.length > 0 && month.length > 0
                && IntStream.range(0, day.length)
                        .noneMatch(code -> Double.isNaN(day[code]) && Double.isNaN(month[code]))
                && !dateOnlyIn(Dates.Order.DAY_FIRST).isEmpty() && !dateOnlyIn(Dates.Order.MONTH_FIRST).isEmpty();
    }

    /// Returns the first word that is a date in this order and in no other; empty if there is none.
    String dateOnlyIn(Dates.Order order) {
        Dates.Order other = Dates.Order.of(order != Dates.Order.DAY_FIRST);
        double[] values = of(new Notation(Form.DATE, NumberStyle.POINT, order, "")).values;
        double[] others = of(new Notation(Form.DATE, NumberStyle.POINT, other, "")).values;
        return IntStream.range(0, values.length)
                .filter(code -> !Double.isNaN(values[code]) && Double.isNaN(others[code])).mapToObj(words::word)
                .findFirst().orElse("");
    }

    private Optional<Fit> tried(Notation notation) {
        return known.computeIfAbsent(notation,
                _ -> mayHold(notation::parse) ? Optional.of(of(notation)) : Optional.empty());
    }

    /// Returns whether at least half of a sample of the words, or of those that do not usually mean missing, have a
    /// value.
    private boolean mayHold(ToDoubleFunction<String> reader) {
        int size = Math.min(SAMPLE, words.size());
        int fit = 0;
        int blank = 0;
        for (int i = 0; i < size && 2 * (i - fit - blank) <= size; i++) {
            String word = words.word((int) ((long) i * words.size() / size));
            boolean has = mayBeValue(word) && !Double.isNaN(reader.applyAsDouble(word));
            fit += has ? 1 : 0;
            blank += !has && likelyMissing.computeIfAbsent(word, MissingWords::likelyMissing) ? 1 : 0;
        }
        return fit > 0 && 2 * fit >= size - blank;
    }

    /// Returns whether a word has a digit of any script, or a fraction such as `½`; all values have one.
    private static boolean mayBeValue(String word) {
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c >= '0' && c <= '9' || c > 0x7F && (Character.isDigit(c) || Character.isSurrogate(c)
                    || Character.getType(c) == Character.OTHER_NUMBER)) {
                return true;
            }
        }
        return false;
    }

    /// @param unit chooses the unit of the column from the unit of each word, which is null if the word is not a number
    private Fit numbers(Notation notation, Function<@Nullable String[], String> unit) {
        Decimal decimal = new Decimal();
        double[] values = new double[words.size()];
        @Nullable
        WrittenNumber[] written = new WrittenNumber[words.size()];
        boolean[] limits = new boolean[words.size()];
        @Nullable
        String[] units = new String[words.size()];
        boolean any = false;
        for (int code = 0; code < values.length; code++) {
            values[code] = words.number(code, notation.style(), decimal);
            if (Double.isNaN(values[code])) {
                WrittenNumber number = WrittenNumber.of(words.word(code), notation.style());
                if (number != null) {
                    written[code] = number;
                    units[code] = number.unit();
                    limits[code] = number.isLimit();
                    any = true;
                }
            } else {
                units[code] = "";
            }
        }
        Notation usual = notation.in(any ? unit.apply(units) : "");
        long rows = 0;
        for (int code = 0; code < values.length; code++) {
            WrittenNumber number = written[code];
            if (number != null) {
                values[code] = usual.value(number);
            }
            rows += Double.isNaN(values[code]) ? 0 : counts[code];
        }
        return new Fit(usual, values, limits, any, rows);
    }

    /// Returns the unit of most rows; [Units#MONEY] if the rows are in several currencies. Numbers without a unit share that of the others, but not if most rows are numbers
    /// beside which a few are percentages.
    private String usual(@Nullable String[] units) {
        Map<String, Integer> rows = new HashMap<>();
        for (int code = 0; code < units.length; code++) {
            String unit = units[code];
            if (unit != null) {
                rows.merge(unit, counts[code], Integer::sum);
            }
        }
        int plain = rows.getOrDefault("", 0);
        String usual = rows.keySet().stream().filter(unit -> !unit.isEmpty()).sorted()
                .max(Comparator.comparing(unit -> rows.getOrDefault(unit, 0))).orElse("");
        int all = rows.values().stream().mapToInt(Integer::intValue).sum();
        boolean money = rows.keySet().stream().allMatch(unit -> unit.isEmpty() || Units.isMoney(unit));
        if (money && all - plain - rows.getOrDefault(usual, 0) > ColumnBuilder.STRAYS * all) {
            return Units.MONEY;
        }
        return usual.equals("%") && plain > rows.getOrDefault(usual, 0) ? "" : usual;
    }

    private Fit fit(Notation notation, IntToDoubleFunction value) {
        double[] values = IntStream.range(0, words.size()).mapToDouble(value).toArray();
        long rows = IntStream.range(0, values.length).filter(code -> !Double.isNaN(values[code]))
                .mapToLong(code -> counts[code]).sum();
        return new Fit(notation, values, new boolean[values.length], true, rows);
    }

    /// Returns whether so many rows fit that the others count as missing.
    private boolean accepts(Fit fit) {
        long limits = IntStream.range(0, counts.length).filter(code -> fit.limits[code]).mapToLong(code -> counts[code])
                .sum();
        boolean few = Arrays.stream(fit.values).filter(Double::isFinite).distinct()
                .limit(ColumnBuilder.FEW_NUMBERS + 1).count() <= ColumnBuilder.FEW_NUMBERS;
        if (few && 2 * limits > fit.rows) {
            // words such as `<=50K` and `>50K` are classes
            return false;
        }
        long strays = present - fit.rows;
        if (strays == 0) {
            return present > 0;
        }
        boolean different = Arrays.stream(fit.values).filter(Double::isFinite).distinct().limit(2).count() > 1;
        if (few && !(different && onlyUnknown(fit))) {
            return false;
        }
        long blank = 0;
        int others = 0;
        for (int code = 0; code < counts.length; code++) {
            if (Double.isNaN(fit.values[code])) {
                if (missing.keeps(words.word(code))) {
                    return false;
                }
                boolean likely = MissingWords.likelyMissing(words.word(code));
                blank += likely ? counts[code] : 0;
                others += likely ? 0 : 1;
            }
        }
        long left = strays - blank;
        boolean oneWord = others == 1 && left > 1;
        return 10 * fit.rows >= present && (left <= ColumnBuilder.STRAYS * (present - blank) || oneWord);
    }

    /// Returns whether all words that are not numbers say that the value is unknown.
    private boolean onlyUnknown(Fit fit) {
        return IntStream.range(0, counts.length).filter(code -> Double.isNaN(fit.values[code])).mapToObj(words::word)
                .allMatch(MissingWords::meansUnknown);
    }

    /// Returns whether any of the words is a number with more than digits and marks.
    static boolean anyWritten(WordIndex words) {
        int size = Math.min(SAMPLE, words.size());
        return IntStream.range(0, size).mapToObj(words::word).anyMatch(word -> Stream.of(NumberStyle.values())
                .anyMatch(style -> WrittenNumber.of(word, style) != null));
    }
}
