package org.chainrule.serve.play.lesson;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.chainrule.data.RowSource;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.Quote;
import org.chainrule.tabular.encode.CategoryEncoding;
import org.chainrule.tabular.encode.DateEncoding;
import org.chainrule.tabular.encode.Encoding;
import org.chainrule.tabular.encode.NumberEncoding;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.DateColumn;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;

/// A column as an axis of the picture: its range in equal cells, or its most frequent values.
///
/// @param encoding the encoding of the column
/// @param kind     what the cells are
/// @param low      the lower end; 0 for categories
/// @param high     the upper end; the number of categories
/// @param labels   the categories; empty for numbers and dates
/// @param inputs   the inputs of the column in each cell, as [cells, width]
record GridAxis(Encoding encoding, Kind kind, double low, double high, List<String> labels, float[][] inputs) {
    private static final int MOST_CATEGORIES = 12;
    private static final double MARGIN = 0.06;

    /// What the cells of an axis are.
    enum Kind {
        NUMBER, DATE, CATEGORY
    }

    /// Returns the axis of a column.
    ///
    /// @param cells the number of cells, unless there are only few categories
    static GridAxis of(Study study, Encoding encoding, int cells) {
        Table table = study.table();
        Column column = table.column(encoding.column());
        Kind kind = kind(encoding, column).orElseThrow();
        if (kind == Kind.CATEGORY) {
            return categories(encoding, column, study.measuredTraining());
        }
        int[] present = IntStream.of(study.measuredTraining()).filter(row -> !column.missing(row)).toArray();
        double least = IntStream.of(present).mapToDouble(row -> value(column, row)).min().orElse(0);
        double most = IntStream.of(present).mapToDouble(row -> value(column, row)).max().orElse(1);
        double margin = most > least ? MARGIN * (most - least) : 1;
        double low = least - margin;
        double high = most + margin;
        double[] centers = IntStream.range(0, cells).mapToDouble(i -> low + (i + 0.5) / cells * (high - low)).toArray();
        Column grid = kind == Kind.NUMBER
                ? NumberColumn.of(column.name(), centers)
                : DateColumn.of(column.name(), centers);
        return new GridAxis(encoding, kind, low, high, List.of(),
                inputs(encoding, encoding.rows(grid), IntStream.range(0, cells).toArray()));
    }

    private static GridAxis categories(Encoding encoding, Column column, int[] rows) {
        Map<String, int[]> seen = new LinkedHashMap<>();
        for (int row : rows) {
            if (!column.missing(row)) {
                seen.computeIfAbsent(column.text(row), _ -> new int[]{row, 0})[1]++;
            }
        }
        List<Map.Entry<String, int[]>> frequent = seen.entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> -entry.getValue()[1])).limit(MOST_CATEGORIES).toList();
        return new GridAxis(encoding, Kind.CATEGORY, 0, frequent.size(),
                frequent.stream().map(Map.Entry::getKey).toList(), inputs(encoding, encoding.rows(column),
                        frequent.stream().mapToInt(entry -> entry.getValue()[0]).toArray()));
    }

    private static float[][] inputs(Encoding encoding, RowSource source, int[] rows) {
        float[][] inputs = new float[rows.length][encoding.width()];
        for (int i = 0; i < rows.length; i++) {
            source.read(rows[i], inputs[i], 0);
        }
        return inputs;
    }

    private static Optional<Kind> kind(Encoding encoding, Column column) {
        return switch (encoding) {
            case NumberEncoding number when column instanceof NumberColumn && number.deviation() > 0 ->
                Optional.of(Kind.NUMBER);
            case DateEncoding date when column instanceof DateColumn && date.deviation() > 0 ->
                Optional.of(Kind.DATE);
            case CategoryEncoding _ -> Optional.of(Kind.CATEGORY);
            default -> Optional.empty();
        };
    }

    /// Returns the columns that can be an axis, in the order of the table.
    static List<Encoding> possible(Study study) {
        return study.schema().encodings().stream()
                .filter(encoding -> kind(encoding, study.table().column(encoding.column())).isPresent()).toList();
    }

    /// Returns the names of the columns that can be an axis, in the order of the table.
    static List<String> columns(Study study) {
        return possible(study).stream().map(Encoding::column).toList();
    }

    /// Returns the encodings of chosen columns; of the most telling ones if none is chosen.
    ///
    /// @throws ArgumentException if a column is unknown, cannot be an axis, or is chosen twice, or there are more than two
    static List<Encoding> chosen(Study study, List<String> names) {
        List<Encoding> possible = possible(study);
        if (possible.isEmpty()) {
            throw new ArgumentException("columns", "no column of numbers, dates or categories is left to draw the"
                    + " picture over; add one to the table");
        }
        if (names.isEmpty()) {
            return Telling.best(study, possible);
        }
        List<Encoding> chosen = new ArrayList<>();
        for (String name : names) {
            Encoding found = possible.stream().filter(each -> each.column().equals(name)).findFirst()
                    .orElseThrow(() -> new ArgumentException("columns", "the picture cannot be drawn over the column "
                            + Quote.of(name) + ", expected one of " + String.join(", ", columns(study))));
            if (chosen.contains(found)) {
                throw new ArgumentException("columns",
                        "the picture has " + Quote.of(name) + " on both axes; choose two columns");
            }
            chosen.add(found);
        }
        if (chosen.size() > 2) {
            throw new ArgumentException("columns", "the picture has " + chosen.size() + " columns, expected two");
        }
        return chosen;
    }

    int cells() {
        return inputs.length;
    }

    /// Returns the place of the value of a row on the axis, from `low` to `high`; NaN if it is missing or not shown.
    double place(Table table, int row) {
        Column column = table.column(encoding.column());
        if (column.missing(row)) {
            return Double.NaN;
        }
        if (kind == Kind.CATEGORY) {
            int index = labels.indexOf(column.text(row));
            return index < 0 ? Double.NaN : index + 0.5;
        }
        return value(column, row);
    }

    private static double value(Column column, int row) {
        return switch (column) {
            case NumberColumn numbers -> numbers.value(row);
            case DateColumn dates -> dates.seconds(row);
            default -> Double.NaN;
        };
    }

    /// Returns the axis as a tree for [org.chainrule.io.Json].
    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("column", encoding.column());
        json.put("kind", LessonSettings.word(kind));
        json.put("low", low);
        json.put("high", high);
        json.put("labels", labels);
        json.put("cells", cells());
        return json;
    }
}
