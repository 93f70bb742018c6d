package org.chainrule.tabular.read;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chainrule.error.FormatException;
import org.chainrule.tabular.remark.ColumnRemark;
import org.chainrule.tabular.remark.Refusal;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.DateColumn;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.TextColumn;
import org.chainrule.tabular.value.BooleanWords;
import org.chainrule.tabular.value.Dates;
import org.chainrule.tabular.value.Decimal;
import org.chainrule.tabular.value.NumberStyle;
import org.chainrule.tabular.value.Phrases;

/// A column that was read as words and is now examined as a whole: it may hold numbers with a few words among them,
/// dates, or words.
final class WordsColumn {
    private static final int MOST_SPELLINGS = 8;

    private final String name;
    private final WordIndex words;
    private final int[] codes;
    private final int[] counts;
    private final int present;

    WordsColumn(String name, WordIndex words, int[] codes) {
        this.name = name;
        this.words = words;
        this.codes = codes;
        this.counts = new int[words.size()];
        for (int code : codes) {
            if (code >= 0) {
                counts[code]++;
            }
        }
        this.present = IntStream.of(counts).sum();
    }

    /// Returns the column as words.
    TextColumn text() {
        return TextColumn.over(name, words.words(), codes);
    }

    /// Returns the style of the column if it holds numbers, with few words among them, that fit only one style;
    /// otherwise empty.
    Optional<DecimalMarks.Definite> definite(ColumnGuess guess) {
        Decimal decimal = new Decimal();
        long points = rows(numbers(NumberStyle.POINT, decimal));
        long commas = rows(numbers(NumberStyle.COMMA, decimal));
        return points == commas || present - Math.max(points, commas) > ColumnBuilder.STRAYS * present
                ? Optional.empty()
                : Optional.of(new DecimalMarks.Definite(name,
                        points > commas ? NumberStyle.POINT : NumberStyle.COMMA, guess));
    }

    /// Returns the column with its detected type.
    ///
    /// @param marks the decimal marks of the file
    /// @param notes receives the remarks
    ColumnBuilder.Built found(ColumnGuess guess, DecimalMarks marks, List<Remark> notes) {
        for (NumberStyle style : styles(guess, marks)) {
            double[] numbers = numbers(style, new Decimal());
            long found = rows(numbers);
            if (present - found <= ColumnBuilder.STRAYS * present
                    && Arrays.stream(numbers).filter(Double::isFinite).distinct().count() > ColumnBuilder.FEW_NUMBERS) {
                // None if all words are numbers, with the decimal mark that was not stated.
                IntStream.range(0, numbers.length).filter(code -> Double.isNaN(numbers[code])).findFirst()
                        .ifPresent(stray -> notes.add(new ColumnRemark.StrayWords(name, present - (int) found,
                                words.word(stray), 0, true)));
                String example = example(numbers);
                if (!example.isEmpty() && found == rows(numbers(style.other(), new Decimal()))) {
                    marks.note(name, guess, style, example).ifPresent(notes::add);
                }
                for (int code = 0; code < numbers.length; code++) {
                    numbers[code] = Double.isFinite(numbers[code]) ? numbers[code] : Double.NaN;
                }
                return new ColumnBuilder.Built(NumberColumn.over(name, spread(numbers)),
                        example.isEmpty() ? guess : guess.learned(style));
            }
        }
        Dates.Order order = guess.order() == Dates.Order.UNKNOWN ? order() : guess.order();
        double[] dates = dates(order);
        if (present > 0 && rows(dates) == present) {
            return new ColumnBuilder.Built(dates(dates, order, notes), guess.with(order));
        }
        if (order == Dates.Order.UNKNOWN && present > 0 && rows(dates(Dates.Order.DAY_FIRST)) == present) {
            notes.add(new ColumnRemark.AmbiguousDates(name, words.word(0)));
        }
        return new ColumnBuilder.Built(truths(notes), guess);
    }

    /// Returns the styles in which to read numbers, the better one first: the style that the user set, else the style
    /// that makes more numbers, else the style of other columns.
    private List<NumberStyle> styles(ColumnGuess guess, DecimalMarks marks) {
        double[] points = numbers(NumberStyle.POINT, new Decimal());
        long more = rows(points) - rows(numbers(NumberStyle.COMMA, new Decimal()));
        NumberStyle better = more > 0 ? NumberStyle.POINT : NumberStyle.COMMA;
        NumberStyle first = guess.fixed()
                ? guess.style()
                : more == 0 ? marks.style(guess, example(points).indexOf('.') >= 0) : better;
        return List.of(first, first.other());
    }

