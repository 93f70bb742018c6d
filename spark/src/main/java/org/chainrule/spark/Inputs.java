package org.chainrule.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.Quote;
import org.jspecify.annotations.Nullable;

/// The columns of a training: those of Spark's table, and what the network's table calls them.
///
/// @param columns the columns of Spark's table in their order
/// @param widths  the number of columns that each becomes; -1 for one that is no vector
/// @param numeric whether each has the type of a number
record Inputs(List<String> columns, int[] widths, boolean[] numeric) implements Serializable {
    private static final long serialVersionUID = 1;

    /// Returns the columns to learn from, without the label and the weight.
    static List<String> chosen(ChainruleParams params, StructType schema) {
        List<String> all = Arrays.asList(schema.fieldNames());
        if (params.isSet(params.inputCols())) {
            return List.of(params.$(params.inputCols()));
        }
        String features = params.getFeaturesCol();
        if (params.isSet(params.featuresCol()) && !Cells.isVector(field(schema, features).dataType())) {
            throw new ArgumentException("featuresCol", "column " + Quote.of(features) + " of featuresCol has the type "
                    + field(schema, features).dataType().simpleString() + ", expected vectors; turn an array of numbers"
                    + " into vectors by array_to_vector, or name raw columns in inputCols");
        }
        if (params.isSet(params.featuresCol()) || all.contains(features) && Cells.isVector(schema.apply(features)
                .dataType())) {
            return List.of(features);
        }
        String weight = params.getWeightCol();
        List<String> others = new ArrayList<>(all);
        others.removeIf(name -> name.equals(params.getLabelCol()) || name.equals(weight));
        if (others.isEmpty()) {
            throw new ArgumentException("inputCols",
                    "the table has no column beside the label to learn from; add one, or set inputCols");
        }
        return others;
    }

    /// Returns the columns that a training reads: those to learn from, the label, and the weight, if there is one.
    static List<String> read(ChainruleParams params, StructType schema) {
        List<String> columns = new ArrayList<>(chosen(params, schema));
        for (String single : params.getWeightCol().isEmpty()
                ? List.of(params.getLabelCol())
                : List.of(params.getLabelCol(), params.getWeightCol())) {
            DataType type = field(schema, single).dataType();
            if (Cells.isVector(type) || type instanceof ArrayType) {
                throw new ArgumentException("labelCol", "column " + Quote.of(single) + " has the type "
                        + type.simpleString() + ", but a label or a weight is a single value; choose another column");
            }
            columns.add(single);
        }
        Set<String> seen = new HashSet<>();
        for (String name : columns) {
            field(schema, name);
            if (!seen.add(name)) {
                throw new ArgumentException("inputCols", "column " + Quote.of(name)
                        + " is named twice in inputCols, labelCol and weightCol; leave it out of inputCols");
            }
        }
        return columns;
    }

    /// Returns a field of a schema.
    ///
    /// @throws ArgumentException if there is none, or several
    static StructField field(StructType schema, String name) {
        List<StructField> found = Arrays.stream(schema.fields()).filter(field -> field.name().equals(name)).toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        if (found.size() > 1) {
            throw twice(name);
        }
        throw new ArgumentException("column", "the table has no column " + Quote.of(name) + "; its columns are "
                + String.join(", ", schema.fieldNames()));
    }

    private static ArgumentException twice(String name) {
        return new ArgumentException("column", "the table has several columns " + Quote.of(name)
                + "; rename or drop all but one");
    }

    /// Checks that the columns have types that a table can hold.
    static void check(StructType schema, List<String> columns) {
        for (String name : columns) {
            DataType type = field(schema, name).dataType();
            if (type instanceof ArrayType array && Cells.isFraction(array.elementType())) {
                throw new ArgumentException("column", "column " + Quote.of(name) + " has the type "
                        + type.simpleString() + ", but lists are read as words; turn it into vectors by"
                        + " array_to_vector, or its numbers into text");
            }
            if (!Cells.holds(type)) {
                throw new ArgumentException("column", "column " + Quote.of(name) + " has the type "
                        + type.simpleString() + ", which a table cannot hold; leave it out of inputCols, or turn it"
                        + " into numbers or text");
            }
        }
    }

