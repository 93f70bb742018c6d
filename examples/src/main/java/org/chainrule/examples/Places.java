package org.chainrule.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.chainrule.tabular.read.Tables;
import org.chainrule.tabular.table.Table;

/// Tables from a file, from a database, and from Java objects.
public final class Places {
    private Places() {
    }

    // snippet: reading tables
    record Sale(String product, int pieces, double price) {
    }

    static Table ofFile() throws IOException {
        return Tables.read(Path.of("sales.parquet"));
    }

    static Table ofDatabase(Connection shop) throws IOException, SQLException {
        try (Statement query = shop.createStatement();
                ResultSet rows = query.executeQuery("select product, pieces, price from sales")) {
            return Tables.read(rows, "sales");
        }
    }

    static Table ofObjects() throws IOException {
        return Tables.read(List.of(new Sale("tea", 3, 2.5), new Sale("cup", 1, 7.9)), "sales");
    }
    // end
}
