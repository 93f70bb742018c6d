package org.chainrule.tabular.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.chainrule.tabular.encode.Encoding;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.DateColumn;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;

/// Finds columns that say nearly the same.
///
/// Numbers and dates are compared by the correlation of their ranks (Spearman, 1904); columns of few different values by
/// Cramér's V with the bias correction of Bergsma ("A bias-correction for Cramér's V and Tschuprow's T", 2013), since the
/// plain V of many values is large by chance. Rows in which either value is missing do not count.
final class RelatedColumns {
    /// The weakest link of two columns that say nearly the same.
    static final double LINK = 0.9;
    /// The most values of a column that is compared by them.
    private static final int MOST_VALUES = 50;
    /// Fewer rows show no link.
    private static final int FEWEST = 10;
    /// The most values that are compared: below a second.
    private static final double WORK = 2e8;

    private RelatedColumns() {
    }

    /// Columns that say nearly the same.
    ///
    /// @param columns the columns in the order of the schema
    /// @param link    the strongest link between two of them
    record Related(List<Encoding> columns, double link) {
    }

    /// A column in rows.
    ///
    /// @param ranks  the rank of each number or date among the present ones; NaN if it is missing; empty for words
    /// @param codes  the number of each value, from 0; -1 if it is missing; empty if there are too many values
    /// @param values the number of different values
    private record Ranked(double[] ranks, int[] codes, int values) {
        static Ranked of(Column column, int[] rows) {
            double[] ranks = switch (column) {
                case NumberColumn numbers ->
                    RelatedColumns.ranks(IntStream.of(rows).mapToDouble(numbers::value).toArray());
                case DateColumn dates -> RelatedColumns.ranks(IntStream.of(rows).mapToDouble(dates::seconds).toArray());
                default -> new double[0];
            };
            Map<String, Integer> index = new HashMap<>();
            int[] codes = IntStream.of(rows).map(row -> column.missing(row)
                    ? -1
                    : index.computeIfAbsent(column.text(row), _ -> index.size())).toArray();
            return new Ranked(ranks, index.size() <= MOST_VALUES ? codes : new int[0], index.size());
        }

        double link(Ranked other) {
            double link = 0;
            if (ranks.length > 0 && other.ranks.length > 0) {
                link = Math.abs(correlation(ranks, other.ranks));
            }
            if (link < LINK && codes.length > 0 && other.codes.length > 0) {
                link = Math.max(link, cramer(codes, values, other.codes, other.values));
            }
            return link;
        }
    }

    /// Returns the groups of related columns, each of at least two.
    static List<Related> of(List<Encoding> encodings, Table table, int[] rows) {
        int count = encodings.size();
        int pairs = Math.max(1, count * (count - 1) / 2);
        int[] some = ExplainedModel.drawn(rows, (int) Math.max(FEWEST, WORK / pairs), 0);
        List<Ranked> ranked = encodings.stream().map(encoding -> Ranked.of(table.column(encoding.column()), some))
                .toList();
        double[][] links = IntStream.range(0, count).parallel()
                .mapToObj(i -> IntStream.range(0, i).mapToDouble(j -> ranked.get(i).link(ranked.get(j))).toArray())
                .toArray(double[][]::new);
        int[] group = IntStream.range(0, count).toArray();
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < i; j++) {
                if (links[i][j] >= LINK && group[i] != group[j]) {
                    int from = Math.max(group[i], group[j]);
                    int to = Math.min(group[i], group[j]);
                    Arrays.setAll(group, k -> group[k] == from ? to : group[k]);
                }
            }
        }
        List<Related> related = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            int[] members = places(group, number);
            if (members.length > 1) {
                double strongest = IntStream.of(members).boxed()
                        .flatMap(i -> IntStream.of(members).filter(j -> j < i).mapToObj(j -> links[i][j]))
                        .max(Comparator.naturalOrder()).orElse(0.0);
                related.add(new Related(IntStream.of(members).mapToObj(encodings::get).toList(),
                        Math.min(1, strongest)));
            }
        }
        return related;
    }

    private static int[] places(int[] group, int number) {
        return IntStream.range(0, group.length).filter(i -> group[i] == number).toArray();
    }

    /// Returns the rank of each value; equal values share the mean of their ranks.
    static double[] ranks(double[] values) {
        Integer[] order = IntStream.range(0, values.length).filter(i -> !Double.isNaN(values[i])).boxed()
                .sorted(Comparator.comparingDouble(i -> values[i])).toArray(Integer[]::new);
        double[] ranks = new double[values.length];
        Arrays.fill(ranks, Double.NaN);
        for (int from = 0; from < order.length;) {
            int to = from + 1;
            while (to < order.length && values[order[to]] == values[order[from]]) {
                to++;
            }
            for (int i = from; i < to; i++) {
                ranks[order[i]] = (from + to - 1) / 2.0;
            }
            from = to;
        }
        return ranks;
    }

    /// Returns the correlation of two lists of numbers where both are present; 0 if it is not defined.
    static double correlation(double[] x, double[] y) {
        int n = 0;
        double sumX = 0;
        double sumY = 0;
        for (int i = 0; i < x.length; i++) {
            if (!Double.isNaN(x[i]) && !Double.isNaN(y[i])) {
                n++;
                sumX += x[i];
                sumY += y[i];
            }
        }
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int i = 0; i < x.length; i++) {
            if (!Double.isNaN(x[i]) && !Double.isNaN(y[i])) {
                double dx = x[i] - sumX / n;
                double dy = y[i] - sumY / n;
                xx += dx * dx;
                yy += dy * dy;
                xy += dx * dy;
            }
        }
        return n < FEWEST || !(xx > 0 && yy > 0) ? 0 : xy / Math.sqrt(xx * yy);
    }

    /// Returns Cramér's V of two lists of codes, corrected for bias; 0 if it is not defined.
    ///
    /// @param r the number of codes of `a`, from 0
    /// @param k the number of codes of `b`, from 0
    static double cramer(int[] a, int r, int[] b, int k) {
        double[][] counts = new double[r][k];
        double[] sumsA = new double[r];
        double[] sumsB = new double[k];
        double n = 0;
        for (int i = 0; i < a.length; i++) {
            if (a[i] >= 0 && b[i] >= 0) {
                counts[a[i]][b[i]]++;
                sumsA[a[i]]++;
                sumsB[b[i]]++;
                n++;
            }
        }
        long rows = Arrays.stream(sumsA).filter(sum -> sum > 0).count();
        long columns = Arrays.stream(sumsB).filter(sum -> sum > 0).count();
        if (n < FEWEST || rows < 2 || columns < 2) {
            return 0;
        }
        double squares = -1;
        for (int i = 0; i < r; i++) {
            for (int j = 0; j < k; j++) {
                squares += counts[i][j] == 0 ? 0 : counts[i][j] * counts[i][j] / (sumsA[i] * sumsB[j]);
            }
        }
        double corrected = Math.max(0, squares - (rows - 1) * (columns - 1) / (n - 1));
        double fewerRows = rows - (rows - 1) * (rows - 1) / (n - 1);
        double fewerColumns = columns - (columns - 1) * (columns - 1) / (n - 1);
        double least = Math.min(fewerRows, fewerColumns) - 1;
        return least > 0 ? Math.min(1, Math.sqrt(corrected / least)) : 0;
    }
}