    /// Returns the columns of a training with the sizes of their vectors, for which it reads a row if the schema does not
    /// tell them.
    static Inputs of(Dataset<?> rows, List<String> columns) {
        StructType schema = rows.schema();
        check(schema, columns);
        int[] widths = new int[columns.size()];
        boolean[] numeric = new boolean[widths.length];
        for (int i = 0; i < widths.length; i++) {
            StructField field = field(schema, columns.get(i));
            numeric[i] = Cells.isNumber(field.dataType());
            widths[i] = Cells.isVector(field.dataType()) ? width(rows, field) : -1;
        }
        return new Inputs(columns, widths, numeric);
    }

    private static int width(Dataset<?> rows, StructField field) {
        int known = AttributeGroup.fromStructField(field).size();
        if (known >= 0) {
            return known;
        }
        List<Row> first = rows.toDF().select(quoted(field.name())).na().drop().takeAsList(1);
        if (first.isEmpty()) {
            throw new ArgumentException("column",
                    "column " + Quote.of(field.name()) + " has no vectors; a table needs rows to learn from");
        }
        return ((Vector) first.getFirst().get(0)).size();
    }

    /// Returns a column of Spark's table by a name that may contain points.
    static Column quoted(String name) {
        return functions.col("`" + name.replace("`", "``") + "`");
    }

    /// Returns the names of the columns of the network's table.
    List<String> names() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            String column = columns.get(i);
            if (widths[i] < 0) {
                names.add(column);
            }
            for (int place = 0; place < widths[i]; place++) {
                names.add(place(column, place));
            }
        }
        return names;
    }

    /// Returns the names of the columns that come from vectors.
    List<String> places() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            for (int place = 0; place < widths[i]; place++) {
                names.add(place(columns.get(i), place));
            }
        }
        return names;
    }

    static String place(String column, int place) {
        return column + "_" + place;
    }

    /// Returns whether each column of the network's table has the type of a number.
    List<Boolean> numbers() {
        List<Boolean> numbers = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            for (int k = 0; k < Math.abs(widths[i]); k++) {
                numbers.add(widths[i] >= 0 || numeric[i]);
            }
        }
        return numbers;
    }

    /// Where the values of a column of a network's table are in the rows of Spark's.
    ///
    /// @param field the place of the field
    /// @param place the place in its vector; -1 if it is no vector
    record Source(int field, int place) implements Serializable {
        private static final long serialVersionUID = 1;

        /// The place of a name that several fields have.
        private static final int SEVERAL = -1;

        /// Returns a field that is read as a whole.
        ///
        /// @throws ArgumentException if no column of a network's table can hold its values
        static Source of(int field, StructType schema) {
            StructField column = schema.fields()[field];
            if (Cells.isVector(column.dataType()) || !Cells.holds(column.dataType())) {
                throw new ArgumentException("column",
                        (column.name().isEmpty() ? "a column" : "column " + Quote.of(column.name())) + " has the type "
                                + column.dataType().simpleString()
                                + ", but the model reads a number, a text, a date or a list; turn it into one of them");
            }
            return new Source(field, -1);
        }
    }

    /// Returns where the rows of a schema hold the columns that a model reads.
    ///
    /// Names that differ only in case are equal where Spark takes them as equal.
    ///
    /// @throws ArgumentException if they lack one or have several, or it has a type that the model cannot read
    static Source[] sources(List<String> names, StructType schema) {
        Map<String, Integer> fields = SQLConf.get().caseSensitiveAnalysis()
                ? new TreeMap<>()
                : new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < schema.length(); i++) {
            fields.merge(schema.fields()[i].name(), i, (_, _) -> Source.SEVERAL);
        }
        Source[] sources = new Source[names.size()];
        for (int i = 0; i < sources.length; i++) {
            Source found = source(names.get(i), schema, fields);
            if (found == null) {
                throw new ArgumentException("column", "the table has no column " + Quote.of(names.get(i))
                        + ", which the model reads; its columns are " + String.join(", ", schema.fieldNames()));
            }
            sources[i] = found;
        }
        return sources;
    }

    private static @Nullable Source source(String name, StructType schema, Map<String, Integer> fields) {
        Integer field = fields.get(name);
        if (field != null && field == Source.SEVERAL) {
            throw twice(name);
        }
        if (field != null) {
            return Source.of(field, schema);
        }
        int end = name.lastIndexOf('_');
        Integer vector = end < 0 ? null : fields.get(name.substring(0, end));
        if (vector != null && vector == Source.SEVERAL) {
            throw twice(name.substring(0, end));
        }
        return vector != null && Cells.isVector(schema.fields()[vector].dataType())
                && name.substring(end + 1).matches("[0-9]{1,9}")
                        ? new Source(vector, Integer.parseInt(name.substring(end + 1)))
                        : null;
    }
}
