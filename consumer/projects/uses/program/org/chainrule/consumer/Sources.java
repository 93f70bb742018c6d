package org.chainrule.consumer;

import static org.chainrule.consumer.Main.check;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.read.TableSource;
import org.chainrule.tabular.read.Tables;
import org.chainrule.tabular.records.RecordSink;
import org.chainrule.tabular.records.RecordStream;
import org.chainrule.tabular.sql.Database;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;

/// Uses tables that are not in a CSV file.
final class Sources {
    private Sources() {
    }

    /// An order of a shop.
    public record Order(int number, String what, double price) {
    }

    /// The rows 3, 2 and 1.
    private static final class Countdown implements RecordStream {
        private int left = 3;

        @Override
        public List<String> names() {
            return List.of("n");
        }

        @Override
        public boolean next(RecordSink out) {
            if (left == 0) {
                return false;
            }
            out.integer(left--);
            return true;
        }

        @Override
        public void close() {
        }
    }

    static void use() {
        try {
            TableSource lines = TableSource.of(new ByteArrayInputStream(
                    "{\"number\": 1, \"what\": \"tea\"}\n{\"price\": 2.5}\n".getBytes(StandardCharsets.UTF_8)),
                    "orders");
            Table table = lines.read(TableFormat.detected(), (_, _, _, _) -> {
            });
            check("JSON lines", table.size() == 2 && table.columns().size() == 3 && table.column("price").missing(0)
                    && lines.digest().length() == 64);
            check("Java records", Tables.read(List.of(new Order(1, "tea", 2.5)), "orders").column("what").text(0)
                    .equals("tea"));
            Table rows = TableSource.of(Countdown::new, "numbers").read(TableFormat.detected(), (_, _, _, _) -> {
            });
            check("rows of a program", rows.size() == 3 && rows.column("n").text(0).equals("3"));
            query();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void query() throws IOException {
        Database shop = new Database("jdbc:none://shop", "anna", "secret", List.of());
        try {
            TableSource.query(shop, "select * from orders").digest();
            throw new IllegalStateException("there is no such driver");
        } catch (ArgumentException e) {
            check("a missing driver", e.argument().equals("driver")
                    && String.valueOf(e.getMessage()).startsWith("no JDBC driver for jdbc:none:... on the class path"));
        }
    }
}
