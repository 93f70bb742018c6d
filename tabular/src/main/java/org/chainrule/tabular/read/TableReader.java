package org.chainrule.tabular.read;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipException;
import org.chainrule.error.FormatException;
import org.chainrule.tabular.csv.CsvScanner;
import org.chainrule.tabular.csv.Dialect;
import org.chainrule.tabular.csv.Layout;
import org.chainrule.tabular.csv.OpenQuoteException;
import org.chainrule.tabular.number.Decimal;
import org.chainrule.tabular.number.NumberStyle;
import org.chainrule.tabular.remark.ColumnRemark;
import org.chainrule.tabular.remark.ReadingRemark;
import org.chainrule.tabular.remark.Refusal;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.source.TextSource;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.ColumnFormat;
import org.chainrule.tabular.table.Reading;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.jspecify.annotations.Nullable;

/// Reads CSV text into the columns of a table: in one pass, or in more if a column turns out to differ from its
/// assumptions.
final class TableReader {
    private final TextSource source;
    private final TableFormat format;
    private final ReadingListener listener;
    private final List<Remark> notes = new ArrayList<>();
    /// The reasons why columns are read as words, reported for columns that are words in the end.
    private final Map<String, Remark> remarks = new HashMap<>();
    private long line;
    /// The first line that is not UTF-8 text, if the file is therefore read in another character set; otherwise 0.
    private long notUtf8;
    private @Nullable RowReader current;
    private @Nullable Rows read;

    /// How the rows of a file were found, which is enough to read them again.
    ///
    /// @param names the names of the columns
    record Rows(TextSource source, Layout layout, List<String> names) {
    }

    TableReader(TextSource source, TableFormat format, ReadingListener listener) {
        this.source = source;
        this.format = format;
        this.listener = listener;
    }

    Table read() throws IOException {
        try {
            return table();
        } catch (CharacterCodingException e) {
            if (source.isKnown()) {
                throw source.notText(line);
            }
            if (notUtf8 > 0) {
                Refusal.UnknownEncoding refusal = new Refusal.UnknownEncoding(source.name(), notUtf8, line);
                throw FormatException.because(source.name(), refusal.sentence(), refusal);
            }
            TableReader other = new TableReader(source.westernEuropean(), format, listener);
            other.notUtf8 = line;
            other.notes.add(new ReadingRemark.NotUtf8(line));
            Table table = other.read();
            read = other.read;
            return table;
        } catch (OpenQuoteException e) {
            throw refused(", line " + line + (e.closed()
                    ? ": a quote is opened and not closed properly; double the quotes inside a quoted value"
                    : ": a quote is opened and never closed; close it, or fetch the file again if it was cut off"));
        } catch (WordIndex.ZeroByteException e) {
            throw refused(source.ofRecords()
                    ? ", row " + line
                            + ": a text contains the character U+0000, which no text in a table can; remove it"
                    : ", line " + line
                            + ": found a zero byte, which no text contains; the file is damaged or is not CSV,"
                            + " so export it as CSV again");
        } catch (EOFException | ZipException e) {
            throw source.damaged();
        }
    }

    /// Returns how the rows were found.
    ///
    /// @throws IllegalStateException if the table was not read
    Rows rows() {
        if (read == null) {
            throw new IllegalStateException("the table was not read");
        }
        return read;
    }

    private FormatException refused(String why) {
        return new FormatException(source.name(), source.name() + why);
    }

    private Table table() throws IOException {
        if (source.isBlank()) {
            throw refused(" is empty; a table begins with a header line that names its columns");
        }
        source.notes().forEach(note -> notes.add(new ReadingRemark.Source(note)));
        if (source.exact()) {
            return built(Layout.RECORDS, all(Layout.RECORDS));
        }
        Layout layout = Layout.of(source, format, source.ofRecords()
                ? Dialect.RECORDS
                : Dialect.of(source.head(), format.header(), format.separator()));
        if (format.skipRows() > 0 || format.skipFooter() > 0) {
            notes.add(new ReadingRemark.Skipped(Math.max(0, format.skipRows()), Math.max(0, format.skipFooter())));
        }
        return table(format.skipFooter() > 0 ? layout.until(lastLine(layout)) : layout, List.copyOf(notes));
    }

    /// Returns the last line above the footer whose size the user set; blank lines do not count.
    private long lastLine(Layout layout) throws IOException {
        long[] last = new long[format.skipFooter() + 1];
        int count = 0;
        try (InputStream in = source.open(_ -> {
        })) {
            CsvScanner scanner = new CsvScanner(in, layout.dialect());
            while (scanner.nextLine()) {
                if (!scanner.blank()) {
                    last[count++ % last.length] = scanner.line();
                }
            }
        }
        return count < last.length ? 0 : last[count % last.length];
    }

    /// Returns the table; reads it again if some of its rows turn out to be totals or notes.
    private Table table(Layout layout, List<Remark> before) throws IOException {
        Attempt first = attempt(layout);
        if (first.table().isPresent()) {
            return first.table().get();
        }
        notes.clear();
        notes.addAll(before);
        remarks.clear();
        return built(first.layout(), all(first.layout()));
    }

