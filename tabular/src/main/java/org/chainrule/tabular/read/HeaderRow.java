package org.chainrule.tabular.read;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.chainrule.error.FormatException;
import org.chainrule.tabular.remark.ReadingRemark;
import org.chainrule.tabular.remark.Refusal;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.value.Decimal;
import org.chainrule.tabular.value.Phrases;

/// The record that names the columns.
///
/// @param source   what error messages call the file
/// @param line     the line where it begins
/// @param names    the names; a column without one is called by its place
/// @param written  the fields as they are written, each byte a character
/// @param quoted   whether all fields stand in quotes
/// @param numbered whether one of the names is a number
record HeaderRow(String source, long line, List<String> names, List<String> written, boolean quoted, boolean numbered) {
    private static final String BYTE_ORDER_MARK = "\u00EF\u00BB\u00BF";

    /// The header that a scanner stands at.
    ///
    /// @throws java.nio.charset.CharacterCodingException if its bytes are no text in the character set
    /// @throws FormatException                           if it names a column twice
    static HeaderRow of(CsvScanner scanner, Dialect dialect, Charset charset, String source, long line)
            throws IOException {
        Map<String, Integer> taken = new LinkedHashMap<>();
        List<String> written = new ArrayList<>();
        boolean quoted = true;
        for (int i = 0; i < scanner.fields(); i++) {
            String stripped = scanner.text(i, charset).strip();
            written.add(scanner.latin(i));
            quoted &= scanner.quoted(i);
            if (i == 0 && dialect.hash() && stripped.length() > 1) {
                stripped = stripped.substring(1).strip();
            }
            // R and pandas leave the column of row names without a name.
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

    private static String unnamed(int place) {
        return "column " + (place + 1);
    }

    /// Whether a record is the header once more, as where files were put behind one another. A header with a number in it
    /// may be a row itself, in a file that has none, and a name that stands alone may be a value.
    boolean repeatedBy(CsvScanner record) {
        if (record.fields() != written.size() || written.size() == 1 || numbered) {
            return false;
        }
        for (int i = 0; i < written.size(); i++) {
            String name = written.get(i);
            // of fields that differ, most differ in their first byte
            if (record.end(i) > record.start(i) && !name.isEmpty()
                    && (record.buffer()[record.start(i)] & 0xFF) != name.charAt(0)
                    && (record.buffer()[record.start(i)] & 0xFF) != BYTE_ORDER_MARK.charAt(0)) {
                return false;
            }
            String field = record.latin(i);
            if (!field.equals(name) && !(i == 0 && field.equals(BYTE_ORDER_MARK + name))) {
                return false;
            }
        }
        return true;
    }

    /// The names fitted to rows that are written otherwise at their edges: with a separator at the end of the header but
    /// not of the rows, or with names of rows as R writes them, above which the header has none.
    ///
    /// @param notes takes what there is to say
    /// @throws FormatException if rows have other values than the header names, and nothing says which is which
    List<String> fitted(FirstRows rows, List<Remark> notes) {
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
                            + ", or remove the separator that is too many");
        }
        if (more > 0 && rows.size() > 1 && rows.surplus(names.size()) == 0) {
            throw refused("the header names " + Phrases.count(names.size(), "column") + " where most rows have "
                    + Phrases.count(rows.usual(), "value") + "; insert the separator that is missing between two names,"
                    + " or name all columns");
        }
        return names;
    }

    /// Whether R wrote the header above rows with names. It puts all names of columns in quotes and leaves none of them empty.
    /// A quote inside one is rather what a separator lost between two of them leaves.
    private boolean isOfR(FirstRows rows) {
        return quoted && rows.named() && !names.contains(unnamed(0))
                && written.stream().noneMatch(name -> name.contains("\"") || name.isBlank());
    }

    private FormatException refused(String why) {
        return new FormatException(source, source + ", line " + line + ": " + why);
    }
}
