package org.chainrule.tabular.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.chainrule.tabular.encode.Encoding;
import org.chainrule.tabular.encode.LeftOut;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.DateColumn;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.value.Phrases;

/// What was read, and what was made of it.
///
/// @param source  the name of the table
/// @param rows    the number of rows read
/// @param split   how the rows were divided, as a sentence
/// @param columns the columns, at most 200
/// @param hidden  the number of other columns
/// @param leftOut the columns that the model does not read, with the reasons as sentences
/// @param remarks the remarks on the data and the training as sentences
/// @param unused  the number of rows that took no part in training, validation and test; -1 if it is not known
public record DataSummary(String source, int rows, String split, List<ColumnSummary> columns, int hidden,
        List<String> leftOut, List<String> remarks, int unused) {
    private static final int MOST = 200;
    private static final String LEFT_OUT = "left out";
    /// The least share of missing values that is worth a word.
    private static final double MISSING = 0.1;

    /// Creates a summary; copies the lists.
    public DataSummary {
        columns = List.copyOf(columns);
        leftOut = List.copyOf(leftOut);
        remarks = List.copyOf(remarks);
    }

    /// A column.
    ///
    /// @param name         the name
    /// @param kind         `number`, `text` or `date`
    /// @param role         `target`, `input` or `left out`
    /// @param use          how it becomes inputs, or why it is left out
    /// @param missing      the share of missing values
    /// @param distinct     the number of different values; of more than 1000, 1000
    /// @param distribution the distribution of its values
    public record ColumnSummary(String name, String kind, String role, String use, double missing, int distinct,
            Distribution distribution) {
        /// Returns whether the model does not read it, though it is not the target.
        boolean isLeftOut() {
            return role.equals(LEFT_OUT);
        }
    }

    /// The distribution of the values of a column: bins of equal width of numbers and dates, the most frequent values of text.
    ///
    /// @param counts   the number of rows in each bin, or with each of the most frequent values
    /// @param names    those values; empty for bins
    /// @param low      the smallest value in words, or the most frequent one; empty if there is none
    /// @param high     the largest value in words; empty for text
    /// @param distinct the number of different values; of more than 1000, 1000
    /// @param missing  the number of missing values
    public record Distribution(List<Integer> counts, List<String> names, String low, String high, int distinct,
            int missing) {
        private static final int BINS = 14;
        private static final int VALUES = 8;
        private static final int COUNTED = 1000;
        /// The share of the values at each end that may lie outside the bins, and count in the outermost ones.
        private static final double TAIL = 0.005;

        /// Creates a distribution; copies the lists.
        public Distribution {
            counts = List.copyOf(counts);
            names = List.copyOf(names);
        }

        static Distribution of(Column column) {
            return switch (column) {
                case NumberColumn numbers -> {
                    double[] values = new double[numbers.size()];
                    Arrays.setAll(values, numbers::value);
                    yield binned(column, values);
                }
                case DateColumn dates -> {
                    double[] values = new double[dates.size()];
                    Arrays.setAll(values, dates::seconds);
                    yield binned(column, values);
                }
                default -> counted(column);
            };
        }

        private static Distribution binned(Column column, double[] values) {
            double[] sorted = Arrays.stream(values).filter(value -> !Double.isNaN(value)).sorted().toArray();
            int missing = values.length - sorted.length;
            if (sorted.length == 0) {
                return new Distribution(List.of(), List.of(), "", "", 0, missing);
            }
            Set<Double> distinct = new HashSet<>();
            for (int i = 0; i < sorted.length && distinct.size() < COUNTED; i++) {
                distinct.add(sorted[i]);
            }
            int tail = (int) (TAIL * sorted.length);
            double low = sorted[tail];
            double high = sorted[sorted.length - 1 - tail];
            int[] counts = new int[BINS];
            for (double value : sorted) {
                counts[high > low ? (int) Math.clamp(BINS * (value - low) / (high - low), 0, BINS - 1) : BINS / 2]++;
            }
            return new Distribution(Arrays.stream(counts).boxed().toList(), List.of(),
                    spelled(column, values, sorted[0]),
                    spelled(column, values, sorted[sorted.length - 1]), distinct.size(), missing);
        }

        private static String spelled(Column column, double[] values, double value) {
            if (column instanceof NumberColumn) {
                return Phrases.plain(value);
            }
            for (int row = 0; row < values.length; row++) {
                if (values[row] == value) {
                    return column.text(row);
                }
            }
            return "";
        }

        private static Distribution counted(Column column) {
            Map<String, Integer> rows = new HashMap<>();
            int missing = 0;
            for (int row = 0; row < column.size(); row++) {
                if (column.missing(row)) {
                    missing++;
                } else {
                    rows.merge(column.text(row), 1, Integer::sum);
                }
            }
            List<Map.Entry<String, Integer>> order = new ArrayList<>(rows.entrySet());
            order.sort(
                    Map.Entry.<String, Integer>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()));
            List<Map.Entry<String, Integer>> first = order.subList(0, Math.min(VALUES, order.size()));
            return new Distribution(first.stream().map(Map.Entry::getValue).toList(),
                    first.stream().map(Map.Entry::getKey).toList(), order.isEmpty() ? "" : order.getFirst().getKey(),
                    "",
                    Math.min(COUNTED, order.size()), missing);
        }
    }

    /// Returns which columns lack many values, as a sentence; empty if none does.
    public String missing() {
        List<String> names = columns.stream().filter(column -> column.missing >= MISSING)
                .sorted(Comparator.comparingDouble(column -> -column.missing))
                .map(column -> Phrases.quoted(column.name) + " (" + Phrases.percent(column.missing)
                        + (column.isLeftOut() ? ", left out)" : ")"))
                .toList();
        return names.isEmpty() ? "" : "Many values are missing in " + Phrases.list(names) + ".";
    }

    static DataSummary of(Table table, Schema schema, String target, String source, String split,
            List<String> remarks, int unused) {
        List<ColumnSummary> columns = new ArrayList<>();
        for (Column column : table.columns()) {
            if (columns.size() < MOST) {
                columns.add(summary(column, schema, target));
            }
        }
        return new DataSummary(source, table.size(), split, columns, table.columns().size() - columns.size(),
                schema.leftOut().stream().map(LeftOut::sentence).toList(), remarks, unused);
    }

    private static ColumnSummary summary(Column column, Schema schema, String target) {
        String name = column.name();
        Optional<Encoding> encoding = schema.encodings().stream().filter(each -> each.column().equals(name))
                .findFirst();
        boolean predicted = name.equals(target);
        String why = schema.leftOut().stream().filter(left -> left.column().equals(name)).map(LeftOut::reason)
                .collect(Collectors.joining());
        String kind = switch (column.kind()) {
            case NUMBER -> "number";
            case TEXT -> "text";
            case DATE -> "date";
        };
        Distribution distribution = Distribution.of(column);
        return new ColumnSummary(name, kind, predicted ? "target" : encoding.isPresent() ? "input" : LEFT_OUT,
                predicted ? "" : encoding.map(Encoding::description).orElse(why.isEmpty() ? "not used" : why),
                column.size() == 0 ? 0 : (double) distribution.missing() / column.size(), distribution.distinct(),
                distribution);
    }
}
