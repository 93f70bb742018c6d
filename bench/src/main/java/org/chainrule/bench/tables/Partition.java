package org.chainrule.bench.tables;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// A split of the rows of a table into training and test rows.
///
/// @param train the indices of the training rows, in their order
/// @param test  the indices of the test rows, in their order
record Partition(int[] train, int[] test) {
    /// Returns `k` folds of rows with classes. The rows are shuffled by [Random] with this seed (Fisher-Yates from the
    /// last row down); the rows of each class, the classes in ascending order, are then dealt to the folds in turn, and
    /// each class goes on where the one before ended. So the folds differ by at most one row, in total and in each
    /// class. The test rows of split f are those of fold f, and all others are its training rows, both in the order of
    /// the table.
    static List<Partition> stratified(double[] classes, int k, long seed) {
        int[] order = shuffled(classes.length, seed);
        int[] byClass = Arrays.stream(order).boxed()
                .sorted((a, b) -> Double.compare(classes[a], classes[b])) // stable
                .mapToInt(row -> row).toArray();
        return deal(byClass, k);
    }

    /// Returns `k` folds of rows in the same way as [#stratified], without classes.
    static List<Partition> folds(int rows, int k, long seed) {
        return deal(shuffled(rows, seed), k);
    }

    private static int[] shuffled(int rows, long seed) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, rows).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        return order.stream().mapToInt(row -> row).toArray();
    }

    private static List<Partition> deal(int[] order, int k) {
        int[] fold = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            fold[order[i]] = i % k;
        }
        return IntStream.range(0, k).mapToObj(f -> new Partition(
                IntStream.range(0, fold.length).filter(row -> fold[row] != f).toArray(),
                IntStream.range(0, fold.length).filter(row -> fold[row] == f).toArray())).toList();
    }

    /// Returns this split after checking that each of the rows is in exactly one part.
    Partition checked(int rows) {
        BitSet seen = new BitSet(rows);
        IntStream.concat(Arrays.stream(train), Arrays.stream(test)).forEach(row -> {
            if (row < 0 || row >= rows || seen.get(row)) {
                throw new IllegalArgumentException("split: row " + row + " of " + rows
                        + " is in a part twice or is not a row, expected each row once");
            }
            seen.set(row);
        });
        if (seen.cardinality() != rows || test.length == 0) {
            throw new IllegalArgumentException("split: " + seen.cardinality() + " of " + rows
                    + " rows are in a part, expected all, and some of them test rows");
        }
        return this;
    }
}
