package org.chainrule.tabular.table;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.tabular.number.NumberStyle;
import org.chainrule.tabular.time.Dates;
import org.chainrule.tabular.value.JsonFields;
import org.chainrule.tabular.value.MissingWords;
import org.chainrule.tabular.value.Notation;
import org.chainrule.tabular.value.Phrases;

/// The form in which a [TableFormat] is saved in a model file.
final class FormatJson {
    /// The newest version: 2 added the separator, decimal marks and the order of dates; 3 added columns in which `-` is
    /// a value; 4 added the encoding, the lines above and below the table, the words that are kept, and the form, the
    /// unit and the missing words of columns.
    private static final int FORMAT = 4;

    private FormatJson() {
    }

    static Map<String, Object> write(TableFormat format) {
        Map<String, Object> json = new LinkedHashMap<>();
        Charset charset = format.charset();
        json.put("format", FORMAT);
        json.put("header", format.header());
        json.put("separator", mark(format.separator()));
        json.put("encoding", charset == null ? "" : charset.name());
        json.put("skipRows", format.skipRows());
        json.put("skipFooter", format.skipFooter());
        json.put("missing", format.missing());
        json.put("keep", format.keep());
        json.put("decimal", mark(format.decimal()));
        json.put("dates", format.order().name());
        Map<String, Object> columns = new LinkedHashMap<>();
        format.found().entrySet().stream().sorted(Map.Entry.comparingByKey())
                .filter(entry -> !entry.getValue().isUnknown())
                .forEach(entry -> columns.put(entry.getKey(), write(entry.getValue())));
        json.put("columns", columns);
        return json;
    }

    private static String mark(char mark) {
        return mark == 0 ? "" : String.valueOf(mark);
    }

    private static Map<String, Object> write(ColumnFormat column) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("decimal", String.valueOf(column.decimal()));
        json.put("marked", column.marked());
        json.put("dates", Dates.Order.of(column.dayFirst()).name());
        json.put("dash", column.dash());
        json.put("form", column.form());
        json.put("unit", column.unit());
        json.put("missing", column.missing());
        return json;
    }

    static TableFormat read(Object tree, String source) {
        JsonFields fields = JsonFields.of(tree, source, "format of files").version(FORMAT);
        double version = fields.number("format");
        List<String> kept = version < 4 ? MissingWords.ADDED : fields.texts("keep");
        TableFormat format = TableFormat.detected().header(fields.flag("header"))
                .missing(fields.texts("missing").toArray(String[]::new)).keep(kept.toArray(String[]::new));
        if (version >= 2) {
            format = marks(fields, format);
        }
        if (version >= 4) {
            String charset = fields.text("encoding");
            format = charset.isEmpty() ? format : format.encoding(known(fields, charset));
            int above = lines(fields, "skipRows");
            int below = lines(fields, "skipFooter");
            format = above < 0 ? format : format.skipRows(above);
            format = below < 0 ? format : format.skipFooter(below);
        }
        return format.found(format.found());
    }

    private static TableFormat marks(JsonFields fields, TableFormat before) {
        String separator = fields.text("separator");
        String decimal = fields.text("decimal");
        Dates.Order order = order(fields);
        if (separator.length() > 1) {
            throw fields.refuse("should have one character as \"separator\"");
        }
        TableFormat format = separator.isEmpty() ? before : before.separator(separator.charAt(0));
        format = decimal.isEmpty() ? format : format.decimal(style(fields, decimal).decimal());
        format = order == Dates.Order.UNKNOWN ? format : format.dayFirst(order == Dates.Order.DAY_FIRST);
        Map<String, ColumnFormat> found = new LinkedHashMap<>();
        JsonFields columns = fields.object("columns");
        for (String name : columns.keys()) {
            found.put(name, column(columns.object(name), fields.number("format")));
        }
        return format.found(found);
    }

    private static ColumnFormat column(JsonFields column, double version) {
        char decimal = style(column, column.text("decimal")).decimal();
        Boolean dayFirst = order(column).dayFirst();
        return version < 4
                ? new ColumnFormat(decimal, true, dayFirst, version >= 3 && column.flag("dash"), "", "", List.of())
                : new ColumnFormat(decimal, column.flag("marked"), dayFirst, column.flag("dash"), form(column),
                        column.text("unit"), column.texts("missing"));
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

    private static String form(JsonFields column) {
        String word = column.text("form");
        if (!word.isEmpty() && Arrays.stream(Notation.Form.values()).noneMatch(form -> form.word().equals(word))) {
            throw column.refuse("has the unknown form " + Phrases.quoted(word));
        }
        return word;
    }

    private static String known(JsonFields fields, String charset) {
        try {
            return Charset.forName(charset).name();
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw fields.refuse("should have a character set that this Java has as \"encoding\"");
        }
    }

    private static int lines(JsonFields fields, String key) {
        double lines = fields.number(key);
        if (lines != (int) lines || lines < -1) {
            throw fields.refuse("should have a number of lines as " + Phrases.quoted(key));
        }
        return (int) lines;
    }
}
