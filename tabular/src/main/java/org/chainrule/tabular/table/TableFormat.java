package org.chainrule.tabular.table;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.value.Dates;
import org.chainrule.tabular.value.JsonFields;
import org.chainrule.tabular.value.MissingWords;
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
    /// a value; 4 added words that are kept.
    private static final int FORMAT = 4;
    private static final TableFormat DETECTED = new TableFormat(true, (char) 0, List.of(), Map.of(),
            Conventions.DETECTED, Map.of());

    private final boolean header;
    private final char separator;
    private final List<String> missing;
    private final Map<String, Column.Kind> kinds;
    private final Conventions conventions;
    private final Map<String, ColumnFormat> found;

    /// How values are written in all columns: the style of numbers, the order of dates and the words that are values.
    ///
    /// @param style null to detect it for each column
    /// @param order unknown to detect it for each column
    /// @param keep  the words that never mean missing
    private record Conventions(@Nullable NumberStyle style, Dates.Order order, List<String> keep) {
        static final Conventions DETECTED = new Conventions(null, Dates.Order.UNKNOWN, List.of());
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

    /// Sets the mark between values. Defaults to detection of a comma, a semicolon, a tab, `|` or blanks.
    public TableFormat separator(char mark) {
        if (mark >= 128 || mark < ' ' && mark != '\t' || mark == '"' || Character.isLetterOrDigit(mark)) {
            throw new ArgumentException("separator", "separator: got " + Phrases.quoted(String.valueOf(mark))
                    + ", expected an ASCII mark such as a comma, a semicolon, a tab or |");
        }
        return new TableFormat(header, mark, missing, kinds, conventions, found);
    }

    /// Adds words that mean a missing value, besides the empty value, `NA`, `N/A`, `?`, `null`, `NaN`, `-`, `\N` and the
    /// errors of spreadsheets, such as `#N/A`. A word that is a number matches each of its spellings: `-200` also
    /// matches `-200.0`.
    public TableFormat missing(String... words) {
        return new TableFormat(header, separator, added(missing, words), kinds, conventions, found);
    }

    /// Adds words that are values and never mean missing, even if they are [missing words][#missing(String...)]: `NA` for
    /// Namibia, `-9999` for a temperature that was measured. A word matches in any letter case, a number in each of its
    /// spellings.
    ///
    /// @throws ArgumentException if a word is empty
    public TableFormat keep(String... words) {
        if (Arrays.stream(words).anyMatch(String::isBlank)) {
            throw new ArgumentException("words", "keep: got an empty word, which always means missing; name a word");
        }
        return new TableFormat(header, separator, missing, kinds,
                new Conventions(conventions.style, conventions.order, added(conventions.keep, words)), found);
    }

    private static List<String> added(List<String> before, String... words) {
        return Stream.concat(before.stream(), Arrays.stream(words).map(String::strip)).distinct().toList();
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
                new Conventions(NumberStyle.of(mark), conventions.order, conventions.keep), found);
    }

    /// Sets whether the day comes before the month in `01/02/2026`. Defaults to detection for each column.
    public TableFormat dayFirst(boolean day) {
        return new TableFormat(header, separator, missing, kinds,
                new Conventions(conventions.style, Dates.Order.of(day), conventions.keep), found);
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
        json.put("keep", conventions.keep);
        json.put("decimal", decimal() == 0 ? "" : String.valueOf(decimal()));
        json.put("dates", conventions.order.name());
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
                .missing(fields.texts("missing").toArray(String[]::new))
                .keep((fields.number("format") < 4 ? MissingWords.ADDED : fields.texts("keep")).toArray(String[]::new));
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
                new Conventions(decimal.isEmpty() ? null : style(fields, decimal), order(fields), format.keep()),
                found);
    }

    private static NumberStyle style(JsonFields fields, String decimal) {
        return switch (decimal) {
            case "." -> NumberStyle.POINT;
            case "," -> NumberStyle.COMMA;
            default -> throw fields.refuse("should have a point or a comma as \"decimal\"");
        };
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

    /// Returns the decimal mark of all numbers; 0 if it is to be detected.
    public char decimal() {
        NumberStyle style = conventions.style;
        return style == null ? 0 : style.decimal();
    }

    /// Returns the additional words that mean a missing value.
    public List<String> missing() {
        return missing;
    }

    /// Returns the words that never mean missing.
    public List<String> keep() {
        return conventions.keep;
    }

    /// Returns the types of the named columns.
    public Map<String, Column.Kind> kinds() {
        return kinds;
    }
}
