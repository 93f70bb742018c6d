package org.chainrule.tabular.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GroupSumsTest {
    /// Adds rows with a group and a number each.
    private static GroupSums sums(int groups, double[][] rows) {
        GroupSums sums = new GroupSums(groups, rows[0].length - 1);
        for (double[] row : rows) {
            sums.add(row[0], Arrays.copyOfRange(row, 1, row.length));
        }
        return sums;
    }

    /// The groups (1, 3), (5, 7) and (9, 11) have the means 2, 6 and 10: the variance within is 2, the mean square between
    /// is 2 (16 + 0 + 16) / 2 = 32, and so the variance between is (32 - 2) / 2 = 15.
    @Test
    void theSmoothingIsTheVarianceWithinByThatBetween() {
        double[][] rows = {{0, 1}, {0, 3}, {1, 5}, {1, 7}, {2, 9}, {2, 11}};
        GroupSums sums = sums(3, rows);
        assertThat(sums.smoothing()).isCloseTo(2.0 / 15, within(1e-12));
        assertThat(sums.counts()).containsExactly(2, 2, 2);
        assertThat(sums.sums()).containsExactly(4, 12, 20);
        assertThat(sums.mean(0)).isEqualTo(6);
        // a group without rows changes nothing
        assertThat(sums(4, rows).smoothing()).isCloseTo(2.0 / 15, within(1e-12));
    }

    /// Of groups with 1 and 3 rows, the size in the analysis of variance is (4 - 10 / 4) / 1 = 1.5. The variance within is
    /// (1 + 0 + 1) / 2 = 1, and the mean square between is 1 (0 - 3)² + 3 (4 - 3)² = 12, so that between is 11 / 1.5.
    @Test
    void groupsMayHaveDifferentSizes() {
        GroupSums sums = sums(2, new double[][]{{0, 0}, {1, 3}, {1, 4}, {1, 5}});
        assertThat(sums.smoothing()).isCloseTo(1.5 / 11, within(1e-12));
    }

    @Test
    void groupsThatDoNotDifferHaveAnInfiniteSmoothing() {
        assertThat(sums(2, new double[][]{{0, 1}, {0, 3}, {1, 1}, {1, 3}}).smoothing()).isInfinite();
        assertThat(sums(2, new double[][]{{0, 1}, {0, 3}}).smoothing()).isInfinite();
    }

    @Test
    void aRowWithoutAGroupCountsInTheMeanOnly() {
        GroupSums sums = sums(3, new double[][]{{0, 1}, {Double.NaN, 40}, {0, 3}, {1, 5}, {1, 7}, {-1, 28}, {2, 9},
                {2, 11}});
        assertThat(sums.smoothing()).isCloseTo(2.0 / 15, within(1e-12));
        assertThat(sums.counts()).containsExactly(2, 2, 2);
        assertThat(sums.mean(0)).isEqualTo(13);
    }

    /// The second number differs by 2 within each group and has the mean 1 in all: it adds 2 within and nothing between, so
    /// that the variance within is 4, the mean square between 32, and the variance between (32 - 4) / 2.
    @Test
    void severalNumbersHaveOneSmoothing() {
        GroupSums sums = sums(3, new double[][]{{0, 1, 0}, {0, 3, 2}, {1, 5, 0}, {1, 7, 2}, {2, 9, 0}, {2, 11, 2}});
        assertThat(sums.smoothing()).isCloseTo(4.0 / 14, within(1e-12));
        assertThat(sums.sums()).containsExactly(4, 2, 12, 2, 20, 2);
        assertThat(sums.mean(1)).isEqualTo(1);
    }
}
