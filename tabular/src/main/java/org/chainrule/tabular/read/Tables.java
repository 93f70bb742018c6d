package org.chainrule.tabular.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.chainrule.tabular.source.TextSource;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;

/// Reads tables from CSV files and streams.
public final class Tables {
    private static final ReadingListener SILENT = (_, _, _, _) -> {
    };

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
        return read(file, format, SILENT);
    }

    /// Same as [#read(Path, TableFormat)], reporting progress to a listener.
    public static Table read(Path file, TableFormat format, ReadingListener listener) throws IOException {
        try (TextSource source = TextSource.of(file, format.charset(), format.sheet(),
                bytes -> listener.read(file.toString(), 0, bytes, -1))) {
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
        try (TextSource text = TextSource.of(in, source, format.charset(), _ -> {
        })) {
            return new TableReader(text, format, SILENT).read();
        }
    }
}
