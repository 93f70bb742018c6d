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
        try {
            return Tables.read(new ByteArrayInputStream(bytes), "t.csv", TableFormat.detected().kinds(kinds));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
