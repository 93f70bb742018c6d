package org.chainrule.tabular.table;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.value.CharsetNames;
import org.chainrule.tabular.value.Dates;
import org.chainrule.tabular.value.JsonFields;
import org.chainrule.tabular.value.NumberStyle;
import org.chainrule.tabular.value.Phrases;
import org.jspecify.annotations.Nullable;

/// What is known about the format of a file before it is read; the reader detects the rest. Immutable: each method that
/// changes a setting returns a copy.
///
/// ```java
/// Table table = Tables.read(file, TableFormat.detected().header(false).missing("-200"));
/// ```
public final class TableFormat {
    /// The newest version: 2 added the separator, decimal marks and the order of dates; 3 added columns in which `-` is
    /// a value; 4 added the encoding.
    private static final int FORMAT = 4;
    private static final TableFormat DETECTED = new TableFormat(true, (char) 0, List.of(), Map.of(),
            Conventions.DETECTED, Map.of());

    private final boolean header;
    private final char separator;
    private final List<String> missing;
    private final Map<String, Column.Kind> kinds;
    private final Conventions conventions;
    private final Map<String, ColumnFormat> found;

    /// The encoding of the file, and the style of numbers and the order of dates in all columns.
    ///
    /// @param charset null to detect it
    /// @param style   null to detect it for each column
    /// @param order   unknown to detect it for each column
    private record Conventions(@Nullable Charset charset, @Nullable NumberStyle style, Dates.Order order) {
        static final Conventions DETECTED = new Conventions(null, null, Dates.Order.UNKNOWN);
    }

    private TableFormat(boolean header, char separator, List<String> missing, Map<String, Column.Kind> kinds,
            Conventions conventions, Map<String, ColumnFormat> found) {
        this.header = header;
        this.separator = separator;
        this.missing = missing;
        this.kinds = kinds;
        this.conventions = conventions;
        this.found = found;
    }

    /// Returns the format that detects everything and expects the column names in the first line.
    public static TableFormat detected() {
        return DETECTED;
    }

    /// Sets whether the first line names the columns. Without a header line the columns are named c1, c2 and so on.
    public TableFormat header(boolean present) {
        return new TableFormat(present, separator, missing, kinds, conventions, found);
    }

    /// Sets the mark between values. Defaults to detection of a comma, a semicolon, a tab, `|`, blanks, or a rarer
    /// mark (`^`, `~`, `:` and the control characters 1 and 31) that splits all lines alike.
    public TableFormat separator(char mark) {
        if (mark >= 127 || mark == 0 || mark == '\n' || mark == '\r' || mark == '"'
                || Character.isLetterOrDigit(mark)) {
            throw new ArgumentException("separator", "separator: got " + Phrases.quoted(String.valueOf(mark))
                    + ", expected an ASCII mark such as a comma, a semicolon, a tab or |");
        }
        return new TableFormat(header, mark, missing, kinds, conventions, found);
    }

    /// Sets the encoding of the file, such as `Shift_JIS`, `GB18030`, `IBM437`, `x-MacRoman`, `windows-1251` or
    /// `UTF-16LE`: any [Charset] of this Java. Defaults to detection of UTF-8, UTF-16 and UTF-32, otherwise to
    /// Windows-1252. A byte order mark in the file takes precedence.
    ///
    /// @param charset the name of a character set; case, blanks, hyphens and underscores do not matter
    public TableFormat encoding(String charset) {
        return new TableFormat(header, separator, missing, kinds,
                new Conventions(CharsetNames.charset(charset), conventions.style, conventions.order), found);
    }

    /// Adds words that mean a missing value, besides the empty value, `NA`, `N/A`, `?`, `null`, `NaN` and `-`. A word
    /// that is a number matches each of its spellings: `-200` also matches `-200.0`.
    public TableFormat missing(String... words) {
        List<String> all = new ArrayList<>(missing);
        for (String word : words) {
            if (!all.contains(word.strip())) {
                all.add(word.strip());
            }
        }
        return new TableFormat(header, separator, List.copyOf(all), kinds, conventions, found);
    }

    /// Sets the types of the named columns, in addition to those set before. The types of other columns are detected.
    public TableFormat kinds(Map<String, Column.Kind> known) {
        Map<String, Column.Kind> all = new LinkedHashMap<>(kinds);
        all.putAll(known);
        return new TableFormat(header, separator, missing, Map.copyOf(all), conventions, found);
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
        return new TableFormat(header, separator, missing, kinds,
                new Conventions(conventions.charset, NumberStyle.of(mark), conventions.order), found);
    }

    /// Sets whether the day comes before the month in `01/02/2026`. Defaults to detection for each column.
    public TableFormat dayFirst(boolean day) {
        return new TableFormat(header, separator, missing, kinds,
                new Conventions(conventions.charset, conventions.style, Dates.Order.of(day)), found);
    }

