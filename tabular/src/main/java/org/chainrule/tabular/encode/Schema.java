package org.chainrule.tabular.encode;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.chainrule.data.RowSource;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.outcome.FarValues;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.remark.DataRemark;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.RowSplit;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.value.JsonFields;
import org.chainrule.tabular.value.Phrases;

/// The encodings of the columns of a table, learned from the training rows and stored in the model, so that every later
/// table is encoded in the same way.
///
/// @param encodings the encodings of the columns in use, in the order of the training table
/// @param leftOut   the columns that are left out, with the reasons
public record Schema(List<Encoding> encodings, List<LeftOut> leftOut) {
    /// The newest version; 2 added how values match categories, lists, and the values of columns left out; 3 added
    /// robust scaling and texts; 4 added statistics of the target; 5 added normal quantiles.
    private static final int FORMAT = 5;

    /// Creates a schema; copies the lists.
    public Schema {
        encodings = List.copyOf(encodings);
        leftOut = List.copyOf(leftOut);
    }

    /// Learns a schema from the given rows of a table, and from no others. Uses all columns except those in `except`,
    /// such as the target.
    ///
    /// @throws ArgumentException if there are no rows, or no column is left
    public static Schema fit(Table table, int[] rows, Set<String> except) {
        return fit(table, rows, except, Overrides.NONE);
    }

    /// Same as [#fit(Table, int[], Set)], with column settings given by the user.
    public static Schema fit(Table table, int[] rows, Set<String> except, Overrides overrides) {
        return fit(table, rows, except, overrides, NumberScaling.STANDARD);
    }

    /// Same as [#fit(Table, int[], Set, Overrides)].
    ///
    /// @param scaling how numbers are scaled
    public static Schema fit(Table table, int[] rows, Set<String> except, Overrides overrides, NumberScaling scaling) {
        return SchemaChoice
                .of(table, rows, except, overrides, column -> overrides.fitting(table, column, rows, scaling),
                        (column, _) -> new EncodingChoice.Unused(
                                "it looks like free text; to use it, declare it as free text"))
                .schema();
    }

    /// Returns the number of inputs that a row becomes.
    public int width() {
        return encodings.stream().mapToInt(Encoding::width).sum();
    }

    /// Returns the names of the inputs: `island=Dream`, `bill_length_mm`, `bill_length_mm missing`.
    public List<String> names() {
        return encodings.stream().flatMap(encoding -> encoding.names().stream()).toList();
    }

    /// Returns the groups of inputs of the same kind, in order. They cover all inputs.
    public List<InputGroup> groups() {
        List<InputGroup> groups = new ArrayList<>();
        int next = 0;
        for (Encoding encoding : encodings) {
            groups.addAll(encoding.groups(next));
            next += encoding.width();
        }
        return List.copyOf(groups);
    }

    /// Returns the type of each column in use, for [org.chainrule.tabular.table.TableFormat#kinds(Map)].
    public Map<String, Column.Kind> kinds() {
        Map<String, Column.Kind> kinds = new LinkedHashMap<>();
        encodings.forEach(encoding -> kinds.put(encoding.column(), encoding.kind()));
        return kinds;
    }

    /// Returns whether each column with statistics of the target has as many as the target has.
    public boolean fits(Target target) {
        return encodings.stream()
                .allMatch(encoding -> !(encoding instanceof StatisticsEncoding statistics) || statistics.fits(target));
    }

    /// Returns the inputs of the given rows, row after row, as [rows.length, [width][#width()]].
    ///
    /// @throws ArgumentException if the table lacks a column, or a column has another type than in training
    public float[] encode(Table table, int[] rows) {
        RowSource source = rows(table);
        int width = width();
        if ((long) rows.length * width > Integer.MAX_VALUE - 8) {
            throw new ArgumentException("rows", table.source() + ": " + Phrases.count(rows.length, "row") + " of "
                    + Phrases.count(width, "input") + " do not fit one array; encode them in parts");
        }
        float[] out = new float[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
            source.read(rows[i], out, i * width);
        }
        return out;
    }

    /// Returns the inputs of each row of a table, encoded lazily.
    ///
    /// @throws ArgumentException if the table lacks a column, or a column has another type than in training
    public RowSource rows(Table table) {
        check(table);
        return rows(encodings.stream().map(encoding -> table.inputs(encoding.column())
                .orElseGet(() -> encoding.rows(table.column(encoding.column())))).toList());
    }

    /// Returns the inputs that each row of a table would have as a row to predict, encoded lazily. They differ from those of
    /// [#rows] only in statistics of the target, which in the training rows leave out the target of the row.
    ///
    /// @throws ArgumentException if the table lacks a column, or a column has another type than in training
    public RowSource asNewRows(Table table) {
        check(table);
        return rows(encodings.stream().map(encoding -> encoding.rows(table.column(encoding.column()))).toList());
    }

    /// Returns the table in which the given rows have out-of-fold statistics of the target, because this schema may have been
    /// learned from them.
    ///
    /// @param far   the far values of the target, which are clipped
    /// @param folds folds of the rows: in each, the held rows get the statistics of the kept ones; a row that no fold holds
    ///              gets 0
    public Table training(Table table, Target target, int[] rows, FarValues far, List<RowSplit> folds) {
        Map<String, RowSource> inputs = new LinkedHashMap<>();
        for (Encoding encoding : encodings) {
            if (encoding instanceof StatisticsEncoding statistics) {
                inputs.put(encoding.column(),
                        statistics.training(table, statistics.targets(target, table, rows, far), folds));
            }
        }
        return table.prepared(inputs);
    }

