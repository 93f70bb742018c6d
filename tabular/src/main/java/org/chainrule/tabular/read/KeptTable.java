package org.chainrule.tabular.read;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.chainrule.error.Quote;
import org.chainrule.tabular.records.RecordTable;
import org.chainrule.tabular.source.KeptBytes;
import org.chainrule.tabular.source.KeptRecords;
import org.chainrule.tabular.source.StatedSettings;
import org.chainrule.tabular.source.TextSource;
import org.chainrule.tabular.sql.Database;
import org.chainrule.tabular.sql.SqlRecords;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.chainrule.tabular.value.Sha256;
import org.jspecify.annotations.Nullable;

/// A table that can be fetched only once, and is kept to be read again until it is closed.
final class KeptTable implements TableSource, Closeable {
    private final String name;
    private final boolean rows;
    private final Fetch fetch;
    private @Nullable Kept kept;

    /// Fetches the table.
    private interface Fetch {
        Kept fetched(ReadingListener listener) throws IOException;
    }

    /// What was fetched, which can be opened again and again.
    private interface Kept extends Closeable {
        TextSource text(@Nullable Charset stated, String sheet) throws IOException;

        InputStream stored() throws IOException;
    }

    /// The bytes of a stream.
    private record KeptStream(KeptBytes bytes, String name) implements Kept {
        @Override
        public TextSource text(@Nullable Charset stated, String sheet) throws IOException {
            return TextSource.of(bytes, name, stated, sheet);
        }

        @Override
        public InputStream stored() {
            return bytes.open();
        }

        @Override
        public void close() throws IOException {
            bytes.close();
        }
    }

    /// The rows of a database.
    private record KeptRows(KeptRecords records) implements Kept {
        @Override
        public TextSource text(@Nullable Charset stated, String sheet) throws IOException {
            return records.text().withSheet(sheet);
        }

        @Override
        public InputStream stored() throws IOException {
            return records.text().stored();
        }

        @Override
        public void close() throws IOException {
            records.close();
        }
    }

    /// Records that can be read again, and need not be kept.
    private record Reopened(RecordTable records, String name) implements Kept {
        @Override
        public TextSource text(@Nullable Charset stated, String sheet) throws IOException {
            return TextSource.ofRecords(name, records, -1).withSheet(sheet);
        }

        @Override
        public InputStream stored() throws IOException {
            return text(null, "").stored();
        }

        @Override
        public void close() {
        }
    }

    /// @param rows whether it has rows of values, and no text
    private KeptTable(String name, boolean rows, Fetch fetch) {
        this.name = name;
        this.rows = rows;
        this.fetch = fetch;
    }

    static KeptTable of(InputStream in, String name) {
        return new KeptTable(name, false, listener -> new KeptStream(
                KeptBytes.of(in, name, bytes -> listener.read(name, 0, bytes, -1)), name));
    }

    static KeptTable of(ResultSet rows, String name) {
        return new KeptTable(name, true, listener -> {
            try (SqlRecords records = SqlRecords.of(rows, name)) {
                return new KeptRows(KeptRecords.of(records, name, bytes -> listener.read(name, 0, bytes, -1)));
            } catch (SQLException e) {
                throw new IOException(name + " failed: " + Quote.visible(String.valueOf(e.getMessage())), e);
            }
        });
    }

    static KeptTable of(RecordTable records, String name) {
        return new KeptTable(name, true, _ -> new Reopened(records, name));
    }

    static KeptTable of(Database database, String query) {
        String name = "the query";
        return new KeptTable(name, true,
                listener -> new KeptRows(database.query(query, records -> KeptRecords.of(records, name,
                        bytes -> listener.read(name, 0, bytes, -1)))));
    }

    @Override
    public String name() {
        return name;
    }

    private Kept kept(ReadingListener listener) throws IOException {
        Kept known = kept;
        if (known == null) {
            known = fetch.fetched(listener);
            kept = known;
        }
        return known;
    }

    @Override
    public Table read(TableFormat format, ReadingListener listener) throws IOException {
        if (rows) {
            StatedSettings.checkRows(name, format);
        }
        try (TextSource text = kept(listener).text(format.charset(), format.sheet())) {
            StatedSettings.check(text, format);
            HeapForecast.check(text, format);
            return new TableReader(text, format, listener).read();
        }
    }

    @Override
    public String digest() throws IOException {
        try (InputStream in = kept((_, _, _, _) -> {
        }).stored()) {
            return Sha256.of(in);
        }
    }

    @Override
    public void close() throws IOException {
        if (kept != null) {
            kept.close();
        }
    }
}
