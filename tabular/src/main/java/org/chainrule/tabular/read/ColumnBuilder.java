package org.chainrule.tabular.read;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.chainrule.error.FormatException;
import org.chainrule.tabular.number.Decimal;
import org.chainrule.tabular.number.NumberStyle;
import org.chainrule.tabular.read.ColumnGuess.Sort;
import org.chainrule.tabular.remark.ColumnRemark;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.DateColumn;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.time.Dates;
import org.chainrule.tabular.value.MissingWords;
import org.chainrule.tabular.value.Notation;
import org.chainrule.tabular.value.Phrases;
import org.jspecify.annotations.Nullable;

/// A column that is being read: numbers or dates as long as it holds nothing else, words otherwise.
///
/// The builder stores only one form at a time, so a later value may contradict the form of the values stored so far.
/// [#again] then returns how to read the column in another pass.
final class ColumnBuilder {
    /// The largest share of words in a numeric column. A column with few words and more than [#FEW_NUMBERS] different
    /// numbers is numeric, and its words mean missing.
    static final double STRAYS = 0.1;
    /// With at most this many different numbers, the words may be codes like the numbers.
    static final int FEW_NUMBERS = 20;

    /// The smallest share of numbers with leading zeros in a column of codes.
    private static final double CODES = 0.01;

    private static final int EARLY = 1000;

    private final String name;
    private final Column.@Nullable Kind kind;
    private final ColumnGuess guess;
    private final MissingWords missing;
    private final Charset charset;
    private final Decimal decimal = new Decimal();
    private final Dates dates = new Dates();
    private final WordIndex words;
    private final WordIndex strays;
    private Sort sort;
    private NumberStyle style;
    private @Nullable ColumnGuess again;
    private int size;
    private int numbers;
    private int strayCount;
    private long strayLine;
    private int dashes;
    private int infinite;
    private long infiniteLine;
    /// An example of a number with a point and of one with a comma; `definite` once a number fits only one style.
    private String pointed = "";
    private String comma = "";
    private boolean definite;
    /// The written forms of numbers that are not written plainly; null once there are too many for classes.
    private @Nullable Spellings spellings;
    /// An example of a whole number with a leading zero, and the number of such numbers.
    private String zeroLed = "";
    private int zeroLedCount;
    private double[] values = {};
    private int[] codes = {};
    private @Nullable WordsColumn column;

    ColumnBuilder(String name, Column.@Nullable Kind kind, ColumnGuess guess, MissingWords missing, Charset charset) {
        this.name = name;
        this.kind = kind;
        this.guess = guess;
        this.missing = missing;
        this.charset = charset;
        this.words = new WordIndex(charset);
        this.strays = new WordIndex(charset);
        this.spellings = new Spellings(charset);
        this.sort = guess.sort();
        this.style = guess.style();
    }

    String name() {
        return name;
    }

    /// Adds the value in `buffer[from, to)`.
    ///
    /// @throws java.nio.charset.CharacterCodingException if the bytes are not text in the character set
    /// @throws WordIndex.ZeroByteException if one of the bytes is zero
    void add(byte[] buffer, int from, int to, long line) throws IOException {
        int start = from;
        int end = to;
        while (start < end && buffer[start] >= 0 && buffer[start] <= ' ') {
            start++;
        }
        while (start < end && buffer[end - 1] >= 0 && buffer[end - 1] <= ' ') {
            end--;
        }
        boolean absent = missing.contains(buffer, start, end);
        if (absent && missing.isDash(buffer, start, end)) {
            dashes++;
            absent = !guess.dash();
        }
        switch (sort) {
            case NUMBERS -> {
                if (absent) {
                    store(Double.NaN);
                } else {
                    number(buffer, start, end, line);
                }
            }
            case DATES -> {
                double seconds = absent ? Double.NaN : dates.parse(buffer, start, end, guess.notation().order());
                if (!absent && Double.isNaN(seconds) && kind == null) {
                    stray(buffer, start, end, line);
                    repeat(guess.with(Sort.WORDS));
                }
                store(seconds);
            }
            case WORDS -> store(absent ? -1 : words.code(buffer, start, end));
        }
    }

    private void number(byte[] buffer, int start, int end, long line) throws IOException {
        double value = style.parse(decimal, buffer, start, end, charset);
        if (Double.isNaN(value)) {
            other(buffer, start, end, line);
        } else if (Double.isInfinite(value)) {
            infiniteLine = infinite++ == 0 ? line : infiniteLine;
            store(Double.NaN);
        } else if (missing.contains(value)) {
            store(Double.NaN);
        } else {
            if (!decimal.plain()) {
                if (spellings != null && !spellings.add(buffer, start, end, decimal.marked())) {
                    spellings = null;
                }
                if (buffer[start] == '0' && !decimal.marked() && start + 1 < end && digit(buffer[start + 1])) {
                    zeroLed = zeroLedCount++ == 0 ? new String(buffer, start, end - start, charset) : zeroLed;
                }
            }
            if (!definite) {
                note(buffer, start, end);
            }
            numbers++;
            store(value);
        }
    }

