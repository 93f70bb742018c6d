package org.chainrule.tabular.read;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.chainrule.tabular.value.Decimal;

/// The first rows of a file, read ahead: how many values they have, and what stands at their edges. One row alone does not
/// tell a separator that is too many or lacking from the way in which all rows are written.
final class FirstRows {
    private static final int LOOKED_AT = 200;

    /// What one row looks like.
    ///
    /// @param fields how many values it has
    /// @param filled how many there are up to the last that is not empty
    /// @param first  its first value where that stands in quotes, otherwise empty
    /// @param quotes whether a value stands in quotes
    /// @param number whether a number behind the first value stands in quotes
    private record Row(int fields, int filled, String first, boolean quotes, boolean number) {
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
            return new Row(scanner.fields(), filled, scanner.quoted(0) ? scanner.latin(0) : "", quotes, number);
        }
    }

    private final List<Row> rows = new ArrayList<>();
    private boolean quotes;

    /// The rows in the beginning of a file.
    ///
    /// @param head   the beginning of the file
    /// @param whole  whether that is all of it; otherwise its last row may be cut
    /// @param header whether the first record names the columns
    FirstRows(byte[] head, boolean whole, Dialect dialect, boolean header) {
        try {
            CsvScanner scanner = new CsvScanner(new ByteArrayInputStream(head), dialect);
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
                if (scanner.blank() || scanner.empty()) {
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
        } catch (CsvScanner.OpenQuoteException e) {
            // the last record may be cut where the head ends; if it is not, reading the file says so
            return;
        } catch (IOException e) {
            throw new AssertionError("bytes in memory cannot fail to be read", e);
        }
    }

    /// How many values more than half of the rows have; of rows that differ too much, as many as the first, 0 without one.
    int usual() {
        for (Row row : rows) {
            if (most(rows.stream().filter(other -> other.fields == row.fields).count())) {
                return row.fields;
            }
        }
        return rows.isEmpty() ? 0 : rows.getFirst().fields;
    }

    /// How many rows there are.
    int size() {
        return rows.size();
    }

    /// Whether values stand in quotes anywhere, the header included.
    boolean quotes() {
        return quotes;
    }

    /// How many separators more than half of the rows have behind the last of so many columns, nothing being behind them.
    int surplus(int columns) {
        int surplus = usual() - columns;
        return surplus > 0 && most(
                rows.stream().filter(row -> row.fields == columns + surplus && row.filled <= columns).count())
                        ? surplus
                        : 0;
    }

    /// Whether no row has a value in the last of so many columns.
    boolean lastIsEmpty(int columns) {
        return !rows.isEmpty() && rows.stream().allMatch(row -> row.filled < columns);
    }

    /// Whether the rows begin with names as R writes them: each in quotes, no two alike, while numbers stand in none.
    boolean named() {
        Set<String> names = new HashSet<>();
        return !rows.isEmpty()
                && rows.stream().allMatch(row -> !row.first.isEmpty() && !row.number && names.add(row.first));
    }

    private boolean most(long count) {
        return 2 * count > rows.size();
    }
}
