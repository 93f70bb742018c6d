package org.chainrule.tabular.read;

/// A listener that follows the progress of reading a table.
@FunctionalInterface
public interface ReadingListener {
    /// A listener that does nothing.
    ReadingListener SILENT = (_, _, _, _) -> {
    };

    /// Called as the table is read. A table may be read more than once, each time from its beginning.
    ///
    /// @param source the name of the table in messages
    /// @param rows   the number of rows so far; 0 while a pipe is being fetched
    /// @param bytes  the number of bytes so far; compressed bytes if the file is compressed
    /// @param of     the total number of bytes; -1 while it is unknown
    void read(String source, long rows, long bytes, long of);
}
