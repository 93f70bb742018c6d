package org.chainrule.tabular.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.chainrule.tabular.csv.CsvScanner;
import org.chainrule.tabular.csv.Layout;
import org.chainrule.tabular.source.TextSource;
import org.chainrule.tabular.table.TableFormat;
import org.chainrule.tabular.value.MissingWords;

/// One pass over the rows of a file that fills the builders of its columns.
final class RecordReader {
    private final RowReader rows;
    private final TextSource source;
    private final TableFormat format;
    private final List<ColumnBuilder> settled;
    private final Map<String, ColumnGuess> open;
    private final List<ColumnBuilder> columns = new ArrayList<>();
    private ColumnBuilder[] builders = {};
    /// The places of the columns of this pass; those of settled columns are not among them.
    private int[] read = {};
    private int[] lines = new int[256];
    private int size;

    /// Creates a pass over a file.
    ///
    /// @param in      the text of the source
    /// @param settled the columns of an earlier pass; empty for the first pass
    /// @param open    the columns to read again, with their new assumptions
    RecordReader(InputStream in, TextSource source, TableFormat format, Layout layout, List<ColumnBuilder> settled,
            Map<String, ColumnGuess> open) {
        this.rows = new RowReader(in, source, format, layout);
        this.source = source;
        this.format = format;
        this.settled = settled;
        this.open = open;
    }

    /// Reads all rows.
    ///
    /// @throws IOException if reading fails, a quote stays open, or bytes are not text in the character set;
    ///     [RowReader#line] then returns the line of the fault
    /// @throws org.chainrule.error.FormatException if the header uses a name twice, or a row has too few or too many
    ///     values
    void read() throws IOException {
        CsvScanner values = rows.values();
        while (rows.next()) {
            if (columns.isEmpty()) {
                begin(rows.names());
            }
            long line = rows.line();
            byte[] buffer = values.buffer();
            for (int i : read) {
                builders[i].add(buffer, values.start(i), values.end(i), line);
            }
            if (size == lines.length) {
                lines = Arrays.copyOf(lines, size + (size >> 1));
            }
            lines[size++] = Math.toIntExact(line);
        }
    }

    private void begin(List<String> names) {
        Charset charset = source.charset();
        MissingWords missing = new MissingWords(format.missing(), format.keep(), charset);
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (!settled.isEmpty() && !open.containsKey(name)) {
                columns.add(settled.get(i));
            } else {
                places.add(i);
                ColumnGuess before = ColumnGuess.of(format, name);
                ColumnGuess guess = open.getOrDefault(name, source.isNumber(i) ? before.pointed() : before);
                MissingWords own = guess.missing().isEmpty()
                        ? missing
                        : new MissingWords(Stream.concat(format.missing().stream(), guess.missing().stream()).toList(),
                                format.keep(), charset);
                columns.add(new ColumnBuilder(name, format.kinds().get(name), guess, own, charset));
            }
        }
        builders = columns.toArray(ColumnBuilder[]::new);
        read = places.stream().mapToInt(Integer::intValue).toArray();
    }

    /// Returns the rows of this pass.
    RowReader rows() {
        return rows;
    }

    /// Returns the columns in the order of the header.
    List<ColumnBuilder> columns() {
        return columns;
    }

    /// Returns the line of each row.
    int[] lines() {
        return Arrays.copyOf(lines, size);
    }
}
