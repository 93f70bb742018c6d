package org.chainrule.tabular.read;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chainrule.tabular.value.Decimal;

/// How a file is written, found out from its beginning.
///
/// @param separator what stands between fields
/// @param quote     what stands around fields that hold separators
/// @param skipped   lines before the header, or before the first row: comments, blank lines and the line `sep=;`
/// @param hash      whether the header begins with a `#` that is no part of its first name
record Dialect(char separator, char quote, int skipped, boolean hash) {
    private static final String SEPARATORS = ";\t|,";
    private static final int LOOKED_AT = 200;

    /// Finds out how a file is written.
    ///
    /// @param head   the beginning of the file
    /// @param header whether a header is expected
    /// @param known  the separator, or 0 where it is to be found out
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

    /// The lines before the first that holds values or names.
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

    /// The apostrophe when fields stand in apostrophes and none in quotation marks.
    private static char quote(byte[] head) {
        return enclosed(head, '"') == 0 && enclosed(head, '\'') > 0 ? '\'' : '"';
    }

    /// How many fields begin and end with a mark.
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

    /// The separator that cuts most records into as many fields as the first has, at least two; of several, the one
    /// that makes most fields. A comma when none does.
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
        return bestFields == 1 && blanks(head, quote, skipped) ? ' ' : best;
    }

    /// Whether blanks cut all records into as many fields, at least two, and the second record has a number. A header may
    /// lack a name for names of rows in quotes, as R writes them.
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
                if (!scanner.blank()) {
                    counts.add(scanner.fields());
                }
            }
        } catch (CsvScanner.OpenQuoteException e) {
            // the last record may be cut where the head ends
            return counts;
        }
        if (counts.size() > 1 && counts.size() < LOOKED_AT) {
            counts.removeLast();
        }
        return counts;
    }

    /// Whether a comment names the columns of the record after it: as many fields, words over numbers.
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
