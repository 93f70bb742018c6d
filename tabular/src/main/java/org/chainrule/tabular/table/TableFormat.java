package org.chainrule.tabular.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.value.Dates;
import org.chainrule.tabular.value.JsonFields;
import org.chainrule.tabular.value.NumberStyle;
import org.chainrule.tabular.value.Phrases;
import org.jspecify.annotations.Nullable;

/// What is known of a file before it is read; all else is found out. Immutable: each method that changes something returns
/// another format.
///
/// ```java
/// Table table = Tables.read(file, TableFormat.detected().header(false).missing("-200"));
/// ```
public final class TableFormat {
    /// The newest format: 2 came with the separator, decimal marks and the order of dates, 3 with columns in which `-` is a
    /// value.
    private static final int FORMAT = 3;
    private static final TableFormat DETECTED = new TableFormat(true, (char) 0, List.of(), Map.of(),
            Conventions.DETECTED, Map.of());

    private final boolean header;
    private final char separator;
    private final List<String> missing;
    private final Map<String, Column.Kind> kinds;
    private final Conventions conventions;
    private final Map<String, ColumnFormat> found;

    /// How the numbers and dates of all columns are written.
    ///
    /// @param style null if that is detected column by column
    /// @param order unknown if that is detected column by column
    private record Conventions(@Nullable NumberStyle style, Dates.Order order) {
        static final Conventions DETECTED = new Conventions(null, Dates.Order.UNKNOWN);
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

    /// A format of which nothing is known but that the first line names the columns.
    public static TableFormat detected() {
        return DETECTED;
    }

    /// Whether the first line names the columns; without it they are c1, c2 and so on.
    public TableFormat header(boolean present) {
        return new TableFormat(present, separator, missing, kinds, conventions, found);
    }

    /// What stands between values: a comma, a semicolon, a tab, `|` or blanks are found out.
    public TableFormat separator(char mark) {
        if (mark >= 128 || mark < ' ' && mark != '\t' || mark == '"' || Character.isLetterOrDigit(mark)) {
            throw new ArgumentException("separator", "separator: got " + Phrases.quoted(String.valueOf(mark))
                    + ", expected a mark of ASCII such as a comma, a semicolon, a tab or |");
        }
        return new TableFormat(header, mark, missing, kinds, conventions, found);
    }

    /// Adds values that count as missing besides the empty one, `NA`, `N/A`, `?`, `null`, `NaN` and `-`. One that is a
    /// number stands for every spelling of it: `-200` for `-200.0` too.
    public TableFormat missing(String... words) {
        List<String> all = new ArrayList<>(missing);
        for (String word : words) {
            if (!all.contains(word.strip())) {
                all.add(word.strip());
            }
        }
        return new TableFormat(header, separator, List.copyOf(all), kinds, conventions, found);
    }

    /// Sets what the named columns hold, in addition to those named before; columns that are not named are found out.
    public TableFormat kinds(Map<String, Column.Kind> known) {
        Map<String, Column.Kind> all = new LinkedHashMap<>(kinds);
        all.putAll(known);
        return new TableFormat(header, separator, missing, Map.copyOf(all), conventions, found);
    }

    /// Sets the decimal mark of all numbers: `1.234` is a little more than one with a decimal point, and more than a
    /// thousand with a decimal comma. Unless set it is found out, column by column.
    ///
    /// @param mark a point or a comma
    public TableFormat decimal(char mark) {
        if (mark != '.' && mark != ',') {
            throw new ArgumentException("mark", "decimal: got " + Phrases.quoted(String.valueOf(mark))
                    + ", expected a point or a comma");
        }
        return new TableFormat(header, separator, missing, kinds,
                new Conventions(NumberStyle.of(mark), conventions.order), found);
    }

    /// Whether the day stands before the month in `01/02/2026`. Unless set it is found out, column by column.
    public TableFormat dayFirst(boolean day) {
        return new TableFormat(header, separator, missing, kinds,
                new Conventions(conventions.style, Dates.Order.of(day)), found);
    }

    /// Returns a copy with how the values of columns were found to be written, so that files to come are read alike.
    public TableFormat found(Map<String, ColumnFormat> columns) {
        return new TableFormat(header, separator, missing, kinds, conventions, Map.copyOf(columns));
    }

    /// Returns a copy with what was found out about the columns of a table that was read, so that files to come are read
    /// alike.
    public TableFormat foundIn(Table table) {
        return found(table.reading().format().found);
    }

    /// How the values of a column are written: as set for all columns, otherwise as found out in files read before,
    /// otherwise with a decimal point.
    public ColumnFormat column(String name) {
        ColumnFormat known = found.get(name);
        NumberStyle style = conventions.style;
        Dates.Order order = conventions.order;
        char decimal = style != null ? style.decimal() : known != null ? known.decimal() : NumberStyle.POINT.decimal();
        Boolean dayFirst = order != Dates.Order.UNKNOWN || known == null ? order.dayFirst() : known.dayFirst();
        return new ColumnFormat(decimal, known != null && known.marked(), dayFirst, known != null && known.dash());
    }

    /// What was said and found out, as a tree for [org.chainrule.io.Json]; what columns hold is the schema's.
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", FORMAT);
        json.put("header", header);
        json.put("separator", separator == 0 ? "" : String.valueOf(separator));
        json.put("missing", missing);
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

    /// The format from its tree; `source` is the file it came from.
    ///
    /// @throws org.chainrule.error.FormatException if the tree is not one that [#toJson()] makes, or is of a newer version
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
                new Conventions(decimal.isEmpty() ? null : style(fields, decimal), order(fields)), found);
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
        throw fields.refuse("should say which order dates have as \"dates\"");
    }

    /// Whether the first line names the columns.
    public boolean header() {
        return header;
    }

    /// The mark between values; 0 when that is to be found out.
    public char separator() {
        return separator;
    }

    /// The decimal mark of all numbers; 0 when that is to be found out.
    public char decimal() {
        NumberStyle style = conventions.style;
        return style == null ? 0 : style.decimal();
    }

    /// The words that count as missing besides those that always do.
    public List<String> missing() {
        return missing;
    }

    /// What the named columns hold.
    public Map<String, Column.Kind> kinds() {
        return kinds;
    }
}
