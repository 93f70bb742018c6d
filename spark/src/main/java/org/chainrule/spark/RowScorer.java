package org.chainrule.spark;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.Quote;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.encode.Encoding;
import org.chainrule.tabular.encode.ValueReader;
import org.chainrule.tabular.table.Column;
import org.jspecify.annotations.Nullable;

/// Writes the inputs of rows of Spark's tables, for one model and one order of columns.
final class RowScorer {
    private final Encoding[] encodings;
    private final ValueReader[] readers;
    private final int[] at;
    private final Inputs.Source[] sources;

    RowScorer(TabularModel model, Inputs.Source[] sources) {
        this.encodings = model.schema().encodings().toArray(Encoding[]::new);
        this.readers = Arrays.stream(encodings).map(encoding -> encoding.values(model.format()))
                .toArray(ValueReader[]::new);
        this.at = new int[encodings.length];
        for (int i = 1; i < at.length; i++) {
            at[i] = at[i - 1] + encodings[i - 1].width();
        }
        this.sources = sources;
    }

    /// Returns the names of the columns that a model reads.
    static List<String> names(TabularModel model) {
        return model.schema().encodings().stream().map(Encoding::column).toList();
    }

    /// Returns where the rows of a schema hold the columns that a model reads.
    ///
    /// @param names what the schema calls these columns
    /// @throws ArgumentException if they lack one, or it has a type that the model cannot read
    static Inputs.Source[] sources(TabularModel model, List<String> names, StructType schema) {
        return checked(model, Inputs.sources(names, schema), schema);
    }

    /// Returns the places of the columns of a model in a schema.
    ///
    /// @throws ArgumentException if a column of numbers is at a place that never holds one
    static Inputs.Source[] checked(TabularModel model, Inputs.Source[] sources, StructType schema) {
        for (int i = 0; i < sources.length; i++) {
            StructField field = schema.fields()[sources[i].field()];
            if (model.schema().encodings().get(i).kind() == Column.Kind.NUMBER
                    && Cells.isNeverNumber(field.dataType())) {
                throw new ArgumentException("column",
                        (field.name().isEmpty() ? "a column" : "column " + Quote.of(field.name())) + " has the type "
                                + field.dataType().simpleString()
                                + ", but the model reads a number; turn it into one");
            }
        }
        return sources;
    }

    /// Writes the inputs of a row.
    ///
    /// @param from the place of the first input
    void encode(Row row, float[] out, int from) {
        for (int i = 0; i < encodings.length; i++) {
            encode(i, value(i, row.get(sources[i].field())), out, from + at[i]);
        }
    }

    /// Writes the inputs of a single row, given as the values of its fields.
    void encode(@Nullable Object[] row, float[] out) {
        for (int i = 0; i < encodings.length; i++) {
            encode(i, value(i, row[sources[i].field()]), out, at[i]);
        }
    }

    /// Writes the inputs of a column.
    private void encode(int column, @Nullable Object value, float[] out, int from) {
        Encoding encoding = encodings[column];
        if (value instanceof Number number && readers[column].readsNumbers()) {
            double finite = number.doubleValue();
            encoding.encode(readers[column].readNumber(Double.isInfinite(finite) ? Double.NaN : finite), out, from);
            return;
        }
        Object held = value instanceof Double || value instanceof String ? value : Cells.value(value);
        encoding.encode(fitting(encoding, held), readers[column], out, from);
    }

    /// Returns a value as the type of column takes it; text stands for any value.
    private static @Nullable Object fitting(Encoding encoding, @Nullable Object value) {
        return switch (value) {
            case null -> null;
            // missing, as in the table of a training
            case Double number when number.isInfinite() -> null;
            case Boolean truth when encoding.kind() == Column.Kind.DATE -> truth.toString();
            case java.time.Instant time -> time.toString();
            default -> value;
        };
    }

    /// Returns the value that a column of the model has in a field of a row.
    private @Nullable Object value(int column, @Nullable Object field) {
        int place = sources[column].place();
        if (place < 0 || field == null) {
            return field;
        }
        Vector vector = (Vector) field;
        if (place >= vector.size()) {
            throw new ArgumentException("column", "the model reads column " + Quote.of(encodings[column].column())
                    + ", but a vector has " + vector.size()
                    + " numbers; pass vectors as long as those of the training");
        }
        return vector.apply(place);
    }
}
