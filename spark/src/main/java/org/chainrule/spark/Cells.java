package org.chainrule.spark;

import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DatetimeType;
import org.apache.spark.sql.types.FractionalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterable;
import scala.jdk.javaapi.CollectionConverters;

/// The values of Spark's columns as Java values of few types: `Double`, `Long`, `Boolean`, `String`, `LocalDate`,
/// `LocalDateTime` and `Instant`; null for a missing value.
final class Cells {
    /// The longest decimal number that is a whole number of 64 bits for certain.
    private static final int LONG_DIGITS = 18;

    private Cells() {
    }

    /// Returns whether a table can hold the values of a type.
    static boolean holds(DataType type) {
        return !(type instanceof StructType || type instanceof MapType || type instanceof BinaryType)
                && (!(type instanceof ArrayType array)
                        || holds(array.elementType()) && !(array.elementType() instanceof ArrayType));
    }

    static boolean isVector(DataType type) {
        return type.equals(SQLDataTypes.VectorType());
    }

    /// Returns whether no value of a type can be read as a number.
    static boolean isNeverNumber(DataType type) {
        return type instanceof ArrayType || type instanceof DatetimeType;
    }

    /// Returns whether a type holds fractions, which cannot be words of a list.
    static boolean isFraction(DataType type) {
        return type instanceof FractionalType;
    }

    static boolean isNumber(DataType type) {
        return type instanceof NumericType;
    }

    /// Returns a value of a row as one of the few types.
    static @Nullable Object value(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Double number -> number.isNaN() ? null : number;
            case Float number -> number.isNaN() ? null : (Object) (double) number;
            case Long number -> number;
            case Number number when !(number instanceof BigDecimal) -> number.longValue();
            case BigDecimal number -> number.scale() <= 0 && number.precision() - number.scale() <= LONG_DIGITS
                    ? (Object) number.longValueExact()
                    : number.toPlainString();
            case Date date -> date.toLocalDate();
            case Timestamp time -> time.toInstant();
            case Iterable<?> items -> list(CollectionConverters.asJava(items));
            case Boolean truth -> truth;
            case String text -> text;
            case LocalDate date -> date;
            case LocalDateTime time -> time;
            case Instant time -> time;
            default -> value.toString();
        };
    }

    /// Returns a value of [#value] as a number: a decimal number and a text by what is written; NaN if it is no number.
    static double number(@Nullable Object value) {
        return switch (value) {
            case Number number -> number.doubleValue();
            case String text when Labels.isNumber(text) -> Double.parseDouble(text);
            case null, default -> Double.NaN;
        };
    }

    private static String list(java.lang.Iterable<?> items) {
        List<String> texts = new ArrayList<>();
        for (Object item : items) {
            if (item != null) {
                texts.add(String.valueOf(value(item)));
            }
        }
        return String.join(";", texts);
    }
}
