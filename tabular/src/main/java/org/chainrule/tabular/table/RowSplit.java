package org.chainrule.tabular.table;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.chainrule.error.ArgumentException;

/// A split of rows into kept and held-out rows: at random, by time, or in whole groups. A training splits its rows
/// twice: into training and test rows, and the training rows again to hold out the validation set.
///
/// The same rows, fraction and seed give the same split on every machine. Both parts are in ascending order.
public final class RowSplit {
    private final int[] kept;
    private final int[] held;

    private RowSplit(int[] kept, int[] held) {
        this.kept = kept;
        this.held = held;
    }

    /// Returns a split into the given rows, which are not copied.
    public static RowSplit of(int[] kept, int[] held) {
        return new RowSplit(kept, held);
    }

    /// Holds out a fraction of the rows, rounded to the nearest whole number, but at least one row and never all. Holds
    /// out none if the fraction is 0.
    ///
    /// @throws ArgumentException if the fraction is not in [0, 1), or there are fewer than two rows
    public static RowSplit random(int[] rows, double fraction, long seed) {
        return stratified(rows, new int[rows.length], fraction, seed);
    }

    /// Same as [#random(int[], double, long)], but holds out the fraction of each class. Rows left over by rounding
    /// come from the classes that lost most by it. At least one row of each class is kept.
    ///
    /// @param classes the class of each row, from 0: `classes[i]` is the class of `rows[i]`
    /// @throws ArgumentException if the fraction is not in [0, 1), there are fewer than two rows, or each class has a
    ///     single row
    public static RowSplit stratified(int[] rows, int[] classes, double fraction, long seed) {
        check(fraction);
        if (fraction == 0) {
            return new RowSplit(sorted(rows), new int[0]);
        }
        if (rows.length < 2) {
            throw new ArgumentException("rows",
                    "rows can be held out only when there are at least 2, but there is " + rows.length
                            + "; add rows, or hold none out");
        }
        int[] counts = new int[Arrays.stream(classes).max().orElse(0) + 1];
        for (int c : classes) {
            counts[c]++;
        }
        if (Arrays.stream(counts).allMatch(count -> count < 2)) {
            throw new ArgumentException("classes",
                    "no row of " + rows.length + " can be held out because each of the " + counts.length
                            + " classes has only one of them; add rows, or merge classes");
        }
        int[] quotas = quotas(counts, rows.length, fraction);
        int[] order = shuffled(rows.length, seed);
        boolean[] out = new boolean[rows.length];
        for (int i : order) {
            if (quotas[classes[i]] > 0) {
                quotas[classes[i]]--;
                out[i] = true;
            }
        }
        return new RowSplit(pick(rows, out, false), pick(rows, out, true));
    }

