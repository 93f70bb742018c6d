package org.chainrule.tabular.read;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.chainrule.error.FormatException;
import org.chainrule.tabular.read.ColumnGuess.Sort;
import org.chainrule.tabular.remark.ColumnRemark;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.DateColumn;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.value.Dates;
import org.chainrule.tabular.value.Decimal;
import org.chainrule.tabular.value.MissingWords;
import org.chainrule.tabular.value.NumberStyle;
import org.chainrule.tabular.value.Phrases;
import org.jspecify.annotations.Nullable;

/// A column while it is read: numbers or dates as long as it holds nothing else, words otherwise.
///
/// Only one form is stored at a time, so a column may turn out to be something else after its first values are stored.
/// Then [#again] says how it has to be read once more.
final class ColumnBuilder {
    /// A column whose words are at most this share of its values, and that has more than a few different numbers, is
    /// numeric: the words say that something is missing.
    static final double STRAYS = 0.1;
    /// With at most as many different numbers, the words may be codes like them.
    static final int FEW_NUMBERS = 20;

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
    /// Numbers that had a point or a comma, and whether one could be read in no other style.
    private String pointed = "";
    private String comma = "";
    private boolean definite;
    /// How numbers are written that are not written plainly; null once they are too many to be classes.
    private @Nullable Spellings spellings;
    private double[] values = {};
    private int[] codes = {};

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
    /// @throws java.nio.charset.CharacterCodingException if the bytes are no text in the character set
    /// @throws WordIndex.ZeroByteException               if one of them is zero
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
                double seconds = absent ? Double.NaN : dates.parse(buffer, start, end, guess.order());
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
            if (!decimal.plain() && spellings != null
                    && !spellings.add(buffer, start, end, decimal.marked())) {
                spellings = null;
            }
            if (!definite) {
                note(buffer, start, end);
            }
            numbers++;
            store(value);
        }
    }

    /// Notes what a number that has been read says about the style.
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

    private boolean marked() {
        return !pointed.isEmpty() || !comma.isEmpty();
    }

    /// What is no number in the style so far: one in the other style, a date, or a word.
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
            double seconds = dates.parse(buffer, start, end, guess.order());
            sort = Double.isNaN(seconds) ? Sort.WORDS : Sort.DATES;
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

    /// Asks for another pass in which the column is read as something else.
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

    /// As what the column has to be read once more, if it has to.
    Optional<ColumnGuess> again(DecimalMarks marks) {
        if (again != null) {
            return Optional.of(again);
        }
        if (sort == Sort.WORDS && dashes > 0 && !guess.dash() && kind != Column.Kind.DATE && words.haveDash()) {
            again = guess.withDash();
        } else if (sort == Sort.NUMBERS && strayCount > 0 && kind == null && !fewStrays()) {
            again = guess.with(Sort.WORDS);
        } else if (sort == Sort.NUMBERS && isOpen() && marks.style(guess, !pointed.isEmpty()) != style) {
            again = guess.with(marks.style(guess, !pointed.isEmpty()));
        }
        return Optional.ofNullable(again);
    }

    /// Whether its numbers have marks and can be read in both styles, or whether it may turn out so.
    boolean isOpen() {
        return !guess.fixed() && (sort == Sort.NUMBERS ? marked() && !definite : mayHoldNumbers());
    }

    /// The column where its numbers can be read in one style only.
    Optional<DecimalMarks.Definite> definite() {
        if (mayHoldNumbers()) {
            return words().definite(guess);
        }
        return sort == Sort.NUMBERS && definite && !guess.fixed()
                ? Optional.of(new DecimalMarks.Definite(name, style, guess))
                : Optional.empty();
    }

    /// Whether most of the first words are numbers: the column may be one of numbers that begins with a word.
    private boolean mayHoldNumbers() {
        int first = Math.min(FEW_NUMBERS, words.size());
        return sort == Sort.WORDS && kind == null && 2 * IntStream.range(0, first)
                .filter(code -> !Double.isNaN(words.number(code, NumberStyle.POINT, decimal))
                        || !Double.isNaN(words.number(code, NumberStyle.COMMA, decimal)))
                .count() > first;
    }

    /// What there is to say about a column that is read again as words.
    Optional<Remark> remark() {
        return again == null || again.sort() != Sort.WORDS || strayCount == 0
                ? Optional.empty()
                : Optional.of(new ColumnRemark.TextBecauseOf(name, strayLine, strays.word(0),
                        sort == Sort.DATES ? -1 : numbers));
    }

    private boolean fewStrays() {
        long present = numbers + (long) strayCount;
        return strayCount <= STRAYS * present
                && Arrays.stream(values, 0, size).filter(value -> !Double.isNaN(value)).distinct()
                        .limit(FEW_NUMBERS + 1)
                        .count() > FEW_NUMBERS;
    }

    /// The column as it was read.
    ///
    /// @param source what error messages call the table
    /// @param marks  the decimal marks of the file
    /// @param notes  takes what there is to say about the column
    /// @throws FormatException if it is known to hold numbers or dates and does not
    Built build(String source, DecimalMarks marks, List<Remark> notes) {
        return switch (sort) {
            case NUMBERS -> new Built(numeric(source, marks, notes), marked() ? guess.learned(style) : guess);
            case DATES -> new Built(DateColumn.of(name, Arrays.copyOf(values, size)), guess);
            case WORDS -> {
                WordsColumn column = words();
                if (guess.dash() && dashes > 0) {
                    notes.add(new ColumnRemark.DashIsValue(name));
                }
                yield switch (kind) {
                    case null -> column.found(guess, marks, notes);
                    case DATE -> column.dates(source, guess, notes);
                    case TEXT, NUMBER -> new Built(column.text(), guess);
                };
            }
        };
    }

    private WordsColumn words() {
        return new WordsColumn(name, words, Arrays.copyOf(codes, size));
    }

    private NumberColumn numeric(String source, DecimalMarks marks, List<Remark> notes) {
        if (strayCount > 0) {
            String word = strays.word(0);
            if (strayCount >= numbers) {
                throw new FormatException(source, source + ", line " + strayLine + ": column " + Phrases.quoted(name)
                        + " should hold numbers, but here it is " + Phrases.quoted(word)
                        + "; give numbers, and nothing where one is missing");
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
        return spelled == null
                ? NumberColumn.over(name, Arrays.copyOf(values, size))
                : NumberColumn.over(name, Arrays.copyOf(values, size), rows -> spelled.byNumber(written, rows));
    }

    /// A column as it was read.
    ///
    /// @param column the column
    /// @param found  as what columns like it are to be read
    record Built(Column column, ColumnGuess found) {
    }
}
