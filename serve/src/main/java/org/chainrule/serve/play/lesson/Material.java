package org.chainrule.serve.play.lesson;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.chainrule.tabular.read.ReadingListener;
import org.chainrule.tabular.read.TableSource;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;

/// Where the table of a lesson comes from.
///
/// @param title  what the page calls it
/// @param file   the name of its file in commands
/// @param sample the name of the sample; empty for a table of the user
/// @param source the table
/// @param digest the SHA-256 of its bytes in hexadecimal
public record Material(String title, String file, String sample, TableSource source, String digest) {
    /// Returns a sample.
    public static Material of(Samples.Sample sample) throws IOException {
        TableSource source = TableSource.of(new ByteArrayInputStream(Samples.csv(sample)), sample.name() + ".csv");
        return new Material(sample.title(), sample.name() + ".csv", sample.name(), source, "");
    }

    /// Returns the table in some bytes, such as those of a CSV file.
    ///
    /// @param name the name of the file
    /// @throws IOException if the bytes cannot be read
    public static Material of(String name, byte[] bytes) throws IOException {
        TableSource source = TableSource.of(new ByteArrayInputStream(bytes), name);
        return new Material(name, name, "", source, source.digest());
    }

    /// Returns the table in any place.
    ///
    /// @param name the name of the file
    /// @throws IOException if it cannot be read
    public static Material of(String name, TableSource source) throws IOException {
        return new Material(name, name, "", source, source.digest());
    }

    /// Checks that a lesson can begin with this table.
    ///
    /// @param target the column to predict; empty if the page may choose it
    /// @throws IOException if the table cannot be read
    public void check(String target) throws IOException {
        if (target.isEmpty()) {
            columns();
        } else {
            Study.of(source, target);
        }
    }

    /// Returns the names of the columns.
    ///
    /// @throws IOException if the table cannot be read
    public List<String> columns() throws IOException {
        Table table = source.read(TableFormat.detected(), ReadingListener.SILENT);
        return table.columns().stream().map(Column::name).toList();
    }
}