    /// Records what a parsed number reveals about the style.
    private void note(byte[] buffer, int start, int end) {
        for (int i = start; i < end; i++) {
            byte b = buffer[i];
            if (b == '.' || b == ',') {
                if ((b == '.' ? pointed : comma).isEmpty()) {
                    String number = new String(buffer, start, end - start, charset);
                    pointed = b == '.' ? number : pointed;
                    comma = b == ',' ? number : comma;
                }
                definite = Double.isNaN(style.other().parse(decimal, buffer, start, end, charset));
                return;
            }
        }
    }

    private static boolean digit(byte b) {
        return b >= '0' && b <= '9';
    }

    private boolean marked() {
        return !pointed.isEmpty() || !comma.isEmpty();
    }

    /// Handles a value that is not a number in the current style: a number in the other style, a date, or a word.
    private void other(byte[] buffer, int start, int end, long line) throws IOException {
        if (!definite && !guess.fixed() && !Double.isNaN(style.other().parse(decimal, buffer, start, end, charset))) {
            style = style.other();
            if (marked()) {
                repeat(guess.with(style));
            }
            note(buffer, start, end);
            number(buffer, start, end, line);
        } else if (kind != null || numbers > 0) {
            stray(buffer, start, end, line);
            if (kind == null && strayCount > EARLY + STRAYS * size) {
                repeat(guess.with(Sort.WORDS));
            }
            store(Double.NaN);
        } else {
            double seconds = dates.parse(buffer, start, end, guess.notation().order());
            sort = !Double.isNaN(seconds) && Dates.isPlain(buffer, start, end) ? Sort.DATES : Sort.WORDS;
            if (sort == Sort.DATES) {
                store(seconds);
            } else {
                codes = new int[values.length];
                Arrays.fill(codes, 0, size, -1);
                values = new double[0];
                store(words.code(buffer, start, end));
            }
        }
    }

    /// Requests another pass in which the column is read differently.
    private void repeat(ColumnGuess other) {
        again = again == null ? other : again;
    }

    private void stray(byte[] buffer, int start, int end, long line) throws IOException {
        strayLine = strayCount++ == 0 ? line : strayLine;
        strays.code(buffer, start, end);
    }

