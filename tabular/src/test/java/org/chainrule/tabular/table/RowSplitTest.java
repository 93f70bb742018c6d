package org.chainrule.tabular.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.junit.jupiter.api.Test;

class RowSplitTest {
    private static int[] range(int n) {
        return IntStream.range(0, n).toArray();
    }

    private static int[] counts(int[] rows, int[] classes, int k) {
        int[] counts = new int[k];
        Arrays.stream(rows).forEach(row -> counts[classes[row]]++);
        return counts;
    }

    @Test
    void cutsTheRowsInTwoAscendingParts() {
        RowSplit split = RowSplit.random(range(1000), 0.2, 7);
        assertThat(split.held()).hasSize(200).isSorted();
        assertThat(split.kept()).hasSize(800).isSorted();
        assertThat(IntStream.concat(Arrays.stream(split.held()), Arrays.stream(split.kept())).sorted().toArray())
                .isEqualTo(range(1000));
    }

    /// These rows are part of the contract: they must not change between machines or releases.
    @Test
    void theSameSeedGivesTheSameRowsForever() {
        assertThat(RowSplit.random(range(20), 0.25, 7).held()).containsExactly(9, 10, 12, 17, 18);
        assertThat(RowSplit.random(range(20), 0.25, 8).held()).containsExactly(2, 9, 10, 17, 18);
    }

    @Test
    void holdsOutEachClassInProportion() {
        int[] classes = new int[100];
        Arrays.fill(classes, 60, 90, 1);
        Arrays.fill(classes, 90, 99, 2);
        classes[99] = 3;
        RowSplit split = RowSplit.stratified(range(100), classes, 0.2, 3);
        assertThat(counts(split.held(), classes, 4)).containsExactly(12, 6, 2, 0);
        assertThat(counts(split.kept(), classes, 4)).containsExactly(48, 24, 7, 1);
    }

    @Test
    void keepsARowOfEveryClassAndHoldsOutTheWantedNumber() {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 200; round++) {
            int n = random.nextInt(8, 60);
            int[] classes = random.ints(n, 0, 4).toArray();
            double fraction = 0.05 + 0.4 * random.nextDouble();
            RowSplit split = RowSplit.stratified(range(n), classes, fraction, round);
            assertThat(split.held()).hasSize(Math.max(1, (int) Math.round(n * fraction)));
            int[] all = counts(range(n), classes, 4);
            int[] kept = counts(split.kept(), classes, 4);
            for (int c = 0; c < 4; c++) {
                assertThat(kept[c] > 0).isEqualTo(all[c] > 0);
            }
        }
    }

    @Test
    void worksOnAnySubsetOfRows() {
        RowSplit split = RowSplit.random(new int[]{30, 10, 20}, 0.01, 1);
        assertThat(split.held()).hasSize(1);
        assertThat(split.kept()).hasSize(2).isSorted();
        assertThat(IntStream.concat(Arrays.stream(split.held()), Arrays.stream(split.kept())).sorted().toArray())
                .containsExactly(10, 20, 30);
        assertThat(RowSplit.random(new int[]{30, 10, 20}, 0, 1).kept()).containsExactly(10, 20, 30);
        assertThat(RowSplit.random(new int[]{1, 2}, 0.99, 1).kept()).hasSize(1);
    }

    @Test
    void holdsOutTheLatestRows() {
        double[] times = {5, 1, 4, Double.NaN, 2, 4, 3, 1};
        RowSplit split = RowSplit.latest(range(8), times, 0.25);
        assertThat(split.held()).as("rows of one time stay together").containsExactly(0, 2, 5);
        assertThat(split.kept()).containsExactly(1, 3, 4, 6, 7);
        assertThat(RowSplit.latest(range(4), new double[]{1, 1, 1, 2}, 0.5).held()).containsExactly(3);
        assertThat(RowSplit.latest(range(4), new double[]{1, 2, 3, 4}, 0).held()).isEmpty();
        assertThatThrownBy(() -> RowSplit.latest(range(2), new double[]{1, 1}, 0.5))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("rows cannot be split by time because all have the same time; "
                        + "choose another column");
        assertThatThrownBy(() -> RowSplit.latest(range(2), new double[]{Double.NaN, Double.NaN}, 0.5))
                .hasMessage("rows cannot be split by time because no row has a time; choose another column");
    }

    @Test
    void holdsOutWholeGroups() {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 200; round++) {
            int n = random.nextInt(8, 60);
            int[] groups = random.ints(n, 0, 5).toArray();
            groups[0] = 0;
            groups[1] = 1;
            RowSplit split = RowSplit.grouped(range(n), groups, 0.3, round);
            assertThat(split.held()).isNotEmpty().isSorted();
            assertThat(split.kept()).isNotEmpty().isSorted().hasSize(n - split.held().length);
            assertThat(Arrays.stream(split.held()).map(row -> groups[row]).distinct().boxed().toList())
                    .doesNotContainAnyElementsOf(
                            Arrays.stream(split.kept()).map(row -> groups[row]).distinct().boxed().toList());
        }
        assertThat(RowSplit.grouped(range(1000), IntStream.range(0, 1000).map(i -> i / 10).toArray(), 0.2, 3).held())
                .hasSize(200);
        assertThat(RowSplit.grouped(range(10), new int[]{0, 0, 0, 0, 0, 0, 1, 1, 1, 1}, 0.1, 3).held())
                .as("the smallest group when all are too large").containsExactly(6, 7, 8, 9);
        assertThatThrownBy(() -> RowSplit.grouped(range(3), new int[]{0, 0, 0}, 0.5, 0)).hasMessage(
                "too few groups; training, validation and test each take whole groups, so at least 3 are needed (2 without"
                        + " test rows); choose a column with more groups");
    }

    @Test
    void refusesWhatCannotBeCut() {
        assertThatThrownBy(() -> RowSplit.random(range(5), 1, 0)).isInstanceOf(ArgumentException.class).hasMessage(
                "the fraction of rows to hold out should be at least 0 and less than 1, but is 1.0");
        assertThatThrownBy(() -> RowSplit.random(range(5), Double.NaN, 0)).hasMessage(
                "the fraction of rows to hold out should be at least 0 and less than 1, but is NaN");
        assertThatThrownBy(() -> RowSplit.random(range(1), 0.5, 0))
                .hasMessage("rows can be held out only when there are at least 2, but there is 1; add rows, "
                        + "or hold none out");
        assertThatThrownBy(() -> RowSplit.stratified(range(3), range(3), 0.5, 0))
                .hasMessage("no row of 3 can be held out because each of the 3 classes has only one of them; "
                        + "add rows, or merge classes");
    }
}
