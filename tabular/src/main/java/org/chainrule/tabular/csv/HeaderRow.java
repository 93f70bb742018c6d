package org.chainrule.tabular.csv;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.chainrule.error.FormatException;
import org.chainrule.tabular.number.Decimal;
import org.chainrule.tabular.remark.ReadingRemark;
import org.chainrule.tabular.remark.Refusal;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.value.Phrases;

/// The record that names the columns.
///
/// @param source   the name of the file in messages
/// @param line     the line on which it begins
/// @param names    the names; a column without a name is named by its position
/// @param written  the fields as written, with each byte as one character
/// @param quoted   whether all fields are quoted
/// @param numbered whether any name is a number
public record HeaderRow(String source, long line, List<String> names, List<String> written, boolean quoted,
        boolean numbered) {
    private static final String BYTE_ORDER_MARK = "\u00EF\u00BB\u00BF";

    /// Returns the header at which a scanner is positioned.
    ///
    /// @throws java.nio.charset.CharacterCodingException if its bytes are not text in the character set
    /// @throws FormatException if it uses a name twice
    public static HeaderRow of(CsvScanner scanner, Layout layout, Charset charset, String source, long line)
            throws IOException {
        Map<String, Integer> taken = new LinkedHashMap<>();
        List<String> written = new ArrayList<>();
        boolean quoted = true;
        for (int i = 0; i < scanner.fields(); i++) {
            String stripped = stripped(scanner.text(i, charset));
            written.add(scanner.latin(i));
            quoted &= scanner.quoted(i);
            if (i == 0 && layout.dialect().hash() && stripped.length() > 1) {
                stripped = stripped.substring(1).strip();
            }
            stripped = layout.named(i, stripped);
            // R and pandas leave the name of the column of row names empty.
            String name = stripped.isEmpty() ? unnamed(i) : stripped;
            Integer other = taken.putIfAbsent(name, i);
            if (other != null) {
                if (!Double.isNaN(Decimal.of(name))) {
                    Refusal.NumberTwice refusal = new Refusal.NumberTwice(source, name, other + 1, i + 1);
                    throw FormatException.because(source, refusal.sentence(), refusal);
                }
                throw new FormatException(source, source + ": the header names two columns " + Phrases.quoted(name)
                        + " (columns " + (other + 1) + " and " + (i + 1) + "); rename one");
            }
        }
        return new HeaderRow(source, line, List.copyOf(taken.keySet()), List.copyOf(written), quoted,
                taken.keySet().stream().anyMatch(name -> !Double.isNaN(Decimal.of(name))));
    }

    /// Returns a name without blanks and invisible marks at its ends.
    private static String stripped(String name) {
        int start = 0;
        int end = name.length();
        while (start < end && isInvisible(name.charAt(start))) {
            start++;
        }
        while (start < end && isInvisible(name.charAt(end - 1))) {
            end--;
        }
        return name.substring(start, end);
    }

    private static boolean isInvisible(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.getType(c) == Character.FORMAT;
    }

    private static String unnamed(int place) {
        return "column " + (place + 1);
    }

    /// Returns whether a record repeats the header, as in files that were concatenated. A header with a number in it
    /// may itself be a row of a file without a header, and a single name may be a value, so neither counts as repeated.
    public boolean repeatedBy(CsvScanner record) {
        if (record.fields() != written.size() || written.size() == 1 || numbered) {
            return false;
        }
        for (int i = 0; i < written.size(); i++) {
            String name = written.get(i);
            // most fields that differ do so in their first byte
            int first = record.end(i) > record.start(i) ? record.buffer()[record.start(i)] & 0xFF : ' ';
            if (first > ' ' && first != BYTE_ORDER_MARK.charAt(0) && !name.isEmpty() && name.charAt(0) > ' '
                    && (first | 0x20) != (name.charAt(0) | 0x20)) {
                return false;
            }
            String field = record.latin(i).strip();
            if (!field.equalsIgnoreCase(name.strip())
                    && !(i == 0 && field.equalsIgnoreCase(BYTE_ORDER_MARK + name.strip()))) {
                return false;
            }
        }
        return true;
    }

    /// Returns the names fitted to rows with a different layout: the header ends in a separator and the rows do not, or
    /// the rows begin with row names, as R writes them, and the header has no name for those.
    ///
    /// @param notes receives the remarks
    /// @throws FormatException if rows have more or fewer values than the header has names, and no layout explains it
    public List<String> fitted(FirstRows rows, List<Remark> notes) {
        int more = rows.usual() - names.size();
        if (more == 1 && isOfR(rows)) {
            List<String> all = new ArrayList<>(List.of(unnamed(0)));
            all.addAll(names);
            notes.add(new ReadingRemark.RowNames(unnamed(0)));
            return all;
        }
        if (rows.size() > 0 && more < 0
                && IntStream.range(rows.usual(), names.size()).allMatch(i -> names.get(i).equals(unnamed(i)))) {
            notes.add(new ReadingRemark.TrailingSeparator(true));
            return names.subList(0, rows.usual());
        }
        int last = names.size() - 1;
        int gap = IntStream.range(1, last).filter(i -> names.get(i).equals(unnamed(i))).findFirst().orElse(last);
        if (gap < last && !names.get(last).equals(unnamed(last)) && more == 0 && rows.lastIsEmpty(names.size())) {
            throw refused(
                    "column " + (gap + 1) + " has no name, and the last column, " + Phrases.quoted(names.get(last))
                            + ", has no value in any of the first rows; name column " + (gap + 1)
                            + ", or remove the extra separator");
        }
        if (more > 0 && rows.size() > 1 && rows.surplus(names.size()) == 0) {
            throw refused("the header names " + Phrases.count(names.size(), "column") + " where most rows have "
                    + Phrases.count(rows.usual(), "value") + "; insert the separator that is missing between two names,"
                    + " or name all columns");
        }
        return names;
    }

    /// Returns whether R wrote the header above rows with row names. R quotes all column names or none, and leaves none
    /// empty.
    /// A quote inside a name more likely means that the separator between two names is missing.
    private boolean isOfR(FirstRows rows) {
        return (quoted && rows.named() || names.size() > 1 && rows.labelled(names.getFirst()))
                && !names.contains(unnamed(0))
                && written.stream().noneMatch(name -> name.contains("\"") || name.isBlank());
    }

    private FormatException refused(String why) {
        return new FormatException(source, source + ", line " + line + ": " + why);
    }
}
