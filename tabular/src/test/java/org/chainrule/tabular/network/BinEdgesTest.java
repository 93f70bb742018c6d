package org.chainrule.tabular.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.chainrule.data.Examples;
import org.junit.jupiter.api.Test;

class BinEdgesTest {
    private static List<Double> edges(int bins, float... column) {
        float[][] rows = new float[column.length][2];
        for (int i = 0; i < column.length; i++) {
            rows[i][1] = column[i];
        }
        return BinEdges.of(Examples.of(rows, new float[column.length]), new int[]{1}, bins).getFirst();
    }

    @Test
    void distinctNumbersHaveQuantiles() {
        assertThat(edges(4, 9, 1, 5, 3, 7)).containsExactly(1.0, 3.0, 5.0, 7.0, 9.0);
        // numpy.quantile([0, 1, 2, 3, 4, 5], [0, 1/4, 2/4, 3/4, 1])
        assertThat(edges(4, 0, 1, 2, 3, 4, 5)).containsExactly(0.0, 1.25, 2.5, 3.75, 5.0);
    }

    @Test
    void aValueThatFillsABinLeavesTheOthersToTheRest() {
        float[] column = new float[1000];
        for (int i = 0; i < 80; i++) {
            column[i] = 100 + i;
        }
        List<Double> edges = edges(48, column);
        assertThat(edges).hasSize(49).isSorted().doesNotHaveDuplicates().startsWith(0.0, 100.0).endsWith(179.0);
    }

    @Test
    void fewValuesAreAllEdges() {
        assertThat(edges(48, 2, 1, 2, 1, 3, 3, 1)).containsExactly(1.0, 2.0, 3.0);
    }

    @Test
    void aConstantHasOneBin() {
        assertThat(edges(48, 7, 7, 7)).containsExactly(7.0, 8.0);
        assertThat(edges(48, 1e30f, 1e30f).get(1).floatValue()).isGreaterThan(1e30f);
    }
}
