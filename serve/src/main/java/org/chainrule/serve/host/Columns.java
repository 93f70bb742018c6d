package org.chainrule.serve.host;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.chainrule.tabular.encode.CategoryEncoding;
import org.chainrule.tabular.encode.DateEncoding;
import org.chainrule.tabular.encode.Encoding;
import org.chainrule.tabular.encode.ListEncoding;
import org.chainrule.tabular.encode.NumberEncoding;
import org.chainrule.tabular.encode.StatisticsEncoding;
import org.chainrule.tabular.encode.TextEncoding;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.table.Column;

/// What clients should know about the columns of a model.
public final class Columns {
    private static final int MOST_VALUES = 200;

    private Columns() {
    }

    /// Returns the kind of a column in one word: `number`, `category`, `date`, `list` or `text`.
    public static String kind(Encoding encoding) {
        return switch (encoding) {
            case NumberEncoding _ -> "number";
            case CategoryEncoding _,StatisticsEncoding _ -> "category";
            case DateEncoding _ -> "date";
            case ListEncoding _ -> "list";
            case TextEncoding _ -> "text";
        };
    }

    /// Returns whether values of a column are numbers.
    public static boolean isNumber(Encoding encoding) {
        return encoding.kind() == Column.Kind.NUMBER;
    }

    /// Returns the values that a column had in training; empty if they are not known, or too many.
    public static List<String> values(Encoding encoding) {
        List<String> all = switch (encoding) {
            case CategoryEncoding categories -> categories.categories();
            case StatisticsEncoding statistics -> statistics.values().categories();
            case ListEncoding lists -> lists.items();
            case NumberEncoding _,DateEncoding _,TextEncoding _ -> List.<String>of();
        };
        return all.size() > MOST_VALUES ? List.of() : all;
    }

    /// Returns a column as a tree of JSON.
    public static Map<String, Object> tree(Encoding encoding) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("column", encoding.column());
        tree.put("kind", kind(encoding));
        tree.put("example", example(encoding));
        if (!encoding.rangeInWords().isEmpty()) {
            tree.put("range", encoding.rangeInWords());
        }
        if (!values(encoding).isEmpty()) {
            tree.put("values", values(encoding));
        }
        return tree;
    }

    /// Returns a typical value of a column as a client would send it.
    public static Object example(Encoding encoding) {
        Object sample = encoding.sample();
        if (sample instanceof Number number) {
            return Double.valueOf(String.format(Locale.ROOT, "%.4g", number.doubleValue()));
        }
        String text = String.valueOf(sample);
        return encoding instanceof ListEncoding ? List.of(text) : text;
    }

    /// Returns a target as a tree of JSON.
    public static Map<String, Object> tree(Target target) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("column", target.column());
        switch (target) {
            case Target.Classes classes -> {
                tree.put("kind", "class");
                tree.put("values", classes.labels());
            }
            case Target.Numbers _ -> tree.put("kind", "number");
        }
        return tree;
    }
}
