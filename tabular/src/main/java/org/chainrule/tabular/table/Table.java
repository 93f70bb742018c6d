package org.chainrule.tabular.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.value.Phrases;
import org.chainrule.tabular.value.Suggestions;

/// Named columns of equal length: a file that [org.chainrule.tabular.read.Tables] reads, or columns a program puts together.
///
/// A column is numeric when its values are decimal numbers, but for a few words among many numbers, which then count as
/// missing and are said; it holds dates when all its values are dates; otherwise it is text. A value is missing when it is
/// empty or one of `NA`, `N/A`, `?`, `null`, `NaN` and `-`, letter case aside, but for a `-` beside `+`; blanks around
/// names and values are taken off. Separators, quotes, decimal and thousands marks, the order of day and month, the
/// character set (UTF-8, UTF-16, Windows-1252) and packing with gzip are found out, and so are comments: lines that begin
/// with `#` and would be no row. Quotes follow RFC 4180. Blank lines, lines of nothing but separators, comments and the
/// header once more are left out and counted; a row with too few or too many values refuses the whole file, because which
/// value is lacking cannot be known.
public final class Table {
    private static final int TITLES = 20;

    private final String source;
    private final Map<String, Column> columns;
    private final int size;
    private final int[] lines;
    private final Reading reading;

    private Table(List<Column> columns, int[] lines, Reading reading) {
        this.source = reading.source();
        this.columns = new LinkedHashMap<>();
        columns.forEach(column -> this.columns.put(column.name(), column));
        this.size = reading.rows();
        this.lines = lines;
        this.reading = reading;
    }

    /// A table of the given columns; `source` is what error messages call it.
    ///
    /// Throws [ArgumentException] when two columns share a name or differ in length, or when there is none.
    public static Table of(String source, Column... columns) {
        if (columns.length == 0) {
            throw new ArgumentException("columns", source + ": a table needs at least one column; give one");
        }
        int size = columns[0].size();
        Map<String, Column> names = new LinkedHashMap<>();
        for (Column column : columns) {
            if (column.size() != size) {
                throw new ArgumentException("columns",
                        source + ": columns differ in length: " + Phrases.quoted(columns[0].name()) + " has "
                                + Phrases.count(size, "value") + ", " + Phrases.quoted(column.name()) + " has "
                                + Phrases.count(column.size(), "value") + "; give each as many");
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

    /// A table as a reader made it.
    ///
    /// @param columns the columns, each of as many values as rows were read and of a name of its own
    /// @param lines   the line where each row begins, counted from 1; not copied, and must not change afterwards
    /// @param reading what was found while reading
    public static Table of(List<Column> columns, int[] lines, Reading reading) {
        return new Table(columns, lines, reading);
    }

    /// What error messages call the table: the path of its file.
    public String source() {
        return source;
    }

    /// How many rows there are.
    public int size() {
        return size;
    }

    /// All row numbers, 0 to `size() - 1`.
    public int[] rows() {
        return IntStream.range(0, size).toArray();
    }

    /// The line of the file where a row begins, counted from 1; for a table that is not from a file, the row counted
    /// from 1.
    public int line(int row) {
        return lines[row];
    }

    /// The columns in the order of the header.
    public List<Column> columns() {
        return new ArrayList<>(columns.values());
    }

    /// Whether there is a column of this name.
    public boolean has(String name) {
        return columns.containsKey(name);
    }

    /// The column of this name. Throws [ArgumentException], which offers the nearest names, when there is none.
    public Column column(String name) {
        Column column = columns.get(name);
        if (column == null) {
            throw new ArgumentException("column",
                    source + " has no column " + Phrases.quoted(name) + "; " + lower(name).orElse(alternatives(name)));
        }
        return column;
    }

    /// What to say when the name stands in one of the first rows: there is a title above the header.
    private Optional<String> lower(String name) {
        return IntStream.range(0, Math.min(size, TITLES)).filter(row -> columns.values().stream()
                .anyMatch(column -> column instanceof TextColumn && column.text(row).equals(name))).mapToObj(
                        row -> "but line " + line(row) + " holds it; if that is the header, remove the lines above it")
                .findFirst();
    }

    /// What was found while reading.
    public Reading reading() {
        return reading;
    }

    /// The table in a sentence: `penguins.csv: 344 rows, 8 columns (5 numbers, 3 text), separated by commas`.
    public String sentence() {
        long numbers = count(Column.Kind.NUMBER);
        long dates = count(Column.Kind.DATE);
        return source + ": " + Phrases.count(size, "row") + ", " + Phrases.count(columns.size(), "column") + " ("
                + Phrases.count(numbers, "number") + ", " + (columns.size() - numbers - dates) + " text"
                + (dates == 0 ? "" : ", " + Phrases.count(dates, "date")) + "), separated by " + reading.separators();
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
