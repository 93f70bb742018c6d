package org.chainrule.tabular.read;

/// Who is told how far the reading of a table is.
@FunctionalInterface
public interface ReadingListener {
    /// Some of the table has been read. A table may be read more than once, each time from its beginning.
    ///
    /// @param source what is read, as error messages call it
    /// @param rows   how many rows were found; 0 while what comes through a pipe is only fetched
    /// @param bytes  how many bytes were read, packed ones where the table is packed
    /// @param of     how many there are; -1 while that is not known
    void read(String source, long rows, long bytes, long of);
}
