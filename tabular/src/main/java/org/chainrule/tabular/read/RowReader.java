package org.chainrule.tabular.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.chainrule.error.FormatException;
import org.chainrule.tabular.csv.CsvScanner;
import org.chainrule.tabular.csv.Dialect;
import org.chainrule.tabular.csv.FirstRows;
import org.chainrule.tabular.csv.HeadRecord;
import org.chainrule.tabular.csv.HeaderRow;
import org.chainrule.tabular.csv.Layout;
import org.chainrule.tabular.remark.ReadingRemark;
import org.chainrule.tabular.remark.ReadingRemark.Dropped;
import org.chainrule.tabular.remark.Refusal;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.source.TextSource;
import org.chainrule.tabular.table.TableFormat;
import org.chainrule.tabular.value.Phrases;
import org.chainrule.tabular.value.TotalWords;
import org.jspecify.annotations.Nullable;

/// The rows of a file, in one pass over its records. It leaves out lines that are no rows, and counts them.
final class RowReader {
    private final String source;
    private final Charset charset;
    private final boolean exact;
    private final TableFormat format;
    private final Layout layout;
    private final boolean[] numeric;
    private final boolean leavesOut;
    private final Footers footers;
    private final CsvScanner scanner;
    private final FirstRows rows;
    private List<String> names = List.of();
    /// The number of names in the header, or of the columns once they are known.
    private int named;
    private boolean begun;
    private boolean awaited;
    /// The number of columns at the beginning of which a word for totals is looked for.
    private final int numbersFirst;
    private final Rejected blank = new Rejected("the line is blank");
    private final Rejected comments = new Rejected("the line is a comment");
    private final List<Remark> notes = new ArrayList<>();
    private final Rejected separators = new Rejected("the line holds only separators");
    private final Rejected headers = new Rejected("the line repeats the header");
    private final Rejected rules = new Rejected("the line is a rule");
    private final Rejected repeatedUnits = new Rejected("the line repeats the units");
    private boolean unitsMayFollow;
    private @Nullable HeaderRow header;
    /// The number of empty values that each row may have after the columns, because its rows end in a separator.
    private int surplus;
    /// The number of rows in which a quote opens in one value and closes in another.
    private int crossed;
    private final RowWords words = new RowWords();
    /// Whether the last line was blank.
    private boolean apart;
    private long line = 1;
    private int size;

    /// Creates a pass over a file.
    ///
    /// @param in the text of the source
    RowReader(InputStream in, TextSource source, TableFormat format, Layout layout) {
        this.source = source.name();
        this.charset = source.charset();
        this.exact = source.exact();
        this.format = format;
        this.layout = layout;
        this.numeric = layout.numeric();
        this.numbersFirst = Math.min(2, numeric.length);
        this.leavesOut = !layout.leftOut().isEmpty();
        this.footers = new Footers(source.charset());
        this.scanner = new CsvScanner(in, layout.dialect(), layout.framed());
        this.awaited = exact || format.header();
        byte[] head = exact ? new byte[0] : source.head();
        this.rows = new FirstRows(head, head.length < TextSource.HEAD, layout, format.header());
    }

    /// Advances to the next row; returns false at the end.
    ///
    /// @throws IOException if reading fails, a quote stays open, or bytes are not text in the character set; [#line]
    ///     then returns the line of the fault
    /// @throws FormatException if the header uses a name twice, or a row has too few or too many values
    boolean next() throws IOException {
        if (!begun) {
            begun = true;
            notes.addAll(layout.notes());
            for (int i = 0; i < layout.dialect().skipped() && scanner.nextLine(); i++) {
                line = scanner.line();
            }
        }
        return exact ? nextRecord() : nextRow();
    }

    /// Advances to the next record of a source in which each record is a row, whatever it holds. Its line is its number.
    private boolean nextRecord() throws IOException {
        if (awaited) {
            awaited = false;
            scanner.next();
            header = HeaderRow.of(scanner, layout, charset, source, line);
            names = header.names();
        }
        line = size + 1L;
        if (!scanner.next()) {
            return false;
        }
        size++;
        return true;
    }

    private boolean nextRow() throws IOException {
        while (true) {
            boolean hash = awaited && layout.dialect().hash();
            // the next bytes may be no text
            line = scanner.nextLineNumber();
            if (!hash && scanner.commentNext(named)) {
                scanner.nextLine();
                comments.add(scanner.line());
                continue;
            }
            if (line > layout.last() || !scanner.next()) {
                footers.remark().ifPresent(notes::add);
                return false;
            }
            if (scanner.begins()) {
                if (record()) {
                    return true;
                }
            } else if (scanner.blank()) {
                blank.add(line);
                apart = true;
            } else if (scanner.empty()) {
                separators.add(line);
                apart = true;
            } else if (scanner.rule()) {
                rules.add(line);
                apart = true;
            } else if (record()) {
                return true;
            }
        }
    }

