package org.chainrule.tabular.train;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.chainrule.tabular.encode.Encoding;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.remark.DataRemark;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.DateColumn;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;

/// The search for test rows that are nearly equal to training rows, as when one thing is measured several times: they
/// differ by less than a fiftieth of a deviation in every column.
///
/// Rows of few columns are near each other by chance. By chance, however, the number of near pairs grows with the distance
/// at least as the volume of a line does (Grassberger and Procaccia, 1983): at four times the distance there are at least
/// four times as many. Copies with small changes are no more at four times the distance.
final class NearCopies {
    private static final double CELL = 0.02;
    private static final int WIDER = 4;
    private static final int FEWEST = 5;
    /// With more values in the columns of all rows, the search would take more than a moment.
    private static final long VALUES = 50_000_000;

    private NearCopies() {
    }

    /// Returns a remark on test rows that are nearly equal to a training row, if they are at least one in a hundred and
    /// chance does not explain them. Equal rows do not count.
    static List<Remark> of(Codec codec, Table table, int[] train, Table tests, int[] test) {
        List<String> columns = codec.schema().encodings().stream().map(Encoding::column).toList();
        if (test.length == 0 || (long) (train.length + test.length) * columns.size() > VALUES) {
            return List.of();
        }
        Keys trained = new Keys(train.length);
        Keys tested = new Keys(test.length);
        for (String name : columns) {
            double unit = unit(table.column(name), train);
            trained.add(table.column(name), train, unit);
            tested.add(tests.column(name), test, unit);
        }
        if (codec.target() instanceof Target.Classes classes) {
            trained.add(classes.classes(table, train));
            tested.add(classes.classes(tests, test));
        }
        long[] exact = sorted(trained.exact);
        long[] near = sorted(trained.near);
        long count = IntStream.range(0, test.length).filter(i -> Arrays.binarySearch(exact, tested.exact[i]) < 0
                && Arrays.binarySearch(near, tested.near[i]) >= 0).count();
        if (count < FEWEST || count * 100 < test.length) {
            return List.of();
        }
        double equal = pairs(exact, sorted(tested.exact));
        double close = pairs(near, sorted(tested.near)) - equal;
        return 2 * close > pairs(sorted(trained.wide), sorted(tested.wide)) - equal
                ? List.of(new DataRemark.NearDuplicates(count, test.length))
                : List.of();
    }

    /// Hashes of each row: of its values, and of the cells that they are in.
    private static final class Keys {
        final long[] exact;
        final long[] near;
        final long[] wide;

        Keys(int rows) {
            exact = new long[rows];
            near = new long[rows];
            wide = new long[rows];
        }

        void add(Column column, int[] rows, double unit) {
            long[] values = Copies.values(column, rows);
            IntToDoubleFunction number = numbers(column);
            for (int i = 0; i < rows.length; i++) {
                double value = number.applyAsDouble(rows[i]) / unit;
                boolean known = Double.isFinite(value);
                exact[i] = Copies.mix(exact[i] * 31 + values[i]);
                near[i] = Copies.mix(near[i] * 31 + (known ? (long) Math.floor(value / CELL) : values[i]));
                wide[i] = Copies.mix(wide[i] * 31 + (known ? (long) Math.floor(value / CELL / WIDER) : values[i]));
            }
        }

        void add(int[] values) {
            for (long[] keys : new long[][]{exact, near, wide}) {
                for (int i = 0; i < values.length; i++) {
                    keys[i] = Copies.mix(keys[i] * 31 + values[i]);
                }
            }
        }
    }

    private static IntToDoubleFunction numbers(Column column) {
        return switch (column) {
            case NumberColumn numbers -> numbers::value;
            case DateColumn dates -> dates::seconds;
            case TextColumn _ -> _ -> Double.NaN;
        };
    }

    /// Returns the typical deviation of a column: that of a normal distribution with the same distance between the first and
    /// the ninth decile, because a few far values would make all others look near. NaN for words, and if there is none.
    private static double unit(Column column, int[] rows) {
        IntToDoubleFunction number = numbers(column);
        double[] sorted = IntStream.of(rows).mapToDouble(number).filter(Double::isFinite).sorted().toArray();
        double spread = sorted.length == 0 ? 0 : sorted[sorted.length * 9 / 10] - sorted[sorted.length / 10];
        return spread > 0 ? spread / 2.563 : Double.NaN;
    }

    private static long[] sorted(long[] keys) {
        long[] sorted = keys.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    /// Returns the number of pairs of a training row and a test row with the same key, both sorted.
    private static double pairs(long[] trained, long[] tested) {
        double pairs = 0;
        int from = 0;
        for (int i = 0; i < tested.length;) {
            long key = tested[i];
            int to = i;
            while (to < tested.length && tested[to] == key) {
                to++;
            }
            while (from < trained.length && trained[from] < key) {
                from++;
            }
            int end = from;
            while (end < trained.length && trained[end] == key) {
                end++;
            }
            pairs += (double) (to - i) * (end - from);
            i = to;
        }
        return pairs;
    }
}
