package org.chainrule.tabular.table;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;

/// A division of rows into folds of about equal size. Each fold is held out once, by a training on all other folds.
///
/// The same rows, number of folds and seed give the same folds on every machine.
public final class Folds {
    private final int[] rows;
    private final int[] folds;
    private final int count;

    private Folds(int[] rows, int[] folds, int count) {
        this.rows = rows;
        this.folds = folds;
        this.count = count;
    }

    /// Divides rows at random, so that each fold has about the same share of each class.
    ///
    /// @param classes the class of each row, from 0: `classes[i]` is the class of `rows[i]`; all 0 without classes
    /// @param count   the number of folds
    /// @throws ArgumentException if the number is below 2 or above the number of rows
    public static Folds stratified(int[] rows, int[] classes, int count, long seed) {
        check(count, rows.length, "row");
        int[] order = RowSplit.shuffled(rows.length, seed);
        int[] folds = new int[rows.length];
        int next = 0;
        int most = Arrays.stream(classes).max().orElse(0);
        int[][] members = new int[most + 1][];
        for (int c = 0; c <= most; c++) {
            int label = c;
            members[c] = IntStream.of(order).filter(i -> classes[i] == label).toArray();
        }
        for (int[] each : members) {
            for (int i : each) {
                folds[i] = next++ % count;
            }
        }
        return new Folds(rows.clone(), folds, count);
    }

    /// Divides rows so that each group stays in one fold. The largest groups are dealt first, each to the smallest fold.
    ///
    /// @param groups the group of each row, from 0: `groups[i]` is the group of `rows[i]`
    /// @param count  the number of folds
    /// @throws ArgumentException if the number is below 2 or above the number of groups
    public static Folds grouped(int[] rows, int[] groups, int count, long seed) {
        int most = Arrays.stream(groups).max().orElse(0) + 1;
        int[] sizes = new int[most];
        for (int group : groups) {
            sizes[group]++;
        }
        check(count, (int) Arrays.stream(sizes).filter(size -> size > 0).count(), "group");
        int[] order = IntStream.of(RowSplit.shuffled(most, seed)).boxed()
                .sorted(Comparator.comparingInt(group -> -sizes[group])).mapToInt(Integer::intValue).toArray();
        int[] filled = new int[count];
        int[] foldOfGroup = new int[most];
        for (int group : order) {
            int smallest = 0;
            for (int fold = 1; fold < count; fold++) {
                smallest = filled[fold] < filled[smallest] ? fold : smallest;
            }
            foldOfGroup[group] = smallest;
            filled[smallest] += sizes[group];
        }
        return new Folds(rows.clone(), IntStream.of(groups).map(group -> foldOfGroup[group]).toArray(), count);
    }

    private static void check(int count, int most, String what) {
        if (count < 2 || count > most) {
            throw new ArgumentException("folds", "folds: got " + count + ", expected 2 to " + most + ", the number of "
                    + what + "s");
        }
    }

    /// Returns the number of folds.
    public int count() {
        return count;
    }

    /// Returns the rows of a fold, in the order of the given rows.
    public int[] held(int fold) {
        return pick(fold, true);
    }

    /// Returns the rows outside a fold, in the order of the given rows.
    public int[] kept(int fold) {
        return pick(fold, false);
    }

    private int[] pick(int fold, boolean held) {
        return IntStream.range(0, rows.length).filter(i -> (folds[i] == fold) == held).map(i -> rows[i]).toArray();
    }
}