    /// Holds out the latest rows. Rows without a time are kept. Rows with the same time stay on the same side, so the
    /// number of held-out rows may differ slightly from the fraction.
    ///
    /// @param times the time of each row in any unit, NaN if unknown: `times[i]` is the time of `rows[i]`
    /// @throws ArgumentException if the fraction is not in [0, 1), or there are fewer than two different times
    public static RowSplit latest(int[] rows, double[] times, double fraction) {
        check(fraction);
        if (fraction == 0) {
            return new RowSplit(sorted(rows), new int[0]);
        }
        double[] known = Arrays.stream(times).filter(time -> !Double.isNaN(time)).sorted().toArray();
        if (known.length == 0 || known[0] == known[known.length - 1]) {
            throw new ArgumentException("times", "rows cannot be split by time because "
                    + (known.length == 0 ? "no row has a time" : "all have the same time")
                    + "; choose another column");
        }
        int wanted = Math.clamp(Math.round(rows.length * fraction), 1, known.length - 1);
        int place = known.length - wanted;
        double first = known[place];
        if (first == known[0]) {
            first = Arrays.stream(known).filter(time -> time > known[0]).findFirst().orElseThrow();
        }
        boolean[] out = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            out[i] = times[i] >= first;
        }
        return new RowSplit(pick(rows, out, false), pick(rows, out, true));
    }

    /// Holds out whole groups, drawn at random, until the number of rows is as close to the fraction as this order of
    /// groups allows. At least one group is held out and one is kept.
    ///
    /// @param groups the group of each row, from 0: `groups[i]` is the group of `rows[i]`
    /// @throws ArgumentException if the fraction is not in [0, 1), or there are fewer than two groups
    public static RowSplit grouped(int[] rows, int[] groups, double fraction, long seed) {
        check(fraction);
        if (fraction == 0) {
            return new RowSplit(sorted(rows), new int[0]);
        }
        int[] sizes = new int[Arrays.stream(groups).max().orElse(0) + 1];
        for (int group : groups) {
            sizes[group]++;
        }
        int present = (int) Arrays.stream(sizes).filter(size -> size > 0).count();
        if (present < 2) {
            throw new ArgumentException("groups",
                    "too few groups; training, validation and test each take whole groups, so at least 3 are needed (2"
                            + " without test rows); choose a column with more groups");
        }
        int wanted = Math.clamp(Math.round(rows.length * fraction), 1, rows.length - 1);
        boolean[] chosen = new boolean[sizes.length];
        int held = 0;
        int count = 0;
        int smallest = -1;
        for (int group : shuffled(sizes.length, seed)) {
            if (sizes[group] == 0) {
                continue;
            }
            smallest = smallest < 0 || sizes[group] < sizes[smallest] ? group : smallest;
            if (Math.abs(held + sizes[group] - wanted) < Math.abs(held - wanted) && count < present - 1) {
                chosen[group] = true;
                held += sizes[group];
                count++;
            }
        }
        chosen[smallest] |= count == 0;
        boolean[] out = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            out[i] = chosen[groups[i]];
        }
        return new RowSplit(pick(rows, out, false), pick(rows, out, true));
    }

    /// Returns the rows that are kept.
    public int[] kept() {
        return kept.clone();
    }

    /// Returns the rows that are held out.
    public int[] held() {
        return held.clone();
    }

    private static void check(double fraction) {
        if (!(fraction >= 0 && fraction < 1)) {
            throw new ArgumentException("fraction",
                    "the fraction of rows to hold out should be at least 0 and less than 1, but is " + fraction);
        }
    }

    /// Returns the number of rows to hold out from each class, by largest remainders.
    private static int[] quotas(int[] counts, int rows, double fraction) {
        int wanted = Math.clamp(Math.round(rows * fraction), 1, rows - 1);
        int[] quotas = new int[counts.length];
        double[] remainders = new double[counts.length];
        int given = 0;
        for (int c = 0; c < counts.length; c++) {
            double share = (double) counts[c] * wanted / rows;
            quotas[c] = Math.min((int) share, Math.max(0, counts[c] - 1));
            remainders[c] = share - quotas[c];
            given += quotas[c];
        }
        while (given < wanted) {
            int best = -1;
            for (int c = 0; c < counts.length; c++) {
                if (quotas[c] < counts[c] - 1 && (best < 0 || remainders[c] > remainders[best])) {
                    best = c;
                }
            }
            if (best < 0) {
                break;
            }
            quotas[best]++;
            remainders[best]--;
            given++;
        }
        return quotas;
    }

    /// Returns the numbers 0 to n - 1 in random order (Fisher-Yates).
    static int[] shuffled(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private static int[] pick(int[] rows, boolean[] out, boolean held) {
        int[] picked = new int[rows.length];
        int count = 0;
        for (int i = 0; i < rows.length; i++) {
            if (out[i] == held) {
                picked[count++] = rows[i];
            }
        }
        return sorted(Arrays.copyOf(picked, count));
    }

    private static int[] sorted(int[] rows) {
        int[] sorted = rows.clone();
        Arrays.sort(sorted);
        return sorted;
    }
}