    private RowSource rows(List<RowSource> columns) {
        RowSource[] sources = columns.toArray(RowSource[]::new);
        int[] widths = encodings.stream().mapToInt(Encoding::width).toArray();
        return (row, out, at) -> {
            int next = at;
            for (int i = 0; i < sources.length; i++) {
                sources[i].read(row, out, next);
                next += widths[i];
            }
        };
    }

    /// Returns which values of the given rows are unlike those of the training rows.
    ///
    /// @throws ArgumentException if the table lacks a column, or a column has another type than in training
    public Novelty novelty(Table table, int[] rows) {
        check(table);
        Column[] columns = encodings.stream().map(encoding -> table.column(encoding.column())).toArray(Column[]::new);
        IntToDoubleFunction[] values = IntStream.range(0, columns.length)
                .mapToObj(i -> encodings.get(i).cells(columns[i])).toArray(IntToDoubleFunction[]::new);
        Novelty.Cells cells = new Novelty.Cells() {
            @Override
            public double value(int column, int row) {
                return values[column].applyAsDouble(rows[row]);
            }

            @Override
            public String text(int column, int row) {
                return columns[column].text(rows[row]);
            }

            @Override
            public long line(int row) {
                return table.line(rows[row]);
            }
        };
        List<NovelColumn> found = new ArrayList<>(novel(rows.length, cells));
        leftOut.stream().filter(left -> !left.always().isEmpty() && table.has(left.column()))
                .forEach(left -> found.add(NovelColumn.of(left, table, rows)));
        return Novelty.of(rows.length, found);
    }

    private List<NovelColumn> novel(int rows, Novelty.Cells cells) {
        return IntStream.range(0, encodings.size())
                .mapToObj(column -> NovelColumn.of(encodings.get(column), column, rows, cells)).toList();
    }

    /// Returns which values of rows from Java code are unlike those of the training rows.
    ///
    /// @param rows the number of rows
    public Novelty novelty(int rows, Novelty.Cells cells) {
        return Novelty.of(rows, novel(rows, cells));
    }

    /// Returns remarks on rows to predict: columns that the training table did not have, and values unlike those of the
    /// training rows. The table may have the target column or not.
    ///
    /// @param novelty the values of the rows that are unlike those of the training rows
    public List<Remark> remarks(Table table, Novelty novelty, String target) {
        List<Remark> remarks = new ArrayList<>();
        Set<String> known = new HashSet<>(encodings.stream().map(Encoding::column).toList());
        leftOut.forEach(column -> known.add(column.column()));
        known.add(target);
        List<String> more = table.columns().stream().map(Column::name).filter(name -> !known.contains(name)).toList();
        if (!more.isEmpty()) {
            remarks.add(new DataRemark.NewColumns(more));
        }
        remarks.addAll(novelty.remarks());
        return remarks;
    }

    private void check(Table table) {
        List<String> lacking = encodings.stream().map(Encoding::column).filter(name -> !table.has(name)).toList();
        if (!lacking.isEmpty()) {
            throw new ArgumentException("table",
                    table.source() + " lacks " + Phrases.names(lacking) + ", which the model reads; its columns are "
                            + Phrases.names(table.columns().stream().map(Column::name).toList())
                            + "; add every missing column, or train again without it");
        }
        encodings.forEach(encoding -> encoding.check(table));
    }

    /// Returns a copy in which the numbers are [normal quantiles][QuantileTransform] of their ranks among the given rows.
    ///
    /// @param rows the rows that this schema was learned from
    public Schema ranked(Table table, int[] rows) {
        return new Schema(encodings.stream().map(encoding -> encoding instanceof NumberEncoding numbers
                ? numbers.ranked(table.column(numbers.column()), rows)
                : encoding).toList(), leftOut);
    }

    /// Returns the schema as a tree for [org.chainrule.io.Json], with a format version.
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", encodings.stream().mapToInt(EncodingType::format).max().orElse(FORMAT));
        json.put("columns", encodings.stream().map(Encoding::toJson).toList());
        json.put("leftOut", leftOut.stream().map(column -> {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("column", column.column());
            tree.put("reason", column.reason());
            if (!column.always().isEmpty()) {
                tree.put("always", column.always());
            }
            return tree;
        }).toList());
        return json;
    }

    /// Returns the schema that a tree describes.
    ///
    /// @param source the file that the tree comes from, for messages
    /// @throws org.chainrule.error.FormatException if [#toJson()] does not write such a tree, or the format is newer
    public static Schema fromJson(Object tree, String source) {
        JsonFields fields = JsonFields.of(tree, source, "schema").version(FORMAT);
        List<Encoding> encodings = new ArrayList<>();
        fields.list("columns").forEach(column -> encodings.add(Encoding.fromJson(column, source)));
        if (encodings.isEmpty() || encodings.stream().map(Encoding::column).distinct().count() < encodings.size()) {
            throw fields.refuse(encodings.isEmpty() ? "has no columns" : "names a column twice");
        }
        List<LeftOut> leftOut = new ArrayList<>();
        for (Object column : fields.list("leftOut")) {
            JsonFields left = JsonFields.of(column, source, "column left out");
            leftOut.add(new LeftOut(left.text("column"), left.text("reason"),
                    left.keys().contains("always") ? left.text("always") : ""));
        }
        return new Schema(encodings, leftOut);
    }
}