    private void store(double value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, Math.max(256, size + (size >> 1)));
        }
        values[size++] = value;
    }

    private void store(int code) {
        if (size == codes.length) {
            codes = Arrays.copyOf(codes, Math.max(256, size + (size >> 1)));
        }
        codes[size++] = code;
    }

    /// Returns how to read the column in another pass; empty if none is needed.
    Optional<ColumnGuess> again(DecimalMarks marks) {
        if (again != null) {
            return Optional.of(again);
        }
        if (sort == Sort.WORDS && dashes > 0 && !guess.dash() && kind != Column.Kind.DATE && words.haveDash()) {
            again = guess.withDash();
        } else if (sort == Sort.NUMBERS && strayCount > 0
                && (kind == null && !fewStrays() || Recogniser.anyWritten(strays))) {
            again = guess.with(Sort.WORDS);
        } else if (sort == Sort.NUMBERS && kind == null && !codes().isEmpty()) {
            again = guess.asCodes();
        } else if (sort == Sort.NUMBERS && isOpen() && marks.style(guess, !pointed.isEmpty()) != style) {
            again = guess.with(marks.style(guess, !pointed.isEmpty()));
        }
        return Optional.ofNullable(again);
    }

    /// Returns two of the numbers as written if they show that all are codes: whole numbers with leading zeros, or
    /// versions. Returns an empty list otherwise.
    private List<String> codes() {
        if (!marked() && zeroLedCount > 1 && zeroLedCount >= CODES * numbers) {
            return List.of(zeroLed);
        }
        Spellings spelled = spellings;
        return spelled == null || numbers == 0 ? List.of() : spelled.versions();
    }

    /// Returns whether both styles are possible: the numbers have marks and fit both, or the column may still turn out
    /// to be such a column.
    boolean isOpen() {
        return !guess.fixed() && (sort == Sort.NUMBERS ? marked() && !definite : mayHoldNumbers());
    }

    /// Returns the style of the column if its numbers fit only one; otherwise empty.
    Optional<DecimalMarks.Definite> definite() {
        if (mayHoldNumbers()) {
            return words().definite(guess);
        }
        return sort == Sort.NUMBERS && definite && !guess.fixed()
                ? Optional.of(new DecimalMarks.Definite(name, style, guess))
                : Optional.empty();
    }

    /// Returns whether most of the first words are numbers, as in a column of numbers that begins with a word.
    private boolean mayHoldNumbers() {
        int first = Math.min(FEW_NUMBERS, words.size());
        return sort == Sort.WORDS && kind == null && !guess.codes() && 2 * IntStream.range(0, first)
                .mapToObj(words::word).filter(word -> !Double.isNaN(Recogniser.number(word, NumberStyle.POINT))
                        || !Double.isNaN(Recogniser.number(word, NumberStyle.COMMA)))
                .count() > first;
    }

    /// Returns the remark on a column that is read again as words.
    Optional<Remark> remark() {
        if (again != null && again.codes() && sort == Sort.NUMBERS) {
            return Optional.of(new ColumnRemark.Codes(name, codes()));
        }
        return again == null || again.sort() != Sort.WORDS || strayCount == 0
                ? Optional.empty()
                : Optional.of(new ColumnRemark.TextBecauseOf(name, strayLine, strays.word(0),
                        sort == Sort.DATES ? -1 : numbers));
    }

    private boolean fewStrays() {
        long present = numbers + (long) strayCount;
        return strayCount <= STRAYS * present
                && IntStream.range(0, strays.size()).mapToObj(strays::word).noneMatch(missing::keeps)
                && Arrays.stream(values, 0, size).filter(value -> !Double.isNaN(value)).distinct()
                        .limit(FEW_NUMBERS + 1)
                        .count() > FEW_NUMBERS;
    }

    /// Returns the finished column.
    ///
    /// @param source the name of the table in messages
    /// @param marks  the decimal marks of the file
    /// @param notes  receives the remarks on the column
    /// @throws FormatException if the column was declared to hold numbers or dates and does not
    Built build(String source, DecimalMarks marks, List<Remark> notes) {
        return switch (sort) {
            case NUMBERS -> {
                Optional<Notation.Form> dates = kind == null && !marked() && strayCount == 0
                        ? NumericDates.of(name, values, size)
                        : Optional.empty();
                yield dates.isPresent()
                        ? NumericDates.column(name, Arrays.copyOf(values, size), dates.get(), guess, notes)
                        : numeric(source, marks, notes);
            }
            case DATES -> {
                double[] dates = Arrays.copyOf(values, size);
                ColumnGuess found = new SentinelFilter(name, true, kind == null, missing).apply(dates, guess, notes);
                yield new Built(DateColumn.of(name, dates), found);
            }
            case WORDS -> {
                WordsColumn written = words();
                if (guess.dash() && dashes > 0) {
                    notes.add(new ColumnRemark.DashIsValue(name));
                }
                yield switch (kind) {
                    case null -> written.found(guess, marks, notes);
                    case DATE, NUMBER -> written.declared(kind, source, guess, marks, notes);
                    case TEXT -> new Built(written.text(), guess);
                };
            }
        };
    }

    /// Returns the column as words, once all values are added.
    private WordsColumn words() {
        WordsColumn known = column;
        if (known == null) {
            known = new WordsColumn(name, words, Arrays.copyOf(codes, size), missing);
            column = known;
        }
        return known;
    }

    /// Returns the guess for later files.
    private ColumnGuess known() {
        ColumnGuess found = marked() ? guess.learned(style) : guess;
        return kind != null || strayCount == 0
                ? found
                : found.missing(IntStream.range(0, Math.min(strays.size(), ColumnGuess.MOST_MISSING))
                        .mapToObj(strays::word).toList());
    }

    private Built numeric(String source, DecimalMarks marks, List<Remark> notes) {
        if (strayCount > 0) {
            String word = strays.word(0);
            if (strayCount >= numbers) {
                throw new FormatException(source, source + ", line " + strayLine + ": column " + Phrases.quoted(name)
                        + " should hold numbers but contains " + Phrases.quoted(word)
                        + "; use numbers, and leave missing values empty");
            }
            notes.add(new ColumnRemark.StrayWords(name, strayCount, word, strayLine, kind == null));
        }
        if (infinite > 0) {
            notes.add(new ColumnRemark.InfiniteNumbers(name, infinite, infiniteLine));
        }
        if (isOpen()) {
            marks.note(name, guess, style, pointed.isEmpty() ? comma : pointed).ifPresent(notes::add);
        }
        Spellings spelled = spellings;
        NumberStyle written = style;
        double[] numbers = Arrays.copyOf(values, size);
        ColumnGuess found = new SentinelFilter(name, false, kind == null, missing)
                .apply(numbers, known(), notes);
        return new Built(spelled == null
                ? NumberColumn.over(name, numbers)
                : NumberColumn.over(name, numbers, rows -> spelled.byNumber(written, rows)), found);
    }

    /// A finished column.
    ///
    /// @param column the column
    /// @param found  how to read the column in later files
    record Built(Column column, ColumnGuess found) {
    }
}
