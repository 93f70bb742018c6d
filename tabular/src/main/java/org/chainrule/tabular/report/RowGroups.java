package org.chainrule.tabular.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.chainrule.tabular.encode.Encoding;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.DateColumn;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.value.Phrases;

/// Groups of rows by the value of one column that the model reads: quarters of numbers and dates, the most frequent values
/// of text, and missing values.
///
/// @param all the groups that have enough rows
record RowGroups(List<ErrorAnalysis.Slice> all) {
    private static final int QUARTERS = 4;
    private static final int VALUES = 12;
    private static final int LEAST = 10;
    /// The least share of the rows in a group.
    private static final double SHARE = 0.01;

    static RowGroups of(Scored scored, double[] errors) {
        double mean = Arrays.stream(errors).average().orElse(0);
        double variance = Arrays.stream(errors).map(error -> (error - mean) * (error - mean)).average().orElse(0);
        int least = (int) Math.max(LEAST, SHARE * errors.length);
        List<ErrorAnalysis.Slice> all = new ArrayList<>();
        for (Encoding encoding : scored.codec().schema().encodings()) {
            Column column = scored.table().column(encoding.column());
            groups(column, scored.rows()).forEach((values, rows) -> {
                if (rows.length >= least && rows.length < errors.length) {
                    double error = Arrays.stream(rows).mapToDouble(i -> errors[i]).average().orElse(0);
                    double spread = Math.sqrt(variance / rows.length);
                    all.add(new ErrorAnalysis.Slice(column.name(), values, rows.length, error,
                            spread > 0 ? (error - mean) / spread : 0));
                }
            });
        }
        return new RowGroups(all);
    }

    /// Returns the groups with the clearest excess of error.
    List<ErrorAnalysis.Slice> worst(int most) {
        return all.stream().filter(slice -> slice.z() > 1).sorted(Comparator.comparingDouble(slice -> -slice.z()))
                .limit(most).toList();
    }

    /// Returns the places of the rows of each group.
    private static Map<String, int[]> groups(Column column, int[] rows) {
        Map<String, int[]> groups = new LinkedHashMap<>();
        int[] missing = IntStream.range(0, rows.length).filter(i -> column.missing(rows[i])).toArray();
        if (missing.length > 0) {
            groups.put("is missing", missing);
        }
        int[] present = IntStream.range(0, rows.length).filter(i -> !column.missing(rows[i])).toArray();
        switch (column) {
            case NumberColumn numbers ->
                quarters(groups, column, rows, present, present.length == 0
                        ? new double[0]
                        : Arrays.stream(present).mapToDouble(i -> numbers.value(rows[i])).toArray());
            case DateColumn dates -> quarters(groups, column, rows, present,
                    Arrays.stream(present).mapToDouble(i -> dates.seconds(rows[i])).toArray());
            default -> values(groups, column, rows, present);
        }
        return groups;
    }

    private static void quarters(Map<String, int[]> groups, Column column, int[] rows, int[] present, double[] values) {
        int[] order = Scored.order(values);
        String last = "";
        for (int quarter = 0, from = 0; quarter < QUARTERS && from < order.length; quarter++) {
            int to = (int) ((long) (quarter + 1) * order.length / QUARTERS);
            // equal values stay together
            while (to < order.length && to > 0 && values[order[to]] == values[order[to - 1]]) {
                to++;
            }
            if (to <= from) {
                continue;
            }
            String high = column.text(rows[present[order[to - 1]]]);
            boolean single = values[order[from]] == values[order[to - 1]];
            String name = single
                    ? "is " + high
                    : last.isEmpty()
                            ? "is at most " + high
                            : to == order.length ? "is above " + last : "is above " + last + ", up to " + high;
            groups.put(name, Arrays.stream(order, from, to).map(i -> present[i]).toArray());
            last = high;
            from = to;
        }
    }

    private static void values(Map<String, int[]> groups, Column column, int[] rows, int[] present) {
        Map<String, List<Integer>> byValue = new LinkedHashMap<>();
        for (int i : present) {
            byValue.computeIfAbsent(column.text(rows[i]), _ -> new ArrayList<>()).add(i);
        }
        byValue.entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, List<Integer>>>comparingInt(entry -> -entry.getValue().size())
                        .thenComparing(Map.Entry::getKey))
                .limit(VALUES).forEach(entry -> groups.put("is " + Phrases.quoted(entry.getKey()),
                        entry.getValue().stream().mapToInt(Integer::intValue).toArray()));
    }
}
