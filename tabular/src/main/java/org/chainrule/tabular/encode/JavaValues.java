package org.chainrule.tabular.encode;

import java.nio.charset.StandardCharsets;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.number.NumberStyle;
import org.chainrule.tabular.table.ColumnFormat;
import org.chainrule.tabular.table.TableFormat;
import org.chainrule.tabular.time.Dates;
import org.chainrule.tabular.value.MissingWords;
import org.chainrule.tabular.value.Notation;
import org.chainrule.tabular.value.Phrases;
import org.jspecify.annotations.Nullable;

/// The common part of the readers of values from Java code: it unwraps optionals, knows the words for missing values
/// and the format of the training files, and reports values that a column cannot hold.
abstract class JavaValues implements ValueReader {
    final MissingWords missing;
    final Notation notation;
    /// Whether `-` is a value.
    final boolean dash;
    private final String column;
    private final String held;
    private final String wanted;

    /// @param held   the type of the column in training, such as `numbers`
    /// @param wanted the values to pass, such as `a finite number`
    JavaValues(String column, String held, String wanted, TableFormat format) {
        ColumnFormat known = format.column(column);
        this.missing = new MissingWords(Stream.concat(format.missing().stream(), known.missing().stream()).toList(),
                format.keep(), StandardCharsets.UTF_8);
        this.notation = new Notation(Notation.Form.of(known.form()), NumberStyle.of(known.decimal()),
                Dates.Order.of(known.dayFirst()), known.unit());
        this.dash = known.dash();
        this.column = column;
        this.held = held;
        this.wanted = wanted;
    }

    @Override
    public final double read(@Nullable Object value) {
        Object plain = unwrapped(value);
        return plain == null ? Double.NaN : present(plain);
    }

    /// Reads a value that is neither null nor an optional.
    abstract double present(Object value);

    ArgumentException refused(String got) {
        return new ArgumentException(column, "predict: column " + Phrases.quoted(column) + " held " + held
                + " in training, got " + got + "; pass " + wanted + ", or null if it is missing");
    }

    ArgumentException refused(Object value) {
        return refused(value instanceof CharSequence text
                ? "the text " + Phrases.quoted(text.toString())
                : "a value of type " + value.getClass().getSimpleName());
    }

    static @Nullable Object unwrapped(@Nullable Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.orElse(null);
        }
        if (value instanceof OptionalDouble optional) {
            return optional.isPresent() ? optional.getAsDouble() : null;
        }
        if (value instanceof OptionalInt optional) {
            return optional.isPresent() ? optional.getAsInt() : null;
        }
        if (value instanceof OptionalLong optional) {
            return optional.isPresent() ? optional.getAsLong() : null;
        }
        return value;
    }

    /// Returns whether values of a type can be text; true also if only a value can show it.
    static boolean isText(Class<?> type) {
        return CharSequence.class.isAssignableFrom(type) || type == Object.class || type == Optional.class;
    }

    /// Returns whether values of a type can be numbers, booleans or text.
    static boolean isPlain(Class<?> type) {
        return type.isPrimitive() && type != char.class || Number.class.isAssignableFrom(type)
                || type == Boolean.class || type == OptionalDouble.class || type == OptionalInt.class
                || type == OptionalLong.class || isText(type);
    }

    static boolean isTime(Class<?> type) {
        return TemporalAccessor.class.isAssignableFrom(type);
    }

    /// Returns the sentence about a record component whose type cannot hold values of a column.
    static Optional<String> declare(String column, String held, String types) {
        return Optional
                .of("column " + Phrases.quoted(column) + " held " + held + " in training; declare it as " + types);
    }
}
