package org.chainrule.tabular.train;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.NumberColumn;

/// The check whether one column alone gives the target away.
final class Leakage {
    /// A column is suspicious if its error is less than this share of the error of a constant.
    private static final double LEFT = 0.01;

    private Leakage() {
    }

    /// Returns whether predicting, for each value of the column, its most frequent class makes less than a hundredth of
    /// the errors of always predicting the same class. A word that occurs in a single row counts as an error, and the
    /// numbers of a column must form few intervals of one class each.
    public static boolean classes(Column column, int[] rows, int[] classes, int count) {
        int[] values = values(column, rows);
        int distinct = Arrays.stream(values).max().orElse(-1) + 1;
        if ((long) distinct * count > 10_000_000L) {
            return false;
        }
        int[] table = new int[distinct * count];
        int[] all = new int[count];
        int missing = 0;
        for (int i = 0; i < rows.length; i++) {
            all[classes[i]]++;
            missing += values[i] < 0 ? 1 : 0;
            if (values[i] >= 0) {
                table[values[i] * count + classes[i]]++;
            }
        }
        int constant = rows.length - Arrays.stream(all).max().orElse(0);
        int errors = missing;
        int runs = 0;
        int before = -1;
        for (int value = 0; value < distinct; value++) {
            int best = 0;
            int sum = 0;
            for (int k = 0; k < count; k++) {
                sum += table[value * count + k];
                best = table[value * count + k] > table[value * count + best] ? k : best;
            }
            boolean alone = sum == 1 && !(column instanceof NumberColumn);
            errors += alone ? 1 : sum - table[value * count + best];
            runs += best != before ? 1 : 0;
            before = best;
        }
        boolean few = !(column instanceof NumberColumn) || runs <= 2 * count;
        return few && errors < LEFT * constant;
    }

    /// Returns each row's value as an index from 0, with numbers in ascending order; -1 if it is missing.
    private static int[] values(Column column, int[] rows) {
        Map<Object, Integer> index = new HashMap<>();
        if (column instanceof NumberColumn numbers) {
            double[] sorted = IntStream.of(rows).mapToDouble(numbers::value).filter(value -> !Double.isNaN(value))
                    .sorted().distinct().toArray();
            return IntStream.of(rows)
                    .map(row -> numbers.missing(row) ? -1 : Arrays.binarySearch(sorted, numbers.value(row))).toArray();
        }
        return IntStream.of(rows)
                .map(row -> column.missing(row) ? -1 : index.computeIfAbsent(column.text(row), _ -> index.size()))
                .toArray();
    }

    /// Returns whether the column rises or falls with the target so strictly that the Spearman rank correlation leaves
    /// less than a thousandth of the variance. Nearly all rows must have a value, and the column must have at least ten
    /// different ones.
    public static boolean numbers(NumberColumn column, NumberColumn target, int[] rows) {
        int[] known = IntStream.of(rows).filter(row -> !column.missing(row)).toArray();
        if (known.length < 0.99 * rows.length
                || IntStream.of(known).mapToDouble(column::value).distinct().limit(10).count() < 10) {
            return false;
        }
        double[] a = ranks(column, known);
        double[] b = ranks(target, known);
        double mean = (known.length - 1) / 2.0;
        double both = 0;
        double first = 0;
        double second = 0;
        for (int i = 0; i < known.length; i++) {
            both += (a[i] - mean) * (b[i] - mean);
            first += (a[i] - mean) * (a[i] - mean);
            second += (b[i] - mean) * (b[i] - mean);
        }
        return both * both > (1 - LEFT / 10) * first * second;
    }

    /// Returns the ranks of the rows' values, from 0; equal values share their mean rank.
    private static double[] ranks(NumberColumn column, int[] rows) {
        Integer[] order = IntStream.range(0, rows.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble(i -> column.value(rows[i])));
        double[] ranks = new double[rows.length];
        for (int from = 0; from < order.length;) {
            int to = from;
            while (to < order.length && column.value(rows[order[to]]) == column.value(rows[order[from]])) {
                to++;
            }
            for (int i = from; i < to; i++) {
                ranks[order[i]] = (from + to - 1) / 2.0;
            }
            from = to;
        }
        return ranks;
    }
}
