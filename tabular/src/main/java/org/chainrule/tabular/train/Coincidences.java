package org.chainrule.tabular.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.DateColumn;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;

/// The number of rows whose features agree with those of another row by chance.
///
/// The probability of a row is the product over the columns of the probability of each value, given the value of that
/// other column which makes it most probable (Chow and Liu, "Approximating discrete probability distributions with
/// dependence trees", 1968, with the most favorable tree for each row). It is estimated on the distinct training rows
/// without the one that the row may be a copy of.
final class Coincidences {
    private static final int MOST_ROWS = 20_000;
    private static final int MOST_TESTS = 1_000;
    private static final int MOST_COLUMNS = 12;
    /// If rows occur more often than this on average, equal rows are usual.
    private static final int USUAL = 10;
    private static final double NEVER = 1e-3;
    private static final double OFTEN = 0.8;
    /// A column with more values than this is cut into so many ranges when another depends on it.
    private static final int RANGES = 10;

    private final List<Feature> features;
    private final Table table;
    /// The distinct rows among some training rows.
    private final int[] distinct;
    private final int trained;
    private final boolean usual;

    /// A column.
    ///
    /// @param values the hash of the value of each row
    /// @param counts the number of rows with each value
    /// @param rare   the expected number of rows with a value that occurs in one row, by the formula of Good ("The
    ///               population frequencies of species", 1953), at most a half
    /// @param cuts   the bounds between the ranges of numbers that stand for values on which other columns depend;
    ///               none if the values stand for themselves
    private record Feature(String name, long[] values, Map<Long, Integer> counts, double rare, double[] cuts) {
        static Feature of(String name, Table table, int[] rows) {
            long[] values = Copies.values(table.column(name), rows);
            Map<Long, Integer> counts = Coincidences.counts(Arrays.stream(values));
            if (counts.size() <= 2 * RANGES || table.column(name) instanceof TextColumn) {
                return new Feature(name, values, counts, rare(counts), new double[0]);
            }
            double[] sorted = numbers(table.column(name), rows).sorted().toArray();
            return new Feature(name, values, counts, rare(counts), IntStream.range(1, RANGES)
                    .mapToDouble(i -> sorted[i * sorted.length / RANGES]).distinct().toArray());
        }

        private static DoubleStream numbers(Column column, int[] rows) {
            return IntStream.of(rows).mapToDouble(row -> switch (column) {
                case NumberColumn numbers -> numbers.value(row);
                case DateColumn dates -> dates.seconds(row);
                case TextColumn _ -> Double.NaN;
            });
        }

        /// Returns the values, or the ranges that stand for them, of rows of a table.
        long[] conditions(Table table, int[] rows) {
            return cuts.length == 0
                    ? Copies.values(table.column(name), rows)
                    : numbers(table.column(name), rows).mapToLong(value -> Arrays.binarySearch(cuts, value)).map(
                            place -> place < 0 ? -place - 1 : place + 1).toArray();
        }

        private static double rare(Map<Long, Integer> counts) {
            return Math.min(0.5, (2.0 * occurring(counts, 2) + 1) / (occurring(counts, 1) + 1));
        }

        private static long occurring(Map<Long, Integer> counts, int times) {
            return counts.values().stream().filter(count -> count == times).count();
        }

        /// Returns whether values repeat by themselves, rather than because some rows are copies: they repeat twice on
        /// average, or often, and then also three times as often as independent rows do.
        boolean repeats() {
            int distinct = counts.size();
            long once = occurring(counts, 1);
            long twice = occurring(counts, 2);
            long more = distinct - once - twice;
            return 2 * distinct <= values.length
                    || distinct <= OFTEN * values.length && once <= OFTEN * distinct && more > 0
                            && more >= twice * twice / 3.0 / (once + 1);
        }
    }

