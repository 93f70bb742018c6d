package org.chainrule.tabular;

import java.util.Optional;
import java.util.OptionalDouble;
import org.chainrule.tabular.encode.Encoding;
import org.chainrule.tabular.encode.ValueReader;
import org.chainrule.tabular.number.Decimal;
import org.chainrule.tabular.table.TableFormat;
import org.jspecify.annotations.Nullable;

/// A column that a model reads, with the reader of its values from Java code.
///
/// @param width the number of inputs it becomes
record Feature(Encoding encoding, int width, ValueReader reader) {
    static Feature of(Encoding encoding, TableFormat format) {
        return new Feature(encoding, encoding.width(), encoding.values(format));
    }

    /// Returns a value from Java code in words.
    static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Optional<?> optional -> text(optional.orElse(null));
            case OptionalDouble optional when optional.isPresent() -> Decimal.spell(optional.getAsDouble());
            case Double number -> Decimal.spell(number);
            default -> value.toString();
        };
    }

    String column() {
        return encoding.column();
    }

    /// Writes the inputs of a value to `out`, starting at index `at`.
    ///
    /// @throws org.chainrule.error.ArgumentException if the column cannot hold the value
    void encode(@Nullable Object value, float[] out, int at) {
        encoding.encode(value, reader, out, at);
    }
}
