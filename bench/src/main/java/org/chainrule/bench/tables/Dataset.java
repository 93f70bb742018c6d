package org.chainrule.bench.tables;

import java.util.Arrays;
import java.util.List;

/// A table with its splits.
///
/// @param attributes the input columns
/// @param labels     the classes in sorted order; empty if the target is a number
/// @param rows       the values of each row; NaN if missing
/// @param targets    the target of each row: a number, or the index of its class
/// @param splits     the splits into training and test rows
record Dataset(List<Attribute> attributes, List<String> labels, double[][] rows, double[] targets,
        List<Partition> splits) {
    /// Creates a dataset; checks the splits.
    Dataset {
        splits = splits.stream().map(split -> split.checked(rows.length)).toList();
    }

    /// Returns the same table with other splits.
    Dataset with(List<Partition> others) {
        return new Dataset(attributes, labels, rows, targets, others);
    }

    /// Returns the same table with `k` folds: drawn class by class if the target is a class.
    Dataset folds(int k, long seed) {
        return with(labels.isEmpty() ? Partition.folds(rows.length, k, seed) : Partition.stratified(targets, k, seed));
    }

    /// Returns what competitors are given of a split.
    Problem problem(Partition split) {
        return new Problem(attributes, labels, pick(split.train()), targets(split.train()), pick(split.test()));
    }

    /// Returns the targets of some rows.
    double[] targets(int[] some) {
        return Arrays.stream(some).mapToDouble(row -> targets[row]).toArray();
    }

    private double[][] pick(int[] some) {
        return Arrays.stream(some).mapToObj(row -> rows[row]).toArray(double[][]::new);
    }
}
