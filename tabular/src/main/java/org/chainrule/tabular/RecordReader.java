package org.chainrule.tabular;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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
    private final List<String> notes = new ArrayList<>();
    /// The names in the header, until the first row says how many columns there are.
    private List<String> header = List.of();
    /// How many values each row may have beyond the columns, all of them empty: rows end in a separator.
    private int surplus;
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
        boolean awaited = format.header();
        while (true) {
            boolean hash = awaited && dialect.hash();
            if (!hash && scanner.commentNext(columns.isEmpty() ? header.size() : columns.size())) {
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
            } else if (awaited) {
                header = names(scanner);
                awaited = false;
            } else {
                if (columns.isEmpty()) {
                    begin(format.header() ? fitted(scanner) : numbered(scanner.fields()));
                }
                row(scanner);
            }
        }
    }

    private static List<String> numbered(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> "c" + i).toList();
    }

    /// The names of the header, fitted to a first row that is written otherwise at its edges: with a separator at the end
    /// of the rows but not of the header, or the other way round; or with names of rows as R writes them, above which the
    /// header has none.
    private List<String> fitted(CsvScanner first) {
        int more = first.fields() - header.size();
        if (more > 0 && emptyFrom(first, header.size())) {
            surplus = more;
            notes.add("rows end in a separator where the header does not; nothing is behind it");
        } else if (more == 1 && first.quoted(0) && !header.contains(unnamed(0))) {
            List<String> names = new ArrayList<>(List.of(unnamed(0)));
            names.addAll(header);
            notes.add(
                    "the header names one column less than there are, so the first holds the names of rows, as R writes"
                            + " them; it is called " + Phrases.quoted(unnamed(0)));
            return names;
        } else if (more < 0 && IntStream.range(first.fields(), header.size())
                .allMatch(i -> header.get(i).equals(unnamed(i)))) {
            notes.add("the header ends in a separator where rows do not; nothing is behind it");
            return header.subList(0, first.fields());
        }
        return header;
    }

    private static boolean emptyFrom(CsvScanner record, int field) {
        return IntStream.range(field, record.fields()).allMatch(i -> record.start(i) == record.end(i));
    }

    private static String unnamed(int place) {
        return "column " + (place + 1);
    }

    private List<String> names(CsvScanner scanner) throws IOException {
        Map<String, Integer> taken = new LinkedHashMap<>();
        for (int i = 0; i < scanner.fields(); i++) {
            String text = scanner.text(i, charset).strip();
            if (i == 0 && dialect.hash() && text.length() > 1) {
                text = text.substring(1).strip();
            }
            // R and pandas leave the column of row names without a name.
            String name = text.isEmpty() ? unnamed(i) : text;
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
        boolean ends = scanner.fields() == columns.size() + surplus && emptyFrom(scanner, columns.size());
        if (scanner.fields() != columns.size() && !ends) {
            boolean more = scanner.fields() > columns.size();
            throw new FormatException(source, source + ", line " + line + ": "
                    + Phrases.count(scanner.fields(), "value") + " where the "
                    + (format.header() ? "header names " : "first row has ")
                    + Phrases.count(columns.size(), format.header() ? "column" : "value")
                    + (more
                            ? "; put values that contain the separator in quotes"
                                    + (size == 0 && format.header() ? ", or name all columns in the header" : "")
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

    /// What there is to say about the file as a whole.
    List<String> notes() {
        return notes;
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
