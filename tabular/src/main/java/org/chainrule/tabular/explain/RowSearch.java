package org.chainrule.tabular.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.chainrule.tabular.encode.Encoding;
import org.chainrule.tabular.ensemble.RowVectors;
import org.chainrule.tabular.table.Table;

/// Finds the [NearestRows] of a table.
///
/// @param model the model
/// @param table the rows to search
record RowSearch(ExplainedModel model, Table table) {
    private static final int BLOCK = 1024;
    /// The rows that the spreads are learned from.
    private static final int SPREAD = 2000;

    /// A row with its distance from another.
    private record Distance(int row, double value) {
    }

    /// Returns the nearest rows.
    ///
    /// @param inputs the inputs of the row
    /// @param except a row of the table that does not count; -1 if there is none
    NearestRows nearest(float[] inputs, int count, int except) {
        RowVectors vectors = RowVectors.whole(model.model());
        double[] scales = vectors.scales(model.inputs(table, ExplainedModel.drawn(table.rows(), SPREAD, 0)));
        float[] own = vectors.vectors(inputs, scales);
        List<Distance> all = IntStream.range(0, (table.size() + BLOCK - 1) / BLOCK).parallel().boxed()
                .flatMap(number -> {
                    int from = number * BLOCK;
                    int[] rows = IntStream.range(from, Math.min(table.size(), from + BLOCK)).toArray();
                    float[] block = vectors.vectors(model.inputs(table, rows), scales);
                    return IntStream.of(rows).filter(row -> row != except).mapToObj(
                            row -> new Distance(row, distance(own, block, (row - from) * own.length)))
                            .sorted(Comparator.comparingDouble(Distance::value)).limit(count);
                }).toList();
        // the sort is stable, so that of equally distant rows the first counts
        List<Distance> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.comparingDouble(Distance::value));
        return new NearestRows(sorted.stream().limit(count).map(this::near).toList());
    }

    private static double distance(float[] own, float[] others, int at) {
        double squares = 0;
        for (int i = 0; i < own.length; i++) {
            double difference = (double) own[i] - others[at + i];
            squares += difference * difference;
        }
        return Math.sqrt(squares);
    }

    private NearestRows.Near near(Distance distance) {
        int row = distance.row;
        String target = model.target().column();
        Map<String, String> values = new LinkedHashMap<>();
        model.schema().encodings().stream().map(Encoding::column)
                .forEach(column -> values.put(column, table.column(column).text(row)));
        return new NearestRows.Near(row, table.line(row), distance.value,
                table.has(target) ? table.column(target).text(row) : "", values);
    }
}
