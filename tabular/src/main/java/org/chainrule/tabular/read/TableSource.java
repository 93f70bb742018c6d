package org.chainrule.tabular.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.util.List;
import org.chainrule.tabular.records.RecordTable;
import org.chainrule.tabular.source.Globs;
import org.chainrule.tabular.sql.Database;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;

/// The place of a table: a file, several files, a stream, or a query of a database. The same values give the same table
/// and the same model wherever they are.
///
/// ```java
/// TableSource year = TableSource.matching("sales/2026-*.csv");
/// TableSource shop = TableSource.query(Database.of("jdbc:postgresql://localhost/shop"), "select * from orders");
/// ```
public interface TableSource {
    /// Returns the name of the table in messages.
    String name();

    /// Reads the table. It may be read several times; what comes from a stream or a query is kept after the first.
    ///
    /// @param format   what is known about the format
    /// @param listener receives the progress
    /// @throws IOException if reading fails
    /// @throws org.chainrule.error.FormatException if it is not a readable table
    /// @throws org.chainrule.error.ArgumentException if it does not exist, or needs more memory than Java may use
    Table read(TableFormat format, ReadingListener listener) throws IOException;

    /// Returns the SHA-256 of the bytes of the table in hexadecimal; empty if they can be read only once. That of several
    /// files is the SHA-256 of their SHA-256 in hexadecimal, with a line feed after each; that of a query or of
    /// records is the SHA-256 of its rows, written as CSV.
    String digest() throws IOException;

    /// Returns a file.
    static TableSource of(Path file) {
        return new FileTables(List.of(file));
    }

    /// Returns several files with the same columns as one table: the rows of the first, then those of the second, and so
    /// on. Titles, totals, separators and encodings are those of each file. The columns may be in another order in each
    /// file. A file of JSON may lack columns, whose values are then missing.
    static TableSource of(List<Path> files) {
        return new FileTables(files);
    }

    /// Returns the files that a pattern such as `data/*.csv` matches, sorted by name, as one table.
    ///
    /// @throws IOException if the folder cannot be read
    /// @throws org.chainrule.error.ArgumentException if no file matches
    static TableSource matching(String pattern) throws IOException {
        return new FileTables(Globs.matching(pattern));
    }

    /// Returns the files that a pattern such as `data/*.csv` matches, sorted by name; the file itself if it is no pattern.
    ///
    /// @throws IOException if the folder cannot be read
    /// @throws org.chainrule.error.ArgumentException if no file matches
    static List<Path> files(String pattern) throws IOException {
        return Globs.matching(pattern);
    }

    /// Returns the table in a stream, which is read to its end and not closed.
    ///
    /// @param name the name of the stream in messages
    static TableSource of(InputStream in, String name) {
        return KeptTable.of(in, name);
    }

    /// Returns the rows of a result set, from the row after its cursor. It is not closed.
    ///
    /// @param name the name of the rows in messages
    static TableSource of(ResultSet rows, String name) {
        return KeptTable.of(rows, name);
    }

    /// Returns the records of a program. The values are recognised as those of a file are.
    ///
    /// @param name the name of the records in messages
    static TableSource of(RecordTable records, String name) {
        return KeptTable.of(records, name);
    }

    /// Returns the rows that a query selects. It runs once, in a transaction that is rolled back.
    static TableSource query(Database database, String query) {
        return KeptTable.of(database, query);
    }
}
