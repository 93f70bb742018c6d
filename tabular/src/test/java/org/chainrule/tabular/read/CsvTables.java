package org.chainrule.tabular.read;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;

/// Small tables written as CSV in a test.
public final class CsvTables {
    private CsvTables() {
    }

    /// Returns the table in a CSV text.
    public static Table table(String csv) {
        return table(csv.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    public static Table table(byte[] bytes, Map<String, Column.Kind> kinds) {
        return table(bytes, TableFormat.detected().kinds(kinds));
    }

    /// Returns the table in a CSV text of a format.
    public static Table table(String csv, TableFormat format) {
        return table(csv.getBytes(StandardCharsets.UTF_8), format);
    }

    private static Table table(byte[] bytes, TableFormat format) {
        try {
            return Tables.read(new ByteArrayInputStream(bytes), "t.csv", format);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