    /// Returns a copy with the detected formats of columns, so that later files are read alike.
    public TableFormat found(Map<String, ColumnFormat> columns) {
        return new TableFormat(header, separator, missing, kinds, conventions, Map.copyOf(columns));
    }

    /// Returns a copy with the formats that were detected in a table, so that later files are read alike.
    public TableFormat foundIn(Table table) {
        return found(table.reading().format().found);
    }

    /// Returns the format of a column: the setting for all columns if there is one, otherwise the format detected in
    /// earlier files, otherwise a decimal point.
    public ColumnFormat column(String name) {
        ColumnFormat known = found.get(name);
        NumberStyle style = conventions.style;
        Dates.Order order = conventions.order;
        char decimal = style != null ? style.decimal() : known != null ? known.decimal() : NumberStyle.POINT.decimal();
        Boolean dayFirst = order != Dates.Order.UNKNOWN || known == null ? order.dayFirst() : known.dayFirst();
        return new ColumnFormat(decimal, known != null && known.marked(), dayFirst, known != null && known.dash());
    }

    /// Returns the settings and the detected formats as a tree for [org.chainrule.io.Json]. The tree omits the column
    /// types, which the schema holds.
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", FORMAT);
        json.put("header", header);
        json.put("separator", separator == 0 ? "" : String.valueOf(separator));
        json.put("missing", missing);
        json.put("decimal", decimal() == 0 ? "" : String.valueOf(decimal()));
        json.put("dates", conventions.order.name());
        json.put("encoding", conventions.charset == null ? "" : conventions.charset.name());
        Map<String, Object> columns = new LinkedHashMap<>();
        found.keySet().stream().sorted().forEach(name -> {
            ColumnFormat column = found.get(name);
            if (column != null && (column.marked() || column.dash() || column.dayFirst() != null)) {
                columns.put(name, Map.of("decimal", String.valueOf(column.decimal()), "dates",
                        Dates.Order.of(column.dayFirst()).name(), "dash", column.dash()));
            }
        });
        json.put("columns", columns);
        return json;
    }

    /// Returns the format that a tree describes.
    ///
    /// @param source the file that the tree comes from, for messages
    /// @throws org.chainrule.error.FormatException if [#toJson()] does not write such a tree, or the format is newer
    public static TableFormat fromJson(Object tree, String source) {
        JsonFields fields = JsonFields.of(tree, source, "format of files").version(FORMAT);
        TableFormat format = detected().header(fields.flag("header"))
                .missing(fields.texts("missing").toArray(String[]::new));
        if (fields.number("format") < 2) {
            return format;
        }
        String separator = fields.text("separator");
        String decimal = fields.text("decimal");
        Map<String, ColumnFormat> found = new LinkedHashMap<>();
        JsonFields columns = fields.object("columns");
        for (String name : columns.keys()) {
            JsonFields column = columns.object(name);
            NumberStyle learned = style(column, column.text("decimal"));
            boolean dash = fields.number("format") >= 3 && column.flag("dash");
            found.put(name, new ColumnFormat(learned.decimal(), true, order(column).dayFirst(), dash));
        }
        if (separator.length() > 1) {
            throw fields.refuse("should have one character as \"separator\"");
        }
        return new TableFormat(format.header, separator.isEmpty() ? 0 : separator.charAt(0), format.missing, Map.of(),
                new Conventions(charset(fields), decimal.isEmpty() ? null : style(fields, decimal), order(fields)),
                found);
    }

    private static NumberStyle style(JsonFields fields, String decimal) {
        return switch (decimal) {
            case "." -> NumberStyle.POINT;
            case "," -> NumberStyle.COMMA;
            default -> throw fields.refuse("should have a point or a comma as \"decimal\"");
        };
    }

    private static @Nullable Charset charset(JsonFields fields) {
        String name = fields.number("format") >= 4 ? fields.text("encoding") : "";
        if (name.isEmpty()) {
            return null;
        }
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw fields.refuse("should have a character set that this Java has as \"encoding\"");
        }
    }

    private static Dates.Order order(JsonFields fields) {
        for (Dates.Order order : Dates.Order.values()) {
            if (order.name().equals(fields.text("dates"))) {
                return order;
            }
        }
        throw fields.refuse("should have an order of day and month as \"dates\"");
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
        return conventions.charset;
    }

    /// Returns the decimal mark of all numbers; 0 if it is to be detected.
    public char decimal() {
        NumberStyle style = conventions.style;
        return style == null ? 0 : style.decimal();
    }

    /// Returns the additional words that mean a missing value.
    public List<String> missing() {
        return missing;
    }

    /// Returns the types of the named columns.
    public Map<String, Column.Kind> kinds() {
        return kinds;
    }
}
