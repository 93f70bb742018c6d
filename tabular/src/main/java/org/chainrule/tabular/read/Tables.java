package org.chainrule.tabular.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;

/// Reads tables from CSV files and streams.
public final class Tables {
    private static final ReadingListener SILENT = (_, _, _, _) -> {
    };

    private Tables() {
    }

    /// Reads a file, finding out what each column holds.
    ///
    /// Throws [org.chainrule.error.FormatException] when the file cannot be read as a table and [IOException] when reading itself fails.
    public static Table read(Path file) throws IOException {
        return read(file, TableFormat.detected());
    }

    /// Reads a file of which something is known beforehand, say by a trained [org.chainrule.tabular.encode.Schema]; the rest is found out. A word in a
    /// column known to hold numbers is a [org.chainrule.error.FormatException] that names the line. A file that needs more memory than there is
    /// is an [org.chainrule.error.ArgumentException], before it is read.
    public static Table read(Path file, TableFormat format) throws IOException {
        return read(file, format, SILENT);
    }

    /// As [#read(Path, TableFormat)], telling how far it is.
    public static Table read(Path file, TableFormat format, ReadingListener listener) throws IOException {
        try (TextSource source = TextSource.of(file, listener)) {
            HeapForecast.check(source, format);
            return new TableReader(source, format, listener).read();
        }
    }

    /// Reads a stream to its end without closing it; `source` is what error messages call it.
    public static Table read(InputStream in, String source) throws IOException {
        return read(in, source, TableFormat.detected());
    }

    /// Reads a stream of which something is known beforehand.
    public static Table read(InputStream in, String source, TableFormat format) throws IOException {
        try (TextSource text = TextSource.of(in, source, SILENT)) {
            return new TableReader(text, format, SILENT).read();
        }
    }
}
