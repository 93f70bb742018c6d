package org.chainrule.tabular.csv;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.chainrule.tabular.number.Decimal;

/// The first rows of a file, read ahead to count their values and look at their edges. A single row cannot show whether
/// it has a separator too many or too few, or whether all rows are written that way.
public final class FirstRows {
    private static final int LOOKED_AT = 200;
    private static final Pattern IDENTIFIER = Pattern
            .compile("(?i)id.*|.*id|index|idx|key|no|nr|num|number|row|name|code");

    /// The layout of one row.
    ///
    /// @param fields the number of values
    /// @param filled the number of values up to the last that is not empty
    /// @param first  the first value if it is quoted; otherwise empty
    /// @param label  the first value
    /// @param quotes whether any value is quoted
    /// @param number whether a number after the first value is quoted
    private record Row(int fields, int filled, String first, String label, boolean quotes,
            boolean number) {
        static Row of(CsvScanner scanner) {
            int filled = scanner.fields();
            while (filled > 0 && scanner.start(filled - 1) == scanner.end(filled - 1)) {
                filled--;
            }
            boolean quotes = false;
            boolean number = false;
            Decimal decimal = new Decimal();
            for (int i = 0; i < scanner.fields(); i++) {
                quotes |= scanner.quoted(i);
                number |= i > 0 && scanner.quoted(i) && !Double.isNaN(
                        decimal.parse(scanner.buffer(), scanner.start(i), scanner.end(i), '.'));
            }
            return new Row(scanner.fields(), filled, scanner.quoted(0) ? scanner.latin(0) : "",
                    scanner.latin(0).strip(), quotes, number);
        }
    }

    private final List<Row> rows = new ArrayList<>();
    private final char separator;
    private boolean quotes;

    /// Reads the rows at the beginning of a file.
    ///
    /// @param head   the beginning of the file
    /// @param whole  whether that is the whole file; otherwise the last row may be incomplete
    /// @param header whether the first record names the columns
    public FirstRows(byte[] head, boolean whole, Layout layout, boolean header) {
        Dialect dialect = layout.dialect();
        separator = dialect.separator();
        try {
            CsvScanner scanner = new CsvScanner(new ByteArrayInputStream(head), dialect, layout.framed());
            for (int i = 0; i < dialect.skipped(); i++) {
                scanner.nextLine();
            }
            boolean awaited = header;
            int columns = 0;
            while (rows.size() < LOOKED_AT) {
                boolean hash = awaited && dialect.hash();
                if (!hash && scanner.commentNext(columns)) {
                    scanner.nextLine();
                    continue;
                }
                if (!scanner.next()) {
                    break;
                }
                if (scanner.blank() || scanner.empty() || scanner.rule()
                        || layout.leftOut().contains(scanner.line()) || scanner.line() > layout.last()) {
                    continue;
                }
                Row row = Row.of(scanner);
                quotes |= row.quotes;
                columns = columns == 0 ? row.fields : columns;
                if (awaited) {
                    awaited = false;
                } else {
                    rows.add(row);
                }
            }
            if (!whole && !rows.isEmpty() && rows.size() < LOOKED_AT) {
                rows.removeLast();
            }
        } catch (OpenQuoteException e) {
            // the last record may be incomplete at the end of the head; if the file itself is at fault, its reader
            // reports it
            return;
        } catch (IOException e) {
            throw new AssertionError("bytes in memory cannot fail to be read", e);
        }
    }

    /// Returns the number of values that more than half of the rows have; if there is none, the number in the first
    /// row, or 0 without rows.
    public int usual() {
        for (Row row : rows) {
            if (most(rows.stream().filter(other -> other.fields == row.fields).count())) {
                return row.fields;
            }
        }
        return rows.isEmpty() ? 0 : rows.getFirst().fields;
    }

    /// Returns the number of rows.
    public int size() {
        return rows.size();
    }

    /// Returns whether any value is quoted, including the header.
    public boolean quotes() {
        return quotes;
    }

    /// Returns the number of separators with nothing after them that more than half of the rows have after the given
    /// number of columns.
    public int surplus(int columns) {
        int surplus = usual() - columns;
        return surplus > 0 && most(
                rows.stream().filter(row -> row.fields == columns + surplus && row.filled <= columns).count())
                        ? surplus
                        : 0;
    }

    /// Returns whether no row has a value in the last of the given number of columns.
    boolean lastIsEmpty(int columns) {
        return !rows.isEmpty() && rows.stream().allMatch(row -> row.filled < columns);
    }

    /// Returns whether the rows begin with row names as R writes them: each is quoted and distinct, and no number is
    /// quoted.
    boolean named() {
        Set<String> names = new HashSet<>();
        return !rows.isEmpty()
                && rows.stream().allMatch(row -> !row.first.isEmpty() && !row.number && names.add(row.first));
    }

    /// Returns whether the rows begin with row names without quotes, as R and pandas write them between blanks or tabs.
    /// With other separators, or if the first name is that of an identifier, it is more likely that a separator is
    /// missing in the header.
    boolean labelled(String firstName) {
        return (separator == ' ' || separator == '\t') && !IDENTIFIER.matcher(firstName).matches()
                && rows.stream().allMatch(row -> row.first.isEmpty())
                && areRowNames(rows.stream().map(Row::label).toList());
    }

    /// Returns whether the first values of rows number them from 0 or 1, or are distinct words.
    static boolean areRowNames(List<String> values) {
        if (values.isEmpty() || new HashSet<>(values).size() < values.size()) {
            return false;
        }
        int first = values.getFirst().equals("0") ? 0 : 1;
        return IntStream.range(0, values.size()).allMatch(i -> values.get(i).equals(String.valueOf(i + first)))
                || values.stream().allMatch(value -> !value.isEmpty() && Double.isNaN(Decimal.of(value)));
    }

    private boolean most(long count) {
        return 2 * count > rows.size();
    }
}
