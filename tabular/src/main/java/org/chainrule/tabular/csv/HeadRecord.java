package org.chainrule.tabular.csv;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.chainrule.tabular.value.MissingWords;

/// A record at the beginning of a file as text, before it is known whether it is a title, a header or a row.
///
/// @param line   the line on which it begins, from 1
/// @param fields the fields without surrounding blanks
/// @param apart  whether a blank line stands above it
public record HeadRecord(long line, List<String> fields, boolean apart) {
    private static final int MOST = 256;
    private static final int TITLES = 40;
    private static final MissingWords MISSING = new MissingWords(List.of(), List.of(), StandardCharsets.UTF_8);
    private static final Set<Character> SIGNS = Set.of('-', '+', '−', '<', '>', '~', '≈', '±', '(', '$', '€', '£', '¥',
            '₹', '.', ',', '\'', ' ', '\u00A0');

    /// Reads the records at the beginning of a file, without blank lines, comments and rules.
    ///
    /// @param whole whether the beginning is the whole file; otherwise the last record may be incomplete
    static List<HeadRecord> read(byte[] head, boolean whole, Dialect dialect, boolean framed, Charset charset) {
        List<HeadRecord> records = new ArrayList<>();
        try {
            CsvScanner scanner = new CsvScanner(new ByteArrayInputStream(head), dialect, framed);
            for (int i = 0; i < dialect.skipped(); i++) {
                scanner.nextLine();
            }
            boolean apart = false;
            while (records.size() < MOST && next(scanner, records.size())) {
                if (scanner.blank() || scanner.empty()) {
                    apart = true;
                } else if (!scanner.rule()
                        && (scanner.fields() > 1 || !scanner.latin(0).startsWith("#") || scanner.quoted(0))) {
                    records.add(of(scanner, apart, charset));
                    apart = false;
                }
            }
            if (!whole && !records.isEmpty() && records.size() < MOST) {
                records.removeLast();
            }
        } catch (OpenQuoteException e) {
            // the last record may be incomplete at the end of the head
            return records;
        } catch (IOException e) {
            throw new AssertionError("bytes in memory cannot fail to be read", e);
        }
        return records;
    }

    /// Advances to the next record. A title such as `"Sales" of 2026` is no record by RFC 4180 and is read as a line.
    private static boolean next(CsvScanner scanner, int read) throws IOException {
        try {
            return scanner.next();
        } catch (OpenQuoteException e) {
            if (!e.closed() || read >= TITLES) {
                throw e;
            }
            return scanner.nextLine();
        }
    }

    private static HeadRecord of(CsvScanner scanner, boolean apart, Charset charset) {
        List<String> fields = new ArrayList<>(scanner.fields());
        for (int i = 0; i < scanner.fields(); i++) {
            fields.add(new String(scanner.buffer(), scanner.start(i), scanner.end(i) - scanner.start(i), charset)
                    .strip());
        }
        return new HeadRecord(scanner.line(), List.copyOf(fields), apart);
    }

    /// Returns whether the record at which a scanner is positioned holds the same fields.
    public boolean sameAs(CsvScanner record, Charset charset) {
        return fields.equals(of(record, apart, charset).fields);
    }

    /// Returns whether the record holds the same fields as another, apart from case.
    boolean repeats(HeadRecord other) {
        return size() == other.size()
                && IntStream.range(0, size()).allMatch(i -> field(i).equalsIgnoreCase(other.field(i)));
    }

    int size() {
        return fields.size();
    }

    /// Returns the field at a place; empty beyond the last.
    String field(int place) {
        return place < fields.size() ? fields.get(place) : "";
    }

    /// Returns the number of fields that are not empty.
    int filled() {
        return (int) fields.stream().filter(field -> !field.isEmpty()).count();
    }

    /// Returns whether all fields after the given number of them are empty.
    boolean emptyFrom(int place) {
        return fields.stream().skip(place).allMatch(String::isEmpty);
    }

    boolean number(int place) {
        return isNumber(field(place));
    }

    /// Returns whether a field holds a word: text that is neither a number nor missing.
    boolean word(int place) {
        return !missing(place) && !number(place);
    }

    boolean missing(int place) {
        return MISSING.contains(field(place));
    }

    /// Returns whether a text has the look of a number, an amount, a date or a time: a digit first, after a sign or
    /// currency, and few letters.
    public static boolean isNumber(String text) {
        int digits = 0;
        int letters = 0;
        boolean begun = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isDigit(c)) {
                digits++;
                begun = true;
            } else if (Character.isLetter(c)) {
                letters++;
            }
            boolean code = i < 3 && c >= 'A' && c <= 'Z' && text.length() > 4 && Character.isUpperCase(text.charAt(2));
            if (!begun && !SIGNS.contains(c) && !code) {
                return false;
            }
        }
        return digits > 0 && letters <= digits + 3 && letters <= 9;
    }
}
