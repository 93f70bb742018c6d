package org.chainrule.compile.run;

import java.util.Set;
import java.util.TreeSet;

/// Batch sizes on both sides of each threshold at which the division of work among threads changes.
public final class Thresholds {
    private Thresholds() {
    }

    /// Returns batch sizes around the thresholds of row partitions and their number of pieces.
    public static Set<Integer> batches(int threads) {
        return around(RowPartition.LEAST * threads, 2 * RowPartition.LEAST * threads);
    }

    /// Returns these, and batch sizes around the thresholds at which light work is shared.
    ///
    /// @param elements the numbers in a row
    public static Set<Integer> batches(int threads, int elements) {
        Set<Integer> sizes = around(rows(2 * PlanStep.GRAIN, elements), rows(2 * PlanStep.GRAIN * threads, elements));
        sizes.addAll(batches(threads));
        return sizes;
    }

    private static int rows(int work, int elements) {
        return (work + elements - 1) / elements;
    }

    private static Set<Integer> around(int... thresholds) {
        Set<Integer> sizes = new TreeSet<>();
        for (int threshold : thresholds) {
            sizes.add(threshold);
            sizes.add(Math.max(1, threshold - 1));
        }
        return sizes;
    }
}
