package org.chainrule.tabular.source;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.records.RecordSink;
import org.chainrule.tabular.records.RecordStream;
import org.chainrule.tabular.value.Phrases;
import org.jspecify.annotations.Nullable;

/// Java records as the rows of a table; their components are the columns.
///
/// A component may hold a text, a number, a boolean, a character, an enum constant, a date or time of `java.time`, or a
/// collection of these, which is written with semicolons between its items. `null`, NaN and an empty optional are missing
/// values.
public final class JavaRecords implements RecordStream {
    private static final Set<Class<?>> NUMBERS = Set.of(byte.class, short.class, int.class, long.class, float.class,
            double.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

    private final List<? extends Record> rows;
    private final RecordComponent[] components;
    private int at;

    private JavaRecords(List<? extends Record> rows, RecordComponent[] components) {
        this.rows = rows;
        this.components = components;
    }

    /// Returns records as rows.
    ///
    /// @param source the name of the rows in messages
    /// @throws ArgumentException if there is no record, the records are of different types, or their type is not accessible
    public static JavaRecords of(List<? extends Record> rows, String source) {
        if (rows.isEmpty()) {
            throw new ArgumentException("rows", source + " has no rows; a table needs rows to learn from");
        }
        Class<? extends Record> type = rows.getFirst().getClass();
        for (Record row : rows) {
            if (row.getClass() != type) {
                throw new ArgumentException("rows", source + " has records of the types " + type.getSimpleName()
                        + " and " + row.getClass().getSimpleName() + "; use one type");
            }
        }
        RecordComponent[] components = type.getRecordComponents();
        for (RecordComponent component : components) {
            if (!component.getAccessor().trySetAccessible()) {
                throw new ArgumentException("rows", "record " + type.getSimpleName()
                        + " is not accessible; make it public in a package that its module exports or opens");
            }
        }
        return new JavaRecords(rows, components);
    }

    @Override
    public List<String> names() {
        return Arrays.stream(components).map(RecordComponent::getName).toList();
    }

    @Override
    public boolean isNumber(int column) {
        Class<?> type = components[column].getType();
        return NUMBERS.contains(type) || Number.class.isAssignableFrom(type);
    }

    @Override
    public long size() {
        return rows.size();
    }

    @Override
    public boolean next(RecordSink out) {
        if (at == rows.size()) {
            return false;
        }
        Record row = rows.get(at++);
        for (RecordComponent component : components) {
            write(component.getName(), value(row, component.getAccessor()), out);
        }
        return true;
    }

    private static @Nullable Object value(Record row, Method accessor) {
        try {
            return accessor.invoke(row);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("the accessor was made accessible", e);
        } catch (InvocationTargetException e) {
            throw new ArgumentException("rows", accessor.getName() + " of a record failed: " + e.getCause());
        }
    }

    private static void write(String column, @Nullable Object value, RecordSink out) {
        switch (value) {
            case null -> out.missing();
            case Optional<?> optional -> write(column, optional.orElse(null), out);
            case OptionalInt optional -> write(column, optional.isPresent() ? optional.getAsInt() : null, out);
            case OptionalLong optional -> write(column, optional.isPresent() ? optional.getAsLong() : null, out);
            case OptionalDouble optional -> write(column, optional.isPresent() ? optional.getAsDouble() : null, out);
            case Double number -> out.number(number.doubleValue());
            case Float number -> out.number(number.floatValue());
            case Long _,Integer _,Short _,Byte _ -> out.integer(((Number) value).longValue());
            case BigDecimal number -> out.text(number.toPlainString());
            case BigInteger number -> out.text(number.toString());
            case Boolean flag -> out.bool(flag);
            case LocalDate date -> out.date(date);
            case LocalDateTime time -> out.dateTime(time);
            case Instant time -> out.instant(time);
            case OffsetDateTime time -> out.instant(time.toInstant());
            case ZonedDateTime time -> out.instant(time.toInstant());
            case Enum<?> constant -> out.text(constant.name());
            case CharSequence text -> out.text(text);
            case Character letter -> out.text(letter.toString());
            case Collection<?> items -> out.text(items.stream().map(String::valueOf).collect(Collectors.joining(";")));
            case java.time.temporal.TemporalAccessor time -> out.text(time.toString());
            default -> throw new ArgumentException("rows", "component " + Phrases.quoted(column) + " holds a "
                    + value.getClass().getSimpleName()
                    + ", which a table cannot hold; use a text, a number, a boolean or"
                    + " a date");
        }
    }

    @Override
    public void close() {
    }
}