    /// Reads a record that holds something, and returns whether it is a row.
    private boolean record() throws IOException {
        boolean row = false;
        if (awaited) {
            checkQuotes(scanner);
            header = HeaderRow.of(scanner, layout, charset, source, line);
            named = header.names().size();
            awaited = false;
        } else if (leavesOut && layout.leftOut().contains(line)) {
            apart = false;
            return false;
        } else if (header != null && header.repeatedBy(scanner)) {
            footers.rowFollows();
            headers.add(line);
            unitsMayFollow = !layout.units().isEmpty();
            apart = false;
            return false;
        } else if (unitsMayFollow && layout.units().stream().anyMatch(units -> units.sameAs(scanner, charset))) {
            repeatedUnits.add(line);
            apart = false;
            return false;
        } else {
            if (names.isEmpty()) {
                begin();
            }
            checkQuotes(scanner);
            row = isRow();
        }
        unitsMayFollow = false;
        apart = false;
        return row;
    }

    /// Returns the column names of a file without a header: as many as most rows have values.
    private List<String> numbered(CsvScanner first) {
        int count = rows.usual();
        if (rows.size() > 2 && first.fields() != count) {
            throw refused(
                    Phrases.count(first.fields(), "value") + " where most rows have " + count + remedy(first, count));
        }
        return IntStream.rangeClosed(1, first.fields()).mapToObj(i -> "c" + i).toList();
    }

    private static boolean emptyFrom(CsvScanner record, int field) {
        return IntStream.range(field, record.fields()).allMatch(i -> record.start(i) == record.end(i));
    }

    private void begin() {
        if (header == null) {
            names = numbered(scanner);
        } else {
            surplus = rows.surplus(header.names().size());
            if (surplus > 0) {
                notes.add(new ReadingRemark.TrailingSeparator(false));
            }
            names = header.fitted(rows, notes);
        }
        named = names.size();
    }

    private boolean isRow() throws IOException {
        boolean ordinary = scanner.fields() == names.size() && surplus == 0 && !apart && footers.isEmpty()
                && (names.size() == 1 || scanner.start(1) < scanner.end(1));
        if (!ordinary && !accepts()) {
            return false;
        }
        byte[] buffer = scanner.buffer();
        for (int i = 0; i < numbersFirst; i++) {
            // A column of words keeps its words by itself.
            if (numeric[i] && scanner.end(i) > scanner.start(i) && isLetter(buffer[scanner.start(i)])) {
                noteTotal(scanner, i);
            }
        }
        size++;
        return true;
    }

    /// Returns whether a record is a row; otherwise it may be a footer, which is kept until the end of the file shows it.
    ///
    /// @throws FormatException if it has too few or too many values
    private boolean accepts() throws IOException {
        int count = scanner.fields();
        int wanted = names.size();
        boolean lacks = surplus > 0 && count == wanted && emptyFrom(scanner, wanted - 1);
        if (lacks || count != wanted && !(surplus > 0 && count == wanted + surplus && emptyFrom(scanner, wanted))) {
            FormatException refused = lacks ? lacksValue(count - 1, wanted) : ragged(scanner, wanted);
            if (size > 0 && format.skipFooter() < 0 && footers.take(scanner, wanted, line, apart, refused)) {
                return false;
            }
            throw refused;
        }
        boolean single = wanted > 1 && scanner.start(1) == scanner.end(1) && emptyFrom(scanner, 1);
        if (!footers.isEmpty() && !(single
                && footers.take(scanner, wanted, line, apart, ragged(scanner, wanted)))) {
            footers.rowFollows();
        } else if (!footers.isEmpty()) {
            return false;
        }
        if (apart && size > 0) {
            checkSecondTable(scanner);
        }
        if (single) {
            words.note(size, scanner.text(0, charset).strip());
        }
        return true;
    }

    /// Returns whether a byte may begin a word: a letter, a mark before it, or a byte of a letter beyond ASCII.
    private static boolean isLetter(byte b) {
        return b < 0 || b > '9' || b == '*' || b == ' ';
    }

    private void noteTotal(CsvScanner scanner, int field) throws IOException {
        String word = scanner.text(field, charset).strip();
        if (TotalWords.matches(word)) {
            words.total(size, word);
        }
    }

