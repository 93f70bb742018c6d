package org.chainrule.tabular.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.util.List;
import org.chainrule.tabular.source.JavaRecords;
import org.chainrule.tabular.source.KeptRecords;
import org.chainrule.tabular.source.StatedSettings;
import org.chainrule.tabular.source.TextSource;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;

/// Reads tables from files, streams, result sets and Java records. [TableSource] names a place of a table.
public final class Tables {
    private Tables() {
    }

    /// Reads a file and detects its format.
    ///
    /// @throws IOException if reading fails
    /// @throws org.chainrule.error.FormatException if the file is not a readable table
    /// @throws org.chainrule.error.ArgumentException if the file does not exist, or the table needs more memory than
    ///     Java may use; thrown before the file is read
    public static Table read(Path file) throws IOException {
        return read(file, TableFormat.detected());
    }

    /// Reads a file with a partly known format, for example the columns of a trained
    /// [org.chainrule.tabular.encode.Schema], and detects the rest.
    ///
    /// @throws IOException if reading fails
    /// @throws org.chainrule.error.FormatException if the file is not a readable table, or a column declared to hold
    ///     numbers or dates holds mostly other values
    /// @throws org.chainrule.error.ArgumentException if the file does not exist, or the table needs more memory than
    ///     Java may use; thrown before the file is read
    public static Table read(Path file, TableFormat format) throws IOException {
        return read(file, format, ReadingListener.SILENT);
    }

    /// Same as [#read(Path, TableFormat)], reporting progress to a listener.
    public static Table read(Path file, TableFormat format, ReadingListener listener) throws IOException {
        try (TextSource source = TextSource.of(file, format.charset(), format.sheet(),
                bytes -> listener.read(file.toString(), 0, bytes, -1))) {
            StatedSettings.check(source, format);
            HeapForecast.check(source, format);
            return new TableReader(source, format, listener).read();
        }
    }

    /// Reads a stream to its end without closing it.
    ///
    /// @param source the name of the stream in messages
    /// @throws IOException if reading fails
    /// @throws org.chainrule.error.FormatException if the stream is not a readable table
    public static Table read(InputStream in, String source) throws IOException {
        return read(in, source, TableFormat.detected());
    }

    /// Reads a stream with a partly known format.
    ///
    /// @param source the name of the stream in messages
    /// @throws IOException if reading fails
    /// @throws org.chainrule.error.FormatException if the stream is not a readable table
    public static Table read(InputStream in, String source, TableFormat format) throws IOException {
        try (TextSource text = TextSource.of(in, source, format.charset(), format.sheet(), _ -> {
        })) {
            StatedSettings.check(text, format);
            return new TableReader(text, format, ReadingListener.SILENT).read();
        }
    }

    /// Reads the rows of a result set, from the row after its cursor, without closing it.
    ///
    /// @param source the name of the rows in messages
    /// @throws IOException if the database fails
    /// @throws org.chainrule.error.ArgumentException if two columns share a name, or one holds bytes or objects
    public static Table read(ResultSet rows, String source) throws IOException {
        try (KeptTable kept = KeptTable.of(rows, source)) {
            return kept.read(TableFormat.detected(), ReadingListener.SILENT);
        }
    }

    /// Reads Java records as the rows of a table; their components are the columns. They may hold texts, numbers,
    /// booleans, characters, enum constants, dates and times, and collections of these. `null` and an empty optional are
    /// missing values.
    ///
    /// @param source the name of the rows in messages
    /// @throws IOException if a temporary file for many rows cannot be written
    /// @throws org.chainrule.error.ArgumentException if there is no record, they are of different types, or a component
    ///     holds another type
    public static Table read(List<? extends Record> rows, String source) throws IOException {
        try (KeptRecords kept = KeptRecords.of(JavaRecords.of(rows, source), source, _ -> {
        }); TextSource text = kept.text()) {
            return new TableReader(text, TableFormat.detected(), ReadingListener.SILENT).read();
        }
    }
}
