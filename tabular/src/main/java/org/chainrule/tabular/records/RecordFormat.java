package org.chainrule.tabular.records;

import java.io.IOException;
import java.nio.file.Path;

/// A kind of file that is not text, such as Parquet. An implementation is a service with a public constructor without
/// parameters; `java.util.ServiceLoader` finds it on the class path and on the module path.
public interface RecordFormat {
    /// Returns the name of the kind in messages, such as `Parquet`.
    String name();

    /// Returns whether a file is of this kind by its first bytes. The name of the file may decide only between kinds that
    /// begin alike, such as those that are ZIP archives.
    ///
    /// @param start up to 64 KiB from the beginning of the file
    boolean matches(String fileName, byte[] start);

    /// Returns whether lines above and below the table, such as titles and totals, may be among the records, as in the
    /// sheet of a workbook. Otherwise each record is a row, and the names of the columns come from [RecordStream#names()].
    boolean spreadsheet();

    /// Opens a file at its first record. A table may be read in several passes, each of which opens the file again.
    ///
    /// @param file  the file, which is a temporary one if the table comes from a stream or is compressed
    /// @param name  the name of the table in messages
    /// @param sheet the sheet of a workbook; empty for the default, and for kinds of files without sheets
    /// @throws org.chainrule.error.FormatException if the file is damaged or holds what cannot be read
    /// @throws org.chainrule.error.ArgumentException if there is no such sheet
    /// @throws IOException if reading fails
    RecordStream open(Path file, String name, String sheet) throws IOException;
}
