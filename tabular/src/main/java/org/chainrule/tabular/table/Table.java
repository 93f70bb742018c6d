package org.chainrule.tabular.table;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.chainrule.data.RowSource;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.remark.ReadingRemark;
import org.chainrule.tabular.remark.Refusal;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.value.Phrases;
import org.chainrule.tabular.value.Suggestions;

/// Named columns of equal length, read from a file by [org.chainrule.tabular.read.Tables] or built by a program.
///
/// The reader recognises the kind of values of each column: numbers, dates and times, or words. A few words among many
/// numbers or dates count as missing, with a remark. It detects the format of the file and leaves out lines that are no
/// rows, such as titles and totals, each with a remark or a count. A row with too few or too many values makes it refuse
/// the whole file, because it cannot know which value is missing. `docs/command.md` lists what is detected.
public final class Table {
    private static final int TITLES = 20;

    private final String source;
    private final Map<String, Column> columns;
    private final int size;
    private final int[] lines;
    private final Reading reading;
    private final Map<String, RowSource> inputs;
    private final Table plain;

    private Table(List<Column> columns, int[] lines, Reading reading) {
        this.source = reading.source();
        this.columns = new LinkedHashMap<>();
        columns.forEach(column -> this.columns.put(column.name(), column));
        this.size = reading.rows();
        this.lines = lines;
        this.reading = reading;
        this.inputs = Map.of();
        this.plain = this;
    }

    private Table(Table plain, Map<String, RowSource> inputs) {
        this.source = plain.source;
        this.columns = plain.columns;
        this.size = plain.size;
        this.lines = plain.lines;
        this.reading = plain.reading;
        this.inputs = Map.copyOf(inputs);
        this.plain = plain;
    }

    /// Returns a table of the given columns.
    ///
    /// @param source the name of the table in messages
    /// @throws ArgumentException if there is no column, two columns share a name, or their lengths differ
    public static Table of(String source, Column... columns) {
        if (columns.length == 0) {
            throw new ArgumentException("columns", source + ": a table needs at least one column; add one");
        }
        int size = columns[0].size();
        Map<String, Column> names = new LinkedHashMap<>();
        for (Column column : columns) {
            if (column.size() != size) {
                throw new ArgumentException("columns",
                        source + ": columns differ in length: " + Phrases.quoted(columns[0].name()) + " has "
                                + Phrases.count(size, "value") + ", " + Phrases.quoted(column.name()) + " has "
                                + Phrases.count(column.size(), "value") + "; use columns of the same length");
            }
            if (names.put(column.name(), column) != null) {
                throw new ArgumentException("columns",
                        source + ": two columns are named " + Phrases.quoted(column.name()) + "; rename one");
            }
        }
        int[] lines = IntStream.rangeClosed(1, size).toArray();
        return new Table(List.of(columns), lines,
                new Reading(source, ',', size, List.of(), List.of(), TableFormat.detected()));
    }

    /// Returns a table that a reader has read.
    ///
    /// @param columns the columns, with distinct names and one value for each row read
    /// @param lines   the line on which each row begins, from 1; not copied, and must not change afterwards
    /// @param reading the report on the reading
    public static Table of(List<Column> columns, int[] lines, Reading reading) {
        return new Table(columns, lines, reading);
    }

    /// Returns the name of the table in messages: the path of its file, if it has one.
    public String source() {
        return source;
    }

    /// Returns the number of rows.
    public int size() {
        return size;
    }

    /// Returns all row numbers, 0 to `size() - 1`.
    public int[] rows() {
        return IntStream.range(0, size).toArray();
    }

    /// Returns the line of the file on which a row begins, from 1. For a table that is not from a file, returns the
    /// number of the row, from 1.
    public int line(int row) {
        return lines[row];
    }

    /// Returns the columns in the order of the header.
    public List<Column> columns() {
        return new ArrayList<>(columns.values());
    }

    /// Returns whether a column has this name.
    public boolean has(String name) {
        return columns.containsKey(name);
    }

    /// Returns the column with this name.
    ///
    /// @throws ArgumentException if there is none; the message suggests the nearest names
    public Column column(String name) {
        Column column = columns.get(name);
        if (column == null) {
            boolean assumed = reading.notes().stream().anyMatch(ReadingRemark.NotUtf8.class::isInstance)
                    && name.chars().anyMatch(c -> c >= 128);
            headless(name).ifPresent(refusal -> {
                throw ArgumentException.because("column", refusal.sentence(), refusal);
            });
            throw new ArgumentException("column",
                    source + " has no column " + Phrases.quoted(name) + "; " + lower(name).orElse(alternatives(name))
                            + (assumed
                                    ? "; if letters are wrong, state the encoding of the file, which is not UTF-8"
                                    : ""));
        }
        return column;
    }

