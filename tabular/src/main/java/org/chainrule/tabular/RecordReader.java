package org.chainrule.tabular;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.error.FormatException;

/// One pass over the records of a file, into columns that are being built.
final class RecordReader {
    private final String source;
    private final Charset charset;
    private final TableFormat format;
    private final Dialect dialect;
    private final List<ColumnBuilder> settled;
    private final Map<String, ColumnGuess> open;
    private final List<ColumnBuilder> columns = new ArrayList<>();
    /// The columns of this pass at their places, null for one that is settled.
    private final List<Integer> places = new ArrayList<>();
    private final Rejected blank = new Rejected("the line is blank");
    private final Rejected comments = new Rejected("the line is a comment");
    private int[] lines = new int[256];
    private long line = 1;
    private int size;

    /// A pass over a file.
    ///
    /// @param settled the columns of an earlier pass; none for the first
    /// @param open    those of them that have to be read again, and as what
    RecordReader(TextSource source, TableFormat format, Dialect dialect, List<ColumnBuilder> settled,
            Map<String, ColumnGuess> open) {
        this.source = source.name();
        this.charset = source.charset();
        this.format = format;
        this.dialect = dialect;
        this.settled = settled;
        this.open = open;
    }

    /// Reads all records.
    ///
    /// @throws IOException     if reading fails, a quote stays open, or bytes are no text in the character set; [#line] is
    ///                         then the line where that is
    /// @throws FormatException if the header names a column twice, or a row has too few or too many values
    void read(InputStream in) throws IOException {
        CsvScanner scanner = new CsvScanner(in, dialect);
        for (int i = 0; i < dialect.skipped() && scanner.nextLine(); i++) {
            line = scanner.line();
        }
        boolean header = format.header();
        while (true) {
            boolean hash = header && dialect.hash();
            if (!hash && scanner.commentNext(columns.size())) {
                scanner.nextLine();
                comments.add(scanner.line());
                continue;
            }
            line = scanner.nextLineNumber();
            if (!scanner.next()) {
                return;
            }
            if (scanner.blank()) {
                blank.add(line);
            } else if (header) {
                begin(names(scanner));
                header = false;
            } else {
                if (columns.isEmpty()) {
                    List<String> names = new ArrayList<>();
                    for (int i = 1; i <= scanner.fields(); i++) {
                        names.add("c" + i);
                    }
                    begin(names);
                }
                row(scanner);
            }
        }
    }

    private List<String> names(CsvScanner scanner) throws IOException {
        Map<String, Integer> taken = new LinkedHashMap<>();
        for (int i = 0; i < scanner.fields(); i++) {
            String text = scanner.text(i, charset).strip();
            if (i == 0 && dialect.hash() && text.length() > 1) {
                text = text.substring(1).strip();
            }
            // R and pandas leave the column of row names without a name.
            String name = text.isEmpty() ? "column " + (i + 1) : text;
            Integer other = taken.putIfAbsent(name, i);
            if (other != null) {
                throw new FormatException(source, source + ": the header names two columns " + Phrases.quoted(name)
                        + " (columns " + (other + 1) + " and " + (i + 1) + ")"
                        + (Double.isNaN(Decimal.of(name))
                                ? "; rename one"
                                : "; if the file has no header line, read it without one (--no-header)"));
            }
        }
        return List.copyOf(taken.keySet());
    }

    private void begin(List<String> names) {
        MissingWords missing = new MissingWords(format.missing());
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (!settled.isEmpty() && !open.containsKey(name)) {
                columns.add(settled.get(i));
            } else {
                places.add(i);
                columns.add(new ColumnBuilder(name, format.kinds().get(name),
                        open.getOrDefault(name, format.guess(name)), missing, charset));
            }
        }
    }

    private void row(CsvScanner scanner) throws IOException {
        if (scanner.fields() != columns.size()) {
            boolean more = scanner.fields() > columns.size();
            throw new FormatException(source, source + ", line " + line + ": "
                    + Phrases.count(scanner.fields(), "value") + " where the "
                    + (format.header() ? "header names " : "first row has ")
                    + Phrases.count(columns.size(), format.header() ? "column" : "value")
                    + (more
                            ? "; put values that contain the separator in quotes"
                            : "; complete the row or remove it"));
        }
        byte[] buffer = scanner.buffer();
        for (int i : places) {
            columns.get(i).add(buffer, scanner.start(i), scanner.end(i), line);
        }
        if (size == lines.length) {
            lines = Arrays.copyOf(lines, size + (size >> 1));
        }
        lines[size++] = Math.toIntExact(line);
    }

    /// The columns in the order of the header.
    List<ColumnBuilder> columns() {
        return columns;
    }

    /// How many rows there are.
    int size() {
        return size;
    }

    /// The line of each row.
    int[] lines() {
        return Arrays.copyOf(lines, size);
    }

    /// The line that is being read.
    long line() {
        return line;
    }

    /// What was left out.
    List<Dropped> dropped() {
        List<Dropped> dropped = new ArrayList<>(blank.dropped());
        dropped.addAll(comments.dropped());
        return dropped;
    }

    /// Lines left out for one reason.
    private static final class Rejected {
        private final String reason;
        private final List<Integer> first = new ArrayList<>();
        private int count;

        Rejected(String reason) {
            this.reason = reason;
        }

        void add(long line) {
            count++;
            if (first.size() < Dropped.SHOWN) {
                first.add(Math.toIntExact(line));
            }
        }

        List<Dropped> dropped() {
            return count == 0 ? List.of() : List.of(new Dropped(reason, count, first));
        }
    }
}
