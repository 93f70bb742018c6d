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

/// How rows are divided. Every division deals out one order of the rows evenly, so that where the order is by class,
/// each part gets its share of every class.
final class Splits {
    private Splits() {
    }

    /// Gives each row of an order to one of two parts, so that the first `i` rows have `i * trainShare` in the first
    /// part, rounded.
    static Split split(Examples examples, double trainShare, int[] order) {
        if (!(trainShare > 0 && trainShare < 1)) {
            throw new ArgumentException("trainShare",
                    "split: the share to train on is " + trainShare + ", expected more than 0 and less than 1");
        }
        int size = order.length;
        if (size < 2) {
            throw new ArgumentException("rows", "split: there is one row, expected at least two");
        }
        int train = Math.clamp(Math.round(size * trainShare), 1, size - 1);
        boolean[] trains = new boolean[size];
        for (int i = 0; i < size; i++) {
            trains[order[i]] = dealt(i + 1, train, size) > dealt(i, train, size);
        }
        return split(examples, trains);
    }

    /// How many of the first `i` rows of `size` belong to a part of `part` rows: their share, rounded.
    private static long dealt(long i, long part, long size) {
        return (2 * i * part + size) / (2 * size);
    }

    /// Holds out every `k`-th row of an order, beginning with each of the first `k`.
    static List<Split> folds(Examples examples, int k, int[] order) {
        if (k < 2 || k > order.length) {
            throw new ArgumentException("k", "folds: k is " + k + ", expected 2 to " + order.length
                    + ", the number of rows");
        }
        List<Split> folds = new ArrayList<>();
        for (int fold = 0; fold < k; fold++) {
            boolean[] trains = new boolean[order.length];
            for (int i = 0; i < order.length; i++) {
                trains[order[i]] = i % k != fold;
            }
            folds.add(split(examples, trains));
        }
        return List.copyOf(folds);
    }

    private static Split split(Examples examples, boolean[] trains) {
        return new Split(examples.rows(IntStream.range(0, trains.length).filter(row -> trains[row]).toArray()),
                examples.rows(IntStream.range(0, trains.length).filter(row -> !trains[row]).toArray()));
    }

    /// All rows in random order, then ordered by their value of a target.
    static int[] byClass(Examples examples, int target, long seed) {
        int[] shuffled = Draws.of(seed, "split").permutation(examples.size());
        float[] classes = new float[shuffled.length];
        for (int row = 0; row < classes.length; row++) {
            examples.readTarget(target, row, classes, row);
        }
        // sorting objects keeps the random order within a class
        return Arrays.stream(shuffled).boxed().sorted(Comparator.comparingDouble(row -> classes[row]))
                .mapToInt(Integer::intValue).toArray();
    }

    /// The place of the only target of one whole number a row.
    static int classes(String operation, RowType type) {
        int[] found = IntStream.range(0, type.targets().size())
                .filter(i -> type.targets().get(i).type().dtype() == DType.I32 && classes(type.targets().get(i)))
                .toArray();
        if (found.length != 1) {
            throw new ArgumentException("target", operation + ": there are " + found.length
                    + " targets of one whole number a row, expected one; name the target to go by, of " + type);
        }
        return found[0];
    }

    /// The place of a named target, which must be one whole number or truth value a row.
    static int classes(String operation, RowType type, String name) {
        int found = RowType.index("target", type.targets(), name);
        if (!classes(type.targets().get(found))) {
            throw new ArgumentException("target", operation + ": the target " + Quote.of(name) + " is "
                    + type.targets().get(found).type() + ", expected one whole number or truth value a row");
        }
        return found;
    }

    private static boolean classes(Field target) {
        return target.type().dtype() != DType.F32 && target.width() == 1;
    }
}
