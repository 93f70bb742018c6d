package org.chainrule.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Parts have no row in common, and their sizes and shares of classes are as requested.
class SplitsTest {
    /// Rows that hold their own number.
    private static Examples numbered(int rows) {
        float[] x = new float[rows];
        int[] labels = new int[rows];
        for (int row = 0; row < rows; row++) {
            x[row] = row;
            labels[row] = row % 10 == 0 ? 1 : row % 10 < 4 ? 2 : 0;
        }
        return Examples.of(x, 1, labels);
    }

    private static List<Integer> rows(Examples examples) {
        float[] x = examples.batch().input(0);
        return IntStream.range(0, examples.size()).mapToObj(i -> (int) x[i]).toList();
    }

    private static long count(Examples examples, int label) {
        float[] y = examples.batch().target(0);
        return IntStream.range(0, examples.size()).filter(i -> y[i] == label).count();
    }

    private static void checkParts(Split split, int rows) {
        assertThat(rows(split.train())).isSorted().doesNotContainAnyElementsOf(rows(split.held()));
        assertThat(rows(split.held())).isSorted();
        assertThat(split.train().size() + split.held().size()).isEqualTo(rows);
    }

    @Test
    void aSplitHasTheShareAskedFor() {
        for (int rows = 2; rows < 60; rows += 7) {
            for (double share : new double[]{0.001, 0.3, 0.5, 0.8, 0.999}) {
                Split split = numbered(rows).split(share, 5);
                checkParts(split, rows);
                assertThat(split.train().size()).isEqualTo(Math.clamp(Math.round(rows * share), 1, rows - 1));
            }
        }
    }

    @Test
    void aSplitDependsOnItsSeed() {
        List<Integer> first = rows(numbered(100).split(0.5, 1).held());
        assertThat(rows(numbered(100).split(0.5, 1).held())).isEqualTo(first);
        assertThat(rows(numbered(100).split(0.5, 2).held())).isNotEqualTo(first);
    }

    @Test
    void aStratifiedSplitKeepsTheClasses() {
        Split split = numbered(1000).stratified(0.75, 3);
        checkParts(split, 1000);
        assertThat(List.of(count(split.train(), 0), count(split.train(), 1), count(split.train(), 2)))
                .containsExactly(450L, 75L, 225L);
        assertThat(List.of(count(split.held(), 0), count(split.held(), 1), count(split.held(), 2)))
                .containsExactly(150L, 25L, 75L);
        Split other = numbered(1000).stratified(0.75, 4);
        assertThat(rows(other.held())).isNotEqualTo(rows(split.held()));
    }

    @Test
    void aSplitMayGoByANamedTruthValue() {
        boolean[] sold = new boolean[40];
        IntStream.range(0, 10).forEach(row -> sold[row * 3] = true);
        Split split = numbered(40).target("sold", sold).stratified(0.5, 1, "sold");
        float[] held = split.held().batch().target(1);
        assertThat(IntStream.range(0, 20).filter(i -> held[i] == 1).count()).isEqualTo(5);
        List<Split> folds = numbered(40).target("sold", sold).stratifiedFolds(5, 1, "sold");
        assertThat(folds).allSatisfy(fold -> {
            float[] some = fold.held().batch().target(1);
            assertThat(IntStream.range(0, 8).filter(i -> some[i] == 1).count()).isEqualTo(2);
        });
    }

    @Test
    void foldsHoldOutEachRowOnce() {
        List<Split> folds = numbered(23).folds(5, 1);
        assertThat(folds).hasSize(5).allSatisfy(fold -> checkParts(fold, 23));
        assertThat(folds.stream().map(fold -> fold.held().size())).containsExactly(5, 5, 5, 4, 4);
        assertThat(folds.stream().flatMap(fold -> rows(fold.held()).stream()).sorted())
                .isEqualTo(IntStream.range(0, 23).boxed().toList());
    }

    @Test
    void stratifiedFoldsKeepTheClasses() {
        List<Split> folds = numbered(200).stratifiedFolds(4, 9);
        assertThat(folds.stream().flatMap(fold -> rows(fold.held()).stream()).sorted())
                .isEqualTo(IntStream.range(0, 200).boxed().toList());
        assertThat(folds).hasSize(4).allSatisfy(fold -> {
            assertThat(count(fold.held(), 0)).isEqualTo(30);
            assertThat(count(fold.held(), 1)).isEqualTo(5);
            assertThat(count(fold.held(), 2)).isEqualTo(15);
        });
    }

    @Test
    void weightsGoWithTheirRows() {
        float[] weights = new float[20];
        IntStream.range(0, 20).forEach(row -> weights[row] = row + 1);
        Split split = numbered(20).weights(weights).split(0.5, 1);
        List<Integer> held = rows(split.held());
        for (int i = 0; i < held.size(); i++) {
            assertThat(split.held().weight(i)).isEqualTo(held.get(i) + 1);
        }
    }
}
