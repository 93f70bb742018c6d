package org.chainrule.tabular.read;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chainrule.error.FormatException;
import org.chainrule.tabular.number.NumberStyle;
import org.chainrule.tabular.number.Units;
import org.chainrule.tabular.number.WrittenNumber;
import org.chainrule.tabular.read.Recogniser.Fit;
import org.chainrule.tabular.remark.ColumnRemark;
import org.chainrule.tabular.remark.Refusal;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.DateColumn;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.TextColumn;
import org.chainrule.tabular.time.Dates;
import org.chainrule.tabular.value.BooleanWords;
import org.chainrule.tabular.value.MissingWords;
import org.chainrule.tabular.value.Notation;
import org.chainrule.tabular.value.Notation.Form;
import org.chainrule.tabular.value.Phrases;

/// A column that was read as words and is now examined as a whole: its words may stand for numbers, dates or other
/// values, with a few others among them.
final class WordsColumn {
    private static final int MOST_SPELLINGS = 8;
    /// A date in digits whose year has four of them, with or without a time.
    private static final Pattern PLAIN_DATE = Pattern.compile("[-./\\d]*\\d{4}[-./\\d]*([T ][-+:.,\\d]+Z?)?");
    /// The largest number of classes, whose written forms a column keeps.
    private static final int MOST_CLASSES = 10_000;

    private final String name;
    private final WordIndex words;
    private final int[] codes;
    private final int[] counts;
    private final int present;
    private final MissingWords missing;
    private final Recogniser recogniser;

    WordsColumn(String name, WordIndex words, int[] codes, MissingWords missing) {
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
        this.missing = missing;
        this.recogniser = new Recogniser(name, words, counts, missing);
    }

    /// Returns the column as words.
    TextColumn text() {
        return TextColumn.over(name, words.words(), codes);
    }

    /// Returns the style of the column if it holds numbers, with few words among them, that fit only one style;
    /// otherwise empty.
    Optional<DecimalMarks.Definite> definite(ColumnGuess guess) {
        long points = rows(NumberStyle.POINT);
        long commas = rows(NumberStyle.COMMA);
        return points == commas || present - Math.max(points, commas) > ColumnBuilder.STRAYS * present
                ? Optional.empty()
                : Optional.of(new DecimalMarks.Definite(name,
                        points > commas ? NumberStyle.POINT : NumberStyle.COMMA, guess));
    }

    private long rows(NumberStyle style) {
        return recogniser.numbers(style).map(Fit::rows).orElse(0L);
    }

    /// Returns the column with its detected type.
    ///
    /// @param marks the decimal marks of the file
    /// @param notes receives the remarks
    ColumnBuilder.Built found(ColumnGuess guess, DecimalMarks marks, List<Remark> notes) {
        if (guess.codes()) {
            return new ColumnBuilder.Built(text(), guess);
        }
        List<NumberStyle> styles = styles(guess, marks);
        Optional<Fit> best = recogniser.best(guess, styles);
        if (best.isPresent()) {
            return of(best.get(), true, guess, marks, notes);
        }
        List<Remark> spellings = new ArrayList<>();
        TextColumn text = truths(spellings);
        notes.addAll(spellings);
        Dates.Order order = recogniser.order(guess);
        if (order == Dates.Order.UNKNOWN && present > 0
                && recogniser.dates(Dates.Order.DAY_FIRST).map(Fit::rows).orElse(0L) == present) {
            notes.add(new ColumnRemark.AmbiguousDates(name, recogniser.ambiguousDate()));
        } else if (recogniser.mixesOrders()) {
            notes.add(new ColumnRemark.MixedDates(name, recogniser.dateOnlyIn(Dates.Order.DAY_FIRST),
                    recogniser.dateOnlyIn(Dates.Order.MONTH_FIRST)));
        } else if (spellings.isEmpty()) {
            recogniser.closest(guess, styles).filter(fit -> 2 * fit.rows() > present && fit.rows() < present)
                    .ifPresent(fit -> notes
                            .add(new ColumnRemark.NotRecognised(name, present - (int) fit.rows(), present,
                                    fit.notation().form().plural(), stray(fit))));
        }
        return new ColumnBuilder.Built(text, guess);
    }

    /// Returns a column that was declared to hold numbers or dates, or held them in training.
    ///
    /// @throws FormatException if most of its words are something else
    ColumnBuilder.Built declared(Column.Kind kind, String source, ColumnGuess guess, DecimalMarks marks,
            List<Remark> notes) {
        boolean dates = kind == Column.Kind.DATE;
        Fit fit = dates ? dates(source, guess) : numbers(guess, marks);
        if (2 * fit.rows() <= present && present > 0) {
            throw new FormatException(source, source + ": column " + Phrases.quoted(name) + " should hold "
                    + fit.notation().form().plural() + " but contains " + Phrases.quoted(stray(fit)) + "; use "
                    + fit.notation().form().plural() + ", and leave missing values empty");
        }
        return of(fit, false, guess, marks, notes);
    }