    /// The result of reading all rows.
    ///
    /// @param table  the table; empty if some of its rows are totals or notes, so that only one table is in memory
    /// @param layout the layout that leaves those rows out
    private record Attempt(Optional<Table> table, Layout layout) {
    }

    private Attempt attempt(Layout layout) throws IOException {
        RecordReader rows = all(layout);
        Table table = built(layout, rows);
        if (format.skipFooter() >= 0) {
            return new Attempt(Optional.of(table), layout);
        }
        Totals totals = Totals.of(table, rows.rows().words());
        return totals.isEmpty()
                ? new Attempt(Optional.of(table), layout)
                : new Attempt(Optional.empty(), layout.without(totals.lines(), totals.remarks()));
    }

    private RecordReader all(Layout layout) throws IOException {
        return settled(layout, pass(layout, List.of(), Map.of()));
    }

    private Table built(Layout layout, RecordReader rows) {
        if (format.header() && !source.exact()) {
            rows.columns().stream().map(ColumnBuilder::name).filter(name -> !Double.isNaN(Decimal.of(name))).findFirst()
                    .ifPresent(name -> notes.add(new ReadingRemark.NumberInHeader(name)));
        }
        read = new Rows(source, layout, rows.rows().names());
        notes.addAll(rows.rows().notes());
        List<Column> columns = new ArrayList<>();
        Map<String, ColumnGuess> found = new LinkedHashMap<>();
        Map<String, ColumnFormat> formats = new LinkedHashMap<>();
        DecimalMarks marks = marks(rows);
        for (ColumnBuilder builder : rows.columns()) {
            ColumnBuilder.Built built = builder.build(source.name(), marks, notes);
            Remark remark = remarks.get(builder.name());
            boolean told = notes.stream().anyMatch(note -> note instanceof ColumnRemark.AmbiguousDates dates
                    && dates.column().equals(builder.name()));
            if (remark != null && !told && built.column().kind() == Column.Kind.TEXT) {
                // it names the line, which the remark on the words does not know
                notes.removeIf(note -> note instanceof ColumnRemark.NotRecognised words
                        && words.column().equals(builder.name()));
                notes.add(remark);
            }
            columns.add(built.column());
            found.put(builder.name(), built.found());
            formats.put(builder.name(), built.found().format());
        }
        List<String> commas = rows.columns().stream().filter(column -> !column.isOpen()).map(ColumnBuilder::name)
                .filter(name -> commas(found, name)).toList();
        if (!commas.isEmpty()) {
            notes.add(new ReadingRemark.DecimalCommas(commas));
        }
        return Table.of(columns, rows.lines(), new Reading(source.name(),
                source.ofRecords() ? 0 : layout.dialect().separator(), rows.rows().size(),
                rows.rows().dropped(), notes, format.found(formats).sheet("")));
    }

    private static DecimalMarks marks(RecordReader rows) {
        return rows.columns().stream().anyMatch(ColumnBuilder::isOpen)
                ? DecimalMarks.of(rows.columns().stream().flatMap(column -> column.definite().stream()).toList())
                : DecimalMarks.of(List.of());
    }

    private static boolean commas(Map<String, ColumnGuess> found, String name) {
        ColumnGuess guess = found.get(name);
        return guess != null && !guess.fixed() && guess.style() == NumberStyle.COMMA;
    }

    /// Returns the rows with all columns settled; reads the file again for columns that were not.
    private RecordReader settled(Layout layout, RecordReader first) throws IOException {
        if (first.rows().size() == 0) {
            if (source.exact()) {
                throw refused(" has no rows; a table needs rows to learn from");
            }
            boolean skips = format.skipRows() > 0 || format.skipFooter() > 0;
            throw refused(skips
                    ? " has no rows between the lines that are skipped; skip fewer lines above or below the table"
                    : " has a header but no rows; add rows below the header");
        }
        RecordReader rows = first;
        while (true) {
            DecimalMarks marks = marks(rows);
            Map<String, ColumnGuess> open = new LinkedHashMap<>();
            for (ColumnBuilder column : rows.columns()) {
                column.again(marks).ifPresent(guess -> open.put(column.name(), guess));
                column.remark().ifPresent(remark -> remarks.put(column.name(), remark));
            }
            if (open.isEmpty()) {
                return rows;
            }
            RecordReader next = pass(layout, rows.columns(), open);
            if (next.rows().size() != rows.rows().size() || next.columns().size() != rows.columns().size()) {
                throw refused(" changed while it was being read; read it when no program writes to it");
            }
            rows = next;
        }
    }

    private RecordReader pass(Layout layout, List<ColumnBuilder> settled, Map<String, ColumnGuess> open)
            throws IOException {
        current = null;
        try (InputStream in = source.open(this::consumed)) {
            RecordReader pass = new RecordReader(in, source, format, layout, settled, open);
            current = pass.rows();
            pass.read();
            return pass;
        } finally {
            line = current == null ? line : current.line();
        }
    }

    private void consumed(long bytes) {
        listener.read(source.name(), current == null ? 0 : current.size(), bytes, source.size());
    }
}
