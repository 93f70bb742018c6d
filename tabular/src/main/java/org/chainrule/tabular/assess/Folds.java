package org.chainrule.tabular.assess;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.nn.Draws;
import org.chainrule.tabular.value.Phrases;

/// Divisions of rows for cross-validation: each fold has rows to learn from and rows to test on. The same rows, number of
/// folds and seed give the same folds on every machine.
///
/// @param train the indices of the rows to learn from, ascending
/// @param test  the indices of the rows to test on, ascending
public record Folds(int[] train, int[] test) {
    private static final String NAME = "folds";

    /// Returns folds of which each tests on another part of the rows, drawn at random, with its share of every class.
    ///
    /// @param classes the class of each row, from 0; all 0 if there are none
    /// @throws ArgumentException if there are fewer than two folds, or fewer rows than folds
    public static List<Folds> stratified(int[] classes, int folds, long seed) {
        check(folds, classes.length, "row");
        int[] order = Arrays.stream(Draws.of(seed, "folds").permutation(classes.length)).boxed()
                .sorted(Comparator.comparingInt(row -> classes[row])).mapToInt(Integer::intValue).toArray();
        int[] part = new int[classes.length];
        for (int i = 0; i < order.length; i++) {
            part[order[i]] = i % folds;
        }
        return each(part, folds);
    }

    /// Returns folds of which each tests on other groups. A group is never in both parts of a fold. The largest groups are
    /// distributed first, each to the fold with the fewest rows, so that folds are of similar size.
    ///
    /// @param groups the group of each row, from 0
    /// @throws ArgumentException if there are fewer than two folds, or fewer groups than folds
    public static List<Folds> grouped(int[] groups, int folds, long seed) {
        int count = Arrays.stream(groups).max().orElse(-1) + 1;
        check(folds, count, "group");
        int[] sizes = new int[count];
        for (int group : groups) {
            sizes[group]++;
        }
        int[] order = Arrays.stream(Draws.of(seed, "folds of groups").permutation(count)).boxed()
                .sorted(Comparator.comparingInt(group -> -sizes[group])).mapToInt(Integer::intValue).toArray();
        int[] rows = new int[folds];
        int[] fold = new int[count];
        for (int group : order) {
            int least = 0;
            for (int f = 1; f < folds; f++) {
                least = rows[f] < rows[least] ? f : least;
            }
            fold[group] = least;
            rows[least] += sizes[group];
        }
        return each(Arrays.stream(groups).map(group -> fold[group]).toArray(), folds);
    }

    /// Returns folds of which each tests on a later period and learns from all earlier rows (forward chaining): of k + 1
    /// periods with about the same number of rows, fold f learns from the first f and tests on the next. Rows of the same
    /// time are in the same period. Rows without a time are never tested on.
    ///
    /// @param times the time of each row in any unit, NaN if unknown
    /// @throws ArgumentException if there are fewer than two folds, or too few different times
    public static List<Folds> chained(double[] times, int folds) {
        double[] known = Arrays.stream(times).filter(time -> !Double.isNaN(time)).sorted().toArray();
        int different = (int) Arrays.stream(known).distinct().count();
        check(folds, different - 1, "time");
        double[] starts = new double[folds];
        int place = 0;
        for (int f = 0; f < folds; f++) {
            place = Math.max(place, (int) Math.round((double) known.length * (f + 1) / (folds + 1)));
            double before = f == 0 ? known[0] : starts[f - 1];
            while (place < known.length && known[place] <= before) {
                place++;
            }
            if (place == known.length) {
                throw few(folds, different - 1, "time");
            }
            starts[f] = known[place];
        }
        List<Folds> chained = new ArrayList<>();
        for (int f = 0; f < folds; f++) {
            double from = starts[f];
            double to = f + 1 < folds ? starts[f + 1] : Double.POSITIVE_INFINITY;
            chained.add(new Folds(IntStream.range(0, times.length).filter(i -> !(times[i] >= from)).toArray(),
                    IntStream.range(0, times.length).filter(i -> times[i] >= from && times[i] < to).toArray()));
        }
        return chained;
    }

    /// Checks that there is at least one unit of rows for each fold.
    ///
    /// @param units the number of rows, groups or times after the first
    /// @throws ArgumentException if there are fewer than two folds, or fewer units than folds
    private static void check(int folds, int units, String unit) {
        if (folds < 2) {
            throw new ArgumentException(NAME, "folds: got " + folds + ", expected at least 2");
        }
        if (units < folds) {
            throw few(folds, units, unit);
        }
    }

    private static ArgumentException few(int folds, int units, String unit) {
        String there = unit.equals("time")
                ? "there are too few different times for " + folds + " folds, each of which tests on a later period"
                : "there " + (units == 1 ? "is " : "are ") + Phrases.count(units, unit) + ", fewer than the " + folds
                        + " folds";
        String cure = unit.equals("row") ? "add rows" : "choose another column";
        return new ArgumentException(NAME, there + "; " + (units < 2 ? cure : "use fewer folds, or " + cure));
    }

    private static List<Folds> each(int[] part, int folds) {
        List<Folds> all = new ArrayList<>();
        for (int f = 0; f < folds; f++) {
            int fold = f;
            all.add(new Folds(IntStream.range(0, part.length).filter(i -> part[i] != fold).toArray(),
                    IntStream.range(0, part.length).filter(i -> part[i] == fold).toArray()));
        }
        return all;
    }

    /// Returns this fold with other numbers for its rows.
    ///
    /// @param rows the number that stands for each index
    public Folds of(int[] rows) {
        return new Folds(Arrays.stream(train).map(i -> rows[i]).toArray(),
                Arrays.stream(test).map(i -> rows[i]).toArray());
    }
}
