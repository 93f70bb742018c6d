package org.chainrule.tabular.table;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.number.NumberStyle;
import org.chainrule.tabular.remark.Remedy;
import org.chainrule.tabular.time.Dates;
import org.chainrule.tabular.value.CharsetNames;
import org.chainrule.tabular.value.Phrases;
import org.jspecify.annotations.Nullable;

/// What is known about the format of a file before it is read; the reader detects the rest. Immutable: each method that
/// changes a setting returns a copy.
///
/// ```java
/// Table table = Tables.read(file, TableFormat.detected().header(false).missing("-200"));
/// ```
public final class TableFormat implements Cloneable {
    private static final TableFormat DETECTED = new TableFormat();

    // Only `with` writes the fields, before the copy is shared. A value of 0, -1 or null stands for detection.
    private boolean header = true;
    private char separator;
    private @Nullable Charset charset;
    private String sheet = "";
    private int skipRows = -1;
    private int skipFooter = -1;
    private List<String> missing = List.of();
    private List<String> keep = List.of();
    private @Nullable NumberStyle style;
    private Dates.Order order = Dates.Order.UNKNOWN;
    private Map<String, Column.Kind> kinds = Map.of();
    private Map<String, ColumnFormat> found = Map.of();
    private List<Remedy> stated = List.of();

    private TableFormat() {
    }

