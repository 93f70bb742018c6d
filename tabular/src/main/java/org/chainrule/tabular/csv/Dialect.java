package org.chainrule.tabular.csv;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chainrule.tabular.number.Decimal;

/// The dialect of a CSV file, detected from its beginning.
///
/// @param separator the mark between fields
/// @param quote     the mark around fields that contain separators
/// @param skipped   the number of lines before the header, or before the first row: comments, blank lines and the line
///                  `sep=;`
/// @param hash      whether the header begins with a `#` that is not part of its first name
public record Dialect(char separator, char quote, int skipped, boolean hash) {
    /// The dialect of records that were not CSV.
    public static final Dialect RECORDS = new Dialect(',', '"', 0, false);

    private static final String SEPARATORS = ";\t|,";

    /// Detects the dialect of a file.
    ///
    /// @param head   the beginning of the file
    /// @param header whether a header is expected
    /// @param known  the separator; 0 to detect it
    public static Dialect of(byte[] head, boolean header, char known) {
        try {
            List<byte[]> lines = leading(head);
            int skipped = lines.size();
            char separator = known;
            for (byte[] line : lines) {
                String text = new String(line, StandardCharsets.ISO_8859_1).strip();
                if (separator == 0 && text.length() == 5 && text.startsWith("sep=")) {
                    separator = text.charAt(4);
                }
            }
            char quote = quote(head);
            if (separator == 0) {
                separator = new Separators(head, quote, skipped, header).best();
            }
            Dialect dialect = new Dialect(separator, quote, skipped, false);
            boolean hash = header && skipped > 0 && dialect.isHeader(lines.getLast(), head);
            return hash ? new Dialect(separator, quote, skipped - 1, true) : dialect;
        } catch (IOException e) {
            throw new AssertionError("bytes in memory cannot fail to be read", e);
        }
    }

    /// Returns the lines before the first line that holds values or names.
    private static List<byte[]> leading(byte[] head) throws IOException {
        List<byte[]> lines = new ArrayList<>();
        CsvScanner scanner = new CsvScanner(new ByteArrayInputStream(head), new Dialect(',', '"', 0, false));
        while (scanner.nextLine()) {
            byte[] line = Arrays.copyOfRange(scanner.buffer(), scanner.start(0), scanner.end(0));
            String text = new String(line, StandardCharsets.ISO_8859_1).strip();
            boolean directive = lines.isEmpty() && text.length() == 5 && text.startsWith("sep=");
            if (!text.isEmpty() && !text.startsWith("#") && !directive) {
                return lines;
            }
            lines.add(line);
        }
        return lines;
    }

    /// Returns the apostrophe if fields are enclosed in apostrophes and none in quotation marks; otherwise the
    /// quotation mark. If a field begins with an apostrophe and does not end with one in the same line, as `'tis` does,
    /// apostrophes are no quotes.
    private static char quote(byte[] head) {
        return enclosed(head, '"') == 0 && enclosed(head, '\'') > 0 ? '\'' : '"';
    }

    /// Returns the number of fields that begin and end with a mark; 0 if a line ends after a field began with an
    /// apostrophe.
    private static int enclosed(byte[] head, char mark) {
        int count = 0;
        int open = -1;
        for (int i = 0; i < head.length; i++) {
            if (head[i] == mark) {
                if (open < 0 && (i == 0 || between(head[i - 1]))) {
                    open = i;
                } else if (open >= 0 && (i + 1 == head.length || between(head[i + 1]))) {
                    count++;
                    open = -1;
                }
            } else if (head[i] == '\n' && mark == '\'' && open >= 0) {
                return 0;
            }
        }
        return count;
    }

    private static boolean between(byte b) {
        return b == '\n' || b == '\r' || SEPARATORS.indexOf(b) >= 0 || Separators.RARE.indexOf(b) >= 0;
    }

    /// Returns whether a comment names the columns of the record after it: the same number of fields, with words above
    /// numbers.
    private boolean isHeader(byte[] comment, byte[] head) throws IOException {
        CsvScanner names = new CsvScanner(new ByteArrayInputStream(comment), this);
        CsvScanner rows = new CsvScanner(new ByteArrayInputStream(head), this);
        try {
            for (int i = 0; i < skipped; i++) {
                rows.nextLine();
            }
            if (comment.length == 0 || comment[0] != '#' || !names.next() || !rows.next()) {
                return false;
            }
            return names.fields() > 1 && names.fields() == rows.fields() && !numbers(names) && numbers(rows);
        } catch (OpenQuoteException e) {
            return false;
        }
    }

    static boolean numbers(CsvScanner record) {
        Decimal decimal = new Decimal();
        for (int field = 0; field < record.fields(); field++) {
            if (!Double.isNaN(decimal.parse(record.buffer(), record.start(field), record.end(field), '.'))) {
                return true;
            }
        }
        return false;
    }
}
