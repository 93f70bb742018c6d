package org.chainrule.tabular.read;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chainrule.tabular.value.Decimal;

/// The dialect of a CSV file, detected from its beginning.
///
/// @param separator the mark between fields
/// @param quote     the mark around fields that contain separators
/// @param skipped   the number of lines before the header, or before the first row: comments, blank lines and the line
///                  `sep=;`
/// @param hash      whether the header begins with a `#` that is not part of its first name
record Dialect(char separator, char quote, int skipped, boolean hash) {
    private static final String SEPARATORS = ";\t|,";
    private static final int LOOKED_AT = 200;
    /// The share of records with as many fields as the first below which the first may be a title.
    private static final double MOST_ALIKE = 0.8;

    /// Detects the dialect of a file.
    ///
    /// @param head   the beginning of the file
    /// @param header whether a header is expected
    /// @param known  the separator; 0 to detect it
    static Dialect of(byte[] head, boolean header, char known) {
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
                separator = separator(head, quote, skipped);
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
    /// quotation mark.
    private static char quote(byte[] head) {
        return enclosed(head, '"') == 0 && enclosed(head, '\'') > 0 ? '\'' : '"';
    }

    /// Returns the number of fields that begin and end with a mark.
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
            } else if (head[i] == '\n' && mark == '\'') {
                open = -1;
            }
        }
        return count;
    }

    private static boolean between(byte b) {
        return b == '\n' || b == '\r' || SEPARATORS.indexOf(b) >= 0;
    }

    /// Returns the separator that splits most records into as many fields as the first record has, at least two. Of
    /// several, returns the one with the most fields. Returns a comma if there is none.
    private static char separator(byte[] head, char quote, int skipped) throws IOException {
        char best = ',';
        double bestShare = 0;
        int bestFields = 1;
        for (int i = 0; i < SEPARATORS.length(); i++) {
            char candidate = SEPARATORS.charAt(i);
            List<Integer> counts = counts(head, new Dialect(candidate, quote, skipped, false));
            int fields = counts.isEmpty() ? 1 : counts.getFirst();
            double share = counts.stream().filter(count -> count == fields).count() / (double) counts.size();
            boolean better = share > bestShare + 0.01 || share > bestShare - 0.01 && fields > bestFields;
            if (fields > 1 && better) {
                best = candidate;
                bestShare = share;
                bestFields = fields;
            }
        }
        if (bestFields == 1 && blanks(head, quote, skipped)) {
            return ' ';
        }
        char below = bestShare < MOST_ALIKE ? Block.separator(head, quote, skipped, SEPARATORS + " ") : 0;
        return below == 0 ? best : below;
    }

    /// Returns whether blanks split all records into the same number of fields, at least two, and the second record has
    /// a number. The header may lack the name of the first column if that holds quoted row names, as R writes them.
    private static boolean blanks(byte[] head, char quote, int skipped) throws IOException {
        Dialect dialect = new Dialect(' ', quote, skipped, false);
        List<Integer> counts = counts(head, dialect);
        if (counts.size() < 2) {
            return false;
        }
        int fields = counts.getLast();
        int missing = fields - counts.getFirst();
        CsvScanner scanner = new CsvScanner(new ByteArrayInputStream(head), dialect);
        for (int i = 0; i < skipped; i++) {
            scanner.nextLine();
        }
        return fields > 1 && counts.stream().skip(1).allMatch(count -> count == fields) && scanner.next()
                && scanner.next() && numbers(scanner) && (missing == 0 || missing == 1 && scanner.quoted(0));
    }

    private static List<Integer> counts(byte[] head, Dialect dialect) throws IOException {
        CsvScanner scanner = new CsvScanner(new ByteArrayInputStream(head), dialect);
        List<Integer> counts = new ArrayList<>();
        try {
            for (int i = 0; i < dialect.skipped; i++) {
                scanner.nextLine();
            }
            while (counts.size() < LOOKED_AT && scanner.next()) {
                if (!scanner.blank() && !scanner.rule()) {
                    counts.add(scanner.fields());
                }
            }
        } catch (CsvScanner.OpenQuoteException e) {
            // The last record may be incomplete at the end of the head; text after a quote that closes is a fault.
            if (e.closed()) {
                counts.add(0);
            }
            return counts;
        }
        if (counts.size() > 1 && counts.size() < LOOKED_AT) {
            counts.removeLast();
        }
        return counts;
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
        } catch (CsvScanner.OpenQuoteException e) {
            return false;
        }
    }

    private static boolean numbers(CsvScanner record) {
        Decimal decimal = new Decimal();
        for (int field = 0; field < record.fields(); field++) {
            if (!Double.isNaN(decimal.parse(record.buffer(), record.start(field), record.end(field), '.'))) {
                return true;
            }
        }
        return false;
    }
}