    /// Returns a changed copy. The copy is a clone, so that no field can be forgotten.
    private TableFormat with(Consumer<TableFormat> change) {
        try {
            TableFormat copy = (TableFormat) clone();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /// Returns a copy with a changed setting of CSV text.
    private TableFormat stating(Remedy setting, Consumer<TableFormat> change) {
        return without(setting).with(change)
                .with(format -> format.stated = Stream.concat(format.stated.stream(), Stream.of(setting)).toList());
    }

    private TableFormat without(Remedy setting) {
        return with(format -> format.stated = stated.stream().filter(each -> each.getClass() != setting.getClass())
                .toList());
    }

    /// Returns the format that detects everything and expects the column names in the first line.
    public static TableFormat detected() {
        return DETECTED;
    }

    /// Sets whether the first line names the columns. Without a header line the columns are named c1, c2 and so on.
    public TableFormat header(boolean present) {
        Remedy none = new Remedy.NoHeader();
        return present
                ? without(none).with(format -> format.header = true)
                : stating(none, format -> format.header = false);
    }

    /// Sets the mark between values. Defaults to detection of a comma, a semicolon, a tab, `|`, blanks, or a rarer
    /// mark (`^`, `~`, `:` and the control characters 1 and 31) that splits all lines alike.
    public TableFormat separator(char mark) {
        if (mark == 0 || "\n\r\"".indexOf(mark) >= 0 || mark >= 127 || Character.isLetterOrDigit(mark)) {
            throw new ArgumentException("separator", "the separator must be an ASCII mark such as a comma, a "
                    + "semicolon, a tab or |, but is " + Phrases.quoted(String.valueOf(mark)));
        }
        return stating(new Remedy.Separator(), format -> format.separator = mark);
    }

    /// Sets the encoding of the file, such as `Shift_JIS`, `GB18030`, `IBM437`, `x-MacRoman`, `windows-1251` or
    /// `UTF-16LE`: any [Charset] of this Java. Defaults to detection of UTF-8, UTF-16 and UTF-32, otherwise to
    /// Windows-1252. A byte order mark in the file takes precedence.
    ///
    /// @param charset the name of a character set; case, blanks, hyphens and underscores do not matter
    public TableFormat encoding(String charset) {
        Charset known = CharsetNames.charset(charset);
        return stating(new Remedy.Encoding(), format -> format.charset = known);
    }

    /// Sets the sheet of a workbook. Defaults to the first that holds a table.
    public TableFormat sheet(String name) {
        return with(format -> format.sheet = name);
    }

    /// Sets the number of lines above the table, which are skipped. The next line is the header, or the first row if the
    /// file has no header. Defaults to detection of titles.
    ///
    /// @param lines 0 if the table begins in the first line
    /// @throws ArgumentException if the number is negative
    public TableFormat skipRows(int lines) {
        int above = atLeast(0, "skipRows", lines);
        return stating(new Remedy.SkipRows(above), format -> format.skipRows = above);
    }

    /// Sets the line of the header, from 1; the lines above are skipped. Defaults to detection.
    ///
    /// @throws ArgumentException if the number is less than 1
    public TableFormat headerRow(int line) {
        int above = atLeast(1, "headerRow", line) - 1;
        return header(true).stating(new Remedy.HeaderRow(line), format -> format.skipRows = above);
    }

    /// Sets the number of lines below the table, which are skipped; blank lines do not count. Defaults to detection of
    /// totals and of notes. If it is set, even to 0, no row is taken for a total.
    ///
    /// @throws ArgumentException if the number is negative
    public TableFormat skipFooter(int lines) {
        int below = atLeast(0, "skipFooter", lines);
        return stating(new Remedy.SkipFooter(below), format -> format.skipFooter = below);
    }

    private static int atLeast(int least, String setting, int value) {
        if (value < least) {
            throw new ArgumentException(setting, setting + ": got " + value + ", expected at least " + least);
        }
        return value;
    }

    /// Adds words that mean a missing value, besides the empty value, `NA`, `N/A`, `?`, `null`, `NaN`, `-`, `\N` and the
    /// errors of spreadsheets, such as `#N/A`. A word that is a number matches each of its spellings: `-200` also
    /// matches `-200.0`.
    public TableFormat missing(String... words) {
        return with(format -> format.missing = added(missing, words));
    }

    /// Adds words that are values and never mean missing, even if they are [missing words][#missing(String...)]: `NA` for
    /// Namibia, `-9999` for a temperature that was measured. A word matches in any letter case, a number in each of its
    /// spellings.
    ///
    /// @throws ArgumentException if a word is empty
    public TableFormat keep(String... words) {
        if (Arrays.stream(words).anyMatch(String::isBlank)) {
            throw new ArgumentException("words",
                    "an empty value always means missing and cannot be kept; name another one");
        }
        return with(format -> format.keep = added(keep, words));
    }

    private static List<String> added(List<String> before, String... words) {
        return Stream.concat(before.stream(), Arrays.stream(words).map(String::strip)).distinct().toList();
    }

    /// Sets the types of the named columns, in addition to those set before. The types of other columns are detected.
    public TableFormat kinds(Map<String, Column.Kind> known) {
        Map<String, Column.Kind> all = new LinkedHashMap<>(kinds);
        all.putAll(known);
        return with(format -> format.kinds = Map.copyOf(all));
    }

    /// Sets the decimal mark of all numbers: `1.234` is just above one with a decimal point, and above a thousand with
    /// a decimal comma. Defaults to detection for each column.
    ///
    /// @param mark a point or a comma
    public TableFormat decimal(char mark) {
        if (mark != '.' && mark != ',') {
            throw new ArgumentException("mark", "decimal: got " + Phrases.quoted(String.valueOf(mark))
                    + ", expected a point or a comma");
        }
        return with(format -> format.style = NumberStyle.of(mark));
    }

    /// Sets whether the day comes before the month in `01/02/2026`. Defaults to detection for each column.
    public TableFormat dayFirst(boolean day) {
        return with(format -> format.order = Dates.Order.of(day));
    }

    /// Returns a copy with the detected formats of columns, so that later files are read alike. A later table may be of
    /// another kind, so the settings made before are no longer [stated][#stated()].
    public TableFormat found(Map<String, ColumnFormat> columns) {
        return with(format -> {
            format.found = Map.copyOf(columns);
            format.stated = List.of();
        });
    }

    /// Returns a copy with the formats that were detected in a table, so that later files are read alike.
    public TableFormat foundIn(Table table) {
        return found(table.reading().format().found);
    }

    /// Returns the format of a column: the setting for all columns if there is one, otherwise the format detected in
    /// earlier files, otherwise a decimal point.
    public ColumnFormat column(String name) {
        ColumnFormat known = found.getOrDefault(name, ColumnFormat.UNKNOWN);
        NumberStyle all = style;
        return known.with(all == null ? known.decimal() : all.decimal(),
                order == Dates.Order.UNKNOWN ? known.dayFirst() : order.dayFirst());
    }

    /// Returns the settings and the detected formats as a tree for [org.chainrule.io.Json]. The tree omits the column
    /// types, which the schema holds.
    public Map<String, Object> toJson() {
        return FormatJson.write(this);
    }

    /// Returns the format that a tree describes.
    ///
    /// @param source the file that the tree comes from, for messages
    /// @throws org.chainrule.error.FormatException if [#toJson()] does not write such a tree, or the format is newer
    public static TableFormat fromJson(Object tree, String source) {
        return FormatJson.read(tree, source);
    }

    /// Returns whether the first line names the columns.
    public boolean header() {
        return header;
    }

    /// Returns the mark between values; 0 if it is to be detected.
    public char separator() {
        return separator;
    }

    /// Returns the encoding of the file; null if it is to be detected.
    public @Nullable Charset charset() {
        return charset;
    }

    /// Returns the sheet of a workbook; empty for the default.
    public String sheet() {
        return sheet;
    }

    /// Returns the number of lines above the table; -1 if it is to be detected.
    public int skipRows() {
        return skipRows;
    }

    /// Returns the number of lines below the table; -1 if it is to be detected.
    public int skipFooter() {
        return skipFooter;
    }

    /// Returns the decimal mark of all numbers; 0 if it is to be detected.
    public char decimal() {
        NumberStyle all = style;
        return all == null ? 0 : all.decimal();
    }

    /// Returns the additional words that mean a missing value.
    public List<String> missing() {
        return missing;
    }

    /// Returns the words that never mean missing.
    public List<String> keep() {
        return keep;
    }

    /// Returns the types of the named columns.
    public Map<String, Column.Kind> kinds() {
        return kinds;
    }

    /// Returns the settings of CSV text that were made for the next table: whether it has a header, its separator, its
    /// encoding, and the lines above and below it. A table of another kind refuses those that do not apply to it.
    public List<Remedy> stated() {
        return stated;
    }

    Dates.Order order() {
        return order;
    }

    Map<String, ColumnFormat> found() {
        return found;
    }
}
