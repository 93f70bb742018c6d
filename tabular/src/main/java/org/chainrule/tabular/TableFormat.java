package org.chainrule.tabular;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is known of a file before it is read; all else is found out. Immutable: each `with` returns another format.
///
/// ```java
/// Table table = Table.read(file, TableFormat.detected().header(false).missing("-200"));
/// ```
public final class TableFormat {
    private static final TableFormat DETECTED = new TableFormat(true, List.of(), Map.of());

    private final boolean header;
    private final List<String> missing;
    private final Map<String, Column.Kind> kinds;

    private TableFormat(boolean header, List<String> missing, Map<String, Column.Kind> kinds) {
        this.header = header;
        this.missing = missing;
        this.kinds = kinds;
    }

    /// A format of which nothing is known but that the first line names the columns.
    public static TableFormat detected() {
        return DETECTED;
    }

    /// Whether the first line names the columns; without it they are c1, c2 and so on.
    public TableFormat header(boolean present) {
        return new TableFormat(present, missing, kinds);
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
        return new TableFormat(header, List.copyOf(all), kinds);
    }

    /// Sets what the named columns hold, in addition to those named before; columns that are not named are found out.
    public TableFormat kinds(Map<String, Column.Kind> known) {
        Map<String, Column.Kind> all = new LinkedHashMap<>(kinds);
        all.putAll(known);
        return new TableFormat(header, missing, Map.copyOf(all));
    }

    /// What was said of the file, as a tree for JSON; what columns hold is the schema's.
    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", 1);
        json.put("header", header);
        json.put("missing", missing);
        return json;
    }

    static TableFormat fromJson(Object tree, String source) {
        Fields fields = Fields.of(tree, source, "format of files").version(1);
        return detected().header(fields.flag("header")).missing(fields.texts("missing").toArray(String[]::new));
    }

    /// Whether the first line names the columns.
    public boolean header() {
        return header;
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
