package org.chainrule.tabular.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.outcome.TargetChoice;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.RowSplit;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.junit.jupiter.api.Test;

/// The folds for statistics of the target.
class HoldoutTest {
    private static final Table TABLE = Table.of("t",
            TextColumn.of("g", "a", "b", "c", "a", "b", "c", "a", "a", "b", "c"),
            NumberColumn.of("time", 9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
            NumberColumn.of("y", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10));

    private static List<RowSplit> folds(Holdout holdout, int... rows) {
        Target target = TargetChoice.of(TABLE, "y").fit(TABLE.rows());
        return holdout.statisticsFolds(target, TABLE, rows, 1);
    }

    private static int[] held(List<RowSplit> folds) {
        return folds.stream().flatMapToInt(fold -> IntStream.of(fold.held())).sorted().toArray();
    }

    @Test
    void eachRowIsHeldOutOnceAtRandom() {
        assertThat(folds(new Holdout.Random(), TABLE.rows())).hasSize(5);
        assertThat(held(folds(new Holdout.Random(), TABLE.rows()))).containsExactly(TABLE.rows());
        assertThat(folds(new Holdout.Random(), 1, 4, 7)).hasSize(3);
        assertThat(held(folds(new Holdout.Random(), 1, 4, 7))).containsExactly(1, 4, 7);
        assertThat(folds(new Holdout.Random(), 4)).isEmpty();
        assertThat(folds(new Holdout.Random())).isEmpty();
    }

    @Test
    void groupsStayTogether() {
        List<RowSplit> folds = folds(new Holdout.Groups("g"), TABLE.rows());
        assertThat(folds).hasSize(3);
        assertThat(held(folds)).containsExactly(TABLE.rows());
        for (RowSplit fold : folds) {
            String group = TABLE.column("g").text(fold.held()[0]);
            assertThat(IntStream.of(fold.held()).mapToObj(TABLE.column("g")::text)).containsOnly(group);
            assertThat(IntStream.of(fold.kept()).mapToObj(TABLE.column("g")::text)).doesNotContain(group);
        }
        assertThat(folds(new Holdout.Groups("g"), 0, 3)).isEmpty();
    }

    @Test
    void periodsLearnFromEarlierOnes() {
        List<RowSplit> folds = folds(new Holdout.Latest("time"), TABLE.rows());
        assertThat(folds).hasSize(5);
        for (RowSplit fold : folds) {
            // a later row has a smaller index
            assertThat(IntStream.of(fold.held()).max().orElseThrow())
                    .isLessThan(IntStream.of(fold.kept()).min().orElseThrow());
        }
        assertThat(folds(new Holdout.Latest("time"), 0, 1, 2)).hasSize(2);
        assertThat(folds(new Holdout.Latest("time"), 0, 1)).isEmpty();
    }
}