    /// Returns the refusal of a name if the header line seems to hold values and no name is similar.
    private Optional<Refusal.NoSuchName> headless(String name) {
        boolean similar = !name.matches("c[0-9]+") && !Suggestions.of(name, columns.keySet()).isEmpty();
        return similar || lower(name).isPresent()
                ? Optional.empty()
                : reading.notes().stream().filter(ReadingRemark.NumberInHeader.class::isInstance)
                        .map(note -> ((ReadingRemark.NumberInHeader) note).name()).findFirst()
                        .map(number -> new Refusal.NoSuchName(source, name, number));
    }

    /// Returns the advice for a name found in one of the first rows: the file has a title above its header.
    private Optional<String> lower(String name) {
        return IntStream.range(0, Math.min(size, TITLES)).filter(row -> columns.values().stream()
                .anyMatch(column -> column instanceof TextColumn && column.text(row).equals(name))).mapToObj(
                        row -> "but line " + line(row) + " holds it; if that is the header, remove the lines above it")
                .findFirst();
    }

    /// Returns a table of some rows, each of which keeps its line. Its reading reports the others as left out.
    ///
    /// @param reason the reason to leave the others out, such as `the weight "w" is 0`
    /// @param rows   the rows to keep, from 0, in ascending order
    public Table select(String reason, int... rows) {
        BitSet kept = new BitSet();
        IntStream.of(rows).forEach(kept::set);
        int[] others = IntStream.range(0, size).filter(row -> !kept.get(row)).toArray();
        List<Integer> first = IntStream.of(others).limit(ReadingRemark.Dropped.MOST_LINES).map(row -> lines[row])
                .boxed().toList();
        return new Table(columns.values().stream().map(column -> column.select(rows)).toList(),
                IntStream.of(rows).map(row -> lines[row]).toArray(),
                reading.without(new ReadingRemark.Dropped(reason, others.length, first)));
    }

    /// Returns this table for one training, in which the inputs of some columns depend on the row and not only on its value.
    ///
    /// @param prepared the inputs of each row, by the name of the column
    public Table prepared(Map<String, RowSource> prepared) {
        return prepared.isEmpty() ? plain : new Table(plain, prepared);
    }

    /// Returns the table that was prepared for a training; this table if it was not.
    public Table plain() {
        return plain;
    }

    /// Returns the inputs of a column that this table was [prepared][#prepared] with; empty if they depend on the value alone.
    public Optional<RowSource> inputs(String column) {
        return Optional.ofNullable(inputs.get(column));
    }

    /// Returns this table with further remarks on how it was read.
    public Table with(List<Remark> remarks) {
        return new Table(List.copyOf(columns.values()), lines, reading.with(remarks));
    }

    /// Returns the report on how the table was read.
    public Reading reading() {
        return reading;
    }

    /// Returns a one-line summary: `penguins.csv: 344 rows, 8 columns (5 numbers, 3 text), separated by commas`.
    public String sentence() {
        long numbers = count(Column.Kind.NUMBER);
        long dates = count(Column.Kind.DATE);
        return source + ": " + Phrases.count(size, "row") + ", " + Phrases.count(columns.size(), "column") + " ("
                + Phrases.count(numbers, "number") + ", " + (columns.size() - numbers - dates) + " text"
                + (dates == 0 ? "" : ", " + Phrases.count(dates, "date")) + ")"
                + (reading.separator() == 0 ? "" : ", separated by " + reading.separators());
    }

    private long count(Column.Kind kind) {
        return columns.values().stream().filter(column -> column.kind() == kind).count();
    }

    private String alternatives(String name) {
        List<String> nearest = Suggestions.of(name, columns.keySet());
        if (nearest.isEmpty()) {
            return "its columns are " + Phrases.names(List.copyOf(columns.keySet()));
        }
        List<String> offers = nearest.stream().map(Phrases::quoted).toList();
        int last = offers.size() - 1;
        return "did you mean "
                + (last == 0 ? offers.get(0) : String.join(", ", offers.subList(0, last)) + " or " + offers.get(last))
                + "?";
    }
}
