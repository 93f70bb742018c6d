package org.chainrule.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.Quote;
import org.chainrule.nn.Draws;
import org.chainrule.type.DType;

/// Divisions of rows into a part to train on and a part to hold out. A division deals out one order of the rows evenly;
/// if that order is by class, each part gets its share of every class.
final class Splits {
    private Splits() {
    }

    /// Returns which rows are trained on. Of the first `i` rows of the order, `i * trainShare` (rounded) are.
    static boolean[] trained(double trainShare, int[] order) {
        if (!(trainShare > 0 && trainShare < 1)) {
            throw new ArgumentException("trainShare",
                    "split: the share to train on is " + trainShare + ", expected more than 0 and less than 1");
        }
        int size = order.length;
        if (size < 2) {
            throw new ArgumentException("rows", "split: there is one row, expected at least two");
        }
        int train = Math.clamp(Math.round(size * trainShare), 1, size - 1);
        boolean[] trained = new boolean[size];
        for (int i = 0; i < size; i++) {
            trained[order[i]] = dealt(i + 1, train, size) > dealt(i, train, size);
        }
        return trained;
    }

    /// How many of the first `i` rows of `size` belong to a part of `part` rows: their share, rounded.
    private static long dealt(long i, long part, long size) {
        return (2 * i * part + size) / (2 * size);
    }

    /// Returns which rows each of `k` folds trains on. Fold `f` holds out rows `f`, `f + k`, `f + 2k`, ... of the order.
    static List<boolean[]> folds(int k, int[] order) {
        if (k < 2 || k > order.length) {
            throw new ArgumentException("k", "folds: k is " + k + ", expected 2 to " + order.length
                    + ", the number of rows");
        }
        List<boolean[]> folds = new ArrayList<>();
        for (int fold = 0; fold < k; fold++) {
            boolean[] trained = new boolean[order.length];
            for (int i = 0; i < order.length; i++) {
                trained[order[i]] = i % k != fold;
            }
            folds.add(trained);
        }
        return folds;
    }

    /// Returns the numbers of the rows whose flag has a value.
    static int[] where(boolean[] flags, boolean value) {
        return IntStream.range(0, flags.length).filter(row -> flags[row] == value).toArray();
    }

    /// Returns `rows` row numbers in random order.
    static int[] random(int rows, long seed) {
        return Draws.of(seed, "split").permutation(rows);
    }

    /// Returns all row numbers sorted by class, in random order within each class.
    ///
    /// @param classes the class of each row
    static int[] byClass(float[] classes, long seed) {
        // the sort of objects is stable, so the random order remains within a class
        return Arrays.stream(random(classes.length, seed)).boxed()
                .sorted(Comparator.comparingDouble(row -> classes[row])).mapToInt(Integer::intValue).toArray();
    }

    /// Returns the index of the only target with one whole number per row.
    static int target(String operation, RowType type) {
        int[] found = IntStream.range(0, type.targets().size())
                .filter(i -> type.targets().get(i).type().dtype() == DType.I32 && classes(type.targets().get(i)))
                .toArray();
        if (found.length != 1) {
            throw new ArgumentException("target", operation + ": there are " + found.length
                    + " targets with one whole number per row, expected one; pass the name of the target to stratify"
                    + " by, the rows hold " + type);
        }
        return found[0];
    }

    /// Returns the index of a named target, which must have one whole number or truth value per row.
    static int target(String operation, RowType type, String name) {
        int found = RowType.index("target", type.targets(), name);
        if (!classes(type.targets().get(found))) {
            throw new ArgumentException("target", operation + ": the target " + Quote.of(name) + " is "
                    + type.targets().get(found).type() + ", expected one whole number or truth value per row");
        }
        return found;
    }

    private static boolean classes(Field target) {
        return target.type().dtype() != DType.F32 && target.width() == 1;
    }
}
