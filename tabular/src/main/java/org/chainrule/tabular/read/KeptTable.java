package org.chainrule.tabular.read;

import java.io.IOException;
import java.io.InputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.Quote;
import org.chainrule.tabular.source.TextSource;
import org.chainrule.tabular.sql.Database;
import org.chainrule.tabular.sql.SqlRecords;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.chainrule.tabular.value.Sha256;
import org.jspecify.annotations.Nullable;

/// A table that can be fetched only once, and is kept to be read again.
final class KeptTable implements TableSource {
    private final String name;
    private final Fetch fetch;
    private @Nullable TextSource kept;

    /// Fetches the text of the table.
    private interface Fetch {
        TextSource text(TableFormat format, ReadingListener listener) throws IOException;
    }

    private KeptTable(String name, Fetch fetch) {
        this.name = name;
        this.fetch = fetch;
    }

    static KeptTable of(InputStream in, String name) {
        return new KeptTable(name, (format, listener) -> TextSource.of(in, name, format.charset(),
                bytes -> listener.read(name, 0, bytes, -1)));
    }

    static KeptTable of(ResultSet rows, String name) {
        return new KeptTable(name, (_, listener) -> {
            try (SqlRecords records = SqlRecords.of(rows, name)) {
                return TextSource.ofRecords(name, records, bytes -> listener.read(name, 0, bytes, -1));
            } catch (SQLException e) {
                throw new IOException(name + " failed: " + Quote.visible(String.valueOf(e.getMessage())), e);
            }
        });
    }

    static KeptTable of(Database database, String query) {
        String name = "the query";
        return new KeptTable(name,
                (_, listener) -> database.query(query, records -> TextSource.ofRecords(name, records,
                        bytes -> listener.read(name, 0, bytes, -1))));
    }

    @Override
    public String name() {
        return name;
    }

    private TextSource text(TableFormat format, ReadingListener listener) throws IOException {
        TextSource text = kept;
        if (text == null) {
            text = fetch.text(format, listener);
            kept = text;
        }
        return text;
    }

    @Override
    public Table read(TableFormat format, ReadingListener listener) throws IOException {
        if (!format.sheet().isEmpty()) {
            throw new ArgumentException("sheet",
                    name + " has no sheets, which only a workbook in a file has; read it without the name of a sheet");
        }
        TextSource text = text(format, listener);
        HeapForecast.check(text, format);
        return new TableReader(text, format, listener).read();
    }

    @Override
    public String digest() throws IOException {
        try (InputStream in = text(TableFormat.detected(), (_, _, _, _) -> {
        }).stored()) {
            return Sha256.of(in);
        }
    }
}
