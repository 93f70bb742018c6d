package org.chainrule.tabular.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.chainrule.tabular.encode.Encoding;
import org.chainrule.tabular.remark.DataRemark;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.DateColumn;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;

/// The search for test rows that are also training rows. Rows with few distinct values coincide by chance, so equal
/// rows count as copies only if chance does not explain them, by one of three tests:
///
/// - A row of a separate test file is far more often equal to a training row than two rows of one file are.
/// - The numbers of times that rows occur are not those of independent rows. If each kind of row is drawn at its own
///   rate, and `f[k]` is the number of kinds that occur k times, the moments `k! f[k]` are log-convex in k.
/// - The values of the features would rarely meet by chance, by [Coincidences].
final class Copies {
    private static final int FEWEST = 5;
    private static final int MOST_TIMES = 4;

    private Copies() {
    }

    /// Returns a remark on test rows that are also training rows, with the same value in every feature and the same
    /// target. Returns none if they are fewer than one in a hundred, or if chance explains them.
    static List<Remark> of(Codec codec, Table table, int[] train, Table tests, int[] test) {
        if (test.length == 0) {
            return List.of();
        }
        List<String> names = new ArrayList<>(codec.schema().encodings().stream().map(Encoding::column).toList());
        names.add(codec.target().column());
        long[] keys = rows(names, table, train);
        long[] trained = sorted(keys);
        long[] tested = sorted(rows(names, tests, test));
        long count = Arrays.stream(tested).filter(key -> Arrays.binarySearch(trained, key) >= 0).count();
        if (count == 0 || count * 100 < test.length) {
            return List.of();
        }
        boolean copied = tests != table && count >= FEWEST && isMoreThanWithin(trained, tested)
                || isUneven(trained, tested)
                || new Coincidences(names.subList(0, names.size() - 1), table, train, keys, kinds(keys))
                        .areRarer(count, tests, test);
        return copied ? List.of(new DataRemark.Duplicates(count, test.length)) : List.of();
    }

    private static long[] sorted(long[] keys) {
        long[] sorted = keys.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    /// Returns whether pairs of a training row and a test row are equal far more often than pairs of one file.
    private static boolean isMoreThanWithin(long[] train, long[] test) {
        double all = pairs(together(train, test));
        double within = pairs(train) + pairs(test);
        double possible = (train.length * (train.length - 1.0) + test.length * (test.length - 1.0)) / 2;
        return all - within > 4 * (within + 1) * train.length * test.length / possible;
    }

    private static long[] together(long[] train, long[] test) {
        long[] all = Arrays.copyOf(train, train.length + test.length);
        System.arraycopy(test, 0, all, train.length, test.length);
        Arrays.sort(all);
        return all;
    }

    /// Returns the number of pairs of equal keys.
    private static double pairs(long[] sorted) {
        double pairs = 0;
        for (int from = 0; from < sorted.length;) {
            int to = end(sorted, from);
            pairs += (to - from) * (to - from - 1.0) / 2;
            from = to;
        }
        return pairs;
    }

    /// Returns the number of different keys.
    static long kinds(long[] keys) {
        long[] sorted = sorted(keys);
        return IntStream.range(0, sorted.length).filter(i -> i == 0 || sorted[i] != sorted[i - 1]).count();
    }

    /// Returns the end of a run of equal keys.
    private static int end(long[] sorted, int from) {
        int to = from;
        while (to < sorted.length && sorted[to] == sorted[from]) {
            to++;
        }
        return to;
    }

    /// Returns whether the moments are not log-convex: more rows occur k times than rows that occur k - 1 times and k +
    /// 1 times allow.
    private static boolean isUneven(long[] train, long[] test) {
        long[] all = together(train, test);
        double[] kinds = new double[MOST_TIMES + 2];
        for (int from = 0; from < all.length;) {
            int to = end(all, from);
            if (to - from < kinds.length) {
                kinds[to - from]++;
            }
            from = to;
        }
        for (int k = 2; k <= MOST_TIMES; k++) {
            double least = k / (k + 1.0) * kinds[k] * kinds[k] / (kinds[k - 1] + 1);
            double error = Math.sqrt(4 / (kinds[k] + 1) + 1 / (kinds[k - 1] + 1));
            double more = kinds[k + 1];
            if (least * (1 - 2 * error) > 2 * more + 3 * Math.sqrt(more) + 9) {
                return true;
            }
        }
        return false;
    }

    /// Returns a 64-bit hash of the values of each row; equal values in another table have the same hash.
    private static long[] rows(List<String> columns, Table table, int[] rows) {
        long[] hashes = new long[rows.length];
        for (String name : columns) {
            long[] values = values(table.column(name), rows);
            for (int i = 0; i < rows.length; i++) {
                hashes[i] = mix(hashes[i] * 31 + values[i]);
            }
        }
        return hashes;
    }

    /// Returns a 64-bit hash of each row's value; equal values in another table have the same hash.
    static long[] values(Column column, int[] rows) {
        long[] words = column instanceof TextColumn text
                ? text.dictionary().stream().mapToLong(Copies::hash).toArray()
                : new long[0];
        return IntStream.of(rows).mapToLong(row -> switch (column) {
            case NumberColumn numbers -> Double.doubleToLongBits(numbers.value(row) + 0.0);
            case DateColumn dates -> Double.doubleToLongBits(dates.seconds(row) + 0.0);
            case TextColumn text -> text.code(row) < 0 ? 0 : words[text.code(row)];
        }).toArray();
    }

    static long hash(String word) {
        long hash = word.length();
        for (int i = 0; i < word.length(); i++) {
            hash = mix(hash * 31 + word.charAt(i));
        }
        return hash;
    }

    /// The finalizer of SplitMix64 (Steele, Lea and Flood, 2014).
    static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