    private Fit numbers(ColumnGuess guess, DecimalMarks marks) {
        if (!guess.notation().plain() && !guess.notation().form().isDate()) {
            return recogniser.of(guess.notation());
        }
        List<NumberStyle> styles = styles(guess, marks);
        return recogniser.closest(guess, styles).filter(fit -> !fit.notation().form().isDate())
                .or(() -> recogniser.numbers(styles.getFirst()))
                .orElseGet(() -> recogniser.of(Notation.of(styles.getFirst())));
    }

    private Fit dates(String source, ColumnGuess guess) {
        Form known = guess.notation().form();
        Notation notation = guess.notation().with(known.isDate() ? known : Form.DATE);
        if (known == Form.NUMBER) {
            Optional<Fit> other = recogniser.declaredDates();
            if (other.isPresent()) {
                return other.get();
            }
            notation = notation.with(recogniser.order(guess));
        }
        Fit fit = recogniser.of(notation);
        if (notation.form() == Form.DATE && notation.order() == Dates.Order.UNKNOWN
                && recogniser.of(notation.with(Dates.Order.DAY_FIRST)).rows() > fit.rows()) {
            Refusal.AmbiguousDates refusal = new Refusal.AmbiguousDates(source, name,
                    recogniser.ambiguousDate());
            throw FormatException.because(source, refusal.sentence(), refusal);
        }
        return fit;
    }

    /// Returns the column in a notation.
    ///
    /// @param detected whether the notation was detected, rather than declared
    private ColumnBuilder.Built of(Fit fit, boolean detected, ColumnGuess guess, DecimalMarks marks,
            List<Remark> notes) {
        Notation notation = fit.notation();
        int strays = present - (int) fit.rows();
        if (strays > 1 && detected
                && IntStream.range(0, counts.length).filter(code -> Double.isNaN(fit.values()[code])).count() == 1) {
            notes.add(new ColumnRemark.MissingWord(name, stray(fit), strays, notation.form().plural()));
        } else if (strays > 0) {
            notes.add(notation.form() == Form.NUMBER
                    ? new ColumnRemark.StrayWords(name, strays, stray(fit), 0, detected)
                    : new ColumnRemark.StrayDates(name, strays, notation.form().plural(), stray(fit)));
        }
        if (notation.form() == Form.NUMBER) {
            return numbers(fit, detected, guess, marks, notes);
        }
        if (detected) {
            noteForm(fit, notes);
        }
        double[] values = spread(fit.values());
        boolean dates = notation.form().isDate();
        ColumnGuess found = new SentinelFilter(name, dates, detected, missing).apply(values,
                known(fit, detected, guess),
                notes);
        return new ColumnBuilder.Built(dates ? DateColumn.of(name, values) : NumberColumn.over(name, values), found);
    }

    private ColumnBuilder.Built numbers(Fit fit, boolean detected, ColumnGuess guess, DecimalMarks marks,
            List<Remark> notes) {
        NumberStyle style = fit.notation().style();
        String example = example(fit);
        if (!example.isEmpty() && fit.rows() == rows(style.other())) {
            marks.note(name, guess, style, example).ifPresent(notes::add);
        }
        if (fit.written() && detected) {
            noteForm(fit, notes);
        }
        double[] values = fit.values().clone();
        for (int code = 0; code < values.length; code++) {
            values[code] = Double.isFinite(values[code]) ? values[code] : Double.NaN;
        }
        double[] numbers = spread(values);
        Map<Double, List<String>> forms = forms(values);
        ColumnGuess found = new SentinelFilter(name, false, detected, missing).apply(numbers,
                known(fit, detected, guess), notes);
        return new ColumnBuilder.Built(
                NumberColumn.over(name, numbers, _ -> forms).limits(limits(fit)),
                example.isEmpty() ? found : found.learned(style));
    }