    /// @param names the columns of the features
    /// @param keys  a hash of each training row
    /// @param kinds the number of different training rows
    Coincidences(List<String> names, Table table, int[] train, long[] keys, long kinds) {
        int[] places = spread(IntStream.range(0, train.length).toArray(), MOST_ROWS);
        Set<Long> seen = new HashSet<>();
        this.table = table;
        this.distinct = IntStream.of(places).filter(i -> seen.add(keys[i])).map(i -> train[i]).toArray();
        this.trained = train.length;
        this.usual = train.length >= USUAL * kinds;
        this.features = new ArrayList<>();
        // Distinct rows do not show that one column determines another, because each value may be left in a single row.
        int[] all = IntStream.of(places).map(i -> train[i]).toArray();
        Map<String, Long> sizes = new HashMap<>();
        names.forEach(name -> sizes.put(name, Copies.kinds(Copies.values(table.column(name), all))));
        List<Feature> kept = new ArrayList<>();
        for (String name : names.stream().sorted(Comparator.comparingLong(name -> -sizes.getOrDefault(name, 0L)))
                .toList()) {
            if (kept.size() < MOST_COLUMNS) {
                Feature feature = Feature.of(name, table, all);
                if (kept.stream().noneMatch(by -> isFunction(feature, by))) {
                    kept.add(feature);
                    features.add(Feature.of(name, table, distinct));
                }
            }
        }
    }

    /// Returns at most so many of the rows, evenly spread.
    private static int[] spread(int[] rows, int most) {
        return rows.length <= most
                ? rows
                : IntStream.range(0, most).map(i -> rows[(int) ((long) i * rows.length / most)]).toArray();
    }

    private static Map<Long, Integer> counts(LongStream values) {
        Map<Long, Integer> counts = new HashMap<>();
        values.forEach(value -> counts.merge(value, 1, Integer::sum));
        return counts;
    }

    private static long pair(long first, long second) {
        return Copies.mix(Copies.mix(first) * 31 + second);
    }

    private static Map<Long, Integer> pairs(long[] first, long[] second) {
        return counts(IntStream.range(0, first.length).mapToLong(i -> pair(first[i], second[i])));
    }

    /// Returns whether a column with repeated values determines another, so that the other adds no information.
    private static boolean isFunction(Feature feature, Feature by) {
        return by.repeats() && pairs(by.values, feature.values).size() <= 1.02 * by.counts.size();
    }

    /// Returns whether coincidences are much rarer than the rows found.
    ///
    /// @param found the number of test rows that are equal to a training row
    boolean areRarer(long found, Table tests, int[] test) {
        if (usual || features.size() < 2) {
            return false;
        }
        int[] some = spread(test, MOST_TESTS);
        double[] matches = new double[some.length];
        Arrays.fill(matches, trained);
        List<long[]> values = new ArrayList<>();
        for (int k = 0; k < features.size() && Arrays.stream(matches).max().orElse(0) > NEVER; k++) {
            Feature feature = features.get(k);
            long[] mine = Copies.values(tests.column(feature.name), some);
            double[] probable = IntStream.range(0, some.length).mapToDouble(i -> alone(feature, mine[i])).toArray();
            for (int j = 0; j < k; j++) {
                given(features.get(j), values.get(j), feature, mine, probable);
            }
            Arrays.setAll(matches, i -> matches[i] * probable[i]);
            values.add(feature.conditions(tests, some));
        }
        double expected = Arrays.stream(matches).map(match -> -StrictMath.expm1(-match)).sum() * test.length
                / some.length;
        return found > 10 * expected + 1.5;
    }

    private double alone(Feature feature, long value) {
        int others = feature.counts.getOrDefault(value, 0) - 1;
        return (others > 0 ? others : feature.rare) / distinct.length;
    }

    /// Raises the probability of each value to that given the value of another column, if it is higher.
    private void given(Feature other, long[] theirs, Feature feature, long[] mine, double[] probable) {
        long[] conditions = other.conditions(table, distinct);
        Map<Long, Integer> counts = counts(Arrays.stream(conditions));
        Map<Long, Integer> pairs = pairs(conditions, feature.values);
        for (int i = 0; i < mine.length; i++) {
            int both = Math.max(0, pairs.getOrDefault(pair(theirs[i], mine[i]), 0) - 1);
            int one = Math.max(0, counts.getOrDefault(theirs[i], 0) - 1);
            probable[i] = Math.max(probable[i], (both + alone(feature, mine[i])) / (one + 1));
        }
    }
}
