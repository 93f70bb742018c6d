package org.chainrule.tabular.records;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/// The records of a file, from the first to the last.
public interface RecordStream extends Closeable {
    /// Returns the names of the columns; empty for a spreadsheet, in which the reader finds them among the records.
    List<String> names();

    /// Returns whether a column has the type of a number, so that a point in its values is always a decimal point. A
    /// column of text may hold numbers too, written in any way.
    ///
    /// @param column the place of the column, from 0
    default boolean isNumber(int column) {
        return false;
    }

    /// Returns the number of records; -1 if it is unknown. It tells the progress, and whether memory suffices.
    default long size() {
        return -1;
    }

    /// Writes the values of the next record: one for each name, in their order. For a spreadsheet, each record is a row of
    /// the sheet, including rows without values, so that the number of a record is the number of its row.
    ///
    /// @return false at the end, where it writes nothing
    /// @throws org.chainrule.error.FormatException if the file is damaged
    /// @throws IOException if reading fails
    boolean next(RecordSink out) throws IOException;

    /// Returns sentences to report beside the table, such as which of several sheets was read. It is called before the
    /// first record.
    default List<String> notes() {
        return List.of();
    }
}
