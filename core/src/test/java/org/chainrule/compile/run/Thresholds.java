package org.chainrule.compile.run;

import java.util.Set;
import java.util.TreeSet;

/// The batch sizes on both sides of each size at which work is dealt out to threads in another way, for tests that compare
/// them.
public final class Thresholds {
    private Thresholds() {
    }

    /// Batch sizes around those at which stages are cut by rows, and into how many pieces.
    public static Set<Integer> batches(int threads) {
        return around(RowPartition.LEAST * threads, 2 * RowPartition.LEAST * threads);
    }

    /// These, and batch sizes around those at which light work is dealt out.
    ///
    /// @param elements how many numbers a row has
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