    /// Adds the remark on how words were read, with an example: the longest of the first words that a reader could
    /// doubt.
    private void noteForm(Fit fit, List<Remark> notes) {
        Notation notation = fit.notation();
        if (notation.form() == Form.DATE) {
            Fit unordered = recogniser.of(notation.with(Dates.Order.UNKNOWN));
            int ordered = first(fit, code -> Double.isNaN(unordered.values()[code]));
            if (ordered >= 0) {
                notes.add(new ColumnRemark.DateOrder(name, words.word(ordered),
                        notation.order() == Dates.Order.DAY_FIRST));
                return;
            }
        }
        if (notation.unit().equals(Units.MONEY)) {
            int money = first(fit, c -> !unit(notation, c).isEmpty());
            int other = first(fit, c -> money >= 0 && !unit(notation, c).isEmpty()
                    && !unit(notation, c).equals(unit(notation, money)));
            if (other >= 0) {
                notes.add(new ColumnRemark.Currencies(name, words.word(money), words.word(other)));
            }
            return;
        }
        int code = first(fit, c -> isUnusual(notation, words.word(c)) && !fit.limits()[c]);
        if (code >= 0) {
            notes.add(new ColumnRemark.ReadAs(name, words.word(code), notation.form().spell(fit.values()[code]),
                    false));
        }
        int limit = first(fit, c -> fit.limits()[c]);
        if (limit >= 0) {
            notes.add(new ColumnRemark.Limits(name, limits(fit).cardinality(), words.word(limit),
                    notation.form().spell(fit.values()[limit])));
        }
    }

    private String unit(Notation notation, int code) {
        WrittenNumber written = WrittenNumber.of(words.word(code), notation.style());
        return written == null ? "" : written.unit();
    }

    /// Returns whether a word differs from a plain number or an ISO date, so that its reader may doubt what it means.
    private static boolean isUnusual(Notation notation, String word) {
        return switch (notation.form()) {
            case NUMBER -> Double.isNaN(notation.style().of(word));
            case DATE -> !PLAIN_DATE.matcher(word).matches();
            case DURATION, COORDINATE, YEAR_FIRST_DATE, PERIOD, CLOCK, EPOCH_SECONDS, EPOCH_MILLIS, COMPACT_DATE,
                    SERIAL_DATE ->
                true;
        };
    }

    private static int first(Fit fit, IntPredicate condition) {
        return IntStream.range(0, fit.values().length)
                .filter(code -> !Double.isNaN(fit.values()[code]) && condition.test(code)).findFirst().orElse(-1);
    }

    private BitSet limits(Fit fit) {
        BitSet limits = new BitSet(codes.length);
        IntStream.range(0, codes.length).filter(row -> codes[row] >= 0 && fit.limits()[codes[row]])
                .forEach(limits::set);
        return limits;
    }

    /// Returns the words of each number, the most frequent first, if there are few enough for classes.
    private Map<Double, List<String>> forms(double[] values) {
        Map<Double, List<Integer>> found = new HashMap<>();
        for (int code = 0; code < values.length && values.length <= MOST_CLASSES; code++) {
            // Adding 0 turns -0.0 into 0.0.
            double value = values[code] + 0.0;
            if (Notation.ofLabel(words.word(code)) == value) {
                found.computeIfAbsent(value, _ -> new ArrayList<>()).add(code);
            }
        }
        Map<Double, List<String>> forms = new HashMap<>();
        found.forEach((value, same) -> forms.put(value,
                same.stream().sorted((a, b) -> counts[b] - counts[a]).map(words::word).toList()));
        return forms;
    }

    /// Returns the guess for later files, which knows the notation and the words that mean missing.
    private ColumnGuess known(Fit fit, boolean detected, ColumnGuess guess) {
        ColumnGuess found = guess.with(fit.notation());
        return detected
                ? found.missing(IntStream.range(0, counts.length).filter(code -> Double.isNaN(fit.values()[code]))
                        .limit(ColumnGuess.MOST_MISSING).mapToObj(words::word).toList())
                : found;
    }

    /// Returns the first word that does not fit; empty if all do.
    private String stray(Fit fit) {
        return IntStream.range(0, counts.length).filter(code -> Double.isNaN(fit.values()[code])).mapToObj(words::word)
                .findFirst().orElse("");
    }

    /// Returns the styles in which to read numbers, the better one first: the style that the user set, else the style
    /// that makes more numbers, else the style of other columns.
    private List<NumberStyle> styles(ColumnGuess guess, DecimalMarks marks) {
        Optional<Fit> points = recogniser.numbers(NumberStyle.POINT);
        long more = points.map(Fit::rows).orElse(0L) - rows(NumberStyle.COMMA);
        NumberStyle better = more > 0 ? NumberStyle.POINT : NumberStyle.COMMA;
        NumberStyle first = guess.fixed()
                ? guess.style()
                : more == 0 ? marks.style(guess, points.map(this::example).orElse("").indexOf('.') >= 0) : better;
        return List.of(first, first.other());
    }

    /// Returns a number with a point, or else one with a comma; empty if there is none.
    private String example(Fit fit) {
        return Stream.of(".", ",").flatMap(mark -> IntStream.range(0, fit.values().length)
                .filter(code -> !Double.isNaN(fit.values()[code])).mapToObj(words::word)
                .filter(word -> word.contains(mark))).findFirst().orElse("");
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
