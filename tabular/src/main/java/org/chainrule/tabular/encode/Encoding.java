package org.chainrule.tabular.encode;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.chainrule.data.RowSource;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;

/// How one column becomes inputs of a network, with what was learned about it from the training rows.
///
/// An encoding reads each value as one `double`: a number itself, a date in seconds since 1970-01-01T00:00, a category as
/// the place of its input. NaN stands for a missing value. [#cells] reads from a column of a table and [#values] from
/// Java code; [#encode] writes the inputs, whichever of them read the value. A row therefore has the same inputs wherever
/// it comes from.
public sealed interface Encoding permits NumberEncoding, CategoryEncoding, DateEncoding {
    /// The name of the column.
    String column();

    /// What the column held in training.
    Column.Kind kind();

    /// The names of the inputs, in order.
    List<String> names();

    /// The number of inputs that the column becomes.
    int width();

    /// Writes the inputs of a value, [#width()] of them, from `out[at]` on.
    ///
    /// @param value the value as a reader of this encoding returns it; NaN if it is missing
    void encode(double value, float[] out, int at);

    /// Returns a reader of the values of a column, by row.
    IntToDoubleFunction cells(Column column);

    /// Returns a reader of values from Java code.
    ///
    /// @param format how the files of the training were read, so that text means the same here
    ValueReader values(TableFormat format);

    /// Returns the inputs of each row of a column, [#width()] of them, encoded when they are read.
    default RowSource rows(Column column) {
        IntToDoubleFunction cells = cells(column);
        return (row, out, at) -> encode(cells.applyAsDouble(row), out, at);
    }

    /// Checks that a table has values of this column that can be encoded.
    ///
    /// @throws org.chainrule.error.ArgumentException if the column of the table holds something else than in training
    void check(Table table);

    /// Returns why no value of a Java type can be encoded, and how to declare a record component instead; empty if a value
    /// of the type can. Whether values of type `Object` can is known only when they are read.
    Optional<String> refusal(Class<?> type);

    /// Returns how many of the rows hold a value that training did not have and that therefore encodes to nothing.
    default int unseen(Column column, int[] rows) {
        return 0;
    }

    /// Returns how the column is encoded, in words: `(x - 43.92) / 5.46, and a flag for missing values`.
    String description();

    /// Returns an ordinary value of the column, as Java code would pass it: the mean, or a category.
    Object sample();

    /// Returns the encoding as a tree for [org.chainrule.io.Json].
    Map<String, Object> toJson();

    /// Returns the encoding of a tree that [#toJson()] made.
    ///
    /// @param source the file the tree comes from
    /// @throws org.chainrule.error.FormatException if the tree is not such a tree
    static Encoding fromJson(Object tree, String source) {
        return EncodingType.read(tree, source);
    }
}
