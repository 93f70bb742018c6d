package org.chainrule.tabular.encode;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.chainrule.data.RowSource;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.jspecify.annotations.Nullable;

/// The encoding of one column as inputs of a network, with the statistics that it learned from the training rows.
///
/// An encoding reads each value as one `double`: a number itself, a date in seconds since 1970-01-01T00:00, a category
/// as the index of its input, a list as bits; of a text, it counts the known features. NaN means missing. [#cells] reads
/// from a column of a table, [#values] from Java code, and [#encode] writes the inputs for both. A row therefore has the
/// same inputs whether it comes from a table or from Java code. Training rows are the exception: their statistics of the
/// target come from [Table#inputs].
public sealed interface Encoding
        permits NumberEncoding, CategoryEncoding, StatisticsEncoding, ListEncoding, DateEncoding, TextEncoding {
    /// Returns the name of the column.
    String column();

    /// Returns the type of the column in training.
    Column.Kind kind();

    /// Returns the names of the inputs, in order.
    List<String> names();

    /// Returns the number of inputs that the column becomes.
    int width();

    /// Returns the groups of inputs of the same kind, in order. They cover all inputs.
    ///
    /// @param from the index of the first input of this encoding
    List<InputGroup> groups(int from);

    /// Writes the [#width()] inputs of a value to `out`, starting at index `at`.
    ///
    /// @param value the value as a reader of this encoding returns it; NaN if it is missing
    void encode(double value, float[] out, int at);

    /// Writes the [#width()] inputs of a value from Java code to `out`, starting at index `at`.
    ///
    /// @param reader a reader that [#values] returned
    /// @throws org.chainrule.error.ArgumentException if the column cannot hold the value
    default void encode(@Nullable Object value, ValueReader reader, float[] out, int at) {
        encode(reader.read(value), out, at);
    }

    /// Returns a reader of the values of a column, by row.
    IntToDoubleFunction cells(Column column);

    /// Returns a reader of values from Java code.
    ///
    /// @param format the format of the training files, so that text has the same meaning here
    ValueReader values(TableFormat format);

    /// Returns the [#width()] inputs of each row of a column, encoded lazily.
    default RowSource rows(Column column) {
        IntToDoubleFunction cells = cells(column);
        return (row, out, at) -> encode(cells.applyAsDouble(row), out, at);
    }

    /// Checks that this encoding can encode the column of a table.
    ///
    /// @throws org.chainrule.error.ArgumentException if the column holds another type of value than in training
    void check(Table table);

    /// Returns why values of a Java type can never be encoded, with the type to declare instead; empty if some value of
    /// the type can be. For `Object` that is known only when a value is read.
    Optional<String> refusal(Class<?> type);

    /// Returns how a value differs from those of the training rows.
    ///
    /// @param value the value as a reader of this encoding returns it; NaN if it is missing
    Novelty.Kind novelty(double value);

    /// Returns how the numbers among the inputs are scaled.
    default NumberScaling scaling() {
        return NumberScaling.STANDARD;
    }

    /// Returns the range of the values of the training rows; unknown if the values are not numbers or dates.
    default Range range() {
        return Range.UNKNOWN;
    }

    /// Returns the range in words: `-3.2 to 3.1`; empty if it is unknown.
    default String rangeInWords() {
        return "";
    }

    /// Returns a description of the encoding: `(x - 43.92) / 5.46, and a flag for missing values`.
    String description();

    /// Returns a typical value of the column, as Java code would pass it: the mean, or a category.
    Object sample();

    /// Returns the encoding as a tree for [org.chainrule.io.Json].
    Map<String, Object> toJson();

    /// Returns the encoding that a tree describes.
    ///
    /// @param source the file that the tree comes from, for messages
    /// @throws org.chainrule.error.FormatException if [#toJson()] does not write such a tree
    static Encoding fromJson(Object tree, String source) {
        return EncodingType.read(tree, source);
    }
}