    /// Returns a number with a point, or else one with a comma; empty if there is none.
    private String example(double[] numbers) {
        return Stream.of(".", ",").flatMap(mark -> IntStream.range(0, numbers.length)
                .filter(code -> !Double.isNaN(numbers[code])).mapToObj(words::word)
                .filter(word -> word.contains(mark))).findFirst().orElse("");
    }

    private double[] numbers(NumberStyle style, Decimal decimal) {
        return values(code -> words.number(code, style, decimal));
    }

    /// Returns the column as dates.
    ColumnBuilder.Built dates(String source, ColumnGuess guess, List<Remark> notes) {
        Dates.Order order = guess.order() == Dates.Order.UNKNOWN ? order() : guess.order();
        double[] dates = dates(order);
        int found = (int) rows(dates);
        if (order == Dates.Order.UNKNOWN && rows(dates(Dates.Order.DAY_FIRST)) > found) {
            Refusal.AmbiguousDates refusal = new Refusal.AmbiguousDates(source, name, words.word(0));
            throw FormatException.because(source, refusal.sentence(), refusal);
        }
        int stray = IntStream.range(0, dates.length).filter(code -> Double.isNaN(dates[code])).findFirst().orElse(0);
        if (2 * found <= present && present > 0) {
            throw new FormatException(source, source + ": column " + Phrases.quoted(name)
                    + " should hold dates but contains " + Phrases.quoted(words.word(stray))
                    + "; use dates, and leave missing values empty");
        }
        if (found < present) {
            notes.add(new ColumnRemark.StrayDates(name, present - found, words.word(stray)));
        }
        return new ColumnBuilder.Built(dates(dates, order, notes), guess.with(order));
    }

    private DateColumn dates(double[] dates, Dates.Order order, List<Remark> notes) {
        double[] unordered = dates(Dates.Order.UNKNOWN);
        IntStream.range(0, dates.length).filter(code -> !Double.isNaN(dates[code]) && Double.isNaN(unordered[code]))
                .findFirst()
                .ifPresent(code -> notes.add(new ColumnRemark.DateOrder(name, words.word(code),
                        order == Dates.Order.DAY_FIRST)));
        return DateColumn.of(name, spread(dates));
    }

    /// Returns the order in which more words are dates; unknown if both are equal.
    private Dates.Order order() {
        long day = rows(dates(Dates.Order.DAY_FIRST));
        long month = rows(dates(Dates.Order.MONTH_FIRST));
        if (day == month) {
            return Dates.Order.UNKNOWN;
        }
        return day > month ? Dates.Order.DAY_FIRST : Dates.Order.MONTH_FIRST;
    }

    private double[] dates(Dates.Order order) {
        Dates dates = new Dates();
        return values(code -> words.date(code, dates, order));
    }

    private double[] values(IntToDoubleFunction value) {
        return IntStream.range(0, words.size()).mapToDouble(value).toArray();
    }

    /// Returns the number of rows with a value.
    private long rows(double[] values) {
        long rows = 0;
        for (int code = 0; code < values.length; code++) {
            rows += Double.isNaN(values[code]) ? 0 : counts[code];
        }
        return rows;
    }

    private double[] spread(double[] values) {
        return IntStream.of(codes).mapToDouble(code -> code < 0 ? Double.NaN : values[code]).toArray();
    }

    /// Returns the words, with boolean words that differ only in case merged into the first spelling.
    private TextColumn truths(List<Remark> notes) {
        List<String> spelled = words.size() <= MOST_SPELLINGS ? words.words() : List.of();
        int[] first = spelled.stream().mapToInt(word -> firstLike(word, spelled)).toArray();
        List<String> kept = IntStream.range(0, first.length).filter(code -> first[code] == code).mapToObj(spelled::get)
                .toList();
        if (kept.size() == spelled.size() || !BooleanWords.isPair(kept)) {
            return text();
        }
        for (String word : kept) {
            List<String> same = spelled.stream().filter(word::equalsIgnoreCase).toList();
            if (same.size() > 1) {
                notes.add(new ColumnRemark.MergedSpellings(name, same, word));
            }
        }
        int[] places = IntStream.of(first).map(code -> kept.indexOf(spelled.get(code))).toArray();
        return TextColumn.over(name, kept, IntStream.of(codes).map(code -> code < 0 ? -1 : places[code]).toArray());
    }

    private static int firstLike(String word, List<String> spelled) {
        return IntStream.range(0, spelled.size()).filter(i -> spelled.get(i).equalsIgnoreCase(word)).findFirst()
                .orElseThrow();
    }
}
