package org.chainrule.consumer;

import static org.chainrule.consumer.Main.check;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.encode.TargetChoice;
import org.chainrule.tabular.encode.Task;
import org.chainrule.tabular.table.RowSplit;
import org.chainrule.tabular.table.Table;

/// Uses tables with named columns, and the rows that a network reads from them.
final class Tables {
    private Tables() {
    }

    static void use() {
        String csv = "island,bill,species\nDream,46.5,Chinstrap\nBiscoe,,Gentoo\nDream,39.1,Adelie\nBiscoe,50.0,Gentoo\n";
        Table table = read(csv);
        check("rows and columns", table.size() == 4 && table.columns().size() == 3);
        check("missing", table.column("bill").missing(1) && !table.column("bill").missing(0));
        TargetChoice target = TargetChoice.of(table, "species");
        check("the task", target.task() == Task.CLASSIFICATION && target.labels().size() == 3);
        Schema schema = Schema.fit(table, table.rows(), Set.of("species"));
        check("the inputs", schema.encode(table, table.rows()).length == 4 * schema.width()
                && schema.names().contains("bill"));
        RowSplit split = RowSplit.random(table.rows(), 0.25, 7);
        check("rows held out", split.held().length == 1 && split.kept().length == 3);
    }

    private static Table read(String csv) {
        try {
            return org.chainrule.tabular.read.Tables
                    .read(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), "penguins");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