    private FormatException lacksValue(int count, int wanted) {
        return refused(Phrases.count(count, "value") + " before the separator at the end where the header names "
                + Phrases.count(wanted, "column") + "; complete the row or remove it");
    }

    private FormatException ragged(CsvScanner scanner, int wanted) {
        return refused(Phrases.count(scanner.fields(), "value") + " where the "
                + (format.header() ? "header names " : "first row has ")
                + Phrases.count(wanted, format.header() ? "column" : "value") + remedy(scanner, wanted));
    }

    /// Refuses a record below a blank line that has words in all columns, although some hold numbers.
    private void checkSecondTable(CsvScanner record) {
        if (header == null || record.fields() < numeric.length || format.skipFooter() >= 0) {
            return;
        }
        String example = "";
        for (int i = 0; i < numeric.length; i++) {
            String field = new String(record.buffer(), record.start(i), record.end(i) - record.start(i), charset)
                    .strip();
            if (field.isEmpty() || HeadRecord.isNumber(field) || TotalWords.matches(field)) {
                return;
            }
            example = numeric[i] && example.isEmpty() ? field : example;
        }
        if (!example.isEmpty()) {
            Refusal.SecondTable refusal = new Refusal.SecondTable(source, line, example);
            throw FormatException.because(source, refusal.sentence(), refusal);
        }
    }

    private String remedy(CsvScanner row, int wanted) {
        if (row.fields() < wanted) {
            return "; complete the row or remove it";
        }
        return "; put values that contain the separator in quotes"
                + (emptyFrom(row, wanted) ? ", or remove the extra separator" : "")
                + (size == 0 && format.header() && !emptyFrom(row, wanted)
                        ? ", or name all columns in the header"
                        : "");
    }

    /// Refuses a record in which a quote opens inside a value and closes at the end of a later one, `1.5"a, b"`: the
    /// separator before the quote is missing, and one inside the quotes was taken for it. In a file without quoted
    /// values, such as one with lengths in inches, this is only a remark.
    private void checkQuotes(CsvScanner record) {
        Dialect dialect = layout.dialect();
        if (record.enclosedIn(dialect.quote() == '"' ? '\'' : '"')) {
            throw refused("all values are enclosed in another quote than those of the file, " + dialect.quote()
                    + "; use one quote in all rows");
        }
        if (!record.bareQuotes() || dialect.quote() != '"') {
            return;
        }
        String opened = "";
        for (int i = 0; i < record.fields(); i++) {
            String value = record.quoted(i) ? "" : record.latin(i).strip();
            int mark = value.indexOf('"');
            long marks = value.chars().filter(c -> c == '"').count();
            if (marks % 2 == 0) {
                continue;
            }
            if (!opened.isEmpty() && value.endsWith("\"")) {
                if (rows.quotes()) {
                    throw refused(
                            ReadingRemark.CrossedQuotes.fault(opened)
                                    + "; insert the separator, or put values that contain a quote in quotes and double it");
                }
                if (crossed++ == 0) {
                    notes.add(new ReadingRemark.CrossedQuotes(line, opened));
                }
            }
            int last = value.lastIndexOf('"');
            // quotes inside the quoted text are doubled, so the last one may end the first half
            int opening = marks > 1 ? mark : last;
            opened = opening > 0 && opening < value.length() - 1 && !Character.isWhitespace(value.charAt(opening + 1))
                    ? value
                    : "";
        }
    }

    private FormatException refused(String why) {
        return new FormatException(source, source + ", line " + line + ": " + why);
    }

    /// Returns the names of the columns, known once the first row has been read.
    List<String> names() {
        return names;
    }

    /// Returns the values of the row.
    CsvScanner values() {
        return scanner;
    }

    /// Returns the remarks on the file as a whole.
    List<Remark> notes() {
        return notes;
    }

    /// Returns the words of rows that may be totals or notes.
    RowWords words() {
        return words;
    }

    /// Returns the number of rows.
    int size() {
        return size;
    }

    /// Returns the line that is being read.
    long line() {
        return line;
    }

    /// Returns the rows left out, by reason.
    List<Dropped> dropped() {
        List<Dropped> dropped = new ArrayList<>(blank.dropped());
        dropped.addAll(separators.dropped());
        dropped.addAll(headers.dropped());
        dropped.addAll(repeatedUnits.dropped());
        dropped.addAll(rules.dropped());
        dropped.addAll(comments.dropped());
        return dropped;
    }
}
